"""家庭医生团队: who signs with residents, and for which villages.

Kinds of members: resources/contracts/staff_kinds.csv.  Sources: 国医改办发〔2016〕1号;
国卫基层发〔2022〕10号; the grid worker is Yichang's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from clinic_app.domain.codes import Code, rows
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.resources import text

_DOCTORS: Final = frozenset({"doctor", "village_doctor", "tcm"})


class BadTeam(RuleBroken):
    """A team has a name, a leader, and each member once, of a known kind; `why`: name, leader, twice, kind."""

    code = "contracts.bad_team"


@dataclass(frozen=True, slots=True)
class Member:
    staff: str  # staff id; of who is no member of staff (a grid worker) the name
    kind: str  # code of `staff_kinds`
    facility: str = ""  # where the person works; empty: where the team was formed
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    name: str
    leader: str  # staff id
    members: tuple[Member, ...] = ()  # beside the leader
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: UUID
    facility: str
    name: str
    leader: str  # staff id
    leader_name: str
    members: tuple[Member, ...]
    villages: tuple[str, ...]


def clinics_of(team: Team, here: str) -> tuple[str, ...]:
    """Where else than here the team works: these clinics are told of its contracts."""
    return tuple(sorted({team.facility, *(one.facility for one in team.members)} - {"", here}))


def most_contracts(team: Team) -> int:
    """How many residents a team can look after, by resources/contracts/caps.toml and its doctors."""
    caps = tomllib.loads(text("contracts", "caps.toml"))
    doctors = 1 + sum(one.kind in _DOCTORS for one in team.members)
    return int(min(caps["per_team"], caps["per_doctor"] * doctors))


@cache
def staff_kinds() -> Mapping[str, Code]:
    lines = rows("contracts", "staff_kinds.csv")
    return {line["code"]: Code(line["code"], line["name_zh"], line["name_en"]) for line in lines}


def check_team(new: NewTeam) -> None:
    """Raises:
    BadTeam
    """
    staff = [new.leader, *(one.staff for one in new.members)]
    if not new.name.strip():
        raise BadTeam(why="name")
    if not new.leader.strip():
        raise BadTeam(why="leader")
    if len(set(staff)) < len(staff):
        raise BadTeam(why="twice")
    if any(one.kind not in staff_kinds() or not one.staff.strip() for one in new.members):
        raise BadTeam(why="kind")
