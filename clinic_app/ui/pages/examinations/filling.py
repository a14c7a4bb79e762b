"""仪器结果 on the page: which file speaks of the open order, and what it fills in."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.projections.queries.examinations import Examination
from clinic_app.services.examinations import ExaminationService, items_on
from clinic_app.services.results import Incoming


@dataclass(frozen=True, slots=True)
class Filled:
    """What an instrument's values come to; nothing of it is signed."""

    values: dict[str, str]
    lines: dict[str, ResultLine]
    left_out: tuple[str, ...]  # not ordered, not known, or no value a person can have


def fitting(incoming: Sequence[Incoming], order: Examination) -> Incoming | None:
    """The newest file about an order."""
    of_order = [one for one in incoming if one.order is not None and one.order.id == order.id]
    return of_order[-1] if of_order else None


def filled(service: ExaminationService, order: Examination, one: Incoming) -> Filled:
    """The values that the order asks for, each judged."""
    asked = set(items_on(order))
    values: dict[str, str] = {}
    lines: dict[str, ResultLine] = {}
    left_out = list(one.unknown)
    for item, text in one.values.items():
        try:
            judged = service.judged(order, {item: text})
        except ClinicError:
            left_out.append(f"{item} {text}")
            continue
        if item in asked:
            values[item] = text
            lines |= {line.item: line for line in judged}
        else:
            left_out += [f"{line.name} {line.value}" for line in judged]
    return Filled(values, lines, tuple(left_out))
