"""摆渡: the line is down for days, and the data goes by stick or share."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QProgressBar, QWidget

from clinic_app.ui import theme
from clinic_app.ui.format import since
from clinic_app.ui.pages.courier.view_model import CourierState, CourierViewModel
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.states import EmptyState, Notice

_MOST_FIGURES = 5


def _ask_folder(parent: QWidget, start: str) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, "", start)
    return Path(chosen) if chosen else None


class CourierPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: CourierViewModel,
        ask_folder: Callable[[QWidget, str], Path | None] = _ask_folder,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        ask_folder: lets the user choose the stick or share.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._ask_folder = ask_folder
        self.notice = Notice()
        self.waiting, self.oldest, self.folder = QLabel(), QLabel(), QLabel()
        self.write = ActionButton("save", self.tr("写到U盘…"), kind="primary", icon="cloud-up")
        self.take = ActionButton("settle", self.tr("从U盘读入…"), icon="cloud-ok")
        self.bar, self.progress = QProgressBar(), QLabel()
        self.advice = Notice()
        self.figures = [(QLabel(), QLabel()) for _ in range(_MOST_FIGURES)]
        self.empty = EmptyState(
            self.tr("还没有写过或读过U盘\n写完或读完，这里说明带了多少、下一步做什么"), "cloud"
        )
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def _render(self, state: CourierState) -> None:
        ready = state.ready
        usable = ready is not None and ready.enrolled and not state.busy
        self.write.setEnabled(usable and ready is not None and ready.sealable)
        self.take.setEnabled(usable)
        self._render_ready(state)
        self.bar.setVisible(state.busy)
        self.progress.setVisible(state.busy)
        self.progress.setText(state.progress)
        for (name, figure), line in zip(
            self.figures, (*state.figures, *[("", "")] * _MOST_FIGURES), strict=False
        ):
            name.setText(line[0])
            figure.setText(line[1])
            name.setVisible(bool(line[0]))
            figure.setVisible(bool(line[0]))
        self.advice.say(state.advice, state.tone, closable=False)
        self.result.setVisible(not state.busy)
        self.empty.setVisible(not state.figures)

    def _render_ready(self, state: CourierState) -> None:
        ready = state.ready
        if state.notice:
            self.notice.say(state.notice, Tone.DANGER)
        elif ready is not None and not ready.enrolled:
            self.notice.say(
                self.tr("本机还没有入网。请先在“机构”页入网，再用U盘摆渡。"), Tone.INFO, closable=False
            )
        elif ready is not None and not ready.sealable:
            words = self.tr("本机还没有县里的加密公钥，暂时不能写U盘。联网同步一次就有了。")
            self.notice.say(words, Tone.WARN, closable=False)
        else:
            self.notice.clear()
        if ready is None:
            return
        self.waiting.setText(self.tr("{n} 条").format(n=f"{ready.waiting:,}"))
        look(self.waiting, TextSize.TOTAL.value, "warn" if ready.waiting else "ok")
        self.oldest.setText(since(ready.oldest_s) if ready.waiting else self.tr("没有"))
        self.folder.setText(ready.folder or self.tr("还没有选过"))

    def _choose(self, then: Callable[[Path], None]) -> None:
        ready = self.view_model.state.ready
        folder = self._ask_folder(self, ready.folder if ready is not None else "")
        if folder is not None:
            then(folder)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.write.clicked.connect(lambda: self._choose(self.view_model.write))
        self.take.clicked.connect(lambda: self._choose(self.view_model.take))

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.addWidget(self.notice)
        top = Row()
        top.addWidget(self._carry_card(), 3)
        top.addWidget(self._steps_card(), 2)
        stack.addLayout(top)
        self.result = self._result_card()
        stack.addWidget(self.result)
        stack.addStretch(1)

    def _carry_card(self) -> Card:
        card = Card(self.tr("要带的数据"))
        grid = FormGrid()
        grid.add(self.tr("县里还没有的"), self.waiting)
        grid.add(self.tr("最早的一条"), self.oldest)
        self.folder.setWordWrap(True)
        grid.add(self.tr("上次的U盘或共享盘"), self.folder)
        card.body.addWidget(grid)
        row = Row()
        row.addWidget(self.write)
        row.addWidget(self.take)
        row.addStretch()
        card.body.addLayout(row)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("进度"))
        look(self.progress, "soft")
        card.body.addWidget(self.bar)
        card.body.addWidget(self.progress)
        card.body.addStretch()
        return card

    def _steps_card(self) -> Card:
        card = Card(self.tr("断网时怎么做"))
        for words in (
            self.tr("1　插上U盘，按“写到U盘”。照常看病，不用等。"),
            self.tr("2　把U盘送到县里读写；也可以用同一个共享盘。"),
            self.tr("3　拿回来，按“从U盘读入”。县里签过收据的才算收到。"),
            self.tr("U盘上的数据已加密，只有县里能打开，丢了不要紧。"),
        ):
            label = QLabel(words)
            label.setWordWrap(True)
            card.body.addWidget(label)
        look(label, "soft")
        card.body.addStretch()
        return card

    def _result_card(self) -> Card:
        card = Card(self.tr("这一次"))
        card.body.addWidget(self.advice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.current().px(24))
        for column, (name, figure) in enumerate(self.figures):
            look(name, "soft")
            look(figure, TextSize.LARGE.value)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, 0, column)
            grid.addWidget(figure, 1, column)
        grid.setColumnStretch(_MOST_FIGURES, 1)
        card.body.addLayout(grid)
        card.body.addWidget(self.empty)
        return card
