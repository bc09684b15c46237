"""The look as a compiler of C made it of `look.pyx`, where there is one; nothing else of Alcove is compiled here.

It is kept where Python keeps what it compiled, under the name of what it was made of and of what it is: neither an
older one is ever taken, nor one that a crash or a bad disk has damaged, which would end every process that loads it.
`script/setup` and the image make it by running this file, which so needs nothing of ours; without it the guard does the
same, and takes longer.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from importlib.util import cache_from_source, module_from_spec, spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .look import Look

_HERE: Final = Path(__file__).parent
_NAME: Final = "chat.guard.quick.look"
_SOURCES: Final = ("*.pyx", "*.pxi")
_FAILED: Final = """The guard's quick look could not be compiled; for most messages the guard takes a few times as long.
Everything else is the same. It needs a C compiler and the headers of this Python (on Debian or Ubuntu: apt install gcc
libc6-dev python3-dev); run script/setup again once they are there."""


def file() -> Path | None:
    """Where the look is, made of exactly these sources and whole; None where there is none."""
    return next(filter(_is_whole, sorted(folder().glob(_name("*")))), None)


def folder() -> Path:
    """Where it is kept."""
    return Path(cache_from_source(__file__)).parent


def _name(what: str) -> str:
    made_of = _digest(b"".join(source.read_bytes() for source in _sources()))
    return f"look-{made_of}-{what}{EXTENSION_SUFFIXES[0]}"


def _is_whole(found: Path) -> bool:
    try:
        return found.name == _name(_digest(found.read_bytes()))
    except OSError:
        return False


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def load() -> type[Look] | None:
    """The class of the look; None where it was not compiled."""
    if (known := sys.modules.get(_NAME)) is not None:
        return known.Look  # type: ignore[no-any-return]
    if (found := file()) is None:
        return None
    loader = ExtensionFileLoader(_NAME, str(found))
    spec = spec_from_loader(_NAME, loader)
    if spec is None:
        return None
    try:
        module = module_from_spec(spec)
        loader.exec_module(module)
    except ImportError:
        # Of another machine, say: whoever cannot use it has the rest.
        return None
    # What was kept of a guard names its look by this.
    sys.modules[_NAME] = module
    return module.Look  # type: ignore[no-any-return]


def make() -> None:
    """Compile it, unless it is there, and clear away older ones. Raises whatever keeps it from being made."""
    if file() is not None:
        return
    # Only here, as a machine without a compiler has neither.
    from Cython.Build import cythonize  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    from setuptools import Distribution, Extension  # type: ignore[import-untyped]  # noqa: PLC0415

    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder()) as part:
        for source in _sources():
            shutil.copy(source, part)
        extension = Extension(_NAME, [f"{part}/look.pyx"], extra_compile_args=["-O2", "-g0"])
        modules = cythonize([extension], build_dir=part, quiet=True)  # type: ignore[no-untyped-call]
        built = Distribution({"ext_modules": modules})
        command = built.get_command_obj("build_ext")
        command.build_lib = command.build_temp = f"{part}/built"
        command.ensure_finalized()
        command.run()
        made = Path(command.get_ext_fullpath(_NAME))
        made.chmod(0o755)
        made.replace(folder() / _name(_digest(made.read_bytes())))
    for other in folder().glob("look-*"):
        # What another one made of the same at the same time is as good.
        if not _is_whole(other):
            other.unlink(missing_ok=True)


def _sources() -> list[Path]:
    return sorted(source for kind in _SOURCES for source in _HERE.glob(kind))


def main() -> int:
    """Make it; say plainly if it cannot be made."""
    try:
        make()
    except BaseException as wrong:  # noqa: BLE001  (distutils ends the process where there is no compiler)
        sys.stderr.write(f"{_FAILED}\n({type(wrong).__name__}: {wrong})\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
