"""Written forms of a text: what may stand in it, and how it is tidied on reading."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from clinic_app.domain.forms.definition import Context, Values
from clinic_app.domain.identifiers import (
    BadIdNumber,
    BadRecordNumber,
    check_id_number,
    check_record_number,
    clean,
)
from clinic_app.domain.infectious import NotOnList, disease_on
from clinic_app.domain.measurements import measures
from clinic_app.domain.public_health.maternity import LONGEST_WEEKS

# Takes the text, the values beside it and the context; True when it is written right.
Format = Callable[[str, Values, Context], bool]


def _record_no(text: str, values: Values, context: Context) -> bool:
    try:
        check_record_number(text)
    except BadRecordNumber:
        return False
    return True


def _id_no(text: str, values: Values, context: Context) -> bool:
    if values.get("id_type", "01") != "01":
        return True  # a document of another kind has a number of its own
    try:
        check_id_number(text, context.day)
    except BadIdNumber:
        return False
    return True


def _gestation(text: str, values: Values, context: Context) -> bool:
    """The weeks come first; where the last period is known they are the completed weeks since."""
    weeks = re.match(r"\D*(\d{1,2})", text, re.ASCII)
    if weeks is None or int(weeks[1]) > LONGEST_WEEKS:
        return False
    try:
        days = (context.day - date.fromisoformat(values["lmp"])).days
    except (KeyError, TypeError, ValueError):
        return True
    return int(weeks[1]) == days // 7


def _disease(text: str, values: Values, context: Context) -> bool:
    """On the list of notifiable diseases that holds on the day of the diagnosis."""
    try:
        day = date.fromisoformat(values["diagnosed_at"][:10])
    except (KeyError, TypeError, ValueError):
        day = context.day
    try:
        disease_on(text, day)
    except NotOnList:
        return False
    return True


def _measurement(text: str, values: Values, context: Context) -> bool:
    return text in measures()


def _measured_unit(text: str, values: Values, context: Context) -> bool:
    """The unit of what the field `item` says was measured."""
    item = values.get("item")
    return not (isinstance(item, str) and item in measures()) or measures()[item].ucum == text


def _written(pattern: str) -> Format:
    shape = re.compile(pattern, re.ASCII)
    return lambda text, values, context: shape.fullmatch(text) is not None


FORMATS: Final[Mapping[str, Format]] = {
    "record_no": _record_no,  # 居民健康档案编号, 17 digits
    "id_no": _id_no,  # 公民身份号码
    "phone": _written(r"[+(]?[0-9][0-9 ()+-]{4,19}"),
    "year_month": _written(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"),
    "ten_days": _written(r"20[0-9]{2}(0[1-9]|1[0-2])-[123]"),  # 旬期
    "gestation": _gestation,  # 孕周: 12+3
    "disease": _disease,  # id of resources/tables/infectious_diseases.csv
    "measurement": _measurement,  # key of resources/tables/measurements.csv
    "measured_unit": _measured_unit,
    "signature": _written(r"sha256:[0-9a-f]{64}"),  # of a file: it is drawn, not chosen
}
_CLEANED: Final = ("record_no", "id_no")


def tidied(text: str, format: str) -> str:
    """As it is kept: without blanks around it, numbers without the hyphens a person types."""
    return clean(text) if format in _CLEANED else text.strip()
