"""A PostgreSQL of its own for tests: in a temporary folder, on a free port of the loopback."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as driver

USER, SECRET = "reader", "hunter2-of-the-reader"


def programs() -> Path | None:
    """The folder of the server's programs, the latest version first; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Postgres:
    """A running server."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self._folder, self._bin = folder, bin_folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"postgresql://owner@127.0.0.1:{self.port}/postgres"

    def run(self, *command: str) -> None:
        """A program of the server, as a user that is not root: it refuses to run as root."""
        as_other: dict[str, Any] = {}
        if os.getuid() == 0:
            other = pwd.getpwnam("postgres")
            as_other = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
        subprocess.run(
            [str(self._bin / command[0]), *command[1:]], check=True, capture_output=True, cwd="/", **as_other
        )

    def start(self) -> None:
        """Let it begin, and wait until it answers."""
        self._folder.mkdir()
        if os.getuid() == 0:
            other = pwd.getpwnam("postgres")
            os.chown(self._folder, other.pw_uid, other.pw_gid)
            for parent in self._folder.parents:
                if parent.stat().st_uid == 0 and parent != Path("/"):
                    parent.chmod(parent.stat().st_mode | 0o011)
        data = str(self._folder / "data")
        self.run("initdb", "-D", data, "-U", "owner", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run("pg_ctl", "-D", data, "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Let it end at once."""
        self.run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def execute(self, *statements: str) -> None:
        """As its owner."""
        with driver.connect(self.address) as connection:
            for statement in statements:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            connection.commit()

    @contextmanager
    def fresh(self, name: str) -> Iterator[str]:
        """A database of its own; gives its address."""
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "owner", name)
        kept, self.address = self.address, f"postgresql://owner@127.0.0.1:{self.port}/{name}"
        try:
            yield self.address
        finally:
            self.address = kept
