"""The demonstration is the main job: it ends well only when everything it shows has happened."""

import json
from dataclasses import dataclass

import pytest

from clinic_app.demo import appraisal, office, story
from clinic_app.demo.__main__ import main
from clinic_app.demo.place import NotAsShown, Place


@pytest.mark.slow
def test_the_whole_story_without_a_screen(tmp_path, capsys):
    folder = tmp_path / "演示"
    assert main(["--headless", "--patients", "8", "--folder", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "safe True" in told
    assert "equal; chains and signatures hold" in told
    assert "adjusted: " in told
    assert "balanced: True" in told
    assert "paid = the sum of what the statements owe" in told
    assert "indicators are equal on both sides" in told
    assert len(list((folder / "screenshots" / "clinic").glob("*.png"))) >= 5


def test_a_folder_that_is_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["--headless", "--folder", str(tmp_path)]) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_what_did_not_happen_is_not_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(story, "_POLICY", ("policies", "README.md"))
    assert main(["--headless", "--folder", str(tmp_path / "demo")]) == 1
    assert "failed" in capsys.readouterr().err


@dataclass(frozen=True, slots=True)
class Answering(Place):
    """A county that answers one thing, whatever it is asked."""

    answer: str = ""

    def county(self, *command: str) -> str:
        return self.answer


def test_books_that_do_not_agree_end_the_story(tmp_path):
    day = {"balanced": True, "not_closed": 0, "counts": {"MATCHED": 1}, "totals": [], "records": []}

    def told(**differs):
        days = {"2026-11-22": {"350881001": day | differs}}
        balanced = differs.get("balanced", True)
        return Answering(tmp_path, "", json.dumps({"balanced": balanced, "days": days}))

    office._reconcile(told(), "2026-11-22")
    for differs in ({"balanced": False}, {"not_closed": 1}, {"totals": [{"equal": False}]}):
        with pytest.raises(NotAsShown):
            office._reconcile(told(**differs), "2026-11-22")


def test_a_statement_whose_dues_do_not_add_up_ends_the_story(tmp_path):
    def told(**sums):
        statement = {
            "insutype": "390",
            "clr_type": "11",
            "refd_setl_flag": 0,
            "fixmedins_setl_cnt": 1,
            "sums": sums,
        }
        return Answering(tmp_path, "", json.dumps({"statements": [statement], "left_out": []}))

    assert office._close_month(told(fund_pay_sumamt=5, fund_due=3, person_due=2), "2026-11")
    with pytest.raises(NotAsShown):
        office._close_month(told(fund_pay_sumamt=5, fund_due=3), "2026-11")


@dataclass(frozen=True, slots=True)
class Desk(Place):
    """A clinic with one figure."""

    def desk(self, *command: str) -> str:
        one = {"key": "htn_control_rate", "name": "管理人群血压控制率", "numerator": 2, "denominator": 3}
        shown = [one, one | {"key": "record_rate"}, one | {"key": "contract_rate"}]
        return json.dumps({"indicators": shown})


class Console:
    """A county whose page shows one ratio for every indicator."""

    def __init__(self, ratio: str) -> None:
        self.ratio = ratio

    def send(self, *_: object) -> str:
        return ""

    def page(self, _: str) -> str:
        row = '<tr><td><a href="/console/health/{}?year=2026">名</a></td><td class="num">{}</td></tr>'
        keys = ("htn_control_rate", "record_rate", "contract_rate")
        return "".join(row.format(key, self.ratio) for key in keys)


def test_a_figure_that_differs_at_the_county_ends_the_story(tmp_path, monkeypatch):
    monkeypatch.setattr(appraisal, "signed_in", lambda *_: Console("2 ÷ 3"))
    appraisal.compare(Desk(tmp_path, ""), "350881001", "2026", "county")
    monkeypatch.setattr(appraisal, "signed_in", lambda *_: Console("1 ÷ 3"))
    with pytest.raises(NotAsShown):
        appraisal.compare(Desk(tmp_path, ""), "350881001", "2026", "county")


def test_a_place_names_its_own_database(tmp_path):
    assert Place(tmp_path, "").database == f"sqlite:///{tmp_path / 'county.db'}"
