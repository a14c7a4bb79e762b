"""医保政策 as data: read, checked, explained.  Rules of money are here, never in code."""

from clinic_app.domain.policy.explain import explain
from clinic_app.domain.policy.findings import BadPolicy, Findings, Problem
from clinic_app.domain.policy.model import CatalogueRow, Policy, Version
from clinic_app.domain.policy.reading import load, read

__all__ = ["BadPolicy", "CatalogueRow", "Findings", "Policy", "Problem", "Version", "explain", "load", "read"]
