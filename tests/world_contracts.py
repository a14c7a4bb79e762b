"""Builders for teams, contracts and what becomes of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clinic_app.journal.facts import contracts

_DAY = date(2026, 11, 22)


def contract_facts(world: Any) -> dict[str, object]:
    """A builder for each type; few teams and contracts, so that journals meet in the same rows."""
    dice = world.dice

    def day() -> date:
        return _DAY - timedelta(days=dice.randrange(400))

    def team() -> dict[str, Any]:
        return {
            "name": f"第{dice.randrange(9)}团队",
            "leader": f"P00{dice.randrange(3)}",
            "members": (contracts.TeamMember(staff="P009", kind="nurse", name="护士"),),
            "villages": ("西洋村",),
        }

    def some_contract() -> UUID:
        known: UUID = world.some(world.contracts)
        return known

    def agreed() -> dict[str, Any]:
        parts = [dice.randrange(0, 3000) for _ in range(3)]
        return {
            "number": f"QA26112{dice.randrange(9)}",
            "team_id": world.some(world.teams),
            "packages": (contracts.PackageChosen("basic", 1),),
            "groups": dice.choice([("0",), ("1", "5")]),
            "signed_on": day(),
            "years": dice.randrange(1, 4),
            "fee": sum(parts),
            "fee_insurance": parts[0],
            "fee_public": parts[1],
            "fee_resident": parts[2],
            "signature": dice.choice(["paper", "a" * 64]),
            "secondary_hospital": dice.choice(["", "县医院"]),
            "tertiary_hospital": dice.choice(["", "市中心医院"]),
            "salt": "s",
        }

    return {
        "team.formed": lambda: contracts.TeamFormed(**team()),
        "team.amended": lambda: contracts.TeamAmended(team_id=world.some(world.teams), **team()),
        "contract.signed": lambda: contracts.ContractSigned(**agreed()),
        "contract.renewed": lambda: contracts.ContractRenewed(
            replaces=some_contract(), valid_from=day(), **agreed()
        ),
        "contract.ended": lambda: contracts.ContractEnded(
            contract_id=some_contract(),
            on=day(),
            reason=dice.choice(["request", "team_change", "refused_renewal"]),
            salt="s",
        ),
        "contract.refused": lambda: contracts.ContractRefused(
            on=day(), reason=f"r{dice.randrange(9)}", salt="s"
        ),
    }
