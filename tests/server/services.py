"""The services of docker-compose.yml as processes of this machine: their commands, their environment, their templates.

Where no containers run, only what containers bring is put in its place: names of machines become ports, mounted files
become files of a folder, and the operator's own lines of .env are filled in.
"""

import http.client
import os
import pwd
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.ground import NAMES, Ground
from tests.running import ROOT
from tests.server.certificate import certificate
from tests.stores.ports import free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
#: What only this test fills in: a quick pace, so that an evening fits into seconds.
FILLED_IN = {"PACE_BURST": "20", "PACE_PER_SECOND": "5", "ENV_FILE": "/nowhere"}
START_SECONDS = 60


class Services:
    """A house of its own on the stores of this run."""

    def __init__(self, ground: Ground) -> None:
        assert ground.postgres is not None
        self.fresh = ground.environment()
        self.folder = Path(self.fresh["DATA_DIR"])
        self.ports = {name: free_port() for name in ("web-1", "web-2", "duties", "migrate", "http", "https", "behind")}
        self.url = f"https://localhost:{self.ports['https']}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.front = _for_nginx()
        self._secrets(ground.postgres.password)
        self.trust = ssl.create_default_context(cafile=str(certificate(self.front / "tls")))
        _hand_over(self.front)

    def _secrets(self, password: str) -> None:
        folder = self.folder / "secrets"
        subprocess.run(
            [sys.executable, "-m", "server", "--keys", folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        (folder / "database_password").chmod(0o600)
        (folder / "database_password").write_text(password)

    # --- what compose would say -------------------------------------------------------------

    def environment(self, service: str) -> dict[str, str]:
        """What this service is told, with the names of machines in place."""
        clean = {name: value for name, value in os.environ.items() if name not in NAMES}
        told = {**EXAMPLE, **COMPOSE["services"][service]["environment"], **FILLED_IN, "BASE_URL": self.url}
        clean["ENV_FILE"] = self.fresh["ENV_FILE"]
        return {**clean, **{name: self._here(service, str(value)) for name, value in told.items()}}

    def _here(self, service: str, value: str) -> str:
        database = urlsplit(self.fresh["DATABASE_URL"])
        places = {
            "postgres://alcove@postgres:5432/alcove": f"postgres://alcove@127.0.0.1:{database.port}{database.path}",
            "redis://valkey:6379/0": self.fresh["REDIS_URL"],
            "/tmp/alcove": str(self.folder / service),  # noqa: S108  (a name in the file under test)
            "0.0.0.0": "127.0.0.1",  # noqa: S104
            "8000": str(self.ports.get(service)),
        }
        return places.get(value, value.replace("/run/secrets", str(self.folder / "secrets")))

    def nginx_environment(self, **change: str) -> dict[str, str]:
        """What nginx is told: its template is the very one."""
        told = {
            **COMPOSE["services"]["nginx"]["environment"],
            "NGINX_MODE": "tls",
            "OUTER_PROXY": "127.0.0.1",
            "NGINX_RUN": str(self.front / "run"),
            "NGINX_CONF": str(self.front / "conf"),
            "HTTP_PORT": str(self.ports["http"]),
            "HTTPS_PORT": str(self.ports["https"]),
            "TLS_FOLDER": str(self.front / "tls"),
            "WEB_1": f"127.0.0.1:{self.ports['web-1']}",
            "WEB_2": f"127.0.0.1:{self.ports['web-2']}",
            "RESOLVER": "127.0.0.1",
        }
        return {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin", **told, **change}

    # --- running ----------------------------------------------------------------------------

    def start(self, service: str, copy: str = "") -> None:
        """Start a service as its command says."""
        command = [sys.executable if word == "python" else word for word in COMPOSE["services"][service]["command"]]
        with self.log(service + copy).open("ab") as log:
            self.running[service + copy] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(service), stdout=log, stderr=subprocess.STDOUT
            )

    def start_nginx(self, name: str = "nginx", **change: str) -> None:
        """Start nginx as its command says, as somebody who is not root."""
        sources = str(self.front / "nginx")
        words = [word.replace("/etc/alcove/nginx", sources) for word in COMPOSE["services"]["nginx"]["command"]]
        told = self.nginx_environment(**change)
        log = self.log(name)
        log.touch()
        _hand_over(log)
        with log.open("ab") as out:
            self.running[name] = subprocess.Popen(
                words, env=told, cwd=self.front, stdout=out, stderr=subprocess.STDOUT, **_nobody()
            )

    def wait(self, *names: str) -> None:
        """Wait until each answers the health check that compose asks."""
        deadline = time.monotonic() + START_SECONDS
        for name in names:
            while not self.is_healthy(name):
                assert time.monotonic() < deadline, f"{name} is not healthy:\n{self.log(name).read_text()[-3000:]}"
                time.sleep(0.1)

    def wait_for_answer(self, name: str) -> None:
        """Wait until an nginx answers at its plain port."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self.running[name].poll() is None, self.log(name).read_text()
            assert time.monotonic() < deadline
            with suppress(OSError):
                assert self.ask_plainly(name, "/nginx-up").status == 204
                return
            time.sleep(0.05)

    def is_healthy(self, service: str, **change: str) -> bool:
        """What the health check of the service says."""
        words = [word.replace(":8000/", f":{self.ports[service]}/") for word in _check(service)]
        told = {**self.environment(service), **change}
        asked = subprocess.run(words, cwd=ROOT, env=told, capture_output=True, check=False)
        return asked.returncode == 0

    def kill(self, service: str) -> None:
        """End a service without a warning."""
        self.running[service].kill()
        self.running[service].wait()

    def run(self, *words: str) -> str:
        """Run Python as a worker would, and return what it printed."""
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment("web-1"), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
        return done.stdout.decode()

    def log(self, name: str) -> Path:
        """What a service wrote."""
        return self.front / "logs" / name

    def stop(self) -> None:
        """End everything."""
        for one in self.running.values():
            one.terminate()
        for one in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                one.wait(15)
            one.kill()
            one.wait()
        shutil.rmtree(self.front, ignore_errors=True)

    # --- asking -----------------------------------------------------------------------------

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> "Answer":
        """One request through nginx."""
        door = http.client.HTTPSConnection("localhost", self.ports["https"], timeout=20, context=self.trust)
        return answer(door, path, method, body, headers)

    def ask_plainly(self, port: str, path: str, method: str = "GET", body: str = "", **headers: str) -> "Answer":
        """One request over plain http."""
        door = http.client.HTTPConnection("127.0.0.1", self.ports[port], timeout=20)
        return answer(door, path, method, body, headers)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: str


def answer(door: http.client.HTTPConnection, path: str, method: str, body: str, headers: dict[str, str]) -> Answer:
    """One request on a connection of its own."""
    door.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    came = door.getresponse()
    try:
        return Answer(came.status, came.headers, came.read().decode())
    finally:
        door.close()


def _check(service: str) -> list[str]:
    test: list[str] = COMPOSE["services"][service]["healthcheck"]["test"]
    return [sys.executable if word == "python" else word for word in test[1:]]


def _nobody() -> dict[str, Any]:
    if os.geteuid():
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


def _hand_over(place: Path) -> None:
    """Give a file or a folder to whom nginx runs as."""
    for one in (place, *place.rglob("*")) if not os.geteuid() else ():
        shutil.chown(one, "nobody")


def _for_nginx() -> Path:
    """A folder with nginx's templates that it can read when it is not root."""
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or not shutil.which("envsubst"):
        (pytest.skip if os.geteuid() else pytest.fail)("no nginx or no envsubst: script/test installs them for root")
    folder = Path(tempfile.mkdtemp(prefix="alcove-nginx-"))
    for name in ("run", "conf", "tls", "logs", "behind/run"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(ROOT / "server" / "nginx", folder / "nginx")
    return folder
