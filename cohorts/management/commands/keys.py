"""``manage.py keys``: see what the organisation's keys closed, and change the key for another one, step by step."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cohorts.actions import key_ring
from cohorts.keyring import Tally, holders, tally
from cohorts.keys import read_ring
from cohorts.seal import Ring

STEPS = {
    "status": "what each key closed, who runs with which, and what comes next",
    "add": "1. a new key, which closes nothing yet; then start every process anew",
    "use": "2. it closes from now on; then start every process anew",
    "rewrap": "3. close by it what older keys closed",
    "retire": "4. take an old key out, once it opens nothing any more",
}


class Command(BaseCommand):
    help = "Change the organisation's key for another one while the house is in use: add, use, rewrap, retire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        steps = {name: what.add_parser(name, help=text) for name, text in STEPS.items()}
        steps["retire"].add_argument("key", help="the id of the old key, as `status` shows it")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options.get("key", ""))
        except key_ring.NotYet as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(
                f"The ring's file cannot be written from here ({problem.strerror}): {settings.RING_FILE}."
            ) from None

    def _status(self, _: str) -> None:
        ring = read_ring(settings.RING_FILE)
        counted = tally(ring)
        for name in ring.ids:
            closed = ", ".join(f"{each.opens.get(name, 0)} {what}" for what, each in counted.items())
            self.stdout.write(f"{name}  {_part(ring, name):<8} {closed}")
        for what, each in counted.items():
            for name, count in sorted(each.shut.items()):
                why = "spoiled, or moved from another row" if name in ring.ids else "closed by a key that is not here"
                self.stdout.write(f"{name or '?'}  no key opens {count} {what}: {why}")
        running = Counter((one.what, (one.told or "?").split()[0]) for one in holders())
        for (what, name), count in sorted(running.items()):
            self.stdout.write(f"{count} {what}(s) running close with {name}")
        self.stdout.write(f"Next: {_next(ring, counted)}")

    def _add(self, _: str) -> None:
        ring = key_ring.add_key(settings.RING_FILE)
        self.stdout.write(f"Added key {ring.ids[-1]}, which closes nothing yet. Copy the ring to where its copies are.")
        self.stdout.write("Then start every worker and duty loop anew, and say `keys use`.")

    def _use(self, _: str) -> None:
        ring = key_ring.use_key(settings.RING_FILE)
        self.stdout.write(f"Key {ring.current} is in use by whoever starts from now on.")
        self.stdout.write("Start every worker and duty loop anew, and say `keys rewrap`.")

    def _rewrap(self, _: str) -> None:
        for what, count in key_ring.close_anew(settings.RING_FILE).items():
            self.stdout.write(f"{what}: {count} closed anew")
        ring = read_ring(settings.RING_FILE)
        self.stdout.write(f"Next: {_next(ring, tally(ring))}")

    def _retire(self, name: str) -> None:
        key_ring.retire_key(settings.RING_FILE, name)
        self.stdout.write(f"Key {name} is no longer in the ring.")
        self.stdout.write("Keep a copy of it as long as you keep a backup from before: nothing else opens that one.")


def _part(ring: Ring, name: str) -> str:
    if name == ring.current:
        return "in use"
    return "coming" if ring.coming and name == ring.coming[0] else "old"


def _next(ring: Ring, counted: dict[str, Tally]) -> str:
    """What to do now, in a sentence. Pure."""
    if ring.coming:
        return "start every process anew if that is still to be done, then `keys use`."
    old = [name for name, _ in ring.keys[:-1]]
    if any(each.opens.get(name, 0) for each in counted.values() for name in old):
        return "start every process anew if that is still to be done, then `keys rewrap`."
    if old:
        return f"start every process anew if that is still to be done, then `keys retire {old[0]}`."
    return "nothing. `keys add` begins a change of keys."
