"""签约: every decision of the part about people and their contracts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from clinic_app.domain.contract_packages import Package, fee_of
from clinic_app.domain.contract_plan import PlanLine, items_of
from clinic_app.domain.contract_teams import Team
from clinic_app.domain.contract_terms import PAPER, Hospitals, NewContract, Standing
from clinic_app.domain.contracts import Fee
from clinic_app.domain.forms import forms
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.contracts import ContractService
from clinic_app.services.contracts.lists import Coverage, Housemate
from clinic_app.services.duty import OnDuty
from clinic_app.ui.desk import InHand
from clinic_app.ui.pages.contracts.state import Listed, SigningState, View
from clinic_app.ui.pages.stock.part import Bench, PartModel
from clinic_app.ui.pictures import small_picture
from clinic_app.ui.theme import Tone

_Person = tuple[
    Standing,
    tuple[PlanLine, ...],
    tuple[Team, ...],
    tuple[Package, ...],
    tuple[str, ...],
    tuple[Housemate, ...],
    bytes,
    tuple[tuple[str, ...], tuple[str, ...]],
]
_Lists = tuple[tuple[Listed, ...], Coverage]


class SigningModel(PartModel[SigningState]):
    def __init__(self, bench: Bench, service: ContractService) -> None:
        super().__init__(bench, SigningState())
        self._service = service
        bench.desk.in_hand_changed.connect(self._person_changed)
        self._person_changed(bench.desk.in_hand)

    @property
    def today(self) -> date:
        return self._bench.desk.today

    def refresh(self) -> None:
        by, view = self._bench.desk.by, self.state.view
        self._read(lambda: _lists(self._service, by, view, self.today), self._lists_read)
        self._read_person()

    def look(self, view: str) -> None:
        """Another list."""
        if view != self.state.view:
            self._change(view=View(view), listed=())
            self.refresh()

    def open(self, line: Listed) -> None:
        self._bench.desk.take(line.contract.resident_id)

    def look_at(self, line: PlanLine) -> None:
        """The record that fulfilled it; what is no form stands on the chart."""
        if line.evidence is None:
            return
        if line.evidence.kind in forms():
            self._bench.desk.page_wanted.emit("forms")
            self._bench.desk.record_wanted.emit(line.evidence.id)
        else:
            self._say(self.tr("这项记录在「健康首页」里看。"), Tone.INFO)

    # What is to be signed.

    def choose_team(self, team: str) -> None:
        self._change(team=UUID(team) if team else None)

    def choose_package(self, key: str, wanted: bool) -> None:
        """The fee follows the packages again."""
        chosen = self.state.packages | {key} if wanted else self.state.packages - {key}
        if chosen != self.state.packages:
            self._change(packages=chosen, fee=None)

    def type_fee(self, fee: Fee) -> None:
        if fee != self.state.asked:
            self._change(fee=fee)

    def take_strokes(self, drawn: bytes) -> None:
        """What stands on the pad; empty: it was wiped."""
        if drawn != self.state.drawn:
            self._change(drawn=drawn, signature=None)

    def wipe(self) -> None:
        """It is signed on paper."""
        self._change(drawn=b"", signature=None)

    def photograph(self, file: Path) -> None:
        """The signed paper as a picture, made small on a worker."""
        self._read(lambda: small_picture(file), lambda picture: self._change(drawn=b"", signature=picture))

    def sign_together(self) -> None:
        """Everybody of the house who has no contract signs too; once more, the person alone."""
        now = self.state
        self._change(together=frozenset() if now.together else now.free)

    def join(self, who: UUID, wanted: bool) -> None:
        """One of the house."""
        now = self.state
        if who in now.free:
            self._change(together=now.together | {who} if wanted else now.together - {who})

    def sign(self, years: int, representative: str, note: str, hospitals: Hospitals) -> None:
        """Sign, the house too where it was asked for, or renew what ends."""
        now, by = self.state, self._bench.desk.by
        person, team = now.person, now.team
        if person is None or not now.signing:
            self._say(self.tr("请先找到居民：按 F3，或插卡。"), Tone.WARN)
            return
        if team is None:
            self._say(self.tr("还没有签约团队：按 Ctrl+Tab 到「团队」建一个。"), Tone.WARN)
            return
        renewed = now.before
        new = NewContract(
            resident=person.id,
            team=team,
            packages=tuple(one.key for one in now.chosen),
            signed_on=self.today,
            years=years,
            fee=now.asked,
            representative=representative.strip(),
            note=note.strip(),
            hospitals=hospitals,
            strokes=now.drawn,
        )

        def work() -> tuple[UUID, ...]:
            signed = replace(new, signature=self._signature(by, now.signature))
            if renewed is None:
                return self._service.sign_all(by, [signed, *_of_house(signed, person.name, now.joining)])
            contract = self._service.renew(
                by,
                renewed.id,
                signed.signed_on,
                signed.years,
                packages=signed.packages,
                fee=signed.fee,
                signature=signed.signature,
                strokes=signed.strokes,
                representative=signed.representative,
                note=signed.note,
                hospitals=signed.hospitals,
            )
            return (contract,)

        self._write(work, self._signed)

    # What stands.

    def renew(self) -> None:
        """Show the form, filled with what was agreed last time."""
        contract = self.state.contract
        if contract is not None:
            self._change(
                renewing=True,
                team=contract.team,
                packages=frozenset(one.key for one in contract.packages),
                fee=contract.fee,
                drawn=b"",
                signature=None,
                notice="",
            )

    def back(self) -> None:
        """From renewing to what stands."""
        if self.state.renewing:
            self._change(renewing=False, notice="")

    def end(self, reason: str, note: str) -> None:
        contract, by = self.state.contract, self._bench.desk.by
        if contract is not None:
            self._write(
                lambda: self._service.end(by, contract.id, self.today, reason, note),
                lambda _: self._done(self.tr("已解约，原协议和履约记录都还在。")),
            )

    def refuse(self, reason: str) -> None:
        person, by = self.state.person, self._bench.desk.by
        if person is not None:
            self._write(
                lambda: self._service.refuse(by, person.id, self.today, reason),
                lambda _: self._done(self.tr("已记下不愿签约。")),
            )

    def print(self) -> None:
        """The agreement that stands; of a house that signed together, each of them."""
        contract, by = self.state.contract, self._bench.desk.by
        if contract is None:
            self._say(self.tr("还没有协议可以打印。"), Tone.WARN)
            return
        wanted = self.state.signed if contract.id in self.state.signed else (contract.id,)

        def put(documents: list[Document]) -> None:
            for one, document in zip(wanted, documents, strict=True):
                self._put_on_paper(document, f"contract-{one}")

        self._read(lambda: [self._service.agreement(by, one) for one in wanted], put)

    def _signature(self, by: OnDuty, picture: bytes | None) -> str:
        return PAPER if picture is None else self._service.keep_signature(by, picture)

    def _signed(self, contracts: tuple[UUID, ...]) -> None:
        self._change(renewing=False, drawn=b"", signature=None, together=frozenset(), signed=contracts)
        many = len(contracts)
        self._done(
            self.tr("已签约。按 F10 打印协议。")
            if many == 1
            else self.tr("一户已签约 {n} 份。按 F10 打印全部协议。").format(n=many)
        )

    def _done(self, words: str) -> None:
        self._say(words)
        self.refresh()

    def _lists_read(self, read: _Lists) -> None:
        self._change(listed=read[0], coverage=read[1])

    def _person_changed(self, held: InHand | None) -> None:
        person = None if held is None else held.resident
        before = self.state.person
        if person is None or before is None or person.id != before.id:
            self._change(
                person=person,
                standing=None,
                plan=(),
                renewing=False,
                fee=None,
                drawn=b"",
                signature=None,
                hand=b"",
                house=(),
                together=frozenset(),
                notice="",
            )
            self._read_person()

    def _read_person(self) -> None:
        person, by = self.state.person, self._bench.desk.by
        if person is None:
            return

        def done(read: _Person) -> None:
            if self.state.person is None or self.state.person.id != person.id:
                return
            standing, plan, teams, offered, groups, house, hand, hospitals = read
            before = self.state.signing
            self._change(
                standing=standing,
                plan=plan,
                teams=teams,
                offered=offered,
                groups=groups,
                house=house,
                hand=hand,
                hospitals=hospitals,
            )
            self._change(together=self.state.together & self.state.free)
            if self.state.signing and not before:
                self._propose(person)

        self._read(lambda: _person(self._service, by, person, self.today), done)

    def _propose(self, person: Resident) -> None:
        """The team of the person's village, and the packages of the person's groups."""
        now = self.state
        near = (one for one in now.teams if person.village and person.village in one.villages)
        team = next(near, next(iter(now.teams), None))
        groups = set(now.groups)
        wanted = frozenset(one.key for one in now.offered if not one.groups or groups & set(one.groups))
        self._change(team=None if team is None else team.id, packages=wanted, fee=None)


def _person(service: ContractService, by: OnDuty, person: Resident, day: date) -> _Person:
    standing = service.of(by, person.id)
    contract = standing.contract
    plan = () if contract is None else service.plan(by, contract.id)
    return (
        standing,
        plan,
        service.teams(by),
        service.packages(day),
        service.groups_of(person.id, day),
        service.housemates(by, person.id),
        b"" if contract is None else service.strokes(contract),
        service.hospitals(),
    )


def _of_house(signed: NewContract, signer: str, others: Iterable[Housemate]) -> list[NewContract]:
    """The same agreement with the others of the house: for each what belongs to that person, signed by the one."""
    return [
        replace(
            signed,
            resident=one.resident_id,
            packages=tuple(package.key for package in one.packages),
            fee=fee_of(items_of(one.packages)),
            representative=signed.representative or signer,
        )
        for one in others
    ]


def _lists(service: ContractService, by: OnDuty, view: View, day: date) -> _Lists:
    if view is View.DOUBLED:
        twice = service.doubled(by)
        listed = tuple(Listed(one, two.name, "", "") for two in twice for one in two.contracts)
    else:
        lines = {
            View.CONTRACTED: service.contracted,
            View.RENEWABLE: service.renewable,
            View.UNSERVED: service.unserved,
        }[view](by)
        listed = tuple(Listed(one.contract, one.name, one.village, one.phone) for one in lines)
    return listed, service.coverage(by, day)
