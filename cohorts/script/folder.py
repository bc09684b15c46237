"""The TOML files of a course on disk: one file, or a folder of them."""

from pathlib import Path

from django.utils.translation import gettext as _

from cohorts.script.problems import Problem, Unreadable
from cohorts.script.reading import MOST_BYTES, too_large

BUNDLED = Path(__file__).resolve().parent.parent / "courses" / "seven-evenings"
MOST_FILES = 60


def gather(path: Path) -> dict[str, bytes]:
    """Return name and content of each file. Raises `Unreadable` for what is not there or too large to be a course."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files or len(files) > MOST_FILES:
        wrong = _("here are %(count)s .toml files; a course has 1 to %(most)s.")
        raise Unreadable([Problem(wrong % {"count": len(files), "most": MOST_FILES}, path.name)])
    return {file.name: _content(file) for file in files}


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Unreadable([Problem(too_large(), file.name)])
        return file.read_bytes()
    except OSError as error:
        wrong = _("this file cannot be read (%(why)s). Look at its name and its rights.")
        raise Unreadable([Problem(wrong % {"why": error.strerror}, file.name)]) from None
