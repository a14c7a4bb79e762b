"""A real PostgreSQL of our own: made in a temporary folder, on a free port, thrown away afterwards."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest


class Cluster:
    """One server; a database of its own for each test."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port

    def new_url(self) -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return f"postgresql+psycopg://county@/{name}?host={self._folder}&port={self._port}"

    def drop(self, url: str) -> None:
        name = url.split("/")[-1 if "?" not in url else 3].split("?")[0]
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")

    def dsn(self, name: str) -> str:
        return f"host={self._folder} port={self._port} user=county dbname={name}"


@contextmanager
def running_cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """Fails, and never skips, where PostgreSQL is not installed.  Only a benchmark needs it to survive a power cut."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="xyt-pg-"))
    try:
        user = _unprivileged(folder)
        data, port = folder / "data", _free_port()
        _run(user, programs / "initdb", "-D", data, "-U", "county", "-A", "trust", "-E", "UTF8", "--locale=C")
        fsync = "on" if durable else "off"
        options = f"-p {port} -k {folder} -c listen_addresses= -c fsync={fsync} -c max_connections=200"
        control = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
        _run(user, *control, "-o", options, "start")
        try:
            yield Cluster(folder, port)
        finally:
            _run(user, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1]


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then as the user `postgres`."""
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner.pw_name


def _run(user: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    if user is not None:
        words = ["runuser", "-u", user, "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)
    if done.returncode:
        pytest.fail(f"{words}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
