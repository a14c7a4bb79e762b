"""The demonstration is the main job: it ends well only when everything it shows has happened."""

import pytest

from clinic_app.demo import story
from clinic_app.demo.__main__ import main
from clinic_app.demo.place import Place


@pytest.mark.slow
def test_the_whole_story_without_a_screen(tmp_path, capsys):
    folder = tmp_path / "演示"
    assert main(["--headless", "--patients", "8", "--folder", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "safe True" in told
    assert "equal; chains and signatures hold" in told
    assert "adjusted: " in told
    assert len(list((folder / "screenshots" / "clinic").glob("*.png"))) >= 5


def test_a_folder_that_is_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["--headless", "--folder", str(tmp_path)]) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_what_did_not_happen_is_not_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(story, "_POLICY", ("policies", "README.md"))
    assert main(["--headless", "--folder", str(tmp_path / "demo")]) == 1
    assert "failed" in capsys.readouterr().err


def test_a_place_names_its_own_database(tmp_path):
    assert Place(tmp_path, "").database == f"sqlite:///{tmp_path / 'county.db'}"
