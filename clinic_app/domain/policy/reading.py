"""Reading a policy file: TOML text in, `Policy` or every problem out.

Refused are exactly: text that is no TOML, a missing key or table, a value of the
wrong type, an unknown mode word, two versions that overlap, segments that do not
ascend from their start, a relief that starts too late, a ratio outside 0…10000, a
negative amount, an empty list of deductibles or segments, a self-pay share outside
class B, the same chronic disease twice.  Source: docs/settlement.md.
"""

import re
import tomllib
from dataclasses import replace
from datetime import date

from clinic_app.domain.policy.benefits import version_of
from clinic_app.domain.policy.findings import BadPolicy, Findings
from clinic_app.domain.policy.model import CatalogueRow, Policy, Version
from clinic_app.domain.policy.table import Table
from clinic_app.domain.policy.words import CLASS_B, CLASSES, KINDS

SCHEMA_VERSION = 1
_AT_LINE = re.compile(r"at line (\d+)")


def load(text: str) -> Policy:
    """The policy in `text`.

    Raises:
        BadPolicy: the file is refused; it carries every problem.
    """
    policy, findings = read(text)
    if policy is None:
        raise BadPolicy(findings.problems)
    return policy


def read(text: str) -> tuple[Policy | None, Findings]:
    """As `load`, but the findings come back whole: problems and remarks."""
    findings = Findings()
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        findings.is_toml = False
        findings.problem("(TOML)", f"不是有效的 TOML：{error}")
        found = _AT_LINE.search(str(error))
        findings.problems[0] = replace(findings.problems[0], line=int(found[1]) if found else 0)
        return None, findings
    policy = _policy(Table(data, "", findings))
    if findings.problems or findings.remarks:
        findings.locate(text)
    return (None if findings.problems else policy), findings


def _policy(top: Table) -> Policy:
    if top.integer("schema_version") != SCHEMA_VERSION and top.has("schema_version"):
        top.findings.problem("schema_version", f"应为 {SCHEMA_VERSION}")
    catalogue: dict[str, tuple[CatalogueRow, ...]] = {}
    for table in top.tables("catalog"):
        row = catalogue_row(table)
        catalogue[row.med_list_codg] = (*catalogue.get(row.med_list_codg, ()), row)
    policy = Policy(
        policy_id=top.text("policy_id"),
        title=top.text("title"),
        region=top.text("region"),
        insutypes=top.words("insutypes"),
        catalogue=catalogue,
        versions=tuple(version_of(table) for table in top.tables("version")),
    )
    if not policy.versions:
        top.findings.problem("version", "至少要有一个版本")
    _check_overlap(policy.versions, top.findings)
    top.end()
    return policy


def catalogue_row(table: Table) -> CatalogueRow:
    chrgitm_lv = table.word("chrgitm_lv", CLASSES)
    shared = chrgitm_lv == CLASS_B or table.has("selfpay_prop_bp")  # 0 unless class B
    row = CatalogueRow(
        med_list_codg=table.text("med_list_codg"),
        name=table.text("name"),
        kind=table.word("kind", KINDS),
        chrgitm_lv=chrgitm_lv,
        selfpay_prop_bp=table.ratio("selfpay_prop_bp") if shared else 0,
        pric_uplmt_e6=table.optional_fen("pric_uplmt_e6"),
        pric_uplmt_by_lv=table.prices("pric_uplmt_by_lv"),
        lmt_used=table.flag("lmt_used", default=False),
        gc=table.flag("gc", default=False),
        effective_from=table.day("effective_from"),
        effective_to=table.day("effective_to"),
    )
    if row.chrgitm_lv != CLASS_B and row.selfpay_prop_bp != 0:
        table.findings.problem(table.key("selfpay_prop_bp"), "甲类和丙类的先行自付比例必须为 0")
    table.end()
    return row


def _check_overlap(versions: tuple[Version, ...], findings: Findings) -> None:
    for at, version in enumerate(versions):
        for earlier in versions[:at]:
            start = max(version.effective_from, earlier.effective_from)
            if date.min in (version.effective_from, earlier.effective_from):
                continue  # the date is missing, which is a problem of its own
            if version.covers(start) and earlier.covers(start):
                findings.problem(
                    f"version[{at}].effective_from",
                    f"与版本 {earlier.version_id} 的有效期在 {start} 起重叠",
                )
