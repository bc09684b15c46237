"""The files every page shares, straight from their folder: no build and no copying. A page's script comes as one.

In production the address carries a fingerprint of the whole folder, so that a browser may keep a file for ever and a
module never meets an older sibling. Elsewhere files are read anew, and an edit shows at the next reload.
"""

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from asgi_gzip import GZipMiddleware
from servestatic.asgi import ServeStaticASGI

from server import scripts
from server.headers import Application, Receive, Scope, Send
from server.scripts import Script, Scripts

PREFIX = "/static/"
# With any weight but none (RFC 9110, 12.5.3).
_GZIP = re.compile(r"gzip(?:\s*;\s*q=(?:0\.(?!0*$)\d{1,3}|1(?:\.0{0,3})?))?", re.IGNORECASE)


def _part_of(package: str, name: str) -> Path:
    """A folder inside an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent / name


ADMIN_TEMPLATES = _part_of("django.contrib.admin", "templates")
# Files of packages that staff's pages use: Django's tables, and what speaks with passkeys.
FROM_PACKAGES = (_part_of("django.contrib.admin", "static"), _part_of("allauth.mfa", "static"))


def address(folder: Path, *, fixed: bool) -> str:
    """The URL prefix of the folder: plain, or with a fingerprint when the files are ``fixed`` for this run."""
    return f"{PREFIX}{_fingerprint(folder)}/" if fixed else PREFIX


def _fingerprint(folder: Path) -> str:
    # What puts scripts together decides as well what lies under an address that is kept for ever.
    digest = hashlib.blake2b(Path(scripts.__file__).read_bytes(), digest_size=6)
    for root in (folder, *FROM_PACKAGES):
        for file in sorted(found for found in root.rglob("*") if found.is_file()):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def serve(application: Any, folder: Path, prefix: str) -> Application:
    """Wrap ``application`` so that addresses under ``prefix`` answer with files of ``folder``, small over the wire.

    Pages are left as they are: what is secret in them must not be guessed from how well it packs.
    """
    fixed = prefix != PREFIX
    files = ServeStaticASGI(
        application,
        root=folder,
        prefix=prefix,
        autorefresh=not fixed,
        max_age=0,
        immutable_file_test=lambda path, url: fixed,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    for root in FROM_PACKAGES:
        files.add_files(root, prefix)
    packed = GZipMiddleware(files)
    whole = Scripts(folder, fixed=fixed)

    async def by_path(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if not path.startswith(prefix):
            await files(scope, receive, send)
        elif scope["method"] in {"GET", "HEAD"} and (script := whole.find(path.removeprefix(prefix))) is not None:
            await _send(script, scope, send, fixed=fixed)
        else:
            await packed(_asking(scope), receive, send)

    return by_path


async def _send(script: Script, scope: Scope, send: Send, *, fixed: bool) -> None:
    """Answer with a script, small where that is understood."""
    small = _takes_gzip(scope)
    body = script.small if small else script.plain
    headers = Headers([
        ("Content-Type", "text/javascript; charset=utf-8"), ("Content-Length", str(len(body))),
        ("Vary", "Accept-Encoding"),
        ("Cache-Control", f"max-age={ServeStaticASGI.FOREVER}, public, immutable" if fixed else "max-age=0, public"),
    ])  # fmt: skip
    if small:
        headers["Content-Encoding"] = "gzip"
    _add_headers(headers)
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": pairs})
    await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})


def _asking(scope: Scope) -> Scope:
    """Ask for gzip in the one way that is understood on, where a look for the word alone takes a no for a yes."""
    others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": [*others, (b"accept-encoding", b"gzip" if _takes_gzip(scope) else b"")]}


def _takes_gzip(scope: Scope) -> bool:
    asked = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding").decode("latin-1")
    return any(_GZIP.fullmatch(one.strip()) for one in asked.split(","))


def _add_headers(headers: Headers, path: str = "", url: str = "") -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
