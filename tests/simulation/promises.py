"""What must hold in the end, whatever happened."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.fact import Reach
from clinic_app.journal.facts.county import CountyFact, SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.tables import metadata as projections
from clinic_app.projections.tables.registration import visit as visits
from clinic_app.projections.tables.residents import resident as people
from clinic_app.projections.tables.settlement import settlement as settlements
from clinic_app.store import exchange
from clinic_app.store.exchange import project_if_known
from clinic_app.store.journal import Store
from clinic_app.store.rows import all_rows, placed_of
from clinic_app.store.verify import verify
from sync_server.intake.rebuild import rebuild as rebuild_county
from sync_server.reports.journals import verify as verify_county
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.tables import held_entry
from tests.simulation import look
from tests.simulation.county import CountyPlace
from tests.simulation.pc import Pc
from tests.simulation.template import PARENT


class Broken(AssertionError):
    """A promise was not kept."""


def require(kept: object, *words: object) -> None:
    if not kept:
        raise Broken(" ".join(str(word) for word in words))


def require_all(world: Any) -> None:
    """Raises:
    Broken: with what was promised and to whom.
    """
    county, pcs = world.county, world.pcs
    require(not county.troubles.told, "the server met an error of its own:", county.troubles.told[:3])
    there = look.arrived(county)
    everything_is_there_once(world, there)
    for pc in pcs:
        journals_are_equal(pc, there)
        everybody_has_what_concerns_him(world, pc, there)
        at = look.stands_at(pc)
        with look.at_county(county) as connection:
            newest = position_of(connection, SEQUENCED)
        require(at == (county.identity.epoch, newest), pc, "stands at", at, "and not at", newest)
    clocks_never_go_back(there)
    chains_hold(county, pcs)
    tables_are_what_the_journal_says(county, pcs, (*_OWN, *_BRANCHED) if world.clones else _OWN)
    both_ends_show_the_same(county, pcs)
    no_fen_is_lost(county, there)


def safe_means_safe(county: CountyPlace, pc: Pc) -> None:
    """When a PC shows green, the county holds every entry of it."""
    with look.at_pc(pc) as connection:
        if exchange.unsent(connection).count:
            return  # written since
    missing = look.own_numbers(pc) - look.county_numbers(county)
    lacks = [one.hex() for one in sorted(missing)[:3]]
    require(not missing, pc, "shows safe; the county lacks", len(missing), lacks)


def everything_is_there_once(world: Any, there: list[Arrived]) -> None:
    own = world.county.identity.device
    found = {one.entry.id: one.entry for one in reversed(there)}
    for pc in world.pcs:
        world.written |= look.own_ids(pc)
    missing = [one for one in world.written if one not in found and one not in world.lost]
    require(
        not missing, "written and not at the county:", [(one.hex, world.written[one][0]) for one in missing]
    )
    for one, entry in found.items():
        if one in world.first or entry.device == own:
            continue
        require(one in world.written, "at the county, and nobody wrote it:", one.hex, entry.type)
        require(world.written[one] == look.content(entry), "changed on its way:", one.hex, entry.type)
    places = Counter((one.entry.incarnation, one.entry.seq) for one in there)
    twice = [place for place, count in places.items() if count > 1]
    require(not twice, "taken in twice:", twice)
    missing = [one for one in world.first if one not in found and one not in world.lost]
    require(not missing, "lost, though it was there from the beginning:", missing)


def journals_are_equal(pc: Pc, there: list[Arrived]) -> None:
    at_county: dict[UUID, list[bytes]] = defaultdict(list)
    for one in sorted(there, key=lambda one: one.entry.seq):
        if one.entry.device == pc.device():
            at_county[one.entry.incarnation].append(look.whole(one.entry))
    here = look.own_runs_of(pc)
    require(here == at_county, pc, "holds", _sizes(here), "and the county of it", _sizes(at_county))


def everybody_has_what_concerns_him(world: Any, pc: Pc, there: list[Arrived]) -> None:
    here = look.foreign(pc)
    expected: dict[UUID, Arrived] = {}
    for one in there:
        if one.entry.device != pc.device() and one.entry.id not in expected and _concerns(one, pc.facility):
            expected[one.entry.id] = one
    mine = look.own_ids(pc)
    missing = [one for one in expected.values() if one.entry.id not in here and one.entry.id not in mine]
    require(
        not missing,
        pc,
        "was never told of",
        [(one.position, one.entry.type, one.entry.id.hex) for one in missing[:5]],
    )
    too_much = [entry for one, entry in here.items() if one not in expected and one not in world.lost]
    written_here = {one for one in too_much if one.id in world.written and _was_at(pc, one)}
    require(not set(too_much) - written_here, pc, "was told of what is none of its business:", too_much[:3])
    for one, entry in here.items():
        if one in expected:
            theirs = look.content(expected[one].entry)
            require(look.content(entry) == theirs, pc, "holds otherwise:", one.hex, entry.type)


def _was_at(pc: Pc, entry: Any) -> bool:
    """Written on this very PC under an older key, for the county alone: it stays."""
    kind = FACTS.get(entry.type)
    return kind is not None and kind.reach is Reach.COUNTY


def _concerns(one: Arrived, facility: str) -> bool:
    """The protocol's own words, said once more: facility, scope, county, everyone."""
    kind = FACTS.get(one.entry.type)
    if one.facility:
        if kind is not None and (issubclass(kind, CountyFact) or kind.reach is Reach.COUNTY):
            return False
        over = kind is not None and kind.reach is Reach.SCOPE and PARENT.get(one.facility) == facility
        return one.facility == facility or over
    assert kind is not None and one.entry.body is not None
    if kind.reach is Reach.COUNTY:
        return False
    fact: Any = kind.parse(one.entry.body)
    for_one = getattr(fact, "facility", "")
    home = getattr(fact, "home", "")
    if isinstance(fact, SettlementAdjudicated):
        return facility in (for_one, home, PARENT.get(home))
    if hasattr(fact, "home"):
        return not home or facility in (home, PARENT.get(home))
    return for_one in ("", facility)


