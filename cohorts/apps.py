"""The app's place among Django's apps."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    """Everything a session needs before a word is said in it."""

    name = "cohorts"
    default_auto_field = "django.db.models.BigAutoField"
