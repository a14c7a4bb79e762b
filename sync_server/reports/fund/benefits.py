"""Limits of the live policies, by insurance, level and day."""

from datetime import date

import sqlalchemy as sa

from clinic_app.domain import policy as policies
from clinic_app.domain.policy import Policy
from clinic_app.domain.policy.model import Version
from clinic_app.projections.queries import insurance
from clinic_app.projections.tables.facility import facility


class Benefits:
    def __init__(self, db: sa.Connection) -> None:
        self._policies: dict[str, Policy] = {}
        for published in reversed(insurance.policies(db)):
            for insutype in published.insutypes:
                self._policies[insutype] = policies.load(published.text)
        self._levels = {
            row.code: row.inst_lv for row in db.execute(sa.select(facility.c.code, facility.c.inst_lv))
        }

    def visit_cap(self, insutype: str, code: str, day: date) -> int | None:
        """visit_cap_fen of general outpatient visits at a facility; ``None`` where there is none."""
        version, level = self._version(insutype, day), self._levels.get(code)
        if version is None:
            return None
        row = next((row for row in version.outpatient if row.inst_lv == level), None)
        return None if row is None else row.benefit.visit_cap_fen

    def chronic_cap(self, insutype: str, dise_codg: str, day: date) -> int | None:
        """annual_cap_fen of a chronic disease; ``None`` where there is none."""
        version = self._version(insutype, day)
        if version is None:
            return None
        row = next((row for row in version.chronic if row.dise_codg == dise_codg), None)
        return None if row is None else row.annual_cap_fen

    def _version(self, insutype: str, day: date) -> Version | None:
        policy = self._policies.get(insutype)
        return policy.version_on(day) if policy else None
