"""Values as people read them."""

from datetime import date

import pytest

from clinic_app.ui.format import age, masked_id, masked_phone, money, sex, since, yen


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123456789, "1,234,567.89"), (-1234, "−12.34")]
)
def test_money(fen, text):
    assert money(fen) == text


def test_the_minus_stands_before_the_currency():
    assert (yen(-50), yen(1763)) == ("−¥0.50", "¥17.63")


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        pytest.param(date(2026, 11, 22), "0 天", id="born today"),
        pytest.param(date(2026, 10, 25), "28 天", id="newborn"),
        pytest.param(date(2026, 10, 22), "1 月", id="a month today"),
        pytest.param(date(2025, 11, 23), "11 月", id="the day before one"),
        pytest.param(date(2023, 8, 30), "3 岁 2 月", id="small child"),
        pytest.param(date(2020, 11, 22), "6 岁", id="six today"),
        pytest.param(date(1964, 2, 29), "62 岁", id="leap day"),
    ],
)
def test_age_in_full(birth, text):
    assert age(birth, date(2026, 11, 22)) == text


def test_numbers_that_must_not_be_shown_whole():
    assert masked_id("350881196402132648") == "350881********2648"
    assert masked_phone("13812345678") == "138****5678"
    assert (masked_id("A123"), masked_phone("110")) == ("A123", "110")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "刚刚"),
        (59, "刚刚"),
        (60, "1 分钟前"),
        (3 * 3600, "3 小时前"),
        (47 * 3600, "47 小时前"),
        (48 * 3600, "2 天前"),
    ],
)
def test_how_long_ago(seconds, text):
    assert since(seconds) == text


@pytest.mark.parametrize(
    ("code", "word"), [("1", "男"), ("2", "女"), ("9", "未说明"), ("0", "未知"), ("x", "未知")]
)
def test_sex(code, word):
    assert sex(code) == word
