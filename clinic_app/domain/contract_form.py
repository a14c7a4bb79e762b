"""签约协议 as the record sheet `contract` of the national list (resources/forms/contract.toml)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from clinic_app.domain.contract_packages import Package
from clinic_app.domain.contract_teams import Team
from clinic_app.domain.contract_terms import Contract, EndReason
from clinic_app.domain.contracts import ContractStatus
from clinic_app.domain.forms.mapping import AgreedContract
from clinic_app.domain.forms.numbers import plain
from clinic_app.domain.money import Fen

FORM: Final = "contract"
_GRID: Final = "grid_worker"  # of resources/contracts/staff_kinds.csv
_ON_PAPER, _ELECTRONIC = "1", "2"
_REASONS: Final[Mapping[str, str]] = {
    EndReason.DIED: "死亡",
    EndReason.MOVED: "迁出",
    EndReason.REQUEST: "本人要求",
    EndReason.TEAM_CHANGE: "换团队",
}


def agreed_contract(
    contract: Contract,
    day: date,
    *,
    renewed: bool,
    drawn: bool,
    team: Team | None,
    household: str,
    packages: Sequence[Package],
) -> AgreedContract:
    """How a contract stands on `day`.

    Args:
        renewed: another one follows on it.
        drawn: it was signed on the screen, not on paper.
        team: None: it has not arrived.
        packages: of the versions that were agreed, as far as they are known.
    """
    status = _status(contract, day, renewed)
    return AgreedContract(
        number=contract.number,
        household=household,
        team=str(contract.team),
        leader=contract.leader,
        grid_worker=""
        if team is None
        else next((one.staff for one in team.members if one.kind == _GRID), ""),
        groups=list(contract.groups),
        packages=[_row(one) for one in packages],
        signed_on=contract.signed_on.isoformat(),
        valid_to=contract.valid_to.isoformat(),
        years=contract.years,
        fee_insurance=_yuan(contract.fee.insurance),
        fee_public=_yuan(contract.fee.public_health),
        fee_resident=_yuan(contract.fee.resident),
        # The fund pays for who is contracted in the outpatient pool, and for nobody else.
        in_pool=contract.fee.insurance > 0,
        secondary_hospital=contract.hospitals.secondary,
        tertiary_hospital=contract.hospitals.tertiary,
        mode=_ELECTRONIC if drawn else _ON_PAPER,
        status=status,
        end_reason=_reason(contract) if status == "CANCELLED" else "",
    )


def _status(contract: Contract, day: date, renewed: bool) -> str:
    """A choice of the form."""
    if contract.last_day < contract.valid_to:
        return "CANCELLED"
    if renewed:
        return "RENEWED"
    return "EXPIRED" if contract.status(day) is ContractStatus.EXPIRED else "ACTIVE"


def _reason(contract: Contract) -> str:
    if contract.ended is None:
        return ""
    words = _REASONS.get(contract.ended.reason, contract.ended.reason)
    return f"{words}：{contract.ended.note}" if contract.ended.note else words


def _row(package: Package) -> dict[str, Any]:
    return {"package": package.name_zh, "note": f"第 {package.version} 版"}


def _yuan(fen: Fen) -> str:
    return plain(Decimal(fen) / 100)
