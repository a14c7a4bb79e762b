"""The clinic's hub as one PC sees it: push what the hub lacks, take what colleagues wrote, hear the county through it.

Plain functions without a timer; `nearby.py` calls them.  The hub's certificate is from the county's authority and
names the hub; who signs its journals and receipts is checked again in the store.
"""

import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from clinic_app.journal.hub import BadNews, Carried, News, Standing, host_name_of, read_news
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import Gap
from clinic_app.store import branches, exchange, hub, local, siblings
from clinic_app.store.branches import Brought
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, own_runs
from clinic_app.sync.client import DATA_LIMIT, Named, Patience
from clinic_app.sync.county import County, Receipt
from clinic_app.sync.errors import Unenrolled

FIRST_BYTES: Final = 64 << 10  # of bodies in the first segment
_LEAST: Final = 4 << 10
_MOST: Final = 1 << 20
_AIM: Final = 0.5  # seconds a request: the LAN is fast, and work waits on it
_TRIES: Final = 4  # times that the hub may ask for something earlier within one push
_PATIENCE: Final = Patience(connect=2.0, silence=10.0, answer=20.0)


class _LetGo(msgspec.Struct, frozen=True):
    seq: int


class Hub(County):
    """The hub's routes as calls; raises what `County` raises, and BadNews.  Not for several threads at once."""

    def hear(self, asked: bytes, wait: int) -> News:
        """Everything after what the question (MessagePack) says we have."""
        answer = self._authorised("POST", "/v1/hub/news", asked, limit=DATA_LIMIT, wait=float(wait))
        return read_news(answer.body)

    def let_go(self, incarnation: UUID, seq: int) -> int:
        """Have the hub put aside what it holds of our incarnation after `seq`; the seq that it holds then."""
        path = f"/v1/hub/journals/{incarnation.hex}?seq={seq}"
        answer = self._authorised("DELETE", path)
        try:
            return msgspec.json.decode(answer.body, type=_LetGo).seq
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BadNews(why="let go") from error


def hub_at(store: Store, hub_id: UUID, address: str, patience: Patience | None = None) -> Hub:
    """A hub that says it is at `address`; TLS fails unless the county certified that very hub.

    Raises:
        Unenrolled, BadAddress, NotEncrypted, Untrusted
    """
    with store.reading() as connection:
        ca_pem = local.read(connection, local.CA)
        county_key = local.read(connection, local.COUNTY_KEY)
    if not county_key:
        raise Unenrolled()
    return Hub(
        address,
        store.device,
        store.device_key,
        county_key,
        ca_pem or None,
        wall=store.wall,
        patience=patience or _PATIENCE,
        transport=Named(host_name_of(hub_id)) if address.startswith("https:") else None,
    )


def hear(store: Store, peer: Hub, hub_id: UUID, wait: int = 0) -> News:
    """Ask what is new and take it in, the county's receipts first.

    Raises:
        NoLine, ServerBusy: later.
        BadNews, BadAnswer, Untrusted and what `siblings.take` raises: this hub is not to be listened to.
    """
    asked = hub.question(store, hub_id, wait)
    news = peer.hear(msgspec.msgpack.encode(asked), wait)
    differ = hub.keep_standing(store, hub_id, news.runs)
    hub.accept(store, news.receipts)
    if differ:
        settle(store, peer, hub_id, differ)
    siblings.take(store, [_witnessed(item, peer.skew_ms or 0) for item in news.segments])
    return news


def _witnessed(item: Carried, skew_ms: int) -> Carried:
    """A segment with its receipt by the later of two clocks, the hub's and ours.

    It bounds a colleague's clock until the county's receipt does: a bound that is too loose is put right then, one
    that is too tight would turn the order of everything meanwhile.
    """
    return Carried(item.received + max(skew_ms, 0), item.segment)


