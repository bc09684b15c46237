"""The chat app: registers its verbs when Django starts."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from django.apps import AppConfig

from cohorts import attendance

VERBS: Final = (
    "say", "react", "whisper", "help", "checkin", "worry", "presence", "since", "mute", "aside", "pace",
    "held", "remove", "stay", "lead", "doors", "staffroom", "enter", "announce", "gone",
)  # fmt: skip


class ChatConfig(AppConfig):
    """What happens in a room."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing a verb or a chore registers it, and what waits at the desk."""
        for name in VERBS:
            import_module(f"chat.verbs.{name}")
        came = import_module("chat.came")
        attendance.register(came.rooms)
        import_module("chat.chores")
        import_module("chat.keeping")
        import_module("chat.own_part")
        import_module("chat.closed")
        import_module("chat.verify")
        import_module("chat.deeds")
        import_module("chat.wordlists.asks")
        import_module("chat.wordlists.walk")
