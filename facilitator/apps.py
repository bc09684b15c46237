"""The facilitator app: registers its verbs with chat when Django starts."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from django.apps import AppConfig

VERBS: Final = ("prompt", "share", "round", "agree", "plan", "answer", "passing", "concern")


class FacilitatorConfig(AppConfig):
    """The facilitators' side."""

    name = "facilitator"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing a verb registers it."""
        for name in VERBS:
            import_module(f"facilitator.verbs.{name}")
        import_module("facilitator.closing.chores")
        import_module("facilitator.safeguarding.closed")
        import_module("facilitator.closing.closed")
        walk = import_module("facilitator.safeguarding.record").verify
        import_module("chat.verify").register("records of concerns", walk)
