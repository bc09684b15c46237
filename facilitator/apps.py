"""The facilitator app: registers its verbs with chat when Django starts."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from django.apps import AppConfig

VERBS: Final = ("prompt", "share", "round", "agree", "plan", "answer", "passing", "concern", "stands")


class FacilitatorConfig(AppConfig):
    """The facilitators' side."""

    name = "facilitator"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing a verb registers it."""
        for name in VERBS:
            import_module(f"facilitator.verbs.{name}")
        import_module("facilitator.keeping")
        import_module("facilitator.own_part")
        import_module("facilitator.safeguarding.closed")
        import_module("facilitator.safeguarding.alarms")
        import_module("facilitator.safeguarding.telling")
        import_module("facilitator.safeguarding.acknowledging")
        import_module("facilitator.safeguarding.late_answers")
        import_module("facilitator.safeguarding.stands")
        import_module("facilitator.closing.closed")
        import_module("facilitator.safeguarding.unseen")
        import_module("facilitator.safeguarding.left")
        import_module("facilitator.safeguarding.silent")
        import_module("facilitator.safeguarding.trial")
        import_module("facilitator.safeguarding.opening_asks")
        import_module("facilitator.safeguarding.adult_asks")
        walks = import_module("cohorts.walks")
        walks.register("records of concerns", import_module("facilitator.safeguarding.record").verify)
        walks.register("openings of contacts", import_module("facilitator.safeguarding.opening_walk").verify)
