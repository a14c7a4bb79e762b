"""What is written from the code is up to date."""

from tests import write_commands as commands
from tests.write_errors import FILE, page


def test_the_list_of_errors_is_up_to_date():
    assert FILE.read_text(encoding="utf-8") == page(), "run: python -m tests.write_errors"


def test_the_list_of_commands_is_up_to_date():
    assert commands.FILE.read_text(encoding="utf-8") == commands.page(), "run: python -m tests.write_commands"
