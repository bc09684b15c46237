"""The look as a compiler of C made it of `look.pyx`, where there is one; nothing else of Alcove is compiled here.

It is kept where Python keeps what it compiled, under the name of what it was made of, so that an older one is never
taken. `script/setup` and the image make it by running this file, which so needs nothing of ours; without it the guard
does the same, and takes longer.
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


def file() -> Path:
    """Where the look is, or would be."""
    made_of = hashlib.blake2b(b"".join(source.read_bytes() for source in _sources()), digest_size=12).hexdigest()
    return Path(cache_from_source(__file__)).with_name(f"look-{made_of}{EXTENSION_SUFFIXES[0]}")


def load() -> type[Look] | None:
    """The class of the look; None where it was not compiled."""
    if (known := sys.modules.get(_NAME)) is not None:
        return known.Look  # type: ignore[no-any-return]
    loader = ExtensionFileLoader(_NAME, str(file()))
    spec = spec_from_loader(_NAME, loader)
    if spec is None or not file().exists():
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
    if file().exists():
        return
    # Only here, as a machine without a compiler has neither.
    from Cython.Build import cythonize  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    from setuptools import Distribution, Extension  # type: ignore[import-untyped]  # noqa: PLC0415

    file().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file().parent) as folder:
        for source in _sources():
            shutil.copy(source, folder)
        extension = Extension(_NAME, [f"{folder}/look.pyx"], extra_compile_args=["-O2", "-g0"])
        modules = cythonize([extension], build_dir=folder, quiet=True)  # type: ignore[no-untyped-call]
        built = Distribution({"ext_modules": modules})
        command = built.get_command_obj("build_ext")
        command.build_lib = command.build_temp = f"{folder}/built"
        command.ensure_finalized()
        command.run()
        made = Path(command.get_ext_fullpath(_NAME))
        made.chmod(0o755)
        made.replace(file())
    for other in file().parent.glob("look-*"):
        if other != file():
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
