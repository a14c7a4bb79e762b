"""The world before anything happens: made once a run, the same bytes of every journal each time."""

import random
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from clinic_app.domain.resources import text
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.journal.entry import begin_ids, device_id
from clinic_app.journal.facts.facility import RECOVERY, FacilityFounded, StaffCertified
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.store.journal import SELF, Author, Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.setup import NewDevice, build
from sync_server.hub.identity import Identity, set_up
from sync_server.intake.pen import held_pen
from sync_server.publish.enrolments import PROOF_TAG, Application, enrol
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import found
from sync_server.publish.policies import publish_policy
from sync_server.store.engine import Database
from sync_server.store.schema import migrate
from tests.simulation.county import FILE, CountyPlace, Troubles
from tests.simulation.hub import Hub
from tests.simulation.line import SERVER
from tests.simulation.pc import STAFF, Pc, drawn, holder_of, person_of

TOWNSHIP, VILLAGE, OTHER = "350881001", "350881101", "350881002"
LEVELS = {TOWNSHIP: "township", VILLAGE: "village", OTHER: "township"}
PARENT = {VILLAGE: TOWNSHIP}
DEVICES = {"t1": TOWNSHIP, "t2": TOWNSHIP, "v1": VILLAGE, "o1": OTHER}
NEW = {"t3": TOWNSHIP}  # set up and not enrolled yet
HUB_FILE = "hub.db"  # of the township's hub
INSURED = {"P1": TOWNSHIP, "P2": VILLAGE, "P3": ""}
BEGIN = 1_794_900_000_000  # UTC ms: 2026-11-17 in the morning
DAY = date(2026, 11, 17)


@dataclass(frozen=True, slots=True)
class Template:
    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Template":
        """Four PCs of three clinics, enrolled and in agreement with their county."""
        hub = Hub(random.Random("template"), BEGIN - 3_600_000)
        begin_ids(hub.dice.randbytes)
        _county(folder, hub)
        with ExitStack() as stack:
            county = CountyPlace(hub, folder, Troubles())
            stack.callback(county.close)
            first: set[str] = set()
            pcs = []
            for name, facility in DEVICES.items():
                _built(folder / name, name, facility, hub, first=facility not in first)
                first.add(facility)
                pc = Pc(hub, name, facility, folder / name, county)
                pcs.append(pc)
                stack.callback(pc.close)
                assert hub.do(pc.process, "enrol", pc.enrol_anew)
                _somebody(pc)
            for _ in range(3):
                for pc in pcs:
                    done = hub.do(pc.process, "sync", pc.sync)
                    assert done is not None and done.safe, pc.last_error
                    county.work_off()
            assert county.troubles.told == []
            _hub(folder, county, hub)
            for pc in pcs:
                done = hub.do(pc.process, "sync", pc.sync)
                assert done is not None and done.safe, pc.last_error
            for name, facility in NEW.items():
                _built(folder / name, name, facility, hub, first=False)
                pcs.append(Pc(hub, name, facility, folder / name, county))
                stack.callback(pcs[-1].close)
            for pc in pcs:
                pc.image(folder / "images" / pc.name)
            county.backup(folder / "images" / FILE)
            shutil.copyfile(folder / HUB_FILE, folder / "images" / HUB_FILE)
        return cls(folder / "images")


def _somebody(pc: Pc) -> None:
    """A resident of each PC, so that several may amend the same one from the beginning."""
    with pc.store.writing(pc.author) as work:
        work.append(ResidentRegistered(name=pc.name, sex="1", salt="salt", source="typed"), SELF)


def _county(folder: Path, hub: Hub) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / FILE}")
    migrate(database)
    found(database, "漳平市", ("localhost",), hub.wall, hub.dice.randbytes)
    for code, level in LEVELS.items():
        register_facility(database, code, code, level, PARENT.get(code, ""), wall=hub.wall)
    publish_policy(
        database,
        text("policies", "open_sample.toml").replace("max_age_days = 7", "max_age_days = 9999"),
        wall=hub.wall,
    )
    with held_pen(database, hub.wall) as pen:
        for psn_no, home in INSURED.items():
            pen.append(
                InsuredStated(
                    psn_no=psn_no,
                    id_number="350881190102030019",
                    insutype="390",
                    acct_balance=50_000,
                    home=home,
                    salt="salt",
                )
            )
    database.close()


def _built(folder: Path, name: str, facility: str, hub: Hub, *, first: bool) -> None:
    holder = holder_of(facility)
    person, recovery = person_of(holder), person_of(KeyHolder(RECOVERY, drawn("recovery", facility)))

    def fill(store: Store) -> None:
        if not first:
            return
        with store.writing(Author(STAFF, holder.signing.sign)) as work:
            work.append(
                FacilityFounded(facility=facility, name=facility, inst_lv=LEVELS[facility], recovery=recovery)
            )
            work.append(
                StaffCertified(
                    staff_id=STAFF, name="王", roles=tuple(one.value for one in ALL_ROLES), person=person
                )
            )

    device = NewDevice(drawn("data", name), drawn("device", name))
    build(folder, device, facility, "A", [(STAFF, person)], fill, hub.wall).close()


def _hub(folder: Path, county: CountyPlace, hub: Hub) -> None:
    """A hub that the county has enrolled, with nothing on it yet."""
    seed = drawn("device", "hub")
    key = private_key(seed)
    code = county.code(TOWNSHIP)
    proof = key.sign(PROOF_TAG + code.encode())
    answer = enrol(
        county.database,
        Application(
            code=code,
            device_key=public_bytes(key),
            facility="",
            admin="",
            admin_key=b"",
            proof=proof,
            hub=True,
        ),
        county.wall,
    )
    database = Database(f"sqlite:///{folder / HUB_FILE}")
    migrate(database)
    begin_ids(hub.dice.randbytes)
    identity = Identity(
        upstream=SERVER, ca_pem=county.authority_pem, county_key=answer.county_key, facility=TOWNSHIP
    )
    set_up(database, seed, "hub", identity)
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    database.close()


def hub_id() -> UUID:
    return device_id(public_bytes(private_key(drawn("device", "hub"))))
