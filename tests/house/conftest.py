"""An environment of nothing but what a test sets, and the settings that come of it."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from server.env import Refused
from tests.ground import NAMES
from tests.running import ROOT

STRONG = "x9Kd0-mQ7vTz_2LpRfYw8NcBhJ4sGaEuV5iXoZ1tWq3eCyMlDn6k"


class Environment:
    """An environment of nothing but what a test sets, and the settings that come of it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.patch = patch
        for name in NAMES:
            patch.delenv(name, raising=False)
        self.set(DATA_DIR=str(folder), ENV_FILE=str(folder / "none"))

    def set(self, **values: str) -> None:
        for name, value in values.items():
            self.patch.setenv(name, value)

    def settings(self, **values: str) -> dict[str, Any]:
        self.set(**values)
        return runpy.run_path(str(ROOT / "server" / "settings.py"))

    def from_file(self, *lines: str) -> dict[str, Any]:
        """What comes of an env file of these lines; nothing of it stays in the environment."""
        file, before = self.folder / "env", set(os.environ)
        file.write_text("\n".join(lines), encoding="utf-8")
        try:
            return self.settings(ENV_FILE=str(file))
        finally:
            for name in set(os.environ) - before:
                del os.environ[name]

    def refusal(self, **values: str) -> str:
        with pytest.raises(Refused) as refused:
            self.settings(**values)
        return str(refused.value)

    def production(self, **values: str) -> dict[str, str]:
        safe = {"PRODUCTION": "1", "MAKE_KEYS": "1", "BASE_URL": "https://alcove.example.org", "SECRET_KEY": STRONG}
        return {**safe, **values}


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    return Environment(tmp_path, monkeypatch)
