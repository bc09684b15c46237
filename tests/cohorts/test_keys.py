"""Keys are made once, for their owner's eyes, and never twice."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cohorts import keys

pytestmark = pytest.mark.embedded


def test_a_first_run_makes_them_all_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "keys"
    keys.load(folder)
    assert {path.name for path in folder.iterdir()} == set(keys.NAMES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_second_run_finds_the_same(tmp_path: Path) -> None:
    assert keys.load(tmp_path) == keys.load(tmp_path)


def test_two_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: keys.load(tmp_path), range(8)))
    assert all(one == found[0] for one in found)


def test_every_key_is_its_own(tmp_path: Path) -> None:
    secret, made = keys.load(tmp_path)
    ring_key = made.ring.keys[0][1]
    assert len({secret.encode(), made.codes, made.chain, made.head, ring_key}) == 5
    assert len(secret) >= 50


def test_a_lost_key_is_not_replaced_in_silence(tmp_path: Path) -> None:
    keys.load(tmp_path)
    (tmp_path / "ring").unlink()
    with pytest.raises(keys.KeysUnreadable, match="ring"):
        keys.load(tmp_path)
    assert not (tmp_path / "ring").exists()


def test_production_makes_none(tmp_path: Path) -> None:
    with pytest.raises(keys.KeysUnreadable):
        keys.load(tmp_path, make=False)
    assert list(tmp_path.iterdir()) == []


def test_a_key_may_come_from_a_file_of_its_own(tmp_path: Path) -> None:
    elsewhere = tmp_path / "mounted"
    elsewhere.write_text(base64.b64encode(b"c" * 32).decode() + "\n")
    _, found = keys.load(tmp_path / "keys", {"codes": elsewhere})
    assert found.codes == b"c" * 32
    assert not (tmp_path / "keys" / "codes").exists()


def test_a_given_secret_is_used_and_not_written_down(tmp_path: Path) -> None:
    secret, _ = keys.load(tmp_path, secret="given")
    assert secret == "given"
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode(), "\u00e9"])
@pytest.mark.parametrize("name", ["codes", "chain", "head", "ring"])
def test_a_bad_key_is_named_and_not_quoted(tmp_path: Path, name: str, text: str) -> None:
    keys.load(tmp_path)
    (tmp_path / name).write_text(text)
    with pytest.raises(keys.KeysUnreadable, match=name) as refused:
        keys.load(tmp_path)
    assert not text or text not in str(refused.value)


def test_keys_show_nothing(tmp_path: Path) -> None:
    _, found = keys.load(tmp_path)
    assert repr(found) == "Keys()"


def test_each_key_has_a_variable_that_names_its_file() -> None:
    assert [keys.variable(name) for name in keys.NAMES] == [
        "SECRET_KEY_FILE",
        "CODES_KEY_FILE",
        "CHAIN_KEY_FILE",
        "HEAD_KEY_FILE",
        "RING_FILE",
    ]
