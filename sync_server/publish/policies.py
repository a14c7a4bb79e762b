"""医保政策: published by the county for every clinic."""

from clinic_app.domain import policy as policies
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.insurance import PolicyPublished
from clinic_app.journal.quarantine import MAX_BODY
from clinic_app.projections.queries import insurance
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database


class PolicyOverlap(RuleBroken):
    """Another policy is live for this insurance type: a county has one."""

    code = "policy.overlap"


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


def _require_size(text: str) -> None:
    if len(text.encode()) > MAX_BODY - 1024:
        raise FileTooLarge(limit=MAX_BODY)
