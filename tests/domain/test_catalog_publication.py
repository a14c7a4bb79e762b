"""发布: parts come in any order, and what they come to is what the county had published."""

import random
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.catalogs.publication import (
    PART_CHARACTERS,
    Change,
    Part,
    Row,
    chain,
    cut,
    difference,
    edition_of,
    rows_of,
    text_of,
)

DAY = date(2026, 11, 1)

rows = st.dictionaries(
    st.sampled_from([f"X{no}" for no in range(8)]),
    st.sampled_from(["甲", "乙", '丙"', "丁\n戊", ""]),
    min_size=1,
).map(lambda found: [{"code": code, "name": name} for code, name in found.items()])
months = st.lists(st.tuples(rows, st.integers(0, 2)), min_size=1, max_size=5)


def published(
    editions: list[tuple[list[Row], int]],
) -> tuple[list[Part], dict[UUID, Change], list[tuple[date, dict[str, Row]]]]:
    """Every part of some publications, one after the other, and what each of them was to come to."""
    parts: list[Part] = []
    changes: dict[UUID, Change] = {}
    wanted: list[tuple[date, dict[str, Row]]] = []
    before: dict[str, Row] = {}
    effective = DAY
    for no, (now, later) in enumerate(editions):
        effective += timedelta(days=later)
        for at, change in enumerate(pieces := cut(difference(before, now)), start=1):
            entry = UUID(int=len(parts) + 1)
            changes[entry] = Change(tuple(rows_of(text_of(change.rows))), change.withdrawn)
            parts.append(
                Part(
                    entry=entry,
                    at=len(parts),
                    version=f"v{no}",
                    before=f"v{no - 1}" if no else "",
                    effective=effective,
                    part=at,
                    parts=len(pieces),
                )
            )
        before = {row["code"]: row for row in now}
        wanted.append((effective, before))
    return parts, changes, wanted


def filled(found: dict[str, Row]) -> dict[str, dict[str, str]]:
    return {code: {name: value for name, value in row.items() if value} for code, row in found.items()}


@settings(max_examples=60)
@given(months, st.integers(0, 10**6))
def test_on_each_day_the_newest_in_force_is_what_its_file_said(editions, seed):
    parts, changes, wanted = published(editions)
    random.Random(seed).shuffle(parts)
    for day, _ in wanted:
        edition = edition_of(chain(parts, day), changes)
        assert edition is not None
        assert filled(dict(edition.rows)) == filled([found for on, found in wanted if on <= day][-1])
    assert chain(parts, DAY - timedelta(days=1)) == ()


def test_what_changes_a_publication_that_is_not_here_waits_for_it() -> None:
    editions = [([{"code": "A", "name": name}], 0) for name in ("一", "二", "三")]
    parts, changes, _ = published(editions)
    without = [part for part in parts if part.version != "v1"]
    edition = edition_of(chain(without, DAY), changes)
    assert edition is not None
    assert (edition.version, edition.rows["A"]["name"]) == ("v0", "一")


def test_parts_are_bounded_and_lose_nothing() -> None:
    many: list[Row] = [{"code": f"X{no}", "name": "药" * 50} for no in range(4_000)]
    gone = tuple(f"Y{no}" for no in range(5_000))
    pieces = cut(Change(tuple(many), gone))
    assert [row for piece in pieces for row in piece.rows] == many
    assert tuple(code for piece in pieces for code in piece.withdrawn) == gone
    assert max(len(text_of(piece.rows)) for piece in pieces) < PART_CHARACTERS * 1.1
    assert cut(Change()) == [Change()]
