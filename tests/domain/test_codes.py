"""代码表: every shipped table can be read, and says where it comes from."""

import pytest

from clinic_app.domain.codes import UnknownCode, code_of, codes, name_of, rows
from clinic_app.domain.resources import resource

MANIFEST = rows("codes", "manifest.csv")


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_a_table_has_the_rows_that_the_manifest_says(row: dict[str, str]) -> None:
    table = codes(row["file"].removesuffix(".csv"))
    assert len(table) == int(row["rows"])
    assert row["source"]
    assert row["confidence"]
    assert all(entry.name_zh for entry in table.values())


def test_every_table_stands_in_the_manifest() -> None:
    files = {entry.name for entry in resource("codes").iterdir() if entry.name.endswith(".csv")}
    assert files - {"manifest.csv"} == {row["file"] for row in MANIFEST}


def test_names_and_codes_find_each_other() -> None:
    assert name_of("sex", "1") == "男性"
    assert code_of("ethnic", "汉族") == "01"
    assert code_of("ethnic", "Han") == "01"
    assert name_of("ethnic", "01", "en") == "Han"


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: name_of("ethnic", "77"), id="no such code"),
        pytest.param(lambda: code_of("ethnic", "火星族"), id="no such name"),
        pytest.param(lambda: codes("none"), id="no such table"),
        pytest.param(lambda: codes("../tables/area_history"), id="a path is no table"),
    ],
)
def test_what_is_not_there_is_said(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownCode):
        ask()
