"""档案合并: what clinics brought together, for the county's eye."""

from dataclasses import dataclass

import sqlalchemy as sa

from clinic_app.domain.identifiers.masks import mask_name
from clinic_app.projections.queries import merges, residents
from clinic_app.projections.queries.merges import Merge

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A merge with the names as they may be shown."""

    merge: Merge
    kept: str
    other: str


def newest(db: sa.Connection) -> list[Line]:
    """The newest first; split ones too."""
    found = merges.all_merges(db, MOST)
    names = residents.names_of(db, [one for merge in found for one in (merge.kept, merge.other)])
    return [
        Line(one, mask_name(names.get(one.kept, "")), mask_name(names.get(one.other, ""))) for one in found
    ]
