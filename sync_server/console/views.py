"""HTML from templates: the one environment, and the words, numbers and times as the console writes them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from typing import Any, Final
from uuid import UUID

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from clinic_app.domain.identifiers.masks import mask_id_number, mask_name, mask_phone
from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.resources import text
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.settlement import BillLine
from sync_server.console import charts, texts
from sync_server.console.sessions import form_token
from sync_server.console.users import User


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the menu."""

    path: str  # under /console/
    chinese: str
    english: str
    icon: str
    action: str  # what the user must be allowed to do


NAV: Final = (
    Section("", "概览", "Overview", "home", "read"),
    Section("facilities", "机构", "Facilities", "building", "read"),
    Section("devices", "设备", "Devices", "screen", "read"),
    Section("alarms", "告警", "Alarms", "error", "read"),
    Section("entries", "条目", "Entries", "journal", "read"),
    Section("courier", "摆渡", "Courier", "cloud-off", "read"),
    Section("settlements", "结算", "Settlements", "cash", "read"),
    Section("reconciliation", "对账", "Reconciliation", "check", "read"),
    Section("statements", "申报", "Statements", "register", "read"),
    Section("disputes", "争议", "Disputes", "error", "read"),
    Section("policies", "政策", "Policies", "journal", "read"),
    Section("catalogs", "目录", "Catalogues", "catalog", "read"),
    Section("purchases", "采购", "Purchase", "truck", "orders_read"),
    Section("quarantine", "待处理", "Set aside", "warn", "read"),
    Section("merges", "档案合并", "Merged records", "people", "read"),
    Section("fund", "基金监控", "Fund", "chart", "read"),
    Section("findings", "疑点", "Findings", "search", "read"),
    Section("payments", "拨付", "Payments", "purse", "read"),
    Section("health", "公卫指标", "Public health", "chart", "read"),
    Section("contracts", "签约", "Contracts", "contract", "read"),
    Section("review", "处方点评", "Prescriptions", "stethoscope", "review_read"),
    Section("reading", "阅片", "Readings", "heart", "reading_read"),
    Section("audit", "操作记录", "Record", "clock", "audit"),
    Section("users", "用户", "Users", "staff", "users"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page."""

    user: User | None
    language: str  # zh, en
    path: str
    address: str  # with the query: where the language switch leads back to
    token: str  # of the session; "" when nobody is signed in
    county: str
    now: int  # UTC ms
    waiting: int  # entries set aside: the number beside their page's name


def page(frame: Frame, template: str, status: int, **values: Any) -> HTMLResponse:
    """One page as the visitor's language says it."""
    language = frame.language
    words: dict[str, Callable[..., object]] = {
        "t": lambda chinese, **facts: texts.said(chinese, language, **facts),
        "error_text": lambda error: texts.error_text(error, language),
        "reason_text": lambda code: texts.reason_text(code, language),
        "coded": lambda table, code: texts.coded(table, code, language),
        "named": lambda kind, code: texts.named(kind, code, language),
        "ago": lambda ms: texts.ago(frame.now, ms, language),
        "span": lambda ms: texts.span(ms, language),
        "clock": lambda skew: texts.clock(skew, language),
        "insurance": lambda code: texts.insurance(code, language),
        "csrf": lambda: form_field(frame.token),
    }
    user = frame.user
    section = frame.path.removeprefix("/console/").split("/")[0]
    html = (
        _environment()
        .get_template(template)
        .render(
            frame=frame,
            user=user,
            now=frame.now,
            language=language,
            nav=[item for item in NAV if user is not None and user.may(item.action)],
            section=section,
            heading=_heading(section, language),
            **words,
            **values,
        )
    )
    return HTMLResponse(html, status_code=status)


def _heading(path: str, language: str) -> str:
    """What the menu calls the section."""
    found = next((item for item in NAV if item.path == path), NAV[0])
    return found.english if language == "en" else found.chinese


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("sync_server.console"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "yuan": money,
        "number": lambda number: f"{number:,}",
        "moment": moment,
        "stamp": lambda ms: f"{beijing(ms):%Y-%m-%d %H:%M}",
        "price": price,
        "quantity": quantity,
        "short_id": short_id,
        "entry_id": entry_id,
        "object_id": object_id,
        "hexed": hexed,
        "mask_name": mask_name,
        "mask_id": mask_id_number,
        "mask_phone": mask_phone,
    }
    environment.globals |= {
        "icon": icon,
        "bars": charts.bars,
        "split_bars": charts.split_bars,
        "line_amount": line_amount,
        "has_reversed": lambda sums: any(one.state == "reversed" for one in sums),
        "unreleasable": frozenset({"journal.bad_fact", "journal.id_conflict", "statement.answered_before"}),
    }
    return environment


def money(fen: int | None, signed: bool = False) -> str:
    """Fen as yuan with thousands: ``1234567 → "12,345.67"``; nothing for ``None``."""
    if fen is None:
        return ""
    whole, _, part = yuan(abs(fen)).partition(".")
    sign = "−" if fen < 0 else "+" if signed and fen > 0 else ""
    return f"{sign}{int(whole):,}.{part}"


def price(pric_e6: int) -> str:
    """A unit price in yuan, at least two decimals: ``1234500 → "1.2345"``."""
    whole, part = divmod(pric_e6, 1_000_000)
    return f"{whole:,}.{f'{part:06}'.rstrip('0'):0<2}"


def quantity(cnt_e4: int) -> str:
    """A quantity without idle zeros: ``15000 → "1.5"``."""
    whole, part = divmod(cnt_e4, 10_000)
    return f"{whole:,}.{part:04}".rstrip("0").rstrip(".")


def line_amount(line: BillLine) -> int:
    """Fen of one charged item (docs/settlement.md, R1)."""
    return half_up(line.pric_e6 * line.cnt_e4, 10**8)


def form_field(token: str) -> Markup:
    """The hidden field that proves a form to be ours."""
    return Markup('<input type="hidden" name="form_token" value="{}">').format(form_token(token))


def moment(ms: int | None) -> Markup:
    """Beijing time to the second, as a `<time>` element; a dash for ``None``."""
    if ms is None:
        return Markup('<span class="soft">—</span>')
    when = beijing(ms)
    shown = when.strftime("%m-%d %H:%M:%S")
    whole = when.isoformat(timespec="milliseconds")
    return Markup(f'<time datetime="{whole}" title="{when:%Y-%m-%d %H:%M:%S}">{shown}</time>')


def short_id(value: UUID) -> str:
    """The first eight digits of a device's id, which is a hash."""
    return value.hex[:8]


def entry_id(value: UUID) -> str:
    """Ids of one run of a device follow one another, so the end tells them apart: ``8643…00080a``."""
    return f"{value.hex[:4]}…{value.hex[-6:]}"


def object_id(text: str) -> str:
    """What an act of the record was about: a code as it is, an id shortened."""
    found = id_of(text) if len(text) == 32 else None
    return text if found is None else entry_id(found)


def hexed(value: UUID | bytes) -> str:
    """The hexadecimal digits of an id or a hash."""
    return value.hex if isinstance(value, UUID) else value.hex()


def pretty(value: Any) -> Markup:
    """JSON with soft colours for names, numbers and words; escaped."""
    return Markup(
        "\n".join(_json_line(line) for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"))
    )


def _json_line(line: str) -> str:
    body = line.lstrip(" ")
    indent = line[: len(line) - len(body)]
    name, colon, rest = body.partition('": ')
    if colon and body.startswith('"'):
        return f'{indent}<span class="key">{escape(name, False)}"</span>: {_json_value(rest)}'
    return indent + _json_value(body)


def _json_value(value: str) -> str:
    bare = value.rstrip(",")
    kind = "word" if bare.startswith('"') else "figure" if bare.lstrip("-")[:1].isdigit() else ""
    shown = escape(bare, False)
    comma = value[len(bare) :]
    return (f'<span class="{kind}">{shown}</span>' if kind else shown) + comma


@cache
def icon(name: str) -> Markup:
    """A line icon of resources/icons, drawn in the colour of the text around it."""
    svg = text("icons", f"{name}.svg").strip()
    return Markup(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1))


def day_of(value: str) -> date | None:
    """A day of the address line; ``None`` when it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def whole(value: str) -> int | None:
    """A whole number of the address line, of at most 19 digits; ``None`` when it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None


def id_of(value: str) -> UUID | None:
    """An id of the address line, with or without hyphens; ``None`` when it is none."""
    try:
        return UUID(value)
    except ValueError:
        return None
