"""Ask the guard about lines of text, or see how it does on labelled ones."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat import guard as guards
from chat.guard import Guard, cases
from chat.guard.phrases import BadPhrase
from chat.guard.verdict import Verdict


class Command(BaseCommand):
    help = (
        "Read lines from standard input and print one JSON object for each: what the guard would do and why. "
        "With --report, read labelled cases instead and print how many of each class it does right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--report", metavar="FILE.jsonl", type=Path, help="labelled cases, one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guard = guards.shipped()
        except BadPhrase as bad:
            raise CommandError(f"The lexicon cannot be used: {bad}") from None
        if options["report"] is not None:
            self._report(guard, options["report"])
        else:
            self._each(guard, sys.stdin)

    def _each(self, guard: Guard, lines: Iterable[str]) -> None:
        for line in lines:
            words = line.removesuffix("\n")
            since = time.perf_counter()
            verdict = guard.read(words)
            took = (time.perf_counter() - since) * 1000
            self.stdout.write(json.dumps(_told(words, verdict) | {"ms": round(took, 4)}, ensure_ascii=False))

    def _report(self, guard: Guard, file: Path) -> None:
        try:
            with file.open(encoding="utf-8") as lines:
                scores = cases.judged(guard, cases.read(lines))
        except (OSError, ValueError) as problem:
            raise CommandError(f"{file.name} cannot be read: {problem}") from None
        for kind, score in scores.items():
            what = "false holds" if kind in cases.CALM else "recall"
            share = 1 - score.share if kind in cases.CALM else score.share
            self.stdout.write(f"{kind:12} {what:12} {share:6.3f}  ({score.right} of {score.of} as they should be)")
        for kind, score in scores.items():
            for case, outcome in score.missed:
                self.stdout.write(f"{kind} {case.id}: {outcome}, not {' or '.join(case.expect)}: {case.text}")


def _told(words: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "text": words, "outcome": verdict.outcome, "class": verdict.kind, "level": verdict.level,
        "spans": [[hit.start, hit.end, hit.rule] for hit in verdict.hits], "suggestion": verdict.suggestion,
    }  # fmt: skip
