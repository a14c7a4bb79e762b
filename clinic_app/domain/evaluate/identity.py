"""The case files of the numbers: id_numbers, temp_identity, org_codes, health_record_no."""

from collections.abc import Mapping

from clinic_app.domain.evaluate.rule import Row, Rule, bad, day, flag, whole
from clinic_app.domain.identifiers import (
    BadIdNumber,
    BadRecordNumber,
    BadTemporaryIdentity,
    check_credit_code,
    check_id_number,
    check_organisation_code,
    check_record_number,
    temporary_identity,
)


def _id_number(row: Row) -> Mapping[str, str]:
    try:
        number = check_id_number(row["input"], day(row, "as_of"))
    except BadIdNumber as error:
        return {"valid": "0", "error": str(error.facts["why"])}
    return {
        "valid": "1",
        "normalized": number.number18,
        "birth_date": number.birth_date.isoformat(),
        "sex": number.sex,
        "kind": number.kind,
    }


def _temporary(row: Row) -> Mapping[str, str]:
    try:
        return {"identity": temporary_identity(row["unit"], day(row, "issued_on"), whole(row, "serial"))}
    except BadTemporaryIdentity as error:
        name = str(error.facts["why"])  # unit or serial, as the columns are called
        raise bad(row, name) from error


def _organisation(row: Row) -> Mapping[str, str]:
    checks = {"GB11714": check_organisation_code, "GB32100": check_credit_code}
    if row["kind"].strip() not in checks:
        raise bad(row, "kind")
    checked = checks[row["kind"].strip()](row["input"])
    return {"valid": flag(checked.valid), "check": checked.check}


def _record_number(row: Row) -> Mapping[str, str]:
    try:
        record = check_record_number(row["input"])
    except BadRecordNumber as error:
        return {"valid": "0", "error": str(error.facts["why"])}
    return {
        "valid": "1",
        "area6": record.area6,
        "town3": record.town3,
        "village3": record.village3,
        "village_kind": record.village_kind,
        "serial5": record.serial5,
        "short8": record.short8,
    }


RULES: Mapping[str, Rule] = {
    "id_numbers": Rule(
        ("input", "as_of"), ("valid", "normalized", "birth_date", "sex", "kind", "error"), _id_number
    ),
    "temp_identity": Rule(("unit", "issued_on", "serial"), ("identity",), _temporary),
    "org_codes": Rule(("kind", "input"), ("valid", "check"), _organisation),
    "health_record_no": Rule(
        ("input",),
        ("valid", "area6", "town3", "village3", "village_kind", "serial5", "short8", "error"),
        _record_number,
    ),
}
