"""Lists on a record sheet: rows under the names of their columns, or a fixed set of answers beside their questions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from clinic_app.domain.forms import Field
from clinic_app.printing.documents import Cell
from clinic_app.printing.form_words import written

Row = tuple[Cell, ...]

LABEL: Final = 15.0  # share of an item's name, of the whole row
_BLANK_ROWS: Final = 3  # lines to write into
_QUESTION: Final = 73.0  # share of a question, its answer beside it
_ABREAST: Final = 3  # short answers of a fixed set in a row
_SHORT: Final = 10  # characters of a name that others may stand beside


def list_rows(one: Field, value: Any, names: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a list on a sheet of one visit; blank ones to write into where there are few."""
    rows: list[Mapping[str, Any]] = list(value or [])
    asked = _asked(one)
    if asked:
        yield from _answers(one, asked, rows, names)
        return
    share = (100 - LABEL) / max(1, len(one.rows))
    yield (
        Cell(one.name_zh, LABEL, label=True),
        *(Cell(part.name_zh, share, label=True) for part in one.rows),
    )
    for at in range(max(len(rows), _BLANK_ROWS)):
        row = rows[at] if at < len(rows) else {}
        cells = (Cell(written(part, row.get(part.key), names), share) for part in one.rows)
        yield Cell(str(at + 1), LABEL, label=True), *cells


def _asked(one: Field) -> tuple[str, ...]:
    """What each answer of a fixed set of single answers is about; empty for other lists."""
    return tuple(zh for zh, _ in one.labels) if len(one.rows) == 1 else ()


def _answers(
    one: Field, asked: Sequence[str], rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Row]:
    (part,) = one.rows
    said = [written(part, row.get(part.key), names) for row in rows] + [""] * (len(asked) - len(rows))
    yield (Cell(one.name_zh, LABEL, label=True), Cell(_range(part), 100 - LABEL, label=True))
    if max(map(len, asked)) > _SHORT:
        for at, (question, answer) in enumerate(zip(asked, said, strict=False), start=1):
            text = Cell(question, _QUESTION)
            yield Cell(str(at), LABEL, label=True), text, Cell("", 100 - LABEL - _QUESTION, boxes=(answer,))
        return
    share = 100 / _ABREAST / 2
    pairs = [
        (Cell(name, share, label=True), Cell(answer, share))
        for name, answer in zip(asked, said, strict=False)
    ]
    for start in range(0, len(pairs), _ABREAST):
        yield tuple(cell for pair in pairs[start : start + _ABREAST] for cell in pair)


def _range(part: Field) -> str:
    return f"{part.low}～{part.high} 分" if part.kind == "int" and part.low is not None else part.name_zh