def clocks_never_go_back(there: list[Arrived]) -> None:
    last: dict[UUID, int] = {}
    for one in sorted(there, key=lambda one: one.entry.seq):
        before = last.get(one.entry.incarnation, 0)
        require(
            one.entry.time > before, "a clock went back at", one.entry.device, one.entry.seq, one.entry.type
        )
        last[one.entry.incarnation] = one.entry.time


def chains_hold(county: CountyPlace, pcs: list[Pc]) -> None:
    for pc in pcs:
        verify(pc.store)
    with look.at_county(county) as connection:
        verify_county(connection)


def tables_are_what_the_journal_says(county: CountyPlace, pcs: list[Pc], own: tuple[str, ...]) -> None:
    for pc in pcs:
        different = _made_again(pc)
        require(not different, pc, "shows what its journal does not say:", different)
    shown: dict[str, tuple[Pc, Mapping[str, bytes]]] = {}
    clinics = Counter(pc.facility for pc in pcs)
    for pc in [one for one in pcs if clinics[one.facility] > 1]:
        with look.at_pc(pc) as connection:
            here = {name: one for name, one in look.digests(connection).items() if name not in own}
        other, theirs = shown.setdefault(pc.facility, (pc, here))
        different = tuple(name for name in here if here[name] != theirs[name])
        require(not different, pc, "and", other, "show different", different, _first(pc, other, different))
    with look.at_county(county) as connection:
        before = look.county_digests(connection)
    rebuild_county(county.database)
    with look.at_county(county) as connection:
        after = look.county_digests(connection)
    different = tuple(name for name in before if before[name] != after[name])
    require(not different, "the county shows what its journal does not say:", different)


