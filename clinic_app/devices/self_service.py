"""自测设备: what they write into a file, as CSV, HL7 v2 ORU^R01 or a FHIR R4 Bundle, in their own words."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from clinic_app.devices.hl7 import MAX_BYTES, read_reports
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.readings import Told, columns
from clinic_app.domain.time import BEIJING, ms_of

_ID_NUMBER: Final = re.compile(r"[1-9]\d{16}[\dXx]")
_COMPACT: Final = re.compile(r"(\d{8})(\d{4,6})(?:\.\d+)?([+-]\d{4})?")


class BadReadings(RuleBroken):
    """No file of a self-service device; `why`: size, text, columns, structure."""

    code = "readings.bad_file"


def read_told(data: bytes) -> tuple[Told, ...]:
    """Every value of a file, in its order.

    Raises:
        BadReadings
        BadMessage: it begins like HL7 and is none.
    """
    if len(data) > MAX_BYTES:
        raise BadReadings(why="size")
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x0b\r\n\t ")
    if head.startswith(b"MSH"):
        return tuple(_of_hl7(data))
    text = _decoded(data)
    return tuple(_of_fhir(text) if head.startswith(b"{") else _of_csv(text))


def moment(text: str) -> int | None:
    """UTC milliseconds of 2026-11-22 08:10, 20261122081000 or ISO 8601; Beijing where no zone is told.

    >>> moment("2026-11-22 08:10") == moment("20261122081000") == moment("2026-11-22T00:10:00Z")
    True
    """
    compact = _COMPACT.fullmatch(text.strip())
    told = f"{compact[1]}T{compact[2]}{compact[3] or ''}" if compact else text.strip().replace("/", "-")
    try:
        read = datetime.fromisoformat(told)
    except ValueError:
        return None
    return ms_of(read if read.tzinfo else read.replace(tzinfo=BEIJING))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadReadings(why="text")


def _of_csv(text: str) -> Iterator[Told]:
    lines = csv.DictReader(text.splitlines())
    try:
        names = lines.fieldnames or ()  # a field without end is told here
        known = {name: columns()[name.strip()] for name in names if name.strip() in columns()}
        if not {"device", "taken", "item", "value", "unit"} <= set(known.values()):
            raise BadReadings(why="columns")
        for line in lines:
            parts = {part: (line[name] or "").strip() for name, part in known.items()}
            taken = moment(parts.pop("taken"))
            yield Told(taken_ms=taken, **parts)
    except csv.Error as error:
        raise BadReadings(why="structure") from error


def _of_hl7(data: bytes) -> Iterator[Told]:
    for report in read_reports(data):
        number = report.patient.number
        for one in report.values:
            yield Told(
                device=report.instrument,
                taken_ms=moment(one.taken),
                item=one.code,
                value=one.value,
                unit=one.unit,
                id_number=report.patient.id_number,
                card="" if number == report.patient.id_number else number,
            )


def _of_fhir(text: str) -> Iterator[Told]:
    try:
        bundle = json.loads(text, parse_float=str, parse_int=str)
        entries = bundle["entry"] if bundle["resourceType"] == "Bundle" else None
        if entries is None:
            raise BadReadings(why="structure")
        resources = [(one.get("fullUrl", ""), one["resource"]) for one in entries]
        named = {name: one for url, one in resources for name in (url, _reference(one)) if name}
        found = [told for _, one in resources for told in _observed(one, named)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BadReadings(why="structure") from error
    yield from found


def _reference(resource: Mapping[str, Any]) -> str:
    return f"{resource['resourceType']}/{resource.get('id', '')}"


def _observed(resource: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> Iterator[Told]:
    if resource["resourceType"] != "Observation":
        return
    person = _numbers(named.get(resource.get("subject", {}).get("reference", ""), {}))
    device = _numbers(named.get(resource.get("device", {}).get("reference", ""), {}))
    for one in resource.get("component") or [resource]:
        quantity = one.get("valueQuantity", {})
        yield Told(
            device=next(iter(device), ""),
            taken_ms=moment(str(resource.get("effectiveDateTime", ""))),
            item=str(one["code"]["coding"][0]["code"]),
            value=str(quantity.get("value", "")),
            unit=str(quantity.get("code") or quantity.get("unit", "")),
            id_number=next((number for number in person if _ID_NUMBER.fullmatch(number)), ""),
            card=next((number for number in person if not _ID_NUMBER.fullmatch(number)), ""),
        )


def _numbers(resource: Mapping[str, Any]) -> list[str]:
    return [str(one["value"]) for one in resource.get("identifier", []) if one.get("value")]
