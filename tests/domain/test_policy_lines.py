"""Where in the file: every key of the shipped policies is found on its own line, and problems name theirs."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_app.domain.policy import read
from clinic_app.domain.policy.lines import line_of, lines_of
from clinic_app.domain.resources import text

POLICIES = ("longyan_2011", "open_sample", "qingdao_2012", "yichang_2016")


def keys_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every path of a TOML document, and its last name."""
    for name, inner in value.items():
        whole = f"{path}.{name}" if path else name
        yield whole, name
        if isinstance(inner, dict):
            yield from keys_of(inner, whole)
        elif isinstance(inner, list):
            for place, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from keys_of(item, f"{whole}[{place}]")


@pytest.mark.parametrize("name", POLICIES)
def test_every_key_is_found_on_the_line_where_it_stands(name: str) -> None:
    whole = text("policies", f"{name}.toml")
    lines, source = lines_of(whole), whole.splitlines()
    checked = 0
    for path, last in keys_of(tomllib.loads(whole)):
        at = line_of(lines, path)
        if f"[[version.{last}]]" in whole or last in ("version", "level", "rule", "relief"):
            continue  # a list of tables stands at each of its elements
        assert last in source[at - 1], path
        checked += 1
    assert checked > 200


def test_a_problem_and_a_remark_name_their_lines() -> None:
    source = text("policies", "yichang_2016.toml")
    place = source.index("ratio_bp", source.index("[[version]]", source.index("[[version]]") + 1))
    wrong = source[:place] + source[place:].replace("ratio_bp = ", "ratio_bp = 9", 1)
    line = wrong[:place].count("\n") + 1
    _, findings = read(wrong)
    assert [found.line for found in findings.problems] == [line]
    _, findings = read(source.replace("valid_days", "valid_dayz", 1))
    where = source[: source.index("valid_days")].splitlines()
    header = max(n for n, one in enumerate(where, start=1) if one.startswith("[version.referral]"))
    assert [found.line for found in findings.problems] == [header], "what is missing: its table"
    assert [found.line for found in findings.remarks] == [len(where) + 1]


def test_a_slip_of_the_syntax_names_its_line() -> None:
    _, findings = read("schema_version = 1\ntitle = \n")
    assert [found.line for found in findings.problems] == [2]


def test_what_stands_nowhere_has_no_line() -> None:
    _, findings = read("schema_version = 1\n")
    assert {found.line for found in findings.problems} == {0}
