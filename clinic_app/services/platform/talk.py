"""One request at a time: message numbers, the day's sign-in, and whether the line answers."""

import json
import threading
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.domain.letters import index_of
from clinic_app.domain.platform import message, nodes
from clinic_app.domain.platform.answers import text_in
from clinic_app.domain.platform.errors import NoAnswer, NoPlatform, PlatformRefused
from clinic_app.domain.platform.message import InsurancePlatform, Node, Sender
from clinic_app.domain.platform.province import Province, shipped
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import facility
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

_SIGNS: Final = "platform_signs"  # JSON: {"day": …, "signs": {staff: sign_no}}
_SERIAL: Final = "msgid"
_LAST: Final = 10_000
_PARTS: Final = 64  # devices that share an institution's message numbers


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
        self.province: Province = shipped()
        self.cut = False  # the last request had no answer

    @property
    def available(self) -> bool:
        return self._platform is not None

    def new_msgid(self) -> str:
        """A message number that no other PC of the institution and no earlier call has."""
        with self._store.changing() as connection:
            return self._next_msgid(connection)

    def msgid_in(self, writing: Writing) -> str:
        """The same in the transaction of the entry that carries it."""
        return self._next_msgid(writing.connection)

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
        with self._store.reading() as connection:
            held = json.loads(local.read_text(connection, _SIGNS) or "{}")
        signs: dict[str, str] = held.get("signs", {}) if held.get("day") == day else {}
        if by.staff_id in signs:
            return signs[by.staff_id]
        output = self._ask(by, message.SIGN_IN, nodes.sign_in(by.staff_id), "", "", "")
        signs[by.staff_id] = text_in(output, "signinoutb", "sign_no")
        self._keep(day, signs)
        return signs[by.staff_id]

    def _forget_sign(self, by: OnDuty) -> None:
        with self._store.reading() as connection:
            held = json.loads(local.read_text(connection, _SIGNS) or "{}")
        signs = {staff: no for staff, no in held.get("signs", {}).items() if staff != by.staff_id}
        self._keep(held.get("day", ""), signs)

    def _keep(self, day: str, signs: dict[str, str]) -> None:
        with self._store.changing() as connection:
            local.write(connection, _SIGNS, json.dumps({"day": day, "signs": signs}))

    def _next_msgid(self, connection: sa.Connection) -> str:
        now = self._store.wall()
        place = index_of(local.read_text(connection, local.LETTER)) % _PARTS
        serial = local.next_serial(connection, _SERIAL, beijing_day(now).isoformat()) % (_LAST // _PARTS)
        return message.msgid_of(self._code, now, serial * _PARTS + place)

    def _ask(
        self, by: OnDuty, infno: str, content: Node, msgid: str, insuplc: str, sign_no: str
    ) -> dict[str, Any]:
        if self._platform is None:
            raise NoPlatform()
        asked = message.request(
            self.province,
            self._sender(by, sign_no),
            infno,
            msgid or self.new_msgid(),
            self._store.wall(),
            content,
            insuplc,
        )
        with self._lock:
            try:
                output = message.output_of(self._platform.ask(asked), infno)
            except NoAnswer:
                self.cut = True
                raise
            except PlatformRefused:
                self.cut = False
                raise
        self.cut = False
        return dict(output)

    def _sender(self, by: OnDuty, sign_no: str) -> Sender:
        with self._store.reading() as connection:
            here = facility.facility_of(connection, self._store.facility)
        return Sender(
            fixmedins_code=self._code,
            fixmedins_name=here.name,
            mdtrtarea_admvs=self._area,
            opter=by.staff_id,
            opter_name=by.name,
            sign_no=sign_no,
        )
