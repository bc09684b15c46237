"""``python -m server``: serve this process's share of Alcove until told to stop.

--prepare         serve nothing: check settings and port, bring the tables up to date and, while DEMO=1, print its links
--workers N       keep N processes serving behind one door, and the duty loop beside them
--keys FOLDER     make the keys of a new house there, for docker-compose.yml

A supervisor starts its own with ``--door`` or ``--duties`` and ``--line``: the numbers of files that they inherit.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from server.files import open_many
from server.loading import quickly


def main() -> int:
    """Return 0 after a stop that was asked for, 1 when Alcove cannot serve, having said why in a sentence."""
    quickly()
    open_many()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    try:
        trouble = _do(_asked())
    except ImproperlyConfigured as refused:
        trouble = str(refused)
    except DatabaseError as error:
        trouble = f"{_where_to_look()} {str(error).strip()}"
    except KeyboardInterrupt:
        return 0
    if trouble:
        sys.stderr.write(f"Alcove cannot start. {trouble}\n")
    return 1 if trouble else 0


def _asked() -> argparse.Namespace:
    as_written = argparse.RawTextHelpFormatter
    words = argparse.ArgumentParser("python -m server", description=__doc__, formatter_class=as_written)
    words.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    words.add_argument("--workers", metavar="N", help=argparse.SUPPRESS)
    words.add_argument("--keys", metavar="FOLDER", type=Path, help=argparse.SUPPRESS)
    words.add_argument("--duties", action="store_true", help=argparse.SUPPRESS)
    words.add_argument("--door", type=int, help=argparse.SUPPRESS)
    words.add_argument("--line", type=int, help=argparse.SUPPRESS)
    return words.parse_args()


def _do(asked: argparse.Namespace) -> str:
    if asked.keys:
        return _make_keys(asked.keys)
    if asked.workers:
        # Settings say what is wrong with it.
        os.environ["WORKERS"] = asked.workers
    if asked.prepare:
        return _prepare()
    if asked.workers:
        return _supervise()
    return _do_duties(asked.line) if asked.duties else _serve(asked.door, asked.line)


def _make_keys(folder: Path) -> str:
    from server.newkeys import make

    sys.stdout.write(make(folder))
    return ""


def _prepare() -> str:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from server.door import opened
    from server.turns import one_at_a_time

    django.setup()
    from cohorts.demo import has_real_staff

    if trouble := _found_wrong():
        return trouble
    with one_at_a_time(connection, settings.DATA_DIR):
        # Only whether it is free; two who look at the same moment would each be in the other's way.
        opened(settings.HOST, settings.PORT).close()
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            if has_real_staff():
                return (
                    "The demo signs in whoever holds a printed link, and people of a real house work with these data. "
                    "Set DEMO=0 to open that house, or another DATA_DIR or DATABASE_URL to try things out."
                )
            call_command("demo")
    sys.stdout.write(f"\nAlcove opens at {settings.BASE_URL} in a moment. Ctrl-C stops it.\n")
    return ""


def _supervise() -> str:
    from django.conf import settings
    from django.utils.log import configure_logging

    from server.supervisor import supervise

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    return supervise(settings.WORKERS, settings.HOST, settings.PORT)


def _serve(door: int | None, line: int | None) -> str:
    from django.conf import settings

    # Before anything but the settings: it chooses the event loop that everything else then finds.
    if settings.SERVER == "uvicorn":
        from server.uvicorn import Server
    else:
        from server.daphne import Server
    from server import logs
    from server.asgi import application
    from server.door import inherited

    if trouble := _found_wrong():
        return trouble
    inherits = inherited(door) if door is not None else None
    logs.catch_all()
    server = Server(application, settings.HOST, settings.PORT, door=inherits, opened=_held(line))
    server.run()
    return server.trouble


def _do_duties(line: int | None) -> str:
    import django
    from django.core.management import call_command

    from server import logs

    django.setup()
    logs.catch_all()
    if up := _held(line):
        up()
    call_command("duties")
    return ""


def _held(line: int | None) -> Callable[[], None] | None:
    from server.lifeline import Lifeline

    if line is None:
        return None
    lifeline = Lifeline(line)
    lifeline.hold()
    return lifeline.up


def _where_to_look() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return "The database does not answer as it should; check DATABASE_URL."
    folder = Path(database["NAME"]).parent
    return f"The database in {folder} cannot be used; check that this user may write there and its disk has room."


def _found_wrong() -> str:
    from django.core.management.base import BaseCommand, SystemCheckError

    try:
        BaseCommand().check()
    except SystemCheckError as problems:
        return str(problems)
    return ""


if __name__ == "__main__":
    sys.exit(main())
