"""Letting go, killed at any moment on a real process: what is left goes the next time; the record holds meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from chat.models import EntryRow, Head
from cohorts.keeping import look
from cohorts.models import Act
from tests.chat.evenings_past import cohort_of_words
from tests.ground import Ground
from tests.running import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
EVENINGS, LINES = 12, 700
PATIENCE = 60


def started(ground: Ground) -> subprocess.Popen[str]:
    name = str(connection.settings_dict["NAME"])
    address = ground.postgres.url(name) if ground.postgres else f"sqlite:///{name}"
    command = [sys.executable, "manage.py", "retention", "--apply"]
    env = {**os.environ, "DATABASE_URL": address}
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def keys_gone() -> int:
    return Head.objects.filter(data_key=b"").count()


def part_of_an_evening_gone() -> bool:
    """Its key is gone, and some of its entries are still there: cut off in the middle of one."""
    return EntryRow.objects.filter(session__head__data_key=b"").exists()


def until(true: Callable[[], object], process: subprocess.Popen[str]) -> bool:
    """Whether it came to that before the process was through."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if true():
            return True
        # Often enough to come amid an evening; asked without a pause it takes a core from what it waits for.
        time.sleep(0.005)
    return bool(true())


def verified() -> None:
    call_command("verify", stdout=StringIO())


def test_killed_again_and_again_it_goes_on_from_there(ground: Ground) -> None:
    cohort_of_words(timezone.now() - timedelta(days=100), evenings=EVENINGS, lines=LINES, says="canary")
    verified()
    stopped = 0
    for goal in (1, 4, 8):
        process = started(ground)
        reached = until(lambda goal=goal: keys_gone() >= goal and part_of_an_evening_gone(), process)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.communicate()
        stopped += reached and process.returncode == -signal.SIGKILL
        verified()
    assert stopped, "it was cut off in the middle of an evening"
    process = started(ground)
    said, complaint = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaint) == (0, "")
    assert "canary" not in said
    assert not EntryRow.objects.exists()
    assert keys_gone() == EVENINGS
    assert sum(one.due for one in look(timezone.now())) == 0
    counted = [act.about["count"] for act in Act.objects.filter(verb="purged", about__what="words")]
    assert counted == [LINES] * EVENINGS, "each evening counted once, however often it was cut off"
    verified()
