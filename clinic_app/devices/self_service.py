"""自测设备: what they write into a file, as CSV, HL7 v2 ORU^R01 or a FHIR R4 Bundle, in their own words."""

import codecs
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from clinic_app.devices.hl7 import MAX_BYTES, read_reports
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.readings import Told, columns
from clinic_app.domain.time import BEIJING, ms_of

ID_NUMBER: Final = re.compile(r"[1-9]\d{16}[\dXx]")
_COMPACT: Final = re.compile(r"(\d{8})(\d{4,6})(?:\.\d+)?([+-]\d{4})?")
_SPREADSHEET: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_DELIMITERS: Final = ",;\t"
_MORE: Final = "more cells than the header has"
_LOINC: Final = "http://loinc.org"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WITHDRAWN: Final = ("entered-in-error", "cancelled")  # Observation.status

Resource = Mapping[str, Any]  # as FHIR writes it


class BadReadings(RuleBroken):
    """No file of a self-service device; `why`: size, text, columns, structure, empty."""

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
    found = tuple(_of_fhir(text) if head.startswith(b"{") else _of_csv(text))
    if not found:
        raise BadReadings(why="empty")
    return found


def moment(text: str) -> int | None:
    """UTC milliseconds of 2026-11-22 08:10, 20261122081000 or ISO 8601; Beijing where no zone is told.

    >>> moment("2026-11-22 08:10") == moment("20261122081000") == moment("2026-11-22T00:10:00Z")
    True
    >>> moment("2026/1/2 8:10") == moment("2026-01-02 08:10")
    True
    """
    told = text.strip().replace("/", "-")
    if compact := _COMPACT.fullmatch(told):
        told = f"{compact[1]}T{compact[2]}{compact[3] or ''}"
    elif loose := _SPREADSHEET.fullmatch(told):
        year, *parts = (int(part or 0) for part in loose.groups())
        told = f"{year}-{parts[0]:02}-{parts[1]:02}T{parts[2]:02}:{parts[3]:02}:{parts[4]:02}"
    try:
        read = datetime.fromisoformat(told)
    except ValueError:
        return None
    return ms_of(read if read.tzinfo else read.replace(tzinfo=BEIJING))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadReadings(why="text")


def _of_csv(text: str) -> Iterator[Told]:
    written = text.splitlines()
    delimiter = max(_DELIMITERS, key=(written or [""])[0].count)
    lines = csv.DictReader(written, restkey=_MORE, delimiter=delimiter)
    try:
        names = lines.fieldnames or ()  # a field without end is told here
        known = {name: columns()[name.strip()] for name in names if name.strip() in columns()}
        if not {"device", "taken", "item", "value", "unit"} <= set(known.values()):
            raise BadReadings(why="columns")
        for line in lines:
            # A decimal comma without quotes moves all cells behind it.
            flaw = "cells" if _MORE in line or None in line.values() else ""
            parts = {part: (line[name] or "").strip() for name, part in known.items()}
            taken = moment(parts.pop("taken"))
            yield Told(taken_ms=taken, flaw=flaw, **parts)
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
                flaw="withdrawn" if one.withdrawn else "",
            )


def _of_fhir(text: str) -> Iterator[Told]:
    try:
        bundle = json.loads(text, parse_float=str, parse_int=str)
        entries = bundle["entry"] if bundle["resourceType"] == "Bundle" else None
        if entries is None:
            raise BadReadings(why="structure")
        resources = [(str(one.get("fullUrl", "")), one["resource"]) for one in entries]
        named = _named(resources)
        found = [told for _, one in resources for told in _observed(one, named)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BadReadings(why="structure") from error
    yield from found


def _named(resources: Sequence[tuple[str, Resource]]) -> Mapping[str, Resource]:
    """By every name that means one resource of the bundle; what two of them bear means none."""
    told = [(name, one) for url, one in resources for name in {url, _reference(one)} if name]
    often = Counter(name for name, _ in told)
    return {name: one for name, one in told if often[name] == 1}


def _reference(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}" if resource.get("id") else ""


def _observed(resource: Resource, named: Mapping[str, Resource]) -> Iterator[Told]:
    if resource["resourceType"] != "Observation":
        return
    person = _numbers(named.get(resource.get("subject", {}).get("reference", ""), {}))
    device = _numbers(named.get(resource.get("device", {}).get("reference", ""), {}))
    own = [resource] if "valueQuantity" in resource or not resource.get("component") else []
    for one in [*own, *resource.get("component", ())]:
        quantity = one.get("valueQuantity", {})
        yield Told(
            device=next(iter(device), ""),
            taken_ms=moment(str(resource.get("effectiveDateTime") or resource.get("effectiveInstant", ""))),
            item=_loinc(one["code"]["coding"]),
            value=f"{quantity.get('comparator', '')}{quantity.get('value', '')}",
            unit=str(quantity.get("code") or quantity.get("unit", "")),
            id_number=next((number for number in person if ID_NUMBER.fullmatch(number)), ""),
            card=next((number for number in person if not ID_NUMBER.fullmatch(number)), ""),
            position=str(resource.get("bodySite", {}).get("text", "")),
            flaw="withdrawn" if resource.get("status") in _WITHDRAWN else "",
        )


def _loinc(codings: Sequence[Resource]) -> str:
    """The code of LOINC, else the first one."""
    return str(next((one for one in codings if one.get("system") == _LOINC), codings[0])["code"])


def _numbers(resource: Resource) -> list[str]:
    """Identifiers; two identity numbers are nobody's."""
    found = [str(one["value"]) for one in resource.get("identifier", []) if one.get("value")]
    named = {one.upper() for one in found if ID_NUMBER.fullmatch(one)}
    return found if len(named) <= 1 else []
