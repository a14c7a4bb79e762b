"""The line to the insurance platform: one POST, one bounded answer.

Whatever is not a whole answer is no answer: the platform may have done it or not, and has to be asked.
"""

import json
import threading
from decimal import Decimal
from typing import Any

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.platform.errors import NoAnswer
from clinic_app.domain.platform.message import Node
from clinic_app.domain.platform.province import shipped
from clinic_app.sync.client import Line, Patience

_SECONDS = 30.0  # of silence, and again for the answer: a settlement at the province takes its time


class HttpPlatform:
    """JSON over HTTP; plain on the loopback address only, where a simulated platform may listen."""

    def __init__(self, url: str, ca_pem: bytes | None = None, patience: Patience | None = None) -> None:
        """Raises:
        BadAddress, NotEncrypted
        Untrusted: https, and no authority is known.
        """
        self._line = Line(url, ca_pem, patience or Patience(silence=_SECONDS, answer=_SECONDS))
        self._lock = threading.Lock()

    def ask(self, message: Node) -> Node:
        """Raises:
        NoAnswer: no connection, no answer in time, a cut one, or nothing that could be one.
        """
        infno = str(message["infno"])
        path = shipped().path.replace("{infno}", infno)
        body = json.dumps(message, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            with self._lock:
                answer = self._line.ask("POST", path, body, headers=headers)
        except ClinicError as error:
            raise NoAnswer(infno=infno) from error
        if answer.status != 200:
            raise NoAnswer(infno=infno)
        return _parsed(answer.body, infno)

    def close(self) -> None:
        self._line.close()


def _parsed(body: bytes, infno: str) -> dict[str, Any]:
    """JSON with exact numbers.

    Raises:
        NoAnswer: it is none.
    """
    try:
        found = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise NoAnswer(infno=infno) from error
    if not isinstance(found, dict):
        raise NoAnswer(infno=infno)
    return found


class OutOfReach:
    """A platform that is set up wrongly: it never answers, so that nothing is settled past it."""

    def ask(self, message: Node) -> Node:
        """Raises:
        NoAnswer: always.
        """
        raise NoAnswer(infno=str(message["infno"]))
