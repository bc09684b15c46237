"""From a course to one TOML file, which reads back as the same course, and to the digest that names its content."""

from hashlib import blake2b

import msgspec
import tomli_w

from cohorts.script.shape import FORMAT, CourseText


def write(course: CourseText) -> str:
    """Return the course as one TOML file."""
    fields = {"format": FORMAT, **msgspec.to_builtins(course)}
    return tomli_w.dumps(fields, multiline_strings=True)


def digest(course: CourseText) -> str:
    """Return 64 hexadecimal digits that are the same for the same content, however its files were laid out."""
    return blake2b(msgspec.json.encode(course, order="deterministic"), digest_size=32).hexdigest()
