"""The steps of the demonstration, told in Chinese and English as they happen."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from clinic_app.day.people import population, psn_no_of
from clinic_app.demo import appraisal
from clinic_app.demo.office import ADMIN, settle_accounts
from clinic_app.demo.place import PASSWORD, Place, environment, process, serving
from clinic_app.demo.telling import require, step, told, yuan
from clinic_app.domain.resources import resource

FACILITY: Final = "350881001"
FACILITY_NAME: Final = "双洋镇卫生院（演示）"
COUNTY_NAME: Final = "漳平市（演示）"
STAFF: Final = "P001"
_INSURED: Final = 400  # people in the county's spreadsheet
_ENDED: Final = 3  # patients whose cover ends at the county on the day itself
_ROUNDS: Final = 10  # of sync, at most
_POLICY: Final = ("policies", "open_sample.toml")


def tell(place: Place, patients: int, headless: bool) -> None:
    """The whole story.

    Raises:
        NotAsShown: what it would show has not happened.
    """
    _set_up_county(place)
    step(f"县里：服务器 {place.url}", "The county's server, on this machine only")
    with serving(place):
        _set_up_clinic(place)
        day = _play_day(place, patients)
        _end_cover(place)
        _sync_and_compare(place)
        settle_accounts(place, day)
        appraisal.compare(place, FACILITY, day[:4], ADMIN)
        _show(place, headless)


def _set_up_county(place: Place) -> None:
    step("县里：建库、密钥和证书机构", "The county: database, journal key, certificate authority")
    place.county("init", "--county", COUNTY_NAME, "--admin", ADMIN)
    step("县里：发布医保政策和参保人员", "The county publishes a policy and its insured people")
    with _as_file(_POLICY) as policy:
        place.county("policy", "publish", str(policy))
    sheet = place.folder / "参保人员.xlsx"
    _write_insured(sheet, ((psn_no_of(one), one.id_number, "1") for one in population()[:_INSURED]))
    stated = json.loads(place.county("insured", "import", str(sheet), "--json"))
    told(f"{stated['stated']} 人参保", f"{stated['stated']} people from {sheet.name}")
    step("县里：登记机构，给一次性登记码", "The county registers the facility and hands out a one-time code")
    place.county("facility", "add", FACILITY, "--name", FACILITY_NAME, "--inst-lv", "township")


def _set_up_clinic(place: Place) -> None:
    code = place.county("device", "code", FACILITY).strip()
    told(f"登记码 {code}", "the one-time code")
    step("卫生院：建立加密数据库和第一位人员", "The clinic: an encrypted store and its first member of staff")
    who = ("--admin", STAFF, "--admin-name", "王敏")
    place.desk(
        "init", "--facility", FACILITY, "--facility-name", FACILITY_NAME, "--inst-lv", "township", *who
    )
    step("卫生院：向县里登记，取回政策和参保人员", "The clinic enrols and fetches policy and insured people")
    place.desk("enrol", "--server", place.url, "--code", code)
    pulled = json.loads(place.desk("sync", "--json"))["pulled"]
    told(f"下载 {pulled} 条", f"{pulled} entries pulled")


def _play_day(place: Place, patients: int) -> str:
    """The day (YYYY-MM-DD), closed at the window and for the whole facility."""
    step(
        "卫生院断网工作一天：刷卡、挂号、就诊、处方、建档、随访、签约、结算、退费、发药、住院",
        "A day without the line: cards, queue, doctor, prescriptions, health records, follow-ups, contracts, settlements, "
        "refunds, dispensing, the ward",
    )
    day = json.loads(place.desk("day", "--patients", str(patients), "--seed", "1", "--follow-ups", "--json"))
    told(
        f"{day['visits']} 人次，{day['settlements']} 笔结算，{day['refunds']} 笔退费，发药 {day['dispensed']} 单，"
        f"住院 {day['admissions']} 人，随访 {day['follow_ups']} 张，签约 {day['contracts']} 人；"
        f"基金 {yuan(day['fund_fen'])}，账户 {yuan(day['acct_fen'])}，现金 {yuan(day['cash_fen'])}",
        f"{day['visits']} visits, {day['settlements']} settlements; {day['entries']} journal entries "
        f"in {day['seconds']} s",
    )
    require(day["dispensed"] > 0, "nothing was dispensed")
    step(
        "卫生院日结：收费窗口点钱，再出全院日结",
        "Daily closing: the window's drawer, then the facility over its windows",
    )
    whole = json.loads(place.desk("close-day", "--facility", "--json"))
    told(
        f"{day['closing']}、{whole['number']}：应有 {yuan(whole['cash_expected'])}，实点 {yuan(whole['cash_counted'])}",
        f"closed {whole['biz_date']}, difference {yuan(whole['cash_diff'])}",
    )
    require(bool(day["closing"]) and whole["cash_diff"] == 0, "the drawer is not right")
    return str(whole["biz_date"])


def _end_cover(place: Place) -> None:
    step(
        "同一天，县里得知几位患者已停保；卫生院还不知道",
        "Meanwhile the county learns that some patients' cover has ended; the clinic does not know",
    )
    journal = _journal(place)
    came, went = (
        sum(one["type"] == kind for one in journal)
        for kind in ("admission.registered", "admission.discharged")
    )
    require(came == went, f"{came} were admitted, {went} went home")
    treated = sorted({one["body"]["psn_no"] for one in _insured_bills(journal)})[:_ENDED]
    numbers = {psn_no_of(one): one.id_number for one in population()[:_INSURED]}
    sheet = place.folder / "停保人员.xlsx"
    _write_insured(sheet, ((psn_no, numbers[psn_no], "2") for psn_no in treated))
    place.county("insured", "import", str(sheet))
    told(f"{len(treated)} 人", f"{len(treated)} people")


def _sync_and_compare(place: Place) -> None:
    step("连上网：同步，直到县里确认", "The line is back: sync until the county has confirmed everything")
    judged: dict[str, dict[str, Any]] = {}
    for _ in range(_ROUNDS):
        done = json.loads(place.desk("sync", "--json"))
        told(
            f"上传 {done['pushed']} 条（{done['bytes_up']} 字节），下载 {done['pulled']} 条",
            f"pushed {done['pushed']} ({done['bytes_up']} bytes), pulled {done['pulled']}, safe {done['safe']}",
        )
        journal = _journal(place)
        bills = _insured_bills(journal)
        judged = {
            one["body"]["settlement_id"]: one["body"]
            for one in journal
            if one["type"] == "settlement.adjudicated"
        }
        if done["safe"] and all(one["id"] in judged for one in bills):
            break
        time.sleep(1)
    require(done["safe"], "not everything is safe at the county")
    require(done["quarantined"] == 0, f"{done['quarantined']} entries stand in quarantine")
    require(all(one["id"] in judged for one in bills), "a settlement was not judged")
    _compare(place, journal)
    _tell_verdicts([judged[one["id"]] for one in bills])


def _compare(place: Place, journal: list[dict[str, Any]]) -> None:
    step("两边对账：条数、每一条的散列", "Both sides compared: count, and the hash of every entry")
    device = json.loads(place.desk("status", "--json"))["device"]
    ours = [one["hash"] for one in journal if one["device"].replace("-", "") == device]
    theirs = [one["hash"] for one in _lines(place.county("journal", "export", "--device", device))]
    require(ours == theirs, f"the clinic holds {len(ours)} entries, the county {len(theirs)}, or they differ")
    place.desk("journal", "verify")
    place.county("journal", "verify")
    told(f"卫生院 {len(ours)} 条 = 县里 {len(theirs)} 条，链和签名都对", "equal; chains and signatures hold")


def _tell_verdicts(verdicts: list[dict[str, Any]]) -> None:
    step("县里逐笔复核医保结算", "The county has judged every insured settlement")
    counts = Counter(one["status"] for one in verdicts)
    told(
        f"一致 {counts['agreed']} 笔，调整 {counts['adjusted']} 笔，作废 {counts['voided']} 笔",
        f"{counts['agreed']} agreed, {counts['adjusted']} adjusted, {counts['voided']} voided",
    )
    for one in verdicts:
        if one["status"] != "agreed":
            reason = one.get("error") or one.get("cause")
            fund = one.get("fund_diff", 0)
            told(f"{reason}：基金 {yuan(fund)}", f"{one['status']}: {one.get('action_due', '')}")
    require(counts["agreed"] > 0, "the county agrees with nothing")
    require(counts["adjusted"] + counts["voided"] > 0, "the county knew better nowhere")


def _show(place: Place, headless: bool) -> None:
    if not headless and _has_screen():
        step("打开窗口", "The window opens; close it to end")
        print(f"   {STAFF} / {PASSWORD}\n   {place.url}/console/   county / {PASSWORD}")
        window = [sys.executable, "-m", "clinic_app", "--data", str(place.clinic)]
        ended = subprocess.run(window, env=environment(), check=False)
        require(ended.returncode == 0, f"the window ended with {ended.returncode}")
        return
    pictures = place.folder / "screenshots"
    step("没有屏幕：每一页画成图片", "No screen: every page becomes a picture")
    place.desk("screenshots", str(pictures / "clinic"))
    drawn = len(list((pictures / "clinic").glob("*.png")))
    require(drawn > 0, "no page was drawn")
    told(f"{drawn} 页：{pictures / 'clinic'}", f"{drawn} pages of the clinic")
    print(f"   {_console_pictures(place, pictures / 'console')}")


def _console_pictures(place: Place, folder: Path) -> str:
    """The console's own sentence about them; a machine without a browser has none."""
    script = (
        "import sys; from pathlib import Path; from sync_server.console.screenshots import draw_pages; "
        "print(draw_pages(sys.argv[1], 'county', sys.argv[2], Path(sys.argv[3]))[1])"
    )
    return process("-c", script, place.url, PASSWORD, str(folder)).strip()


def _journal(place: Place) -> list[dict[str, Any]]:
    return _lines(place.desk("journal", "export"))


def _insured_bills(journal: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in journal if one["type"] == "settlement.made" and one["body"].get("psn_no")]


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _write_insured(path: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    """Number, ID number and state, as the insurance office sends them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["人员编号", "身份证号", "险种", "参保状态", "账户余额"])
    for psn_no, id_number, state in rows:
        sheet.append([psn_no, id_number, "390", state, "120.00" if int(psn_no) % 3 == 0 else "0"])
    book.save(path)


@contextmanager
def _as_file(path: tuple[str, ...]) -> Iterator[Path]:
    from importlib.resources import as_file

    with as_file(resource(*path)) as file:
        yield file


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
