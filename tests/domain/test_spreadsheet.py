"""Texts in files that a spreadsheet opens."""

import pytest

from clinic_app.domain.spreadsheet import quoted, unquoted


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("张三", "张三"),
        ("350881202511010010", "350881202511010010"),
        ("=1+1", "'=1+1"),
        ("+8613900000001", "'+8613900000001"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'张三", "'张三"),
        ("'", "'"),
    ],
)
def test_a_formula_is_quoted_and_every_text_comes_back(text: str, cell: str) -> None:
    assert quoted(text) == cell
    assert unquoted(cell) == text
