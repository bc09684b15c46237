"""``python -m server``: serve this process's share of Alcove until told to stop.

With ``--prepare`` it serves nothing: it checks settings and port, brings the tables up to date and, while DEMO=1, makes
the demo and prints its links.
"""

import os
import socket
import sys

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError


def main() -> int:
    """Return 0 after a stop that was asked for, 1 when Alcove cannot serve, having said why in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    try:
        trouble = _prepare() if "--prepare" in sys.argv[1:] else _serve()
    except ImproperlyConfigured as refused:
        trouble = str(refused)
    except DatabaseError as error:
        trouble = f"The database does not answer as it should; check DATABASE_URL. {str(error).strip()}"
    except KeyboardInterrupt:
        return 0
    if trouble:
        sys.stderr.write(f"Alcove cannot start. {trouble}\n")
    return 1 if trouble else 0


def _prepare() -> str:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    if trouble := _found_wrong() or _port_taken(settings.HOST, settings.PORT):
        return trouble
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO:
        call_command("demo")
    sys.stdout.write(f"\nAlcove opens at {settings.BASE_URL} in a moment. Ctrl-C stops it.\n")
    return ""


def _serve() -> str:
    from django.conf import settings

    # Before anything but the settings: it chooses the event loop that everything else then finds.
    if settings.SERVER == "uvicorn":
        from server.uvicorn import Server
    else:
        from server.daphne import Server
    from server import logs
    from server.asgi import application

    if trouble := _found_wrong():
        return trouble
    logs.catch_all()
    server = Server(application, settings.HOST, settings.PORT)
    server.run()
    return server.trouble


def _found_wrong() -> str:
    from django.core.management.base import BaseCommand, SystemCheckError

    try:
        BaseCommand().check()
    except SystemCheckError as problems:
        return str(problems)
    return ""


def _port_taken(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            return f"Port {port} on {host} is not free ({error.strerror}). Set PORT to another, or stop what uses it."
    return ""


if __name__ == "__main__":
    sys.exit(main())
