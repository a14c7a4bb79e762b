"""The two policies of a comparison, and what one does with days that it does not cover yet."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import sqlalchemy as sa

from clinic_app.domain.policy import CatalogueRow, Policy, Version, load
from clinic_app.projections.queries import insurance

ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Applied:
    """A policy as one bill is computed by it."""

    policy: Policy
    stretched: bool  # the version is not in force on that day: what if it were


class Candidate:
    """One side of a comparison."""

    def __init__(self, *policies: Policy) -> None:
        self.policies = policies
        self._stretched = cache(_stretched)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(f"{one.title} ({one.policy_id})" for one in self.policies)

    def for_bill(self, insutype: str, day: date) -> Applied | None:
        """The policy of an insurance on the last day of a service; None: it has none."""
        policy = next((one for one in self.policies if insutype in one.insutypes), None)
        if policy is None:
            return None
        if policy.version_on(day) is not None:
            return Applied(policy, False)
        at = next((n for n, one in enumerate(policy.versions) if one.effective_from > day), -1)
        return Applied(self._stretched(self.policies.index(policy), at, self), True)


def live(connection: sa.Connection) -> Candidate:
    """What is published."""
    return Candidate(*(load(one.text) for one in insurance.policies(connection)))


def _stretched(index: int, at: int, side: Candidate) -> Policy:
    policy = side.policies[index]
    version: Version = policy.versions[at]
    rows: dict[str, tuple[CatalogueRow, ...]] = {}
    for code in policy.catalogue:
        row = policy.row_on(code, version.effective_from)
        if row is not None:
            rows[code] = (replace(row, effective_from=None, effective_to=None),)
    always = replace(version, effective_from=ALWAYS, effective_to=None)
    return replace(policy, versions=(always,), catalogue=rows)
