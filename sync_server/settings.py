"""What a server process is told at its start."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    database: str  # sqlite:///… or postgresql+psycopg://…
    host: str = "127.0.0.1"
    port: int = 8443
    tls: bool = True
    tls_folder: Path | None = None  # None: beside the database, or in the user's state folder
    processes: int = 1
    works: bool = True  # whether this process numbers and judges what arrives
    judge_wait: float = 2.0  # seconds that a pull waits for the device's own push to be judged
    longest_wait: float = 25.0  # seconds that an empty pull may wait
    body_seconds: float = 60.0  # a request's body has to arrive within

    def public_address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"


def default_tls_folder(url: str) -> Path:
    """Beside an SQLite database, else in the user's state folder."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        return path.parent / f"{path.stem}-tls"
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "xiangyitong" / "tls"
