"""One request at a time: message numbers, the day's sign-in, and whether the line answers."""

import json
import threading
from typing import Any, Final

from clinic_app.domain.letters import index_of
from clinic_app.domain.platform import message, nodes
from clinic_app.domain.platform.answers import text_in
from clinic_app.domain.platform.errors import NoPlatform, PlatformRefused
from clinic_app.domain.platform.message import InsurancePlatform, Node, Sender
from clinic_app.domain.platform.province import Province, shipped
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import facility
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

_SIGNS: Final = "platform_signs"  # JSON: {"day": …, "signs": {staff: sign_no}}
_SERIAL: Final = "msgid"
_PARTS: Final = 64  # devices that share an institution's message numbers
_EACH: Final = 78  # numbers a second for each of them, and as many for its questions


class Talk:
    """What is said to the platform, and by whom."""

    def __init__(
        self, store: Store, platform: InsurancePlatform | None, *, code: str = "", area: str = ""
    ) -> None:
        """`code`: 定点机构编号 (12), else the facility's own; `area`: 就医地医保区划, else the province's."""
        self._store = store
        self._platform = platform
        self._code = code or store.facility
        self._area = area
        self._lock = threading.Lock()
        self._questions = 0
        self._name = ""
        self._signs: dict[tuple[str, str], str] = {}  # by day and operator
        with store.reading() as connection:
            self._place = index_of(local.read_text(connection, local.LETTER)) % _PARTS
        self.province: Province = shipped()

    @property
    def available(self) -> bool:
        return self._platform is not None

    def msgid_in(self, writing: Writing) -> str:
        """A message number for a call of the ledger, in the transaction of the entry that carries it.

        No other PC of the institution, no earlier call and no question has it.
        """
        now = self._store.wall()
        place = index_of(local.read_text(writing.connection, local.LETTER)) % _PARTS
        serial = writing.next_serial(_SERIAL, beijing_day(now).isoformat()) % _EACH
        return message.msgid_of(self._code, now, serial * _PARTS + place)

    def msgid(self) -> str:
        """A message number for a question: nobody will ever ask about it."""
        self._questions = (self._questions + 1) % _EACH
        serial = (_EACH + self._questions) * _PARTS + self._place
        return message.msgid_of(self._code, self._store.wall(), serial)

    def say(
        self, by: OnDuty, infno: str, content: Node, *, msgid: str = "", insuplc: str = ""
    ) -> dict[str, Any]:
        """One transaction under the operator's sign-in of the day; its 交易输出.

        Raises:
            NoPlatform
            NoAnswer: it may have happened.
            PlatformRefused: it did not happen.
        """
        try:
            return self._ask(by, infno, content, msgid, insuplc, self._signed_in(by))
        except PlatformRefused:
            if infno == message.PERSON:  # the first of every visit: an expired sign-in is refused here
                self._forget_sign(by)
            raise

    def sign_out(self, by: OnDuty) -> None:
        """9002, at the end of the day.

        Raises:
            NoPlatform, NoAnswer, PlatformRefused
        """
        sign_no = self._signed_in(by)
        self._ask(by, message.SIGN_OUT, nodes.sign_out(by.staff_id, sign_no), "", "", sign_no)
        self._forget_sign(by)

    def _signed_in(self, by: OnDuty) -> str:
        """9001 once for each operator and day."""
        day = beijing_day(self._store.wall()).isoformat()
        if (day, by.staff_id) in self._signs:
            return self._signs[day, by.staff_id]
        with self._store.reading() as connection:
            held = json.loads(local.read_text(connection, _SIGNS) or "{}")
        signs: dict[str, str] = held.get("signs", {}) if held.get("day") == day else {}
        if by.staff_id in signs:
            self._signs[day, by.staff_id] = signs[by.staff_id]
            return signs[by.staff_id]
        output = self._ask(by, message.SIGN_IN, nodes.sign_in(by.staff_id), "", "", "")
        signs[by.staff_id] = text_in(output, "signinoutb", "sign_no")
        self._keep(day, signs)
        return signs[by.staff_id]

    def _forget_sign(self, by: OnDuty) -> None:
        self._signs.clear()
        with self._store.reading() as connection:
            held = json.loads(local.read_text(connection, _SIGNS) or "{}")
        signs = {staff: no for staff, no in held.get("signs", {}).items() if staff != by.staff_id}
        self._keep(held.get("day", ""), signs)

    def _keep(self, day: str, signs: dict[str, str]) -> None:
        with self._store.changing() as connection:
            local.write(connection, _SIGNS, json.dumps({"day": day, "signs": signs}))

    def _ask(
        self, by: OnDuty, infno: str, content: Node, msgid: str, insuplc: str, sign_no: str
    ) -> dict[str, Any]:
        if self._platform is None:
            raise NoPlatform()
        asked = message.request(
            self.province,
            self._sender(by, sign_no),
            infno,
            msgid or self.msgid(),
            self._store.wall(),
            content,
            insuplc,
        )
        with self._lock:
            return dict(message.output_of(self._platform.ask(asked), infno))

    def _sender(self, by: OnDuty, sign_no: str) -> Sender:
        if not self._name:
            with self._store.reading() as connection:
                self._name = facility.facility_of(connection, self._store.facility).name
        return Sender(
            fixmedins_code=self._code,
            fixmedins_name=self._name,
            mdtrtarea_admvs=self._area,
            opter=by.staff_id,
            opter_name=by.name,
            sign_no=sign_no,
        )
