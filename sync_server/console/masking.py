"""脱敏 of an entry's body: what a console page shows without a reason, and what it never shows.

Source: the display rule for identity data (first six and last four of a number, family name, no medical text).
"""

from collections.abc import Callable
from typing import Any, Final

from clinic_app.domain.identifiers.masks import mask_id_number, mask_name, mask_phone

_HIDDEN: Final = "……"
_PERSON_TYPES: Final = (
    "resident.",
    "merge.",
    "record.",
    "card.",
    "insured.",
)  # `name` is a resident's only in these


def _year(day: str) -> str:
    return f"{day[:4]}-**-**"


def _hide(_: str) -> str:
    return _HIDDEN


_MASKS: Final[dict[str, Callable[[str], str]]] = {
    "id_number": mask_id_number,
    "psn_no": mask_id_number,
    "card_number": mask_id_number,
    "identifier": mask_id_number,
    "temp_identity": mask_id_number,
    "phone": mask_phone,
    "birth_date": _year,
    "death_date": _year,
    "address": _hide,
    "house": _hide,
    "place": _hide,
    "cause": _hide,
    "note": _hide,
    # What the doctor wrote.
    "complaint": _hide,
    "history": _hide,
    "findings": _hide,
    "advice": _hide,
    "diagnoses": _hide,
    "diag_code": _hide,
    "dise_codg": _hide,
    "chronic": _hide,
}
_PERSON_MASKS: Final = {
    "name": mask_name,
    "number": mask_id_number,
    "asked": mask_id_number,
    "found": mask_id_number,
}
# Nobody at a console needs these: with them passwords and hashes could be guessed at leisure.
_SECRETS: Final = frozenset({"wrapped", "salt"})


def masked(kind: str, value: Any) -> Any:
    """A body of type `kind` as it is shown without a reason."""
    masks = _MASKS | (_PERSON_MASKS if kind.startswith(_PERSON_TYPES) else {})
    return _masked(masks, without_secrets(value))


def without_secrets(value: Any) -> Any:
    """A body without what no one is shown."""
    if isinstance(value, dict):
        return {
            name: _HIDDEN if name in _SECRETS else without_secrets(inner) for name, inner in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value


def _masked(masks: dict[str, Callable[[str], str]], value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(masks, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    shown = {}
    for name, inner in value.items():
        mask = masks.get(name)
        if mask is None or not inner:
            shown[name] = _masked(masks, inner)
        elif isinstance(inner, str):
            shown[name] = mask(inner)
        elif isinstance(inner, dict) and isinstance(inner.get("value"), str):  # a field of an amendment
            shown[name] = inner | {"value": mask(inner["value"]) if inner["value"] else ""}
        else:
            shown[name] = _HIDDEN
    return shown
