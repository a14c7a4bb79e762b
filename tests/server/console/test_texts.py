"""Every phrase has its English, every code its sentence, and nothing is kept that nobody says."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import sync_server.console
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.roles import NotAllowed
from clinic_app.journal import quarantine
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.fact import BadFact
from sync_server.console import audit, names, texts, users, views
from sync_server.console.catalog_texts import CATALOG_ERRORS
from sync_server.console.courier_texts import COURIER_ERRORS
from sync_server.console.english import ENGLISH
from sync_server.console.health_texts import HEALTH_ERRORS
from sync_server.console.payment_texts import PAYMENT_ERRORS
from sync_server.console.procurement_texts import PROCUREMENT_ERRORS
from sync_server.console.reading_texts import READING_ERRORS
from sync_server.console.review_texts import REVIEW_ERRORS
from sync_server.console.statement_texts import STATEMENT_ERRORS
from sync_server.intake.quarantine import CannotRelease, NotHeld
from sync_server.publish import findings
from sync_server.publish.facilities import NoDevice, NoFacility
from sync_server.publish.merges import NotStanding
from sync_server.reports import devices, settlements
from sync_server.reports.proof import Mark

_CONSOLE = Path(sync_server.console.__file__).parent


def spoken() -> set[str]:
    """The Chinese phrases that pages say."""
    phrases: set[str] = set()
    for template in (_CONSOLE / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        phrases |= set(re.findall(r"\bt\('([^']+)'", text))
        # Choices that stand in a list of pairs and are said in a loop.
        phrases |= set(re.findall(r"\('\w+', '([^']+)'\)", text))
    for module in _CONSOLE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said":
                phrases |= {
                    inner.value
                    for inner in ast.walk(node.args[0])
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                }
    return phrases


def test_every_phrase_has_its_english_and_every_english_a_phrase():
    assert spoken() == set(ENGLISH)


def test_no_template_holds_chinese_outside_a_phrase():
    for template in (_CONSOLE / "templates").glob("*.html"):
        text = re.sub(r"\bt\('[^']+'|\('\w+', '[^']+'\)|'中文'|\{#.*?#\}", "", template.read_text("utf-8"))
        # A sign between two values is no phrase.
        assert re.findall("[\u4e00-\u9fff]+", text) == [], template.name


def test_a_phrase_and_its_english_name_the_same_facts():
    for chinese, english in ENGLISH.items():
        assert set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)\}", english)), chinese


def codes_of(package: object) -> set[str]:
    """The codes of the errors that a package defines."""
    found: set[str] = set()
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        found |= codes_in(importlib.import_module(info.name))
    return found


def codes_in(module: ModuleType) -> set[str]:
    return {
        value.code
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, ClinicError) and value.__module__ == module.__name__
    }


def test_every_error_of_the_console_has_a_sentence():
    shown = (
        codes_of(sync_server.console)
        | codes_in(findings)
        | {devices.UnknownDevice.code, NoFacility.code, NoDevice.code}
    )
    shown |= set(COURIER_ERRORS) | set(STATEMENT_ERRORS) | set(PAYMENT_ERRORS) | set(CATALOG_ERRORS)
    shown |= set(REVIEW_ERRORS) | set(PROCUREMENT_ERRORS) | set(READING_ERRORS) | set(HEALTH_ERRORS)
    assert shown | {NotHeld.code, CannotRelease.code, NotStanding.code} == set(texts.ERRORS)


def test_every_reason_for_setting_aside_is_said_in_plain_words():
    reasons = {
        value.code
        for value in vars(quarantine).values()
        if isinstance(value, type)
        and issubclass(value, ClinicError)
        and value.__module__ == quarantine.__name__
    }
    assert reasons | {BadFact.code, NotAllowed.code} == set(texts.REASONS)


@pytest.mark.parametrize(
    ("kind", "every"),
    [
        ("type", set(FACTS)),
        ("state", set(settlements.STATES)),
        ("act", set(audit.Action)),
        ("role", set(users.Role)),
        ("mark", set(Mark)),
    ],
)
def test_every_code_has_a_name(kind: str, every: set[str]):
    assert set(names.NAMES[kind]) == every


def test_a_code_without_a_name_shows_itself():
    assert texts.named("type", "dose.given", "zh") == "dose.given"
    assert texts.coded("med_type", "99", "zh") == "99"
    assert texts.reason_text("journal.later", "zh")[0] == "未能入账"


@pytest.mark.parametrize(
    ("ms", "chinese", "english"),
    [
        (0, "0 秒", "0 s"),
        (59_999, "59 秒", "59 s"),
        (60_000, "1 分钟", "1 min"),
        (7_199_000, "1 小时", "1 h"),
        (2 * 86_400_000, "2 天", "2 d"),
    ],
)
def test_a_length_of_time_is_told_in_one_unit(ms: int, chinese: str, english: str):
    assert (texts.span(ms, "zh"), texts.span(ms, "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("fen", "shown"), [(0, "0.00"), (5, "0.05"), (123_456_789, "1,234,567.89"), (-126, "−1.26"), (None, "")]
)
def test_money_is_yuan_with_thousands(fen: int | None, shown: str):
    assert views.money(fen) == shown


def test_a_difference_carries_its_sign():
    assert [views.money(fen, signed=True) for fen in (126, -126, 0)] == ["+1.26", "−1.26", "0.00"]


@pytest.mark.parametrize(
    ("pric_e6", "shown"), [(8_650_000, "8.65"), (1_234_500, "1.2345"), (10_000_000, "10.00")]
)
def test_a_price_keeps_what_it_has(pric_e6: int, shown: str):
    assert views.price(pric_e6) == shown


@pytest.mark.parametrize(
    ("cnt_e4", "shown"), [(10_000, "1"), (15_000, "1.5"), (1, "0.0001"), (100_000_000, "10,000")]
)
def test_a_quantity_has_no_idle_zeros(cnt_e4: int, shown: str):
    assert views.quantity(cnt_e4) == shown


def test_json_is_coloured_and_escaped():
    shown = views.pretty({"名": 'a<b>"c": 1', "n": -3, "list": [True, None]})
    assert '<span class="key">"名"</span>: <span class="word">"a&lt;b&gt;' in shown
    assert '<span class="figure">-3</span>' in shown
    assert "<b>" not in shown
