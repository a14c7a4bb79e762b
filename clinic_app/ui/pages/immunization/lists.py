"""查验与催种: a class list that is checked, whom to remind, both on paper."""

from datetime import date

from clinic_app.printing.documents import Document
from clinic_app.projections.queries.immunization_card import DueChild
from clinic_app.services.vaccination_lists import Checked, VaccinationListService
from clinic_app.ui.pages.immunization.state import ListsState
from clinic_app.ui.pages.stock.part import Bench, PartModel
from clinic_app.ui.theme import Tone


class ListsModel(PartModel[ListsState]):
    def __init__(self, bench: Bench, lists: VaccinationListService) -> None:
        super().__init__(bench, ListsState())
        self._lists = lists

    @property
    def today(self) -> date:
        return self._bench.desk.today

    def refresh(self) -> None:
        by = self._bench.desk.by
        self._read(lambda: self._lists.villages(by), lambda found: self._change(villages=found))

    def check(self, text: str) -> None:
        """入托入学查验 of a pasted list."""
        by = self._bench.desk.by
        if not text.strip():
            self._say(self.tr("先粘贴名单：一行一个孩子，姓名加出生日期，或身份证号。"), Tone.WARN)
            return

        def done(found: Checked) -> None:
            self._change(checked=found, reminded=None)
            self._say(
                self.tr("查验 {all} 人：需补种 {short}，齐全 {full}，查不到或有重名 {unknown}").format(
                    all=len(found.lacking) + len(found.complete) + len(found.unknown),
                    short=len(found.lacking),
                    full=len(found.complete),
                    unknown=len(found.unknown),
                ),
                Tone.WARN if found.lacking or found.unknown else Tone.OK,
            )

        self._read(lambda: self._lists.check(by, text), done)

    def remind(self, day: date | None, village: str) -> None:
        """催种名单 for a day of vaccination."""
        by, wanted = self._bench.desk.by, day or self.today

        def done(found: tuple[DueChild, ...]) -> None:
            self._change(checked=None, reminded=found, day=wanted, village=village)
            self._say(self.tr("要通知 {n} 人。").format(n=len(found)))

        self._read(lambda: self._lists.reminders(by, wanted, village), done)

    def put_on_paper(self) -> None:
        now = self.state

        def work() -> Document | None:
            if now.checked is not None:
                return self._lists.check_paper(now.checked)
            if now.reminded is not None and now.day is not None:
                return self._lists.reminder_paper(now.reminded, now.day, now.village)
            return None

        def done(paper: Document | None) -> None:
            if paper is None:
                self._say(self.tr("先查验一份名单，或列出要通知的孩子。"), Tone.WARN)
            else:
                name = "vaccination-check" if now.checked is not None else "vaccination-reminder"
                self._put_on_paper(paper, name)

        self._read(work, done)

    def take(self, child: DueChild) -> None:
        self._bench.desk.take(child.resident.id)
