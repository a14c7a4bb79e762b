"""团队: the teams at the left, one of them at the right; who leads, who helps, for which villages."""

import re

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.contract_teams import Member, Team, staff_kinds
from clinic_app.services.contracts.lists import Load
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.contracts.state import TeamsState
from clinic_app.ui.pages.contracts.teams import TeamsModel
from clinic_app.ui.pages.contracts.words import kind_text
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_MEMBERS = 5  # rows to choose a member in
TEAMS: tuple[Column[Load], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "团队"), lambda one: one.team.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "团队长"), lambda one: one.team.leader_name, width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "成员"), lambda one: str(len(one.team.members)), width=6, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "签约/上限"),
        lambda one: f"{one.contracts}/{one.most}",
        width=11,
        number=True,
        tone=lambda one: Tone.DANGER if one.contracts > one.most else Tone.PLAIN,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: "、".join(one.team.villages), width=14),
)


class TeamsPart(StockPart):
    """Only widgets: every decision is the model's."""

    model: TeamsModel

    def __init__(self, model: TeamsModel) -> None:
        super().__init__(model)
        self.teams: DataTable[Load] = DataTable(
            TEAMS,
            self.tr("签约团队"),
            self.tr("还没有团队\n在右边填好，按 F8 建第一个"),
            key=lambda one: one.team.id,
        )
        self.new = ActionButton("add_row", self.tr("新团队"), icon="add")
        self.name, self.villages = QLineEdit(), QLineEdit()
        self.leader = Choice([], self.tr("团队长"), blank=True)
        kinds = [(one, kind_text(one)) for one in staff_kinds()]
        self.members = [
            (Choice([], self.tr("成员"), blank=True), Choice(kinds, self.tr("类别"))) for _ in range(_MEMBERS)
        ]
        self.kept = QLabel()
        self.keep = ActionButton("save", self.tr("保存团队"), kind="primary", icon="save")
        self._shown: tuple[object, ...] = ()
        self._lay_out()
        self.teams.picked.connect(lambda one: model.choose(one.team))
        self.new.clicked.connect(self._begin_new)
        self.keep.clicked.connect(self._keep)
        self.follow()

    def title(self) -> str:
        return self.tr("团队")

    def begin(self) -> None:
        if self.teams.rows.rowCount():
            self.teams.setFocus()
        else:
            self.name.setFocus()

    def show_state(self, state: TeamsState) -> None:
        self.teams.show_rows(state.loads)
        self.keep.setEnabled(not state.busy)
        people = [(one.staff_id, one.name) for one in state.staff]
        for box in (self.leader, *(member for member, _ in self.members)):
            _offer(box, people)
        chosen = state.team()
        shown = (state.chosen, chosen, people)
        if shown != self._shown:  # what is being typed stays while other things change
            self._shown = (state.chosen, chosen, people)
            self._show_team(chosen)

    def _show_team(self, team: Team | None) -> None:
        self.name.setText("" if team is None else team.name)
        self.villages.setText("" if team is None else "、".join(team.villages))
        self.leader.show_code("" if team is None else team.leader)
        here = () if team is None else tuple(one for one in team.members if _offered(self.leader, one.staff))
        elsewhere = () if team is None else tuple(one for one in team.members if one not in here)
        for at, (member, kind) in enumerate(self.members):
            member.show_code(here[at].staff if at < len(here) else "")
            if at < len(here):
                kind.show_code(here[at].kind)
        self.kept.setVisible(bool(elsewhere))
        self.kept.setText(
            self.tr("另有成员：{names}").format(
                names="、".join(f"{one.name or one.staff}（{kind_text(one.kind)}）" for one in elsewhere)
            )
        )

    def _begin_new(self) -> None:
        self.model.choose(None)
        self._show_team(None)
        self.name.setFocus()

    def _keep(self) -> None:
        chosen = self.model.state.team()
        kept = (
            ()
            if chosen is None
            else tuple(one for one in chosen.members if not _offered(self.leader, one.staff))
        )
        picked = tuple(Member(member.code(), kind.code()) for member, kind in self.members if member.code())
        villages = tuple(one for one in re.split(r"[、，,\s]+", self.villages.text()) if one)
        self.model.keep(self.name.text(), self.leader.code(), picked + kept, villages)

    def _lay_out(self) -> None:
        px = theme.current().px
        row = Row()
        left = Card(self.tr("签约团队"))
        left.body.addWidget(self.teams, 1)
        line = Row()
        hint = QLabel(self.tr("Enter 改选中的团队"))
        look(hint, "soft")
        line.addWidget(hint)
        line.addStretch()
        line.addWidget(self.new)
        left.body.addLayout(line)
        row.addWidget(left, 3)
        right = Card(self.tr("团队"))
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        self.name.setMaxLength(40)
        self.villages.setPlaceholderText(self.tr("西洋村、高明村"))
        column.addWidget(
            FormRow([Field(self.tr("名称"), self.name), Field(self.tr("团队长"), self.leader)], [3, 2])
        )
        column.addWidget(Field(self.tr("负责的村（用顿号隔开）"), self.villages))
        column.addWidget(QLabel(self.tr("成员和类别")))
        for member, kind in self.members:
            pair = Row()
            pair.addWidget(member, 1)
            pair.addWidget(kind, 1)
            column.addLayout(pair)
        EnterMoves(form)
        right.body.addWidget(form)
        look(self.kept, "soft")
        self.kept.setWordWrap(True)
        right.body.addWidget(self.kept)
        line = Row()
        line.addStretch()
        line.addWidget(self.keep)
        right.body.addLayout(line)
        right.body.addStretch()
        row.addWidget(right, 2)
        self.body.addLayout(row, 1)


def _offered(box: Choice, code: str) -> bool:
    return any(box.itemData(at) == code for at in range(box.count()))


def _offer(box: Choice, options: list[tuple[str, str]]) -> None:
    if [(box.itemData(at), box.itemText(at)) for at in range(1, box.count())] == options:
        return
    with QSignalBlocker(box):
        code = box.code()
        box.clear()
        box.addItem("", "")
        for key, words in options:
            box.addItem(words, key)
        box.show_code(code)
