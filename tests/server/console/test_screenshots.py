"""Pictures of every page, and a plain answer where they cannot be made."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync_server.console.screenshots import draw_pages
from tests.server.console.world import PASSWORDS


def drawn(*arguments: object) -> tuple[bool, str]:
    """On a thread of its own: the other tests' browser holds this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(draw_pages, *arguments).result()


def test_every_page_gets_its_picture(console: str, tmp_path: Path):
    done, said = drawn(console, "boss", PASSWORDS["boss"], tmp_path / "pictures")
    assert done, said
    pictures = {path.stem.removeprefix("console-") for path in (tmp_path / "pictures").glob("*.png")}
    assert pictures == {
        *(
            "login",
            "overview",
            "facilities",
            "facility",
            "devices",
            "device",
            "alarms",
            "courier",
            "entries",
            "entry",
        ),
        *("settlements", "settlement", "quarantine", "audit", "users", "password"),
        *("reconciliation", "reconciliation-day", "statements", "months", "disputes", "policies"),
        *("fund", "indicator", "findings", "finding", "payments", "catalogs", "purchases", "reading"),
        *("health", "total", "elderly_rate", "settings", "contracts"),
    }
    assert all(path.read_bytes()[:4] == b"\x89PNG" for path in (tmp_path / "pictures").glob("*.png"))


def test_a_machine_without_chromium_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done, said = drawn("http://127.0.0.1:1", "boss", "x", tmp_path / "pictures")
    assert not done
    assert "chromium is not installed" in said


def test_a_server_that_is_not_there_is_told_too(tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done, said = drawn(f"http://127.0.0.1:{port}", "boss", "x", tmp_path / "pictures")
    assert not done
    assert "ERR_CONNECTION_REFUSED" in said


def test_a_wrong_password_ends_soon(console: str, tmp_path: Path):
    done, said = drawn(console, "boss", "wrong", tmp_path / "pictures")
    assert not done
    assert "password" in said
