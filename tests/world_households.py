"""Builders for households, deaths and moves, and for entries of the register that are one person."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clinic_app.journal.facts import health_records, households, programmes, readings
from clinic_app.journal.facts.residents import Change

_DAY = date(2026, 11, 22)
_VILLAGE = "350881102101"


def household_facts(world: Any) -> dict[str, object]:
    """A builder for each type; few houses and people, so that journals meet in the same rows."""
    dice = world.dice

    def day() -> date:
        return _DAY - timedelta(days=dice.randrange(4))

    def house() -> dict[str, str]:
        return {
            "village": "西洋村",
            "village_code": _VILLAGE,
            "group": str(dice.randrange(1, 4)),
            "house": str(dice.randrange(90)),
            "salt": "salt",
        }

    def case() -> UUID:
        known: UUID = world.some(world.cases)
        return known

    def changes() -> dict[str, Change]:
        some = dice.sample(["name", "phone", "a_later_field"], dice.randrange(0, 3))
        return {one: Change(f"v{dice.randrange(9)}", world.some(world.entries)) for one in some}

    def measured() -> UUID:
        return UUID(int=dice.randrange(1, 5))

    return {
        "reading.received": lambda: readings.ReadingReceived(
            reading_id=measured(),
            device=f"d{dice.randrange(3)}",
            taken_ms=1_795_000_000_000 + dice.randrange(9),
            item=dice.choice(["sbp", "weight"]),
            value_e4=dice.choice([1_200_000, 1_900_000]) + dice.randrange(9),
            identified_by=dice.choice(["id_number", "card", "hand"]),
            beyond=dice.choice(["", ">"]),
            position=dice.choice(["", "坐位 左上臂"]),
        ),
        "reading.confirmed": lambda: readings.ReadingConfirmed(reading_id=measured()),
        "reading.rejected": lambda: readings.ReadingRejected(
            reading_id=measured(), reason=f"r{dice.randrange(9)}"
        ),
        "reading.answered": lambda: readings.ReadingAnswered(
            reading_id=measured(), told="本人", done=f"d{dice.randrange(9)}"
        ),
        "programme.enrolled": lambda: programmes.ProgrammeEnrolled(
            programme="two_cancers", item=dice.choice(["cervical", "breast"]), on=day(), declared=("rural",)
        ),
        "programme.withdrawn": lambda: programmes.ProgrammeWithdrawn(
            case_id=case(), reason=f"r{dice.randrange(9)}"
        ),
        "programme.done": lambda: programmes.ProgrammeDone(
            case_id=case(), on=day(), result=dice.choice("12"), institution="县妇幼保健院"
        ),
        "programme.subsidised": lambda: programmes.ProgrammeSubsidised(
            case_id=case(), amount=dice.randrange(-9, 9), on=day()
        ),
        "programme.followed": lambda: programmes.ProgrammeFollowed(
            case_id=case(), on=day(), finding=f"f{dice.randrange(9)}"
        ),
        "household.founded": lambda: households.HouseholdFounded(**house()),
        "household.amended": lambda: households.HouseholdAmended(
            household_id=world.some(world.households), **house()
        ),
        "household.joined": lambda: households.HouseholdJoined(
            household_id=world.some(world.households), relation=dice.choice(["02", "12", "2"]), on=day()
        ),
        "household.left": lambda: households.HouseholdLeft(
            household_id=world.some(world.households), on=day(), reason="分户"
        ),
        "record.opened": lambda: health_records.RecordOpened(
            number=f"{_VILLAGE}{dice.randrange(1, 9):05d}", on=day(), salt="salt"
        ),
        "resident.moved": lambda: health_records.ResidentMoved(
            way=dice.choice(["in", "out", "lost"]), on=day(), place="厦门", salt="salt"
        ),
        "resident.died": lambda: health_records.ResidentDied(on=day(), cause="肺炎", salt="salt"),
        "resident.returned": lambda: health_records.ResidentReturned(
            event_id=world.some(world.life_events), reason=f"r{dice.randrange(9)}"
        ),
        "resident.merged": lambda: health_records.ResidentMerged(
            other=world.some(world.residents), reasons=("name_sex_birth",), changes=changes(), salt="salt"
        ),
        "resident.split": lambda: health_records.ResidentSplit(
            merge_id=world.some(world.merges), reason=f"r{dice.randrange(9)}", changes=changes(), salt="salt"
        ),
        "merge.overruled": lambda: health_records.MergeOverruled(
            facility="350881001",
            merge_id=world.some(world.merges),
            reason=f"o{dice.randrange(9)}",
            changes=changes(),
            salt="salt",
        ),
        "resident.distinguished": lambda: health_records.ResidentDistinguished(
            other=world.some(world.residents), reason="双胞胎"
        ),
    }
