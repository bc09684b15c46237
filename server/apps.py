"""The front door as Django sees it."""

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Has no rows; brings the checks that run before every start."""

    name = "server"

    def ready(self) -> None:
        """Register the checks; whoever logs through structlog itself writes the same lines."""
        from server import checks, logs

        logs.configure()
