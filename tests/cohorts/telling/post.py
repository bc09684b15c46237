"""A post office and a sender of text messages, real servers on this machine that can be told to misbehave."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

PATIENCE_SECONDS = 60


@dataclass
class Post:
    """An SMTP server that refuses letters for whoever is `unknown` there.

    `how` is what it does: takes, refuses, is_full, knows_us_not, later, hangs_up, hangs_up_after, waits_after, silent.
    """

    how: str = "takes"
    unknown: set[str] = field(default_factory=set)
    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    reached: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def whom(self) -> list[str]:
        """To whom it took letters, in order of the alphabet."""
        return sorted(to for to, _ in self.taken)


@dataclass
class Texts:
    """A web server that takes text messages. It answers with `status`, after `go_on` if it `waits`."""

    status: int = 202
    waits: bool = False
    port: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    reached: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        """The ids under which they came."""
        return [headers["webhook-id"] for headers, _ in self.got]


_ANSWERS = {"refuses": "550 nobody here", "is_full": "552 box full", "later": "451 later"}


class _Clerk(socketserver.StreamRequestHandler):
    post: ClassVar[Post]

    def handle(self) -> None:
        if self.post.how == "silent":
            self.post.reached.release()
            self.post.go_on.wait(PATIENCE_SECONDS)
            return
        self._say("220 post")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line.upper().partition(" ")[0]
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say("550 nobody here" if to in self.post.unknown else _ANSWERS.get(self.post.how, "250 ok"))
            elif word == "MAIL" and self.post.how == "knows_us_not":
                self._say("550 we do not know you")
            elif word == "DATA":
                if not self._take(to):
                    return
            elif word == "QUIT":
                return
            else:
                self._say("250 ok")

    def _take(self, to: str) -> bool:
        if self.post.how == "hangs_up":
            return False
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.post.taken.append((to, letter))
        self.post.reached.release()
        if self.post.how == "hangs_up_after":
            return False
        if self.post.how == "waits_after":
            self.post.go_on.wait(PATIENCE_SECONDS)
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Counter(BaseHTTPRequestHandler):
    texts: ClassVar[Texts]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.texts.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.texts.reached.release()
        if self.texts.waits:
            self.texts.go_on.wait(PATIENCE_SECONDS)
        self.send_response(self.texts.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Quiet(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """Whoever was killed does not listen to the answer."""


class _QuietWeb(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Likewise."""


@contextmanager
def post_office() -> Iterator[Post]:
    """Serve letters while the block runs."""
    post = Post()
    clerk = type("Clerk", (_Clerk,), {"post": post})
    with _serving(_Quiet(("127.0.0.1", 0), clerk)) as post.port:
        yield post
        post.go_on.set()


@contextmanager
def text_sender() -> Iterator[Texts]:
    """Take text messages while the block runs."""
    texts = Texts()
    counter = type("Counter", (_Counter,), {"texts": texts})
    with _serving(_QuietWeb(("127.0.0.1", 0), counter)) as texts.port:
        yield texts
        texts.go_on.set()


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
