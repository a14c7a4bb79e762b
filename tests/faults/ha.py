"""Two PostgreSQL nodes under Patroni, one etcd and an HAProxy, on loopback, from the files of installers/server/ha.

Fails, and never skips, where one of the programs is not installed.
"""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from tests.faults.processes import ROOT, free_port, until
from tests.server.postgres import _programs as postgres_programs

EXAMPLES: Final = ROOT / "installers" / "server" / "ha"
SUPERUSER, OWNER = "super-secret-1", "owner-secret-1"


@dataclass
class Node:
    """A database node: its Patroni, and the PostgreSQL that it keeps."""

    name: str
    folder: Path
    port: int
    rest: int
    patroni: "subprocess.Popen[bytes] | None" = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def kill(self) -> None:
        """The machine is gone: Patroni and PostgreSQL end at once."""
        assert self.patroni is not None
        self.patroni.kill()
        self.patroni.wait(30)
        self.patroni = None
        postmaster = self._postmaster()
        if postmaster:
            with suppress(ProcessLookupError):
                os.kill(postmaster, signal.SIGKILL)
            until(lambda: not Path(f"/proc/{postmaster}").exists(), "the postmaster ends")

    def _postmaster(self) -> int:
        """0: none."""
        file = self.data / "postmaster.pid"
        return int(file.read_text().split()[0]) if file.exists() else 0

    def role(self) -> str:
        """primary, replica, or nothing when its Patroni does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/patroni", timeout=5) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            found = json.load(error)
        except OSError:
            return ""
        role = "primary" if found.get("role") in ("master", "primary") else str(found.get("role", ""))
        return role if found.get("state") == "running" else ""

    def is_synchronous(self) -> bool:
        """Whether it may take over without losing anything."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/synchronous", timeout=5):
                return True
        except OSError:
            return False


@dataclass
class HaCluster:
    folder: Path
    nodes: list[Node]
    url: str  # of the county's database, through HAProxy
    _running: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def primary(self) -> Node | None:
        return next((node for node in self.nodes if node.patroni and node.role() == "primary"), None)

    def standby(self) -> Node | None:
        """The node that is ready to take over."""
        return next((node for node in self.nodes if node.patroni and node.is_synchronous()), None)

    def is_whole(self) -> bool:
        return self.primary() is not None and self.standby() is not None

    def switch_over(self) -> None:
        """Planned: the standby becomes the primary."""
        leader, candidate = self.primary(), self.standby()
        assert leader is not None and candidate is not None
        request = urllib.request.Request(
            f"http://127.0.0.1:{leader.rest}/switchover",
            json.dumps({"leader": leader.name, "candidate": candidate.name}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200
        until(lambda: candidate.role() == "primary", "the standby becomes the primary")

    def start(self, node: Node) -> None:
        log = (self.folder / f"{node.name}.log").open("ab")
        node.patroni = _as_postgres(["patroni", str(node.folder / "patroni.yml")], log)


@contextmanager
def running_ha() -> Iterator[HaCluster]:
    for program in ("etcd", "patroni", "haproxy"):
        if shutil.which(program, path=_PATH) is None:
            pytest.fail(
                f"{program} is not installed: apt-get install patroni etcd-server etcd-client haproxy"
            )
    folder = Path(tempfile.mkdtemp(prefix="xyt-ha-"))
    cluster = _laid_out(folder)
    try:
        cluster._running.append(_etcd(folder))
        for node in cluster.nodes:
            cluster.start(node)
        cluster._running.append(_haproxy(folder))
        until(cluster.is_whole, f"the cluster is whole: {folder}")
        _make_database(cluster)
        yield cluster
    finally:
        for node in cluster.nodes:
            if node.patroni:
                node.kill()
        for process in cluster._running:
            process.kill()
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


_PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
_ETCD_CLIENT: Final = "etcd-client-port"


def filled(name: str, values: Mapping[str, object]) -> str:
    """An example file with its placeholders filled in."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return re.sub(r"@([A-Z_0-9]+)@", lambda found: str(values[found[1]]), body) + "\n"


def _laid_out(folder: Path) -> HaCluster:
    """Folders and configurations."""
    client, peer, listen = free_port(), free_port(), free_port()
    nodes = [Node(name, folder / name, free_port(), free_port()) for name in ("n1", "n2")]
    for node in nodes:
        node.folder.mkdir()
        values = {
            "NODE": node.name,
            "ADDRESS": "127.0.0.1",
            "PORT": node.port,
            "REST_PORT": node.rest,
            "ETCD": f"127.0.0.1:{client}",
            "DATA": node.data,
            "BIN": postgres_programs(),
            "PGPASS": node.folder / "pgpass",
            "SUPERUSER_PASSWORD": SUPERUSER,
            "REPLICATION_PASSWORD": "replication-secret-1",
            "SOCKETS": node.folder,
            "NETWORK": "127.0.0.1/32",
        }
        (node.folder / "patroni.yml").write_text(filled("patroni.yml", values))
    (folder / "etcd").mkdir()
    address = {"ADDRESS": "127.0.0.1", "CLIENT_PORT": client, "PEER_PORT": peer}
    member = {"NODE": "e1", "DATA": folder / "etcd" / "data", "MEMBERS": f"e1=http://127.0.0.1:{peer}"}
    (folder / "etcd" / "env").write_text(filled("etcd.env", address | member))
    backends: dict[str, object] = {"LISTEN": listen}
    for number, node in enumerate(nodes, 1):
        backends |= {f"NODE_{number}": node.name, f"ADDRESS_{number}": "127.0.0.1"}
        backends |= {f"PORT_{number}": node.port, f"REST_PORT_{number}": node.rest}
    (folder / "haproxy.cfg").write_text(filled("haproxy.cfg", backends))
    _give_to_postgres(folder)
    return HaCluster(
        folder, nodes, f"postgresql+psycopg://xiangyitong:{OWNER}@127.0.0.1:{listen}/xiangyitong"
    )


def _give_to_postgres(folder: Path) -> None:
    """PostgreSQL refuses to run as root; whoever else runs this owns the folder anyway."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)


def _as_postgres(
    words: list[str], log: Any, environ: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    who: dict[str, Any] = (
        {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    )
    return subprocess.Popen(
        words,
        cwd="/",
        env={"PATH": _PATH, "LANG": "C.UTF-8", **(environ or {})},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        **who,
    )


def _etcd(folder: Path) -> "subprocess.Popen[bytes]":
    lines = (folder / "etcd" / "env").read_text().splitlines()
    environ = dict(line.split("=", 1) for line in lines if line)
    return _as_postgres(["etcd"], (folder / "etcd.log").open("ab"), environ)


def _haproxy(folder: Path) -> "subprocess.Popen[bytes]":
    words = ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]
    return _as_postgres(words, (folder / "haproxy.log").open("ab"))


def _make_database(cluster: HaCluster) -> None:
    """As installers/server/postgresql.sql does it."""
    node = cluster.primary()
    assert node is not None
    dsn = f"host=127.0.0.1 port={node.port} user=postgres password={SUPERUSER} dbname=postgres"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"create role xiangyitong login password '{OWNER}'")
        connection.execute("create database xiangyitong owner xiangyitong template template0 encoding 'UTF8'")
