"""机构 and 人员: how a clinic comes to be, and who works there."""

from typing import ClassVar, Final

import msgspec

from clinic_app.journal.fact import Fact

RIGHTS: Final = ("antibiotics", "narcotics", "trainee")
RECOVERY: Final = "recovery"  # the author of what the recovery code does; nobody's staff id


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One key holder: what others need to check a signature and to let the person in on another PC."""

    public_key: bytes  # Ed25519, 32 bytes: signatures
    exchange_key: bytes  # X25519, 32 bytes: a PC's data key is sealed to it
    salt: bytes  # of the Argon2id key that wraps the seed
    wrapped: bytes  # the person's 32-byte seed under that key (AES-256-GCM: nonce ‖ ciphertext)


class Practice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """执业: what a doctor may prescribe, as the administrator entered it from the papers."""

    license: str = ""  # doctor, assistant, village_doctor; empty: as the role says
    title: str = ""  # senior, middle, junior
    rights: tuple[str, ...] = ()  # antibiotics, narcotics, trainee


# Who sets a clinic up says that they may prescribe antibiotics of the first grade; an administrator may change it.
FOUNDER: Final = Practice(rights=("antibiotics",))


class FacilityFounded(Fact, frozen=True, kw_only=True):
    """The first entry of a clinic's first device."""

    type: ClassVar[str] = "facility.founded"
    action: ClassVar[str] = "facility"

    facility: str  # 机构编码
    name: str
    inst_lv: str  # village, township, community, county, city, province
    credit_code: str = ""  # 统一社会信用代码
    recovery: Person  # the key behind the recovery code


class StaffCertified(Fact, frozen=True, kw_only=True):
    """An administrator certifies a member of staff: new, changed roles, a new password, or left (`active` false)."""

    type: ClassVar[str] = "staff.certified"
    action: ClassVar[str] = "staff"
    signed: ClassVar[bool] = True

    staff_id: str
    name: str
    roles: tuple[str, ...]
    person: Person
    licence: str = ""  # 执业证书编号
    practice: Practice | None = None
    active: bool = True

    def __post_init__(self) -> None:
        """Raises:
        ValueError: a member of staff who would take the recovery code's place.
        """
        if self.staff_id == RECOVERY:
            raise ValueError("staff_id")
