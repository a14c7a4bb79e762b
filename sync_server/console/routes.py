"""Every address of the console, and the headers that each of its answers carries."""

from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server.console import courier_desk
from sync_server.console.pages import (
    account,
    accounts,
    alarms,
    catalogs,
    contracts,
    courier,
    devices,
    disputes,
    entries,
    facilities,
    fund,
    health,
    merges,
    overview,
    payments,
    policies,
    prices,
    purchases,
    quarantine,
    reading,
    recalls,
    reconciliation,
    record,
    review,
    review_figures,
    rule_packs,
    settlements,
    statements,
    zero_markup,
)
from sync_server.console.visit import HOME, Handler, NoSuchPage, Visit, open_page, page

_STATIC: Final = Path(__file__).parent / "static"
_HEADERS: Final = {
    # Styles and pictures of our own, no script at all, no frame around us, forms to ourselves only.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_ALONE: Final = {"review": "review", "reading": "reading", "purchases": "orders"}  # who has these pages only
_PRIVATE: Final = {"cache-control": "no-store"}  # nothing of a page stays on a shared PC


class Guarded:
    """Adds the headers to every answer, refusals too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if "/static/" not in scope["path"]:
                    headers.update(_PRIVATE)
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except HTTPException as error:  # a wrong method, a form that is refused
            answer = PlainTextResponse(error.detail, error.status_code, error.headers)
            await answer(scope, receive, guarded)


def routes() -> list[BaseRoute]:
    """What asgi mounts: the console under ``/console``, and ``/`` leading there.

    The pages take their database from ``app.state.database`` and show ``app.state.county_name``.
    """
    return [
        Route("/", _home),
        Route("/console", _home),
        Mount("/console", routes=_pages(), middleware=[Middleware(Guarded)]),
    ]


async def _home(request: Request) -> RedirectResponse:
    return RedirectResponse(HOME)


def _start(visit: Visit) -> Response:
    """The overview, or the only pages that somebody has."""
    if visit.who.may("read"):
        return overview.show(visit)
    return visit.go(HOME + next(path for path, action in _ALONE.items() if visit.who.may(action)))


def _nowhere(visit: Visit) -> Response:
    raise NoSuchPage(what=visit.path_value("rest")[:40])


def _pages() -> list[BaseRoute]:
    return [
        Route("/login", open_page(account.login_page)),
        Route("/login", open_page(account.login), methods=["POST"]),
        Route("/language", open_page(account.language)),
        _post("/logout", account.logout, "account"),
        Route("/password", page(account.password_page, "account")),
        _post("/password", account.change_password, "account"),
        Route("/", page(_start, "account")),
        Route("/facilities", page(facilities.listed)),
        Route("/facilities/{code}", page(facilities.one)),
        _post("/facilities/{code}/code", facilities.make_code, "device"),
        _post("/facilities/{code}/permits", facilities.permit, "permit"),
        Route("/devices", page(devices.listed)),
        Route("/devices/{device}", page(devices.one)),
        _post("/devices/{device}/revoke", devices.revoke, "device"),
        Route("/alarms", page(alarms.listed)),
        _post("/alarms", alarms.acknowledge, "device"),
        Route("/courier", page(courier.listed)),
        Route("/courier/take", page(courier.take, "courier", courier_desk.MAX_UPLOAD), methods=["POST"]),
        _post("/courier/answer", courier.answer, "courier"),
        Route("/entries", page(entries.listed)),
        Route("/entries/{entry}", page(entries.one)),
        _post("/entries/{entry}/identity", entries.show_identity, "identity"),
        Route("/settlements", page(settlements.listed)),
        Route("/settlements/{settlement}", page(settlements.one)),
        *_statement_pages(),
        *_review_pages(),
        *_health_pages(),
        Route("/contracts", page(contracts.show)),
        *_reading_pages(),
        *_purchase_pages(),
        Route("/policies", page(policies.listed)),
        _post("/policies/compare", policies.compared),
        Route("/catalogs", page(catalogs.listed)),
        _post("/catalogs/preview", catalogs.preview, "catalog"),
        _post("/catalogs/publish", catalogs.publish, "catalog"),
        Route("/quarantine", page(quarantine.listed)),
        _post("/quarantine/{entry}/release", quarantine.release, "release"),
        Route("/merges", page(merges.listed)),
        _post("/merges/{merge}/split", merges.split, "release"),
        Route("/fund", page(fund.show)),
        Route("/fund/zero-markup", page(zero_markup.show)),
        Route("/fund/zero-markup/sheet.xlsx", page(zero_markup.as_sheet)),
        Route("/fund/{indicator}", page(fund.behind)),
        Route("/findings", page(fund.listed)),
        Route("/findings/{rule}/{key}", page(fund.one)),
        _post("/findings/{rule}/{key}", fund.decide, "release"),
        Route("/payments", page(payments.listed)),
        Route("/payments/plan", page(payments.plan)),
        Route("/payments/{month}", page(payments.one)),
        _post("/payments/{month}/make", payments.make, "payment"),
        _post("/payments/{month}/approve", payments.approve, "payment"),
        Route("/payments/{month}/sheet", page(payments.as_sheet)),
        Route("/payments/{month}/{facility}", page(payments.part)),
        Route("/audit", page(record.listed, "audit")),
        Route("/users", page(accounts.listed, "users")),
        _post("/users", accounts.add, "users"),
        _post("/users/{user}", accounts.change, "users"),
        _post("/users/{user}/password", accounts.reset, "users"),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route("/{rest:path}", page(_nowhere, "account")),
    ]


def _statement_pages() -> list[BaseRoute]:
    """对账, 申报, 争议, 月结."""
    day, record = "/reconciliation/{facility}/{day}", "/reconciliation/{facility}/{day}/{record}"
    return [
        Route("/reconciliation", page(reconciliation.listed)),
        Route(day, page(reconciliation.one)),
        _post(f"{record}/release", reconciliation.release, "release"),
        _post(f"{record}/adjust", reconciliation.adjust, "statement"),
        _post(f"{record}/raise", reconciliation.mark_raised, "statement"),
        Route("/statements", page(statements.listed)),
        Route("/statements/months", page(statements.months)),
        _post("/statements/months", statements.close, "statement"),
        Route("/statements/{statement}", page(statements.one)),
        Route("/statements/{statement}/sheet.xlsx", page(statements.as_sheet)),
        _post("/statements/{statement}/approve", statements.approve, "statement"),
        Route("/disputes", page(disputes.listed)),
        _post("/disputes/receivable/{record}", disputes.decide_difference, "statement"),
        _post("/disputes/{statement}/{record}", disputes.decide, "statement"),
    ]


def _purchase_pages() -> list[BaseRoute]:
    """采购, 价格, 召回."""
    return [
        Route("/purchases", page(purchases.listed, "orders_read")),
        Route("/purchases/figures", page(purchases.figures, "orders_read")),
        Route("/purchases/prices", page(prices.listed, "orders_read")),
        _post("/purchases/prices/preview", prices.preview, "prices"),
        _post("/purchases/prices/publish", prices.publish, "prices"),
        Route("/purchases/recalls", page(recalls.listed, "orders_read")),
        _post("/purchases/recalls", recalls.publish, "prices"),
        Route("/purchases/{order}", page(purchases.one, "orders_read")),
        _post("/purchases/{order}/accept", purchases.accept, "orders"),
        _post("/purchases/{order}/ship", purchases.ship, "orders"),
    ]


def _review_pages() -> list[BaseRoute]:
    """处方点评, 规则包, 微课."""
    sheet = "/review/sheet/{prescription}"
    return [
        Route("/review", page(review.listed, "review_read")),
        _post("/review/draw", review.draw, "review"),
        Route("/review/samples/{facility}/{month}", page(review.sample, "review_read")),
        Route(sheet, page(review.sheet, "review")),
        _post(sheet, review.judge, "review"),
        _post(f"{sheet}/conclude", review.conclude, "review"),
        Route("/review/appeals", page(review.appeals, "review")),
        Route("/review/figures", page(review_figures.show, "review_read")),
        Route("/review/figures/sheet.xlsx", page(review_figures.as_sheet, "review_read")),
        Route("/review/rules", page(rule_packs.listed, "review_read")),
        _post("/review/rules/preview", rule_packs.look, "rules"),
        _post("/review/rules/publish", rule_packs.publish, "rules"),
        Route("/review/lessons", page(rule_packs.lessons, "review_read")),
        _post("/review/lessons", rule_packs.publish_lesson, "rules"),
        _post("/review/lessons/{lesson}/withdraw", rule_packs.withdraw_lesson, "rules"),
    ]


def _health_pages() -> list[BaseRoute]:
    """公卫指标."""
    return [
        Route("/health", page(health.show)),
        Route("/health/settings", page(health.settings)),
        _post("/health/population", health.state_population, "targets"),
        _post("/health/targets", health.state_targets, "targets"),
        Route("/health/total", page(health.total)),
        Route("/health/total/{indicator}", page(health.total_behind)),
        Route("/health/{indicator}", page(health.behind)),
    ]


def _reading_pages() -> list[BaseRoute]:
    """阅片."""
    return [
        Route("/reading", page(reading.listed, "reading_read")),
        Route("/reading/done", page(reading.done, "reading_read")),
        Route("/reading/{examination}", page(reading.sheet, "reading")),
        _post("/reading/{examination}", reading.act, "reading"),
    ]


def _post(path: str, handler: Handler, action: str = "read") -> Route:
    return Route(path, page(handler, action), methods=["POST"])
