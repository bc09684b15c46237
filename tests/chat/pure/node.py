"""The page's model, run by Node on frames of ours: all of them in one go."""

import json
import subprocess
from pathlib import Path
from typing import IO, Any

import playwright

from .ears import read

CONFORMANCE = Path(__file__).parents[2] / "js/conformance.mjs"
SCRIPTS = Path(__file__).parents[3] / "static/js"
#: Comes with Playwright, so that there is one wherever tests run.
NODE = Path(playwright.__file__).parent / "driver/node"


_SCRIPT = """
import {{ {name} }} from "{module}";
let text = "";
for await (const part of process.stdin) text += part;
const given = JSON.parse(text);
console.log(JSON.stringify({expression}));
"""


def run(module: str, name: str, expression: str, given: Any) -> Any:
    """What an expression over `given` and one name of one of the page's modules comes to."""
    script = _SCRIPT.format(name=name, module=(SCRIPTS / module).as_uri(), expression=expression)
    ran = subprocess.run(
        [NODE, "--input-type=module", "-e", script], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


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
