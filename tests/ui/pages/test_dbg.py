from tests.ui.pages.test_outpatient import *
import traceback
from PySide6.QtCore import QEvent
def test_dbg(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    page.record.diagnosis.box.setFocus()
    choose(screen, "sg")
    box = page.record.diagnosis.box
    import clinic_app.ui.widgets.search as se
    old = se._HitList.eventFilter
    def ef(self, w, e):
        if e.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide): 
            print("HIDE", w.accessibleName(), e.type(), screen.focus().__class__); traceback.print_stack(limit=6)
        return old(self, w, e)
    se._HitList.eventFilter = ef
    ou = se._HitList.open_under
    def op(self,b):
        ou(self,b); print("OPEN", self.popup.isVisible(), self.popup.geometry())
    se._HitList.open_under=op
    screen.type("gxy")
    screen._qtbot.wait(400)
    print(box.list_is_open(), box.list.popup.isHidden())
    assert 0
