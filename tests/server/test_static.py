"""Files come straight from their folder; in production under an address that changes when any of them does."""

from pathlib import Path

import pytest

from server import static
from tests.server.knock import Heard, knock, scope

pytestmark = pytest.mark.embedded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "room.js").write_text("export const a = 1;")
    (tmp_path / "page.css").write_text("body {}")
    return tmp_path


async def fetched(folder: Path, prefix: str, path: str) -> Heard:
    heard = Heard()
    application = static.serve(heard.application, folder, prefix)
    await knock(application, scope(path=path, method="GET", query_string=b""), heard)
    return heard


def headers(heard: Heard) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in heard.sent[0]["headers"]}


async def test_a_file_is_read_anew_while_one_works_on_it(folder: Path) -> None:
    prefix = static.address(folder, fixed=False)
    assert prefix == "/static/"
    heard = await fetched(folder, prefix, "/static/js/room.js")
    assert heard.sent[1]["body"] == b"export const a = 1;"
    assert "max-age=0" in headers(heard)["cache-control"]
    assert headers(heard)["x-content-type-options"] == "nosniff"


async def test_a_fixed_file_may_be_kept_for_ever(folder: Path) -> None:
    prefix = static.address(folder, fixed=True)
    heard = await fetched(folder, prefix, f"{prefix}js/room.js")
    assert "immutable" in headers(heard)["cache-control"]


def test_any_change_changes_the_address(folder: Path) -> None:
    first = static.address(folder, fixed=True)
    assert static.address(folder, fixed=True) == first
    (folder / "page.css").write_text("body { color: teal }")
    assert static.address(folder, fixed=True) != first


@pytest.mark.parametrize("path", ["/", "/static/nothing.js", "/static/../settings.py", "/static/js/", "/rooms/x/"])
async def test_everything_else_is_for_the_pages(folder: Path, path: str) -> None:
    heard = await fetched(folder, "/static/", path)
    assert heard.sent == []
    assert heard.scope["path"] == path


async def test_a_long_file_comes_small_and_a_page_comes_as_it_is(folder: Path) -> None:
    (folder / "long.css").write_text("body { margin: 0 }\n" * 200)
    heard = Heard()
    application = static.serve(heard.application, folder, "/static/")
    squeezing = [("accept-encoding", "gzip")]
    await knock(application, scope(headers=squeezing, path="/static/long.css", method="GET", query_string=b""), heard)
    assert headers(heard)["content-encoding"] == "gzip"
    assert len(b"".join(part.get("body", b"") for part in heard.sent)) < 400
    page = Heard()
    pages = static.serve(page.application, folder, "/static/")
    await knock(pages, scope(headers=squeezing, path="/help/", method="GET", query_string=b""), page)
    assert page.scope["path"] == "/help/"
    assert page.sent == []


@pytest.mark.parametrize(
    ("asked", "small"),
    [
        ("gzip", True), ("br, GZIP;q=0.5", True), ("gzip; q=1.0, identity", True), ("deflate,gzip;q=0.001", True),
        ("gzip;q=0", False), ("identity, gzip ; Q=0.000", False), ("not-gzip", False), ("*;q=0", False), ("", False),
        ("gzip;q=oh", False),
    ],
)  # fmt: skip
async def test_whoever_does_not_want_it_small_has_it_plain(folder: Path, asked: str, small: bool) -> None:
    (folder / "page.css").write_text("/* as long as it takes */\n" * 100)
    heard = Heard()
    application = static.serve(heard.application, folder, "/static/")
    asks = [("accept-encoding", asked)]
    where = scope(path="/static/page.css", method="GET", query_string=b"", headers=asks)
    await knock(application, where, heard)
    assert (headers(heard).get("content-encoding") == "gzip") == small
    assert headers(heard)["vary"] == "Accept-Encoding", "or what is kept on the way would be given to others"
