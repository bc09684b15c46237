"""A page's script comes as one file, which does what its modules do one by one."""

import json
import re
import subprocess
from pathlib import Path

import playwright
import pytest
from django.conf import settings

from server import static
from server.scripts import Scripts, Unpackable
from tests.server.knock import Heard, knock, scope

pytestmark = pytest.mark.embedded

NODE = Path(playwright.__file__).parent / "driver" / "node"
PAGE = """import { greet, Louder as Loud } from "./lib/greet.js";
import { DAYS } from "./lib/days.js";

console.log(JSON.stringify([greet("sam"), new Loud().greet("sam"), DAYS, later.name]));
export function later() {}
"""
GREET = """import {
  DAYS,
} from "./days.js";
console.log('"greet"');
let greeted = 0;
export const greet = (name) => `hello ${name} on ${DAYS[greeted++]}`;
export class Louder { greet(name) { return greet(name).toUpperCase(); } }
"""
DAYS = """/** export const NOTHING stands in a comment. */
console.log('"days"');
export const DAYS = ["monday", "tuesday"];
export async function* wait() {}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, page=PAGE, greet=GREET, days=DAYS)
    return tmp_path


def write(folder: Path, **modules: str) -> None:
    (folder / "js" / "lib").mkdir(parents=True, exist_ok=True)
    for name, text in modules.items():
        (folder / "js" / ("" if name == "page" else "lib") / f"{name}.js").write_text(text, encoding="utf-8")


def script(folder: Path, name: str = "js/page.js") -> str:
    found = Scripts(folder, fixed=False).find(name)
    assert found is not None
    return found.plain.decode()


def said_by(*words: str) -> list[object]:
    done = subprocess.run([NODE, "--input-type=module", *words], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_does_what_its_modules_do(folder: Path) -> None:
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    by_itself = said_by("-e", f'await import("{folder}/js/page.js")')
    assert by_itself[:2] == ["days", "greet"]
    assert said_by("-e", script(folder)) == by_itself


@pytest.mark.parametrize(
    "name", ["js/lib/days.js", "js/none.js", "js/lib", "../settings.py", "js/../js/page.js", "a\0.js"]
)
def test_what_imports_nothing_or_is_no_script_is_left_to_the_files(folder: Path, name: str) -> None:
    assert Scripts(folder, fixed=False).find(name) is None


def test_an_edit_of_any_module_shows_at_the_next_reload_but_not_where_files_are_fixed(folder: Path) -> None:
    seen = {fixed: Scripts(folder, fixed=fixed) for fixed in (False, True)}
    first = {fixed: scripts.find("js/page.js") for fixed, scripts in seen.items()}
    assert seen[False].find("js/page.js") is first[False]
    write(folder, days=DAYS.replace("tuesday", "wednesday"))
    changed = seen[False].find("js/page.js")
    assert changed is not None
    assert b"wednesday" in changed.plain
    assert seen[True].find("js/page.js") is first[True]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ('import { greet } from "./greet.js";', "js/lib/greet.js imports itself by way of js/lib/days.js"),
        ('import { a } from "./gone.js";', "js/lib/days.js imports js/lib/gone.js, which there is not"),
        ('import { a } from "../../../x.js";', "js/lib/days.js imports x.js, which there is not"),
        ("export let day = 1;", "js/lib/days.js has “export let day = 1;”"),
        ("export default 1;", "js/lib/days.js has “export default 1;”"),
        ('import * as all from "./greet.js";', "js/lib/days.js has “import *"),
        ('import "./greet.js";', "js/lib/days.js has “import "),
    ],
)
def test_what_cannot_stand_in_one_file_is_named(folder: Path, days: str, why: str) -> None:
    write(folder, days=days)
    with pytest.raises(Unpackable, match=re.escape(why)):
        script(folder)


async def test_it_is_small_over_the_wire_and_kept_like_any_other_file(folder: Path) -> None:
    prefix = static.address(folder, fixed=True)
    heard = Heard()
    application = static.serve(heard.application, folder, prefix)
    for headers in ([], [("accept-encoding", "br, gzip")]):
        at = scope(headers=headers, path=f"{prefix}js/page.js", method="GET", query_string=b"")
        await knock(application, at, heard)
    plain, _, small, body = heard.sent
    told = {name.decode(): value.decode() for name, value in small["headers"]}
    assert plain["headers"] != small["headers"]
    assert (told["content-encoding"], told["vary"]) == ("gzip", "Accept-Encoding")
    assert int(told["content-length"]) == len(body["body"])
    assert "immutable" in told["cache-control"]
    assert told["content-type"].startswith("text/javascript")
    assert told["x-content-type-options"] == "nosniff"


def test_every_script_of_ours_can_be_sent_as_one() -> None:
    scripts = Scripts(settings.STATIC_DIR, fixed=True)
    names = [file.relative_to(settings.STATIC_DIR).as_posix() for file in settings.STATIC_DIR.rglob("*.js")]
    assert "js/console/page.js" in names
    for name in names:
        scripts.find(name)
