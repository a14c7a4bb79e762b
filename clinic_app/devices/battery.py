"""The battery of this PC, as the system tells it: /sys/class/power_supply, or GetSystemPowerStatus."""

import ctypes
import sys
from pathlib import Path
from typing import Final

from clinic_app.domain.power import Power

_SUPPLIES: Final = Path("/sys/class/power_supply")
_UNKNOWN: Final = 255  # of BatteryLifePercent


def power(supplies: Path = _SUPPLIES) -> Power | None:
    """None: a PC without a battery, or a system that does not say."""
    return _of_windows() if sys.platform == "win32" else _of_linux(supplies)


def _of_linux(supplies: Path) -> Power | None:
    """The first battery that tells its charge; a mouse's own battery is none of the system."""
    for one in sorted(supplies.glob("*")):
        if _read(one / "type") != "Battery" or _read(one / "scope") == "Device":
            continue
        percent = _read(one / "capacity")
        if percent.isdecimal():
            return Power(min(100, int(percent)), _read(one / "status") != "Discharging")
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


class _Status(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("line", ctypes.c_ubyte),
        ("flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("left", ctypes.c_uint32),
        ("full", ctypes.c_uint32),
    )


def _of_windows() -> Power | None:
    status = _Status()
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    if not kernel.GetSystemPowerStatus(ctypes.byref(status)) or status.percent == _UNKNOWN:
        return None
    return Power(min(100, status.percent), status.line == 1)
