"""``manage.py duties``: the duty loop as a process of its own. Several may run side by side."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohorts.duties import Loop, errands

LOOK_SECONDS = 1.0
LONGEST_ERRAND = 60.0


class Command(BaseCommand):
    help = "Do what has to be done whether or not anybody asks, until SIGTERM. Several may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = Loop()
        if options["once"]:
            loop.round()
            errands.settled(LONGEST_ERRAND)
            return
        told = threading.Event()
        for what in (signal.SIGTERM, signal.SIGINT):
            signal.signal(what, lambda *_: told.set())
        loop.start()
        while loop.alive and not told.wait(LOOK_SECONDS):
            pass
        if not told.is_set():
            raise CommandError("The duty loop ended by itself; the lines above say why.")
        loop.stop()
