"""A resident as Patient, as far as a form's reader needs to know him."""

from datetime import date
from typing import Final

from clinic_app.domain.forms.fhir.names import URN, Resource

# OIDs of China's shared documents (WS/T 483).
ID_NUMBER: Final = "urn:oid:2.16.156.10011.1.3"
RECORD_NUMBER: Final = "urn:oid:2.16.156.10011.1.2"
TEMPORARY: Final = f"{URN}:temporary-identity"
_GENDERS: Final = {"1": "male", "2": "female", "9": "other"}  # GB/T 2261.1


def patient(
    patient_id: str,
    *,
    name: str,
    sex: str,
    birth_date: date | None,
    id_number: str = "",
    record_number: str = "",
    temporary: str = "",
    phone: str = "",
    address: str = "",
) -> Resource:
    """What is not known is left out; `sex` as GB/T 2261.1."""
    numbers = ((ID_NUMBER, id_number), (RECORD_NUMBER, record_number), (TEMPORARY, temporary))
    known: Resource = {
        "identifier": [{"system": system, "value": value} for system, value in numbers if value],
        "name": [{"text": name}] if name else [],
        "telecom": [{"system": "phone", "value": phone}] if phone else [],
        "gender": _GENDERS.get(sex, "unknown"),
        "birthDate": birth_date.isoformat() if birth_date else "",
        "address": [{"text": address}] if address else [],
    }
    return {"resourceType": "Patient", "id": patient_id} | {
        key: value for key, value in known.items() if value
    }
