"""医保政策 and 目录: published by the county for every clinic."""

import csv
import io

from clinic_app.domain import policy as policies
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.insurance import CatalogPublished, PolicyPublished
from clinic_app.journal.quarantine import MAX_BODY
from clinic_app.projections.queries import insurance
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class PolicyOverlap(RuleBroken):
    """Another policy is live for this insurance type: a county has one."""

    code = "policy.overlap"


class BadCatalog(RuleBroken):
    """A catalogue file that is no table with a heading and rows."""

    code = "catalog.bad"


class FileTooLarge(RuleBroken):
    """More than one entry can hold."""

    code = "publish.too_large"


def publish_policy(database: Database, text: str, author: str = "", wall: Wall = wall_clock) -> str:
    """Publish a policy file; a newer one of the same `policy_id` replaces the older.  Answers the policy's id.

    Raises:
        BadPolicy: the file is refused, with every problem.
        PolicyOverlap: another policy covers one of its insurance types.
        FileTooLarge
    """
    policy = policies.load(text)
    _require_size(text)
    with held_pen(database, wall) as pen:
        for other in insurance.policies(pen.connection):
            common = set(other.insutypes) & set(policy.insutypes)
            if common and other.policy_id != policy.policy_id:
                raise PolicyOverlap(insutype=sorted(common)[0], policy_id=other.policy_id)
        fact = PolicyPublished(policy_id=policy.policy_id, insutypes=policy.insutypes, text=text)
        pen.append(fact, author=author)
    return policy.policy_id


def publish_catalog(
    database: Database, kind: str, text: str, author: str = "", wall: Wall = wall_clock
) -> int:
    """Publish a catalogue (CSV with a heading) that replaces the shipped one of its `kind`.  Answers its rows.

    Raises:
        BadCatalog: no heading, no rows, or a row of another width.
        FileTooLarge
    """
    _require_size(text)
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise BadCatalog(line=0) from error
    if len(rows) < 2 or len(set(rows[0])) != len(rows[0]):
        raise BadCatalog(line=1)
    for line, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(rows[0]):
            raise BadCatalog(line=line)
    with held_pen(database, wall) as pen:
        pen.append(CatalogPublished(kind=kind, text=text), author=author)
    return len(rows) - 1


def _require_size(text: str) -> None:
    if len(text.encode()) > MAX_BODY - 1024:
        raise FileTooLarge(limit=MAX_BODY)
