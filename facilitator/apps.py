"""The facilitator app."""

from __future__ import annotations

from django.apps import AppConfig


class FacilitatorConfig(AppConfig):
    """The facilitators' side."""

    name = "facilitator"
    default_auto_field = "django.db.models.BigAutoField"
