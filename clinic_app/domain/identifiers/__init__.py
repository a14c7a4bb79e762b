"""标识: the numbers by which residents, records and institutions are known.

One module a kind of number.  All are read through `clean`, so that what a person
types, a scanner sends and a spreadsheet holds come out alike.
"""

from clinic_app.domain.identifiers.documents import document_warnings, tidy_document
from clinic_app.domain.identifiers.id_number import (
    BadIdNumber,
    IdKind,
    IdNumber,
    check_id_number,
    eighteen_of,
    fifteen_of,
)
from clinic_app.domain.identifiers.masks import mask_id_number, mask_name, mask_phone
from clinic_app.domain.identifiers.organisations import (
    OrganisationCheck,
    check_credit_code,
    check_organisation_code,
    institution_code_warnings,
    unit_of,
)
from clinic_app.domain.identifiers.record_number import (
    BadRecordNumber,
    RecordNumber,
    VillageKind,
    check_record_number,
)
from clinic_app.domain.identifiers.temporary import (
    BadTemporaryIdentity,
    TemporaryIdentity,
    check_temporary_identity,
    temporary_identity,
)
from clinic_app.domain.identifiers.writing import clean, mod_11_2

__all__ = [
    "BadIdNumber",
    "BadRecordNumber",
    "BadTemporaryIdentity",
    "IdKind",
    "IdNumber",
    "OrganisationCheck",
    "RecordNumber",
    "TemporaryIdentity",
    "VillageKind",
    "check_credit_code",
    "check_id_number",
    "check_organisation_code",
    "check_record_number",
    "check_temporary_identity",
    "clean",
    "document_warnings",
    "eighteen_of",
    "fifteen_of",
    "institution_code_warnings",
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "mod_11_2",
    "temporary_identity",
    "tidy_document",
    "unit_of",
]
