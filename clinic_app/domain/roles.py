"""岗位: what each role may do.  Asked by pages, by services and by the county alike."""

from enum import StrEnum
from typing import Final

from clinic_app.domain.errors import RuleBroken


class Role(StrEnum):
    REGISTRAR = "registrar"  # 挂号
    DOCTOR = "doctor"  # 医师
    VILLAGE_DOCTOR = "village_doctor"  # 村医
    PHARMACIST = "pharmacist"  # 药剂
    NURSE = "nurse"  # 护士
    TECHNICIAN = "technician"  # 检验检查
    CASHIER = "cashier"  # 收费
    PUBLIC_HEALTH = "public_health"  # 公卫
    ADMINISTRATOR = "administrator"  # 管理员


ALL_ROLES: Final = tuple(Role)


class NotAllowed(RuleBroken):
    """The person on duty lacks the role for this."""

    code = "staff.not_allowed"


# An action is named like the fact it leads to, or like the page it opens.
_MAY: Final[dict[str, frozenset[Role]]] = {
    "resident": frozenset({Role.REGISTRAR, Role.DOCTOR, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "registration": frozenset({Role.REGISTRAR, Role.VILLAGE_DOCTOR}),
    "walk_in": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR}),
    "outpatient": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR}),
    "outpatient_log": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH, Role.ADMINISTRATOR}),
    "settlement": frozenset({Role.CASHIER, Role.VILLAGE_DOCTOR}),
    "closing": frozenset({Role.CASHIER, Role.VILLAGE_DOCTOR, Role.ADMINISTRATOR}),
    "facility_closing": frozenset({Role.VILLAGE_DOCTOR, Role.ADMINISTRATOR}),
    "statement": frozenset({Role.ADMINISTRATOR, Role.VILLAGE_DOCTOR}),
    "pharmacy": frozenset({Role.PHARMACIST, Role.VILLAGE_DOCTOR}),
    "stock": frozenset({Role.PHARMACIST, Role.VILLAGE_DOCTOR}),
    "stock_approval": frozenset({Role.ADMINISTRATOR, Role.VILLAGE_DOCTOR}),
    "inpatient": frozenset({Role.DOCTOR, Role.NURSE, Role.CASHIER, Role.VILLAGE_DOCTOR}),
    "ward": frozenset({Role.DOCTOR, Role.NURSE, Role.PHARMACIST, Role.VILLAGE_DOCTOR}),
    "ward_orders": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR}),
    "ward_care": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR}),
    "ward_doses": frozenset({Role.DOCTOR, Role.NURSE, Role.PHARMACIST, Role.VILLAGE_DOCTOR}),
    "examination": frozenset({Role.TECHNICIAN, Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR}),
    "chart": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "health_record": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "forms": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "vaccination": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "programme": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "contracts": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "readings": frozenset({Role.DOCTOR, Role.NURSE, Role.VILLAGE_DOCTOR, Role.PUBLIC_HEALTH}),
    "reading_review": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR}),
    "skin_test": frozenset({Role.DOCTOR, Role.NURSE, Role.PHARMACIST, Role.VILLAGE_DOCTOR}),
    "review": frozenset({Role.DOCTOR, Role.VILLAGE_DOCTOR}),
    "stopwatch": frozenset(Role),
    "staff": frozenset({Role.ADMINISTRATOR}),
    "facility": frozenset({Role.ADMINISTRATOR}),
    "policy": frozenset({Role.ADMINISTRATOR}),
}


def who_may(action: str) -> frozenset[Role]:
    """The roles that may do `action`."""
    return _MAY[action]


def may(roles: frozenset[Role], action: str) -> bool:
    """Whether someone with `roles` may do `action`."""
    return bool(roles & _MAY[action])


def require(roles: frozenset[Role], action: str) -> None:
    """Raises:
    NotAllowed: none of `roles` may do `action`.
    """
    if not may(roles, action):
        raise NotAllowed(action=action)
