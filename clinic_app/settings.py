"""设置: ``clinic.toml`` in the data folder, ``CLINIC_<NAME>`` of the environment above it.

    idle_minutes = 10
    backup_place = "/media/stick/xyt"
    printer = "preview"
    departments = ["全科", "中医科"]

    [platform]                              # the same as platform_url, platform_code …
    url = "https://10.0.0.8/fsi/api"
    code = "H35088100001"

Frozen, built once by the app and passed down in parts.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self

from clinic_app.domain.errors import RuleBroken
from clinic_app.sync.pace import LEAST_KBIT

FILE: Final = "clinic.toml"
PREVIEW: Final = "preview"  # as `printer`: open the PDF in the system's own viewer
SCALES: Final = (100, 110, 125, 150, 175, 200)


class BadSettings(RuleBroken):
    """Carries every problem at once, so the file is mended in one go."""

    code = "settings.bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicSettings:
    idle_minutes: float = 10.0  # until the screen locks by itself; 0: never
    backup_place: Path | None = None  # a second disk or stick; none: no backup by itself
    sync_hour: int | None = None  # 0 to 23: when the evening round is due; none: 20:30
    line_kbit: int | None = (
        None  # most that sync takes of the line, each way; 0: all; none: 300 for a village
    )
    id_card_port: str = ""  # serial ID-card reader: COM3, /dev/ttyUSB0
    printer: str = ""  # a printer's name; "preview": open the paper; empty: keep it in print/
    language: str = "zh"
    theme: str = "light"
    scale: int = 100  # per cent
    simulated_reader: bool = False  # for training: cards of made-up people from a list
    platform_url: str = ""  # the insurance platform; empty: there is none, the county's policy settles
    platform_code: str = ""  # 定点机构编号, 12 characters; empty: the facility's own code
    platform_area: str = ""  # 就医地医保区划, 6 digits; empty: the province's
    platform_ca: Path | None = None  # PEM of the authority that the platform's certificate comes from
    results_folder: Path | None = None  # where analysers and imaging machines leave their files
    readings_folder: Path | None = None  # where self-service devices leave theirs
    departments: tuple[str, ...] = ("全科", "中医科", "儿科", "妇科", "口腔科", "公共卫生科")

    @classmethod
    def load(cls, path: Path, environ: Mapping[str, str]) -> Self:
        """Read `clinic.toml`; ``CLINIC_<NAME>`` in `environ` wins over a line of it.

        Raises:
            BadSettings: a value makes no sense, or a name is not known.
        """
        found, problems = _file(path)
        names = {field.name for field in fields(cls)}
        problems += [f"{name}?" for name in found if name not in names]
        found |= {
            name: environ[f"CLINIC_{name.upper()}"] for name in names if environ.get(f"CLINIC_{name.upper()}")
        }
        values: dict[str, Any] = {}
        for name, raw in found.items():
            if name in names:
                try:
                    values[name] = _READ[name](raw)
                except (ValueError, TypeError):
                    problems.append(f"{name} = {raw}")
        if problems:
            raise BadSettings(file=path.name, problems="；".join(problems))
        return cls(**values)

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """Each line as the file would have it, in order."""
        return tuple((field.name, _word(getattr(self, field.name))) for field in fields(self))


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "—" if value is None or value == "" else str(value)


def _file(path: Path) -> tuple[dict[str, object], list[str]]:
    try:
        return _flat(tomllib.loads(path.read_text(encoding="utf-8"))), []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError) as error:
        return {}, [str(error)]


def _flat(found: Mapping[str, Any]) -> dict[str, object]:
    """A table's lines by the table's name and their own: ``[platform] url`` is ``platform_url``."""
    lines: dict[str, object] = {}
    for name, value in found.items():
        inner = value if isinstance(value, dict) else {}
        lines |= {f"{name}_{key}": one for key, one in inner.items()} if inner else {name: value}
    return lines


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return raw.strip()


def _number(least: float, most: float) -> Callable[[object], float]:
    def read(raw: object) -> float:
        number = float(raw)  # type: ignore[arg-type]
        if isinstance(raw, bool) or not least <= number <= most:
            raise ValueError(raw)
        return number

    return read


def _hour(raw: object) -> int | None:
    return None if raw == "" else int(_number(0, 23)(raw))


def _kbit(raw: object) -> int | None:
    if raw == "":
        return None
    kbit = int(_number(0, 1_000_000)(raw))
    if 0 < kbit < LEAST_KBIT:
        raise ValueError(raw)
    return kbit


def _scale(raw: object) -> int:
    return int(_one_of(*map(str, SCALES))(str(raw)))


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(raw: object) -> str:
        if raw not in allowed:
            raise ValueError(raw)
        return str(raw)

    return read


def _yes(raw: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    said = str(raw).lower()
    if said not in words:
        raise ValueError(raw)
    return words[said]


def _names(raw: object) -> tuple[str, ...]:
    parts = raw.replace("，", ",").split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list):
        raise TypeError(raw)
    names = tuple(_text(part) for part in parts if _text(part))
    if not names:
        raise ValueError(raw)
    return names


def _place(raw: object) -> Path | None:
    return Path(_text(raw)) if raw else None


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "idle_minutes": _number(0, 24 * 60),
    "backup_place": _place,
    "sync_hour": _hour,
    "line_kbit": _kbit,
    "id_card_port": _text,
    "printer": _text,
    "language": _one_of("zh", "en"),
    "theme": _one_of("light", "dark"),
    "scale": _scale,
    "simulated_reader": _yes,
    "platform_url": _text,
    "platform_code": _text,
    "platform_area": _text,
    "platform_ca": _place,
    "results_folder": _place,
    "readings_folder": _place,
    "departments": _names,
}
