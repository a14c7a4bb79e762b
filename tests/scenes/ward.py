"""住院收费 and 病区."""

from clinic_app.app.workplace import Workplace
from clinic_app.ui.pages.inpatient.state import Part
from clinic_app.ui.pages.ward.state import Part as WardPart
from tests.scenes.frontdesk import insert
from tests.scenes.waiting import Scene, calm
from tests.ui.workplace import DeskReader

WARD_CHARGES, WARD_DEPOSITS, WARD_BILL = Part.CHARGES, Part.DEPOSITS, Part.BILL


def deposit_used_up(work: Workplace, reader: DeskReader) -> None:
    _in_bed(work, 1, WARD_CHARGES)


def deposits(work: Workplace, reader: DeskReader) -> None:
    _in_bed(work, 0, WARD_DEPOSITS)


def in_the_ward(part: WardPart) -> Scene:
    """A part of the ward's page, of who lies in the first bed."""

    def scene(work: Workplace, reader: DeskReader) -> None:
        page = work.window.page("ward")
        page.tabs.setCurrentIndex(part)
        calm(work)

    return scene


def going_home(work: Workplace, reader: DeskReader) -> None:
    """预结 of who goes home."""
    _in_bed(work, 2, WARD_BILL)


def taking_in(work: Workplace, reader: DeskReader) -> None:
    """入院 of who has the card in."""
    stays = {stay.resident_id for stay in work.clinic.inpatient.present()}
    someone = next(
        one for one in work.clinic.registration.queue() if one.psn_no and one.resident_id not in stays
    )
    insert(work, reader, someone.resident_id)
    calm(work)
    work.window.page("inpatient").admit.click()


def _in_bed(work: Workplace, place: int, part: int) -> None:
    page = work.window.page("inpatient")
    page.list.choose(place)
    calm(work)
    page.tabs.setCurrentIndex(part)
    calm(work)
