"""Small structures inside one column."""

import json
from typing import Any


def json_text(value: Any) -> str:
    """The same text for equal values, on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
