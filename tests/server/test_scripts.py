"""A page's script comes as one file, which does what its modules do one by one."""

import gzip
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
    "name", ["js/lib/days.js", "js/lib/greet.js", "js/none.js", "js/lib", "js/../js/page.js", "a\0.js"]
)
def test_what_is_no_page_s_script_is_left_to_the_files(folder: Path, name: str) -> None:
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
        ('import { nothing } from "./greet.js";', "imports nothing from js/lib/greet.js, which does not export it"),
        ('import { a } from "./gone.js";', "imports gone.js, which there is not"),
        ('import { a } from "../../../outside.js";', "imports outside.js, which there is not"),
        ("export let day = 1;", "has “export let day = 1;”"),
        ("const a = 1;\n  export const day = 1;", "has “export const day = 1;”"),
        ("export default 1;", "has “export default 1;”"),
        ('import * as all from "./greet.js";', "has “import * as all"),
        ("import { greet } from './greet.js';", "has “import { greet } from '"),
        ('import { greet } from "./greet.js"; // why', "has “import { greet } from"),
        ('const a = 1;\nimport { greet } from "./greet.js";', "has “import { greet } from"),
        ('import "./greet.js";', 'has “import "'),
        ('const late = await import("./greet.js");', "has “import("),
        ("const mine = import.meta.url;", "has “import.meta"),
        ("const $m0 = 1;", "has “$m0"),
    ],
)
def test_what_cannot_stand_in_one_file_is_named(folder: Path, days: str, why: str) -> None:
    (folder.parent / "outside.js").write_text("export const a = 1;", encoding="utf-8")
    write(folder, page='import { DAYS } from "./lib/days.js";\n', greet="export const greet = 1;\n")
    write(folder, days=f"{days}\nexport const DAYS = 1;\n")
    with pytest.raises(Unpackable, match=re.escape(f"js/lib/days.js {why}")):
        Scripts(folder, fixed=True)


def test_modules_that_go_in_a_circle_are_named(folder: Path) -> None:
    write(folder, days='import { greet } from "./greet.js";\nexport const DAYS = [greet];')
    with pytest.raises(Unpackable, match="imports itself by way of"):
        Scripts(folder, fixed=False)


async def test_it_is_small_over_the_wire_and_kept_like_any_other_file(folder: Path) -> None:
    prefix = static.address(folder, fixed=True)
    heard = Heard()
    application = static.serve(heard.application, folder, prefix)
    asked: list[tuple[str, list[tuple[str, str]]]] = [
        ("GET", []), ("GET", [("accept-encoding", "br, gzip")]), ("HEAD", []),
        ("GET", [("accept-encoding", "br, gzip;q=0")]),
    ]  # fmt: skip
    for method, headers in asked:
        at = scope(headers=headers, path=f"{prefix}js/page.js", method=method, query_string=b"")
        await knock(application, at, heard)
    plain, first, small, second, head, nothing, refused, third = heard.sent
    assert first["body"].decode() == script(folder)
    assert gzip.decompress(second["body"]) == first["body"]
    assert head == plain == refused
    assert third == first
    assert nothing["body"] == b""
    told = {name.decode(): value.decode() for name, value in small["headers"]}
    assert (told["content-encoding"], told["vary"]) == ("gzip", "Accept-Encoding")
    assert int(told["content-length"]) == len(second["body"])
    assert "immutable" in told["cache-control"]
    assert told["content-type"].startswith("text/javascript")
    assert told["x-content-type-options"] == "nosniff"


def test_every_page_s_script_of_ours_is_one_that_a_browser_can_read() -> None:
    scripts = Scripts(settings.STATIC_DIR, fixed=True)
    asked = {
        name
        for page in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"type=\"module\" src=\"{% static '(js/[^']+)' %}\"", page.read_text(encoding="utf-8"))
    }
    assert {"js/room.js", "js/console/page.js", "js/leave.js"} < asked
    for name in asked:
        if (found := scripts.find(name)) is None:
            assert not re.search(r"^import\b", (settings.STATIC_DIR / name).read_text(encoding="utf-8"), re.MULTILINE)
        else:
            subprocess.run([NODE, "--check", "--input-type=module"], input=found.plain, check=True)
