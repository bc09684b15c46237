"""The app's place among Django's apps."""

from importlib import import_module

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    """Everything a session needs before a word is said in it."""

    name = "cohorts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing a chore registers it, and what follows a change of how somebody signs in."""
        import_module("cohorts.duties.chores")
        import_module("cohorts.staff.changes")
        import_module("cohorts.keeping.ours")
        import_module("cohorts.keeping.our_part")
        import_module("cohorts.desk.own_asks")
        import_module("cohorts.keeping.chore")
        import_module("cohorts.keyring.ours")
        import_module("cohorts.anchoring")
        import_module("cohorts.dangling")
        import_module("cohorts.keeping.hold_walk")
