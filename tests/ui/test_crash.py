"""A bug is written down, told once, and nothing else stops."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit

from clinic_app.ui.crash import CrashDialog, CrashGuard, write_report

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def guard(tmp_path):
    made = CrashGuard(tmp_path / "crashes", "0.1.0")
    made.install()
    yield made
    made.remove()


def crash(of: str = "missing") -> None:
    try:
        {}[of]
    except KeyError:
        sys.excepthook(*sys.exc_info())


def test_a_bug_is_written_to_a_file_and_told(qtbot, guard):
    with qtbot.waitSignal(guard.crashed) as told:
        crash()
    report = told.args[0].read_text(encoding="utf-8")
    assert "version 0.1.0" in report
    assert "KeyError" in report
    assert "in crash" in report
    assert told.args[0].stat().st_mode & 0o077 == 0


def quoting(name: str, born: str) -> None:
    try:
        {}[name]
    except KeyError as error:
        raise ValueError(born) from error


def test_what_errors_quote_stands_in_no_report_and_in_no_log(qtbot, guard, caplog):
    name, born = "".join(("林", "秀英")), "-".join(("1950", "13", "45"))
    with qtbot.waitSignal(guard.crashed) as told:
        try:
            quoting(name, born)
        except ValueError:
            sys.excepthook(*sys.exc_info())
    report = told.args[0].read_text(encoding="utf-8")
    assert report.index("KeyError") < report.index("ValueError")
    for written in (report, caplog.text):
        assert name not in written and born not in written


def test_the_same_bug_is_told_once_but_written_each_time(qtbot, guard, tmp_path):
    told = []
    guard.crashed.connect(told.append)
    crash()
    crash()
    assert len(told) == 1
    assert len(list((tmp_path / "crashes").iterdir())) == 2


def test_removing_gives_the_hook_back(tmp_path):
    before = sys.excepthook
    guard = CrashGuard(tmp_path, "0.1.0")
    guard.install()
    guard.remove()
    assert sys.excepthook is before


def test_only_fifty_reports_are_kept(tmp_path):
    for number in range(53):
        write_report(tmp_path, "x", "0.1.0", NOON + timedelta(seconds=number))
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == 50
    assert kept[0] == "crash-20261122-040003-000000.txt"


def test_the_dialog_names_the_file_and_blocks_nothing(qtbot, tmp_path):
    page = QLineEdit("half typed")
    qtbot.addWidget(page)
    page.show()
    report = write_report(tmp_path, "KeyError: 'x'", "0.1.0", NOON)
    dialog = CrashDialog(report)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.where.text() == str(report)
    assert "KeyError" in dialog.details.toPlainText()
    assert not dialog.isModal()
    assert page.text() == "half typed"
