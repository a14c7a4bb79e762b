"""What a program imports before it knows what it is asked for."""

import subprocess
import sys

import pytest

# Large libraries that only some commands need, each a tenth of a second of a processor and more: they are imported
# in the function that uses them.
LATE = {
    "PySide6",
    "duckdb",
    "hl7apy",
    "ibis",
    "numpy",
    "openpyxl",
    "pyarrow",
    "pydicom",
    "pypinyin",
    "zeroconf",
}


@pytest.mark.parametrize("program", ["clinic_app.cli", "sync_server.cli"])
def test_a_start_imports_no_library_that_most_commands_do_without(program: str):
    asked = f"import sys, {program} as _; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert LATE & set(done.stdout.split()) == set()
