"""The page's model, run by Node on frames of ours: all of them in one go."""

import subprocess
from pathlib import Path
from typing import IO

import playwright

from .ears import read

CONFORMANCE = Path(__file__).parents[2] / "js/conformance.mjs"
MODELS = Path(__file__).parents[3] / "static/js/models"
#: Comes with Playwright, so that there is one wherever tests run.
NODE = Path(playwright.__file__).parent / "driver/node"


class Page:
    """Lines for `conformance.mjs`: a welcome, what was sent after it, and a fresh welcome to compare with."""

    def __init__(self, file: IO[str]) -> None:
        self.lines = 0
        self._file = file

    def compare(self, welcome: str, frames: list[str], fresh: str) -> None:
        """One more comparison. The frames go over as they were sent, byte for byte."""
        now = read(fresh)["now"]
        self._file.write(f'{{"welcome":{welcome},"frames":[{",".join(frames)}],"fresh":{fresh},"now":"{now}"}}\n')
        self.lines += 1

    def difference(self) -> str | None:
        """The first difference, with the frames that led to it, or None."""
        self._file.seek(0)
        ran = subprocess.run([NODE, CONFORMANCE], stdin=self._file, capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            return None
        said = ran.stdout + ran.stderr
        number = int(said.split(":")[0].removeprefix("line ")) if ran.returncode == 1 else 0
        self._file.seek(0)
        return said + next((line for at, line in enumerate(self._file, 1) if at == number), "")
