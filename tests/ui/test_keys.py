"""The key map as data."""

import pytest

from clinic_app.ui.keys import COMMANDS, BadKeyMap, KeyMap
from clinic_app.ui.texts import text_of


def test_no_two_commands_share_a_key():
    assert len({command.key for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("help", "F1"),
        ("read_card", "F2"),
        ("find", "F3"),
        ("clear", "F4"),
        ("next", "F5"),
        ("refund", "F6"),
        ("preview", "F7"),
        ("save", "F8"),
        ("settle", "F9"),
        ("print", "F10"),
        ("hold", "F11"),
        ("lock", "F12"),
        ("finish", "Ctrl+Enter"),
        ("palette", "Ctrl+K"),
        ("add_row", "Ins"),
        ("delete_row", "Del"),
    ],
)
def test_the_fixed_set(name, key):
    assert KeyMap().key(name) == key


def test_no_file_means_the_fixed_set(tmp_path):
    assert KeyMap.load(tmp_path / "keymap.toml") == KeyMap()


def test_a_key_given_away_is_taken_from_its_owner(tmp_path):
    path = tmp_path / "keymap.toml"
    path.write_text('[keys]\nsave = "f7"\nfinish = "Ctrl+Enter"\n', encoding="utf-8")
    keys = KeyMap.load(path)
    assert (keys.key("save"), keys.key("preview"), keys.key("finish")) == ("F7", "", "Ctrl+Enter")


def test_two_commands_may_swap_keys():
    keys = KeyMap.remapped({"save": "F9", "settle": "F8"})
    assert (keys.key("save"), keys.key("settle")) == ("F9", "F8")


def test_all_problems_are_told_at_once():
    with pytest.raises(BadKeyMap) as caught:
        KeyMap.remapped({"fly": "F7", "save": "Hyper9", "print": "F5", "hold": "F5"})
    said = text_of(caught.value)
    assert all(word in said for word in ("fly?", "save = Hyper9?", "F5: print, hold"))


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    path = tmp_path / "keymap.toml"
    path.write_text("[keys\n", encoding="utf-8")
    with pytest.raises(BadKeyMap):
        KeyMap.load(path)
