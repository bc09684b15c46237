"""From a course to one TOML file, which reads back as the same course, and to the digest that names its content."""

from hashlib import blake2b
from typing import Any

import msgspec
import tomli_w

from cohorts.script.shape import CourseText


def write(course: CourseText) -> str:
    """Return the course as one TOML file."""
    return tomli_w.dumps(_filled(msgspec.to_builtins(course)), multiline_strings=True)


def digest(course: CourseText) -> str:
    """Return 64 hexadecimal digits that are the same for the same content, however its files were laid out."""
    words = msgspec.to_builtins(course)
    if not words["read_first"]:
        # Younger than many courses: one that says nothing of it is called as it was before.
        del words["read_first"]
    return blake2b(msgspec.json.encode(words, order="deterministic"), digest_size=32).hexdigest()


def _filled(value: Any) -> Any:
    """Return the same without what is empty, which reads back as empty."""
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one not in ("", (), [], False)}
    return [_filled(one) for one in value] if isinstance(value, list | tuple) else value
