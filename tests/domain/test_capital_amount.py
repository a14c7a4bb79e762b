"""大写金额 by the rules for bills and vouchers."""

import pytest

from clinic_app.domain.capital_amount import capital_amount


@pytest.mark.parametrize(
    ("fen", "expected"),
    [
        pytest.param(0, "零元整", id="nothing"),
        pytest.param(1, "壹分", id="one fen"),
        pytest.param(10, "壹角整", id="one jiao"),
        pytest.param(5, "伍分", id="fen alone"),
        pytest.param(45, "肆角伍分", id="no yuan"),
        pytest.param(100, "壹元整", id="one yuan"),
        pytest.param(1000, "壹拾元整", id="ten has its one"),
        pytest.param(1763, "壹拾柒元陆角叁分", id="usual"),
        pytest.param(10005, "壹佰元零伍分", id="no jiao: a zero before fen"),
        pytest.param(32530, "叁佰贰拾伍元叁角整", id="ends with jiao"),
        pytest.param(140950, "壹仟肆佰零玖元伍角整", id="a zero inside"),
        pytest.param(600714, "陆仟零柒元壹角肆分", id="two zeros inside are one"),
        pytest.param(168032, "壹仟陆佰捌拾元叁角贰分", id="a zero at the end of yuan"),
        pytest.param(10700053, "壹拾万柒仟元伍角叁分", id="zeros before jiao"),
        pytest.param(100_000_000, "壹佰万元整", id="a million"),
        pytest.param(1_000_100_00, "壹佰万零壹佰元整", id="a gap under ten thousand"),
        pytest.param(1_0000_0001_00, "壹亿零壹元整", id="a whole group of zeros"),
        pytest.param(12_3456_7890_12, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分", id="all digits"),
        pytest.param(-1763, "负壹拾柒元陆角叁分", id="red"),
    ],
)
def test_capital_amount(fen, expected):
    assert capital_amount(fen) == expected


def test_no_two_amounts_read_alike():
    assert len({capital_amount(fen) for fen in range(200_000)}) == 200_000


def test_more_than_the_words_reach_is_refused():
    with pytest.raises(ValueError, match="0"):
        capital_amount(10**18 * 100)