def _made_again(pc: Pc) -> list[str]:
    """The tables in which the journal, replayed, makes other rows."""
    with Store.changing(pc.store) as connection, connection.begin_nested() as tried:
        before = look.digests(connection)
        look.empty(connection)
        for row in all_rows(connection):
            project_if_known(connection, placed_of(row), own=row.owner == "own")
        after = look.digests(connection)
        tried.rollback()
    return [name for name in before if before[name] != after[name]]


def both_ends_show_the_same(county: CountyPlace, pcs: list[Pc]) -> None:
    """People and visits at the county and at the township hospitals, which see all that is written about theirs."""
    aside = look.set_aside(county)
    for table in (people, visits):
        with look.at_county(county) as connection:
            there = {row.id: repr(row._asdict()) for row in connection.execute(sa.select(table))}
        for pc in [one for one in pcs if one.facility not in PARENT]:
            with look.at_pc(pc) as connection:
                rows = connection.execute(sa.select(table)).all()
            here = {
                row.id: repr(row._asdict()) for row in rows if table is people or row.facility == pc.facility
            }
            here = {
                own: row
                for own, row in here.items()
                if own not in aside and not any(map(row.__contains__, map(str, aside)))
            }
            different = [(here[own], there.get(own)) for own in here if here[own] != there.get(own)]
            require(not different, pc, "and the county show", table.name, "otherwise:", different[:1])


def _first(pc: Pc, other: Pc, names: tuple[str, ...]) -> list[object]:
    """Rows that only one of two PCs shows."""
    found: list[object] = []
    for name in names:
        table = projections.tables.get(name)
        if table is None:
            continue
        with look.at_pc(pc) as one, look.at_pc(other) as another:
            here, there = (
                {repr(row._asdict()) for row in db.execute(sa.select(table))} for db in (one, another)
            )
        found += [name, sorted(here ^ there)[:4]]
    return found


_OWN = ("chart_view",)  # of this device alone
_BRANCHED = ("settlement",)  # names the device: two branches of one disk each show their own


def no_fen_is_lost(county: CountyPlace, there: list[Arrived]) -> None:
    """What counts at the county is what the clinics wrote and nobody set aside; each is judged once."""
    with look.at_county(county) as connection:
        set_aside = set(
            connection.scalars(sa.select(held_entry.c.id).where(held_entry.c.released_at.is_(None)))
        )
        rows = connection.execute(sa.select(settlements)).all()
    written: dict[UUID, Any] = {}
    judged: Counter[tuple[UUID, UUID]] = Counter()  # by branch: a county put back does not know that it had
    for one in there:
        entry = one.entry
        if entry.body is None or entry.id in set_aside:
            continue
        if entry.type in (SettlementMade.type, SettlementReversed.type):
            written[entry.id] = FACTS[entry.type].parse(entry.body)
        if entry.type == SettlementAdjudicated.type:
            judged[SettlementAdjudicated.parse(entry.body).settlement_id, entry.incarnation] += 1
    counted = {row.id: row for row in rows if row.made_at is not None}
    require(set(counted) == set(written), "settlements that count:", len(counted), "written:", len(written))
    for own, fact in written.items():
        for name in ("medfee_sumamt", "fund_pay_sumamt", "cash_pay"):
            there_, here = getattr(counted[own], name), fact.amounts.get(name, 0)
            require((there_ or 0) == here, "fen at", own.hex, name, there_, "and not", here)
    twice = [own.hex for (own, _), count in judged.items() if count > 1]
    require(not twice, "judged more than once:", twice)
    once = {own for own, _ in judged}
    unjudged = [own.hex for own, fact in written.items() if fact.psn_no and own not in once]
    require(not unjudged, "never judged:", unjudged)


def _sizes(runs: Mapping[UUID, list[bytes]]) -> dict[str, int]:
    return {incarnation.hex[:8]: len(entries) for incarnation, entries in runs.items()}
