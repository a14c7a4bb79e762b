"""Whatever happens to a card between two desks, its own log and the clinic's tables agree in the end."""

import itertools
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_app.devices import psam as psams
from clinic_app.devices import purse
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import beijing, wall_clock
from clinic_app.projections.queries.calls import CallState, calls_of_visit
from clinic_app.services.purse import PurseService
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy
from tests.devices.virtual_purse import SERIAL, TERMINAL, DirectTerminal, PsamChip, PurseChip

BUS = bytes.fromhex("B00000000001")
AMOUNTS = st.sampled_from([100, 100, 700])
NUMBERS = itertools.count(1)

TORN = st.tuples(st.sampled_from(["card", "psam"]), st.integers(1, 7), st.booleans())
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("debit"), AMOUNTS, st.none() | TORN),
        st.tuples(st.just("debit"), AMOUNTS, st.just(("card", 5, True))),
        st.tuples(st.just("debit"), AMOUNTS, st.just(("card", 5, False))),
        st.tuples(st.just("ride"), AMOUNTS),
        st.tuples(st.just("load"), AMOUNTS),
        st.tuples(st.sampled_from(["resolve", "lay", "another", "restart", "process"])),
    ),
    max_size=9,
)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("purse")
    made_template(folder / "template")
    seconds = itertools.count(wall_clock(), 1000)  # no two purchases in one second
    opened = opened_copy(folder / "template", folder / "data", lambda: next(seconds))
    yield opened
    opened.close()


class Life:
    """A card, the places it goes to, the next patient's card, and the debits that the clinic made."""

    def __init__(self, clinic: Clinic, t0: bool) -> None:
        self.clinic = clinic
        self.card = PurseChip(t0=t0, serial=SERIAL[:6] + next(NUMBERS).to_bytes(4))
        self.other = PurseChip(t0=t0, serial=SERIAL[:6] + next(NUMBERS).to_bytes(4))
        self.psam = PsamChip(t0=t0)
        self.bus = PsamChip(terminal=BUS)
        self.terminal = DirectTerminal.of(self.card, self.psam)
        self.purses = PurseService(clinic.store, self.terminal)
        self.visits: list[UUID] = []
        self.loaded = 0

    def happens(self, event: tuple) -> None:
        getattr(self, event[0])(*event[1:])

    def debit(self, amount: int, tear: tuple[str, int, bool] | None) -> None:
        if tear is not None:
            slot = self.terminal.hand if tear[0] == "card" else self.terminal.second
            slot.count, slot.tear_at, slot.after = 0, tear[1], tear[2]
        self.visits.append(uuid4())
        try:
            self.purses.debit(self.clinic.on_duty, amount, self.visits[-1])
        except ClinicError:
            return

    def ride(self, amount: int) -> None:
        """The holder pays a bus with the card, and comes back."""
        elsewhere = DirectTerminal.of(self.card, self.bus)
        self.lay()
        card, bus = elsewhere.card(), elsewhere.psam()
        now = beijing(self.clinic.store.wall())
        _, purchase = psams.begin(card, bus, purse.public_data(card), amount, now)
        purse.debit(card, purchase)
        self.lay()

    def load(self, amount: int) -> None:
        self.card.load(amount)
        self.loaded += amount

    def resolve(self) -> None:
        self.purses.resolve(self.clinic.on_duty)

    def lay(self) -> None:
        self.terminal.hand.lay(self.card)

    def another(self) -> None:
        """The next patient's."""
        self.terminal.hand.lay(self.other)

    def restart(self) -> None:
        self.terminal.second.lay(self.psam)

    def process(self) -> None:
        self.purses = PurseService(self.clinic.store, self.terminal)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, t0=st.booleans())
def test_the_cards_log_and_the_clinic_agree_in_the_end(clinic, events, t0):
    life = Life(clinic, t0)
    for event in events:
        life.happens(event)
    life.restart()
    for lay in (life.another, life.lay):
        lay()
        life.resolve()
    with clinic.store.reading() as connection:
        calls = [one for visit in life.visits for one in calls_of_visit(connection, visit)]
    assert {one.state for one in calls} <= {CallState.SUCCEEDED, CallState.FAILED}
    for card in (life.card, life.other):
        paid = [one for one in calls if one.request["serial"] == card.serial.hex().upper()]
        done = sorted((one.request["time"], one.amount) for one in paid if one.state is CallState.SUCCEEDED)
        ours = [line for line in card.log if line.terminal == TERMINAL]
        assert done == sorted((line.when[4:].hex(), line.amount) for line in ours)
        rides = sum(line.amount for line in card.log if line.terminal == BUS)
        loaded = life.loaded if card is life.card else 0
        assert card.balance == 10_000 + loaded - rides - sum(amount for _, amount in done)
