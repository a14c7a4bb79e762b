"""自测: every decision of the page."""

from dataclasses import dataclass
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.duty import OnDuty
from clinic_app.services.readings import Alarm, Looked, ReadingService, RefusedFile, Waiting
from clinic_app.ui.i18n import language
from clinic_app.ui.pages.readings.state import ReadingsState, Unmatched, unmatched
from clinic_app.ui.pages.stock.part import Bench, PartModel
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class _Found:
    unreviewed: tuple[Kept, ...]
    waiting: tuple[Waiting, ...]
    refused: tuple[RefusedFile, ...]
    alarms: tuple[Alarm, ...]
    left: int  # files for the next look
    away: ClinicError | None  # why the folder could not be looked at


class ReadingsViewModel(PartModel[ReadingsState]):
    def __init__(self, service: ReadingService, bench: Bench) -> None:
        super().__init__(bench, ReadingsState())
        self._service = service
        self._chosen: Unmatched | None = None
        bench.desk.in_hand_changed.connect(lambda _: self.choose(self._chosen))

    def refresh(self) -> None:
        """Look into the folder and read again what waits."""
        by = self._bench.desk.by
        self._bench.jobs.store(lambda: self._found(by), self._show, self._refused)

    def choose(self, one: Unmatched | None) -> None:
        """Another unmatched one: who may it be."""
        self._chosen = one
        in_hand = self._bench.desk.in_hand
        person = in_hand.resident if in_hand is not None else None
        here = () if person is None else (person,)
        if one is None:
            self._change(whose=here)
            return
        by = self._bench.desk.by

        def done(found: list[Resident]) -> None:
            if self._chosen is one:
                self._change(whose=tuple({each.id: each for each in (*here, *found)}.values()))

        self._read(lambda: self._service.candidates(by, one.first), done)

    def confirm(self, one: Kept | None, *, all_of_person: bool = False) -> None:
        if one is None:
            self._say(self.tr("没有待审核的数据。"), Tone.WARN)
            return
        by = self._bench.desk.by
        same = [
            each.id
            for each in self.state.unreviewed
            if each.resident_id == one.resident_id and not each.beyond
        ]
        chosen = same if all_of_person and same else [one.id]
        self._write(
            lambda: self._service.confirm(by, chosen),
            lambda kept: self._say(
                self.tr("{name}：已确认 {n} 条，记入健康档案。").format(name=one.name, n=len(kept))
            ),
        )

    def reject(self, one: Kept | None, reason: str) -> None:
        if one is None:
            self._say(self.tr("没有待审核的数据。"), Tone.WARN)
            return
        by = self._bench.desk.by
        self._write(
            lambda: self._service.reject(by, one.id, reason), lambda _: self._say(self.tr("已作废。"))
        )

    def answer(self, told: str, done: str) -> None:
        """危急值处置 of the oldest."""
        if not self.state.alarms:
            return
        by, kept = self._bench.desk.by, self.state.alarms[0].kept
        self._write(
            lambda: self._service.answer(by, kept.id, told, done),
            lambda _: self._say(self.tr("{name} 的危急值已处置。").format(name=kept.name)),
        )

    def match(self, one: Unmatched | None, resident_id: UUID | None) -> None:
        if one is None or resident_id is None:
            self._say(self.tr("先选一条没对上人的数据，再按 F3 找到居民。"), Tone.WARN)
            return
        by = self._bench.desk.by

        def work() -> int:
            return len([self._service.match(by, part, resident_id) for part in one.parts])

        self._write(work, lambda count: self._say(self.tr("已归到本人名下 {n} 条，请审核。").format(n=count)))

    def not_ours(self, one: Unmatched | None) -> None:
        if one is None:
            self._say(self.tr("先选一条没对上人的数据。"), Tone.WARN)
            return
        by = self._bench.desk.by
        self._write(
            lambda: self._service.not_ours(by, one.parts),
            lambda _: self._say(self.tr("不是本机构的人，不再等待。")),
        )

    def take(self, resident_id: UUID) -> None:
        self._bench.desk.take(resident_id)

    def _found(self, by: OnDuty) -> _Found:
        service, away = self._service, None
        try:
            looked = service.look(by)
        except ClinicError as error:
            looked, away = Looked(), error
        kept = sorted(
            service.unreviewed(by),
            key=lambda one: (not one.urgent, -(one.taken_ms // 86_400_000), one.name, one.taken_ms),
        )
        refused = (*looked.held, *service.refused(by))
        return _Found(tuple(kept), looked.waiting, refused, tuple(service.alarms(by)), looked.left, away)

    def _show(self, found: _Found) -> None:
        if found.away is not None:
            self._change(notice=text_of(found.away, language()), tone=Tone.WARN)
        if found.left:
            words = self.tr("文件夹里还有 {n} 个文件，正在接着读。").format(n=found.left)
            self._change(notice=words, tone=Tone.INFO)
        self._change(
            unreviewed=found.unreviewed,
            unmatched=unmatched(found.waiting),
            refused=found.refused,
            alarms=found.alarms,
            may_review=self._bench.desk.may("reading_review"),
        )
