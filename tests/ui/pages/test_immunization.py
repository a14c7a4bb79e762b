"""接种 by its keys: who is due, the dose, the thirty minutes, what may go wrong; lists; coverage and files."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.immunization.giving import NewDose
from clinic_app.services.immunization import GivenElsewhere
from clinic_app.services.residents import NewResident
from clinic_app.ui.pages.immunization.page import FIGURES, GIVE, LISTS

CONTROL = Qt.KeyboardModifier.ControlModifier


def child(clinic, name: str, months: int, sex: str = "1"):
    born = clinic.immunization.today() - timedelta(days=30 * months)
    new = NewResident(name=name, sex=sex, birth_date=born, village="西洋村", temp_reason="F")
    return clinic.residents.register(clinic.on_duty, new).id


def dose(vaccine: str, clinic, **changed) -> NewDose:
    expiry = clinic.immunization.today() + timedelta(days=300)
    fields = {"batch": "202601", "maker": "某厂", "expiry": expiry, "screened": True, "consent": True}
    return NewDose(vaccine=vaccine, **(fields | changed))


@pytest.fixture
def baby(clinic):
    return child(clinic, "陈小宝", 14)


@pytest.fixture
def page(qtbot, workplace, baby):
    workplace.window.open_page("immunization")
    page = workplace.window.page("immunization")
    qtbot.waitUntil(page.isVisible)
    page.part = page.parts[GIVE]
    qtbot.waitUntil(lambda: page.part.due.rows.rowCount() == 1)
    return page


def at_the_card(qtbot, page, fingers):
    """The child on the list is taken with Enter."""
    page.part.due.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.part.grid.rows.rowCount() == 9 and bool(page.part.form.give.isEnabled()))


def cells(table, row: int) -> list[str]:
    model = table.model()
    return [model.index(row, at).data() for at in range(model.columnCount())]


def state_of(part, series: str) -> list[str]:
    at = next(n for n, line in enumerate(part.grid.rows.rows) if line.due.series == series)
    return cells(part.grid, at)


def test_a_dose_in_few_keys_from_the_list_to_the_thirty_minutes(
    qtbot, page, clinic, baby, fingers, monkeypatch
):
    earlier = child(clinic, "林小妹", 30, "2")
    clinic.immunization.give(clinic.on_duty, earlier, dose("HepB", clinic))
    page.part.model.refresh()
    at_the_card(qtbot, page, fingers)
    part = page.part
    part.grid.setFocus()
    qtbot.waitUntil(lambda: part.form.batch.text() == "202601")
    assert part.form.vaccine.code() == "HepB" and part.form.route.code() == "IM"
    fingers.press(Qt.Key.Key_Return)
    assert part.form.screened.hasFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_Tab)
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text().startswith("已登记：乙肝疫苗"))
    (given,) = [one for one in clinic.immunization.observing(clinic.on_duty) if one.dose.resident_id == baby]
    assert given.dose.batch == "202601" and given.dose.vaccine == "HepB"
    qtbot.waitUntil(lambda: part.observing.rows.rowCount() == 2)
    assert "下次" in part.notice.text()
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: part.notice.text().startswith("留观还差 30 分钟"))
    monkeypatch.setattr("clinic_app.services.immunization.OBSERVED_MS", 0)
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: part.notice.text() == "留观结束，无不适。")
    assert [one.dose.resident_id for one in clinic.immunization.observing(clinic.on_duty)] == [earlier]


def test_nothing_is_booked_before_the_questions_are_asked(qtbot, page, clinic, baby, fingers):
    at_the_card(qtbot, page, fingers)
    part = page.part
    part.grid.setFocus()
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text() != "")
    assert not part.notice.text().startswith("已登记")
    assert clinic.immunization.observing(clinic.on_duty) == ()


def test_a_dose_that_comes_too_early_is_booked_only_when_somebody_insists(qtbot, page, clinic, baby, fingers):
    at_the_card(qtbot, page, fingers)
    part = page.part
    part.form.vaccine.setFocus()
    part.form.vaccine.show_code("HepA-L")
    qtbot.waitUntil(lambda: part.form._proposed is not None and part.form._proposed.vaccine == "HepA-L")
    new = dose("HepA-L", clinic)
    part.form.batch.setText(new.batch)
    part.form.maker.setText(new.maker)
    part.form.expiry.show_date(new.expiry)
    part.form.screened.setFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_Tab)
    fingers.press(Qt.Key.Key_Space)
    assert not part.form.early.isVisible()
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(part.form.early.isVisible)
    assert "最早" in part.notice.text() and clinic.immunization.observing(clinic.on_duty) == ()
    part.form.early.setFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text().startswith("已登记：甲肝减毒活疫苗"))
    qtbot.waitUntil(lambda: "早于最早日期" in part.told.text())


def test_given_elsewhere_put_off_and_withdrawn(qtbot, page, clinic, baby, fingers):
    at_the_card(qtbot, page, fingers)
    part = page.part
    today = clinic.immunization.today()
    part.grid.setFocus()
    assert state_of(part, "HepB")[1].startswith("逾期")
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: "在外院接种的日期" in part.notice.text())
    part.other.day.show_date(today - timedelta(days=60))
    part.other.words.setText("县医院")
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: part.notice.text() == "外院接种已登记。")
    qtbot.waitUntil(lambda: state_of(part, "HepB")[2] == f"{today - timedelta(days=60):%y-%m-%d}")
    part.grid.choose(0)
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "原因" in part.notice.text())
    part.other.words.setText("登错人")
    fingers.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: part.notice.text().startswith("已撤销"))
    qtbot.waitUntil(lambda: state_of(part, "HepB")[2] == "")
    part.other.day.show_date(today + timedelta(days=20))
    part.other.reason.show_code("refusal")
    fingers.press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: part.notice.text() == "已暂缓。")
    qtbot.waitUntil(lambda: any(row.deferral is not None for row in part.grid.rows.rows))


def test_a_box_that_was_given_from_before_fills_the_form_when_it_is_scanned(
    qtbot, page, clinic, baby, fingers
):
    other = child(clinic, "林小妹", 30, "2")
    code = "81012340000000000017"
    clinic.immunization.give(clinic.on_duty, other, dose("MMR", clinic, trace_code=code, batch="M77"))
    at_the_card(qtbot, page, fingers)
    part = page.part
    page._scanned("81099990000000000017")
    qtbot.waitUntil(lambda: "本机不认识" in part.notice.text())
    page._scanned("81012340000000000025")
    qtbot.waitUntil(lambda: part.form.vaccine.code() == "MMR" and part.form.batch.text() == "M77")
    assert part.form.trace.text() == "追溯码 81012340000000000025"
    page._scanned("not a code")
    qtbot.waitUntil(lambda: "追溯码" in part.notice.text() and "已按" not in part.notice.text())


def test_a_reaction_opens_the_report_with_its_deadlines(qtbot, page, clinic, workplace, baby, fingers):
    clinic.immunization.give(clinic.on_duty, baby, dose("HepB", clinic))
    page.part.model.refresh()
    qtbot.waitUntil(lambda: page.part.observing.rows.rowCount() == 1)
    said = []
    workplace.desk.said.connect(lambda word: said.append(word.text))
    page.part.observing.setFocus()
    fingers.press(Qt.Key.Key_F7)
    forms = workplace.window.page("forms")
    qtbot.waitUntil(forms.isVisible)
    qtbot.waitUntil(
        lambda: forms.view_model.state.open is not None and forms.view_model.state.open.form.key == "aefi"
    )
    assert any("前报告" in words for words in said)
    opened = forms.view_model.state.open
    (suspected,) = opened.values["vaccines"]
    assert (suspected["vaccine"], suspected["dose"], suspected["batch"]) == ("HepB", "1", "202601")
    blank = {one.key for one in opened.form.fields.values() if one.required and one.key not in opened.values}
    assert blank == {"symptoms", "severe", "outcome"}
    assert clinic.immunization.observing(clinic.on_duty) == ()


def test_a_class_list_is_checked_and_goes_on_paper(qtbot, page, clinic, workplace, baby, fingers):
    page.tabs.setCurrentIndex(LISTS)
    part = page.parts[LISTS]
    qtbot.waitUntil(part.names.hasFocus)
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "先粘贴名单" in part.notice.text())
    part.names.setPlainText("陈小宝\n无此人 2022-03-05")
    fingers.press(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: part.notice.text() == "查验 2 人：需补种 1，齐全 0，查不到或有重名 1")
    assert cells(part.lacking, 0)[0] == "陈小宝" and "乙肝1" in cells(part.lacking, 0)[5]
    assert part.unknown.text() == "查不到：无此人 2022-03-05"
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: part.notice.text() == "已打印：入托入学预防接种证查验结果")
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: part.notice.text() == "要通知 1 人。")
    part.village.show_code("西洋村")
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: part.notice.text() == "已打印：预防接种催种名单")


def test_the_record_of_a_child_goes_on_paper(qtbot, page, clinic, baby, fingers):
    at_the_card(qtbot, page, fingers)
    fingers.press(Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: page.part.notice.text() == "已打印：预防接种记录")


def test_coverage_leads_to_the_children_and_files_come_in_and_go_out(
    qtbot, page, clinic, baby, fingers, tmp_path
):
    fingers.press(Qt.Key.Key_Tab, CONTROL)
    fingers.press(Qt.Key.Key_Tab, CONTROL)
    part = page.parts[FIGURES]
    qtbot.waitUntil(part.covered.hasFocus)
    born = clinic.residents.resident(baby).birth_date
    part.year.show_code(str(born.year))
    qtbot.waitUntil(lambda: part.covered.rows.rowCount() > 9)
    assert cells(part.covered, 0) == ["乙肝", "1", "1", "0", "0.00%"]
    qtbot.waitUntil(lambda: part.behind.rows.rowCount() == 1)
    file = tmp_path / "doses.csv"
    file.write_text(
        f"姓名,性别,出生日期,疫苗,接种日期\n无此人,男,2025-11-01,HepB,2025-11-01\n"
        f"陈小宝,男,{born},HepB,{born}\n",
        encoding="utf-8",
    )
    part.ask_file, part.ask_folder = lambda _: file, lambda _: tmp_path / "out"
    part.ask_place = lambda _: tmp_path / "report.csv"
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: part.report.rows.rowCount() == 2)
    assert cells(part.report, 0) == ["2", "存疑", "查无此人"]
    assert cells(part.report, 1) == ["3", "存疑", "电话对不上"]
    part.save.click()
    qtbot.waitUntil(lambda: part.notice.text() == "报告已保存：report.csv")
    assert "nobody" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    part.covered.setFocus()
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "没有写文件" in part.notice.text())
    clinic.immunization.give(clinic.on_duty, baby, dose("HepB", clinic))
    fingers.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: part.notice.text().startswith("已写出"))
    assert len(list((tmp_path / "out").glob("*.csv"))) == 2
    file.write_text("nothing of ours\n1\n", encoding="utf-8")
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "读" in part.notice.text())


def test_somebody_without_a_birth_date_is_told_why_there_is_no_card(qtbot, page, clinic, workplace):
    new = NewResident(name="无名氏", sex="1", birth_date=None, temp_reason="F")
    who = clinic.residents.register(clinic.on_duty, new).id
    workplace.desk.take(who)
    qtbot.waitUntil(lambda: "出生日期" in page.part.notice.text())
    assert page.part.grid.rows.rowCount() == 0 and not page.part.form.give.isEnabled()


@pytest.mark.parametrize(("size", "doses"), [((1366, 768), True), ((1024, 768), False)])
def test_the_card_and_who_stays_are_read_without_scrolling_aside(
    qtbot, page, clinic, workplace, baby, fingers, size, doses
):
    earlier = child(clinic, "林小妹", 30, "2")
    clinic.immunization.give(clinic.on_duty, earlier, dose("HepB", clinic))
    clinic.immunization.told(
        clinic.on_duty, baby, GivenElsewhere(vaccine="HepB", on=clinic.immunization.today())
    )
    workplace.window.resize(*size)
    at_the_card(qtbot, page, fingers)
    part = page.part
    qtbot.waitUntil(lambda: part.observing.rows.rowCount() == 1)
    for table in (part.grid, part.observing, part.due):
        qtbot.waitUntil(lambda table=table: table.horizontalScrollBar().maximum() == 0)
    assert part.width() <= workplace.window.width()
    heads = {
        part.grid.model().headerData(at, Qt.Orientation.Horizontal)
        for at in range(part.grid.model().columnCount())
        if not part.grid.isColumnHidden(at)
    }
    assert ("第5剂" in heads) is doses and ("已种" in heads) is not doses