def settle(store: Store, peer: Hub, hub_id: UUID, differ: Sequence[Standing]) -> int:
    """The hub holds another branch of our journal: this disk was put back.  How many entries that gave back.

    Where the county has not taken our branch, we go on from the hub's; where it has, what the hub's branch holds is
    appended to ours, and the hub lets go of it.

    Raises:
        NotOurTail: what the hub holds does not fit together.
        and what `County` raises.
    """
    back = 0
    for there in differ:
        with store.reading() as connection:
            run = next((run for run in own_runs(connection) if run.incarnation == there.incarnation), None)
        if run is None:
            back += branches.reunite(store, {}, _brought(peer, there.incarnation, 0)).back
            hub.keep_pushed(store, hub_id, there.incarnation, there.seq)
            continue
        tail = _brought(peer, run.incarnation, min(run.safe_seq, there.seq - 1))
        common = branches.agreed_seq(store, run, tail)
        if common is None:
            tail = _brought(peer, run.incarnation, 0)
            common = branches.agreed_seq(store, run, tail) or 0
        if common >= run.safe_seq:
            agreed = {run.incarnation: common} if common < run.head_seq else {}
            back += branches.reunite(store, agreed, tail).back
            hub.keep_pushed(store, hub_id, run.incarnation, there.seq)
        else:
            lost = [entry for item in tail for entry in item.segment.entries if entry.seq > common]
            back += branches.take_over(store, lost)
            hub.keep_pushed(store, hub_id, run.incarnation, peer.let_go(run.incarnation, common))
    return back


def _brought(peer: Hub, incarnation: UUID, after: int) -> list[Brought]:
    return [Brought(item.segment, item.received, safe=False) for item in peer.segments(incarnation, after)]


def push(store: Store, peer: Hub, hub_id: UUID) -> int:
    """Hand over what the hub does not hold, oldest run first; how many entries that were.

    Raises:
        Fork, TwoBranches: the hub follows another branch of ours; the county decides.
        NoLine, ServerBusy and what else `County` raises.
    """
    pushed = 0
    for _ in range(_TRIES):
        try:
            with store.reading() as connection:
                runs = own_runs(connection)
            for run in runs:
                pushed += _push_run(store, peer, hub_id, run)
            return pushed
        except Gap as gap:
            _go_back(store, hub_id, gap)
    raise BadNews(why="gap")


def _push_run(store: Store, peer: Hub, hub_id: UUID, run: Run) -> int:
    with store.reading() as connection:
        begin = at = min(hub.pushed_to(connection, hub_id).get(run.incarnation, 0), run.head_seq)
    size = FIRST_BYTES
    while at < run.head_seq:
        cut = exchange.segment_after(store, run, at, size)
        if cut is None:
            break
        segment, last = cut
        began = time.monotonic()
        try:
            receipt = peer.push(segment)
        except TooLarge:
            if size <= _LEAST or last == at + 1:
                raise
            size //= 2
            continue
        wanted = size * _AIM / max(time.monotonic() - began, 0.01)
        size = int(min(max(wanted, size / 4, _LEAST), size * 4, _MOST))
        _check(receipt, run, last)
        at = last
        hub.keep_pushed(store, hub_id, run.incarnation, at)
    return at - begin


def _check(receipt: Receipt, run: Run, last: int) -> None:
    if receipt.incarnation != run.incarnation or receipt.seq < last:
        raise BadNews(why="receipt")


def _go_back(store: Store, hub_id: UUID, gap: Gap) -> None:
    """The hub holds less than it said: its disk was put back, or it was replaced."""
    wanted = gap.facts.get("wanted")
    try:
        incarnation = UUID(hex=str(gap.facts.get("incarnation")))
    except ValueError as error:
        raise BadNews(why="gap") from error
    if not isinstance(wanted, int) or wanted < 1:
        raise BadNews(why="gap")
    hub.keep_pushed(store, hub_id, incarnation, wanted - 1)
