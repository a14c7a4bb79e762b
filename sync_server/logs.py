"""The log: one line an event, as text for people or as JSON for a collector.

    {"time": "2026-11-22T06:00:00.123Z", "level": "info", "event": "request", "route": "/v1/feed", "status": 200, …}

A line carries routes, codes, ids of devices, counts and milliseconds: never a body, a name, a number of a person,
or the text of an exception, which may quote any of them.
"""

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

from clinic_app.domain.errors import ClinicError

STYLE: Final = "XYT_LOG"  # how further processes learn which
STYLES: Final = ("text", "json")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def begin_logging() -> None:
    """As the environment says: this process and those that it begins."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if os.environ.get(STYLE) == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def event(logger: logging.Logger, name: str, **facts: str | int | float | None) -> None:
    """Note what happened; facts that are ``None`` are left out."""
    logger.info(name, extra={"facts": {key: value for key, value in facts.items() if value is not None}})


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", None)
        line: dict[str, object] = {"time": _time(record), "level": record.levelname.lower()}
        if facts is not None:
            line |= {"event": record.getMessage(), **facts}
        else:
            line |= {"event": record.name, "text": record.getMessage()}
        if record.exc_info:
            line |= {"error": _kind(record.exc_info), "frames": _frames(record.exc_info)}
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        said = " ".join([record.getMessage(), *(f"{name}={value}" for name, value in facts.items())])
        line = f"{_time(record)} {record.levelname} {record.name} {said}"
        if record.exc_info:
            line = "\n".join([f"{line}: {_kind(record.exc_info)}", *_frames(record.exc_info)])
        return line


def _time(record: logging.LogRecord) -> str:
    when = datetime.fromtimestamp(record.created, UTC)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _kind(raised: _Raised) -> str:
    error = raised[1]
    return error.code if isinstance(error, ClinicError) else type(error).__name__


def _frames(raised: _Raised) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(raised[2])]
