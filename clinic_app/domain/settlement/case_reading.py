"""A settlement case (docs/settlement.md, command line) read into the domain's own types."""

import json
from dataclasses import dataclass
from datetime import date

from clinic_app.domain.policy.model import CatalogueRow
from clinic_app.domain.policy.words import CLASS_B, CLASSES, KINDS, WHOLE_BP
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import (
    Balances,
    Bill,
    BillLine,
    ChronicRegistration,
    Direction,
    Mode,
    PayWay,
    Person,
    Referral,
)
from clinic_app.domain.settlement.json_fields import Fields, UnreadableCase
from clinic_app.domain.settlement.records import RefundRequest, Submission
from clinic_app.domain.settlement.refund import TakeBack

DEFAULT_CLIENT = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationOrder:
    setl_id: str
    server_person: Person | None
    server_overlay: dict[str, CatalogueRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOrder:
    client: str
    sync_date: date


Order = Submission | RefundRequest | AdjudicationOrder | SyncOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    case_id: str
    person: Person
    state: State
    client_state: State | None
    sync_date: date | None
    balances: Balances
    overlay: dict[str, CatalogueRow]
    orders: tuple[Order, ...]


def case_of(line: str) -> Case:
    """One line of a case file.

    Raises:
        UnreadableCase: no JSON object, a field missing or of the wrong type.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableCase(key="(JSON)", reason=str(error)) from error
    top = Fields(data, "")
    person = top.inner("person")
    client_state = top.optional_object("client_state")
    balances = top.optional_object("balances") or Fields({}, "balances")
    return Case(
        case_id=top.text("case_id"),
        person=person_of(person),
        state=state_of(top.optional_object("state") or Fields({}, "state")),
        client_state=None if client_state is None else state_of(client_state),
        sync_date=top.optional_day("sync_date"),
        balances=Balances(
            acct_balance=balances.integer_or("acct_balance", 0),
            ewallet_balance=balances.integer_or("ewallet_balance", 0),
        ),
        overlay=overlay_of(top.objects_or_none("catalog")),
        orders=tuple(_order(fields, person) for fields in top.objects("ops")),
    )


def person_of(fields: Fields) -> Person:
    return Person(
        psn_no=fields.text("psn_no"),
        insutype=fields.text("insutype"),
        psn_insu_stas=fields.text_or("psn_insu_stas", "1"),
        death_date=fields.optional_day("death_date"),
        maf_group=fields.optional_text("maf_group"),
        contract_inst=fields.optional_text("contract_inst"),
        chronic=tuple(
            ChronicRegistration(
                dise_codg=row.text("dise_codg"),
                valid_from=row.day("valid_from"),
                valid_to=row.optional_day("valid_to"),
            )
            for row in fields.objects_or_none("chronic")
        ),
    )


def state_of(fields: Fields) -> State:
    accum: dict[int, dict[str, int]] = {}
    years = fields.optional_object("accum")
    for year in years.names() if years is not None and years else []:
        assert years is not None
        if not (year.isascii() and year.isdigit()):
            raise years.bad(year, "年份应为数字")
        keys = years.optional_object(year)
        if keys is not None:
            accum[int(year)] = {key: keys.integer_or(key, 0) for key in keys.names()}
    days = fields.optional_object("gc_last")
    gc_last = {} if days is None else {code: days.day(code) for code in days.names() if days.has(code)}
    return State(accum, gc_last)


def overlay_of(rows: list[Fields]) -> dict[str, CatalogueRow]:
    """Rows that stand before the policy's, by code; their dates are ignored, the first of a code counts."""
    overlay: dict[str, CatalogueRow] = {}
    for fields in rows:
        row = _catalogue_row(fields)
        overlay.setdefault(row.med_list_codg, row)
    return overlay


def _catalogue_row(fields: Fields) -> CatalogueRow:
    chrgitm_lv, kind = fields.text("chrgitm_lv"), fields.text("kind")
    if chrgitm_lv not in CLASSES:
        raise fields.bad("chrgitm_lv", f"不认识的取值“{chrgitm_lv}”")
    if kind not in KINDS:
        raise fields.bad("kind", f"不认识的取值“{kind}”")
    share = (
        fields.integer("selfpay_prop_bp")
        if chrgitm_lv == CLASS_B
        else fields.integer_or("selfpay_prop_bp", 0)
    )
    if not 0 <= share <= WHOLE_BP:
        raise fields.bad("selfpay_prop_bp", "比例应在 0 到 10000 之间")
    by_level = fields.optional_object("pric_uplmt_by_lv")
    return CatalogueRow(
        med_list_codg=fields.text("med_list_codg"),
        name=fields.text_or("name", ""),
        kind=kind,
        chrgitm_lv=chrgitm_lv,
        selfpay_prop_bp=share,
        pric_uplmt_e6=_limit(fields, "pric_uplmt_e6"),
        pric_uplmt_by_lv=None
        if by_level is None
        else {level: by_level.integer(level) for level in by_level.names() if by_level.has(level)},
        lmt_used=fields.flag_or("lmt_used", False),
        gc=fields.flag_or("gc", False),
    )


def _limit(fields: Fields, name: str) -> int | None:
    limit = fields.optional_integer(name)
    if limit is not None and limit < 0:
        raise fields.bad(name, "限价不能为负")
    return limit


def _order(fields: Fields, person: Fields) -> Order:
    op = fields.text("op")
    if op == "settle":
        return _submission(fields)
    if op == "refund":
        return _refund(fields)
    if op == "readjudicate":
        return _adjudication(fields, person)
    if op == "sync":
        return SyncOrder(client=fields.text_or("client", DEFAULT_CLIENT), sync_date=fields.day("sync_date"))
    raise fields.bad("op", f"不认识的操作“{op}”")


def _submission(fields: Fields) -> Submission:
    return Submission(
        setl_id=fields.text("setl_id"),
        client=fields.text_or("client", DEFAULT_CLIENT),
        mode=fields.word("mode", Mode, Mode.ONLINE),
        force_version=fields.optional_text("force_version"),
        bill=_bill(fields),
    )


def _bill(fields: Fields) -> Bill:
    referral = fields.optional_object("referral")
    return Bill(
        mdtrt_id=fields.text("mdtrt_id"),
        fixmedins_code=fields.text("fixmedins_code"),
        inst_lv=fields.text("inst_lv"),
        med_type=fields.text("med_type"),
        begndate=fields.day_if_any("begndate"),
        enddate=fields.day_if_any("enddate"),
        setl_date=fields.day_if_any("setl_date"),
        mdtrt_cert_type=fields.text("mdtrt_cert_type"),
        lines=tuple(_line(line) for line in fields.objects("lines")),
        diag_code=fields.optional_text("diag_code"),
        dise_codg=fields.optional_text("dise_codg"),
        pay_way=fields.word("pay_way", PayWay, PayWay.ITEM),
        emergency=fields.flag_or("emergency", False),
        referral=None if referral is None else _referral(referral),
        acct_request=fields.integer_or("acct_request", 0),
        ewallet_request=fields.integer_or("ewallet_request", 0),
    )


def _referral(fields: Fields) -> Referral:
    return Referral(
        type=fields.word("type", Direction),
        from_lv=fields.text("from_lv"),
        registered=fields.flag("registered"),
        same_area=fields.flag("same_area"),
        date=fields.day("date"),
    )


def _line(fields: Fields) -> BillLine:
    return BillLine(
        feedetl_sn=fields.text("feedetl_sn"),
        med_list_codg=fields.text("med_list_codg"),
        pric_e6=fields.integer("pric_e6"),
        cnt_e4=fields.integer("cnt_e4"),
        hosp_appr_flag=fields.text_or("hosp_appr_flag", "0"),
        psn_request=fields.flag_or("psn_request", False),
        purc_pric_e6=fields.optional_integer("purc_pric_e6"),
    )


def _refund(fields: Fields) -> RefundRequest:
    lines: tuple[TakeBack, ...] | None = None
    if fields.has("lines"):
        lines = tuple(
            TakeBack(feedetl_sn=line.text("feedetl_sn"), cnt_e4=line.integer("cnt_e4"))
            for line in fields.objects("lines")
        )
    return RefundRequest(
        refund_id=fields.text("refund_id"),
        setl_id=fields.text("setl_id"),
        client=fields.text_or("client", DEFAULT_CLIENT),
        mode=fields.word("mode", Mode, Mode.ONLINE),
        refund_date=fields.day("refund_date"),
        lines=lines,
        new_setl_id=fields.optional_text("new_setl_id"),
    )


def _adjudication(fields: Fields, person: Fields) -> AdjudicationOrder:
    differs = fields.optional_object("server_person")
    return AdjudicationOrder(
        setl_id=fields.text("setl_id"),
        server_person=None if differs is None else person_of(person.replaced_by(differs)),
        server_overlay=overlay_of(fields.objects_or_none("server_catalog")),
    )
