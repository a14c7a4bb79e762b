"""Public-health services: cares, indicators, programmes, readings, vaccination, contracts."""

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id
from clinic_app.store.migrations.tables_0004.steps import step


def up() -> None:
    _programmes_up()
    _care_up()
    _indicators_up()
    _readings_up()
    _immunization_up()
    _contracts_up()


def down() -> None:
    _contracts_down()
    _immunization_down()
    _readings_down()
    _indicators_down()
    _care_down()
    _programmes_down()


def _care_up() -> None:
    """管理对象, and what is due for them."""
    op.create_table(
        "care_change",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_care_change"),
    )
    op.create_index("ix_care_change_resident", "care_change", ["resident"])
    op.create_table(
        "missed_contact",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_missed_contact"),
    )
    op.create_index("ix_missed_contact_resident", "missed_contact", ["resident"])
    op.create_table(
        "care",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("resident", "service", name="pk_care"),
    )
    op.create_index("ix_care_facility_service", "care", ["facility", "service"])
    op.create_table(
        "duty_task",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("due_from", sa.Text(), nullable=False),
        sa.Column("due_by", sa.Text(), nullable=False),
        sa.Column("missed_from", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("resident", "service", "form", "step", name="pk_duty_task"),
    )
    op.create_index(
        "ix_duty_task_facility",
        "duty_task",
        ["facility", "due_by", "due_from", "missed_from", "failed", "service", "reason"],
    )


def _care_down() -> None:
    for table in ("duty_task", "care", "missed_contact", "care_change"):
        op.drop_table(table)


def _indicators_up() -> None:
    """考核: population figures and targets."""
    op.create_table(
        "population",
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text()),
        *step("stated"),
        sa.PrimaryKeyConstraint("institution", "village", "year", name="pk_population"),
    )
    op.create_table(
        "indicator_target",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer()),
        *step("stated"),
        sa.PrimaryKeyConstraint("indicator", "year", name="pk_indicator_target"),
    )


def _indicators_down() -> None:
    for table in ("indicator_target", "population"):
        op.drop_table(table)


def _programmes_up() -> None:
    """重大公共卫生项目: cases, payments, follow-ups."""
    op.create_table(
        "programme_case",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("programme", sa.Text()),
        sa.Column("item", sa.Text()),
        sa.Column("day", sa.Text()),
        sa.Column("declared", sa.Text()),
        *step("enrolled"),
        sa.Column("done_on", sa.Text()),
        sa.Column("result", sa.Text()),
        sa.Column("institution", sa.Text()),
        *step("done"),
        sa.Column("withdrawn_reason", sa.Text()),
        *step("withdrawn"),
        sa.PrimaryKeyConstraint("id", name="pk_programme_case"),
    )
    op.create_index("ix_programme_case_programme_day", "programme_case", ["programme", "day"])
    op.create_index("ix_programme_case_resident", "programme_case", ["resident"])
    op.create_table(
        "programme_payment",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_programme_payment"),
    )
    op.create_index("ix_programme_payment_case_id", "programme_payment", ["case_id"])
    op.create_table(
        "programme_follow_up",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_programme_follow_up"),
    )
    op.create_index("ix_programme_follow_up_case_id", "programme_follow_up", ["case_id"])


def _programmes_down() -> None:
    for table in ("programme_follow_up", "programme_payment", "programme_case"):
        op.drop_table(table)


def _readings_up() -> None:
    """自测: what self-service devices measured."""
    op.create_table(
        "reading",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("device", sa.Text()),
        sa.Column("taken_ms", sa.BigInteger()),
        sa.Column("item", sa.Text()),
        sa.Column("value_e4", sa.BigInteger()),
        sa.Column("identified_by", sa.Text()),
        sa.Column("critical", sa.Boolean()),
        *step("received"),
        *step("confirmed"),
        *step("rejected"),
        sa.Column("rejected_reason", sa.Text()),
        *step("answered"),
        sa.Column("answered_told", sa.Text()),
        sa.Column("answered_done", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
    )
    op.create_index("ix_reading_critical", "reading", ["critical", "answered_at", "rejected_at"])
    op.create_index("ix_reading_facility", "reading", ["facility", "confirmed_at", "rejected_at"])
    op.create_index("ix_reading_resident", "reading", ["resident"])


def _readings_down() -> None:
    op.drop_table("reading")


def _immunization_up() -> None:
    """预防接种: doses, deferrals, numbers of the immunization system."""
    op.create_table(
        "vaccination",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("vaccine", sa.Text()),
        sa.Column("series", sa.Text()),
        sa.Column("dose_no", sa.Integer()),
        sa.Column("day", sa.Text()),
        sa.Column("at", sa.BigInteger()),
        sa.Column("site", sa.Text()),
        sa.Column("route", sa.Text()),
        sa.Column("amount", sa.Text()),
        sa.Column("maker", sa.Text()),
        sa.Column("batch", sa.Text()),
        sa.Column("trace_code", sa.Text()),
        sa.Column("expiry", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("paid", sa.Text()),
        sa.Column("elsewhere", sa.Boolean()),
        *step("given"),
        sa.Column("well", sa.Boolean()),
        *step("observed"),
        sa.Column("withdrawn_reason", sa.Text()),
        *step("withdrawn"),
        sa.PrimaryKeyConstraint("id", name="pk_vaccination"),
    )
    op.create_index("ix_vaccination_facility_day", "vaccination", ["facility", "day"])
    op.create_index("ix_vaccination_resident", "vaccination", ["resident"])
    op.create_table(
        "vaccination_deferral",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("until", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("note", sa.Text()),
        *step("deferred"),
        sa.PrimaryKeyConstraint("resident", "series", name="pk_vaccination_deferral"),
    )
    op.create_table(
        "vaccination_case",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("case_no", sa.Text()),
        *step("numbered"),
        sa.PrimaryKeyConstraint("resident", name="pk_vaccination_case"),
    )
    op.create_index("ix_vaccination_case_case_no", "vaccination_case", ["case_no"])


def _immunization_down() -> None:
    for table in ("vaccination_case", "vaccination_deferral", "vaccination"):
        op.drop_table(table)


def _contracts_up() -> None:
    """家庭医生签约: teams, contracts, refusals."""
    op.create_table(
        "contract_team",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("leader", sa.Text()),
        sa.Column("leader_name", sa.Text()),
        sa.Column("members", sa.Text()),
        sa.Column("villages", sa.Text()),
        *step("formed"),
        sa.PrimaryKeyConstraint("id", name="pk_contract_team"),
    )
    op.create_index("ix_contract_team_facility", "contract_team", ["facility"])
    op.create_table(
        "contract",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("team", Id()),
        sa.Column("packages", sa.Text()),
        sa.Column("groups", sa.Text()),
        sa.Column("signed_on", sa.Text()),
        sa.Column("valid_from", sa.Text()),
        sa.Column("valid_to", sa.Text()),
        sa.Column("years", sa.Integer()),
        sa.Column("fee_insurance", sa.BigInteger()),
        sa.Column("fee_public", sa.BigInteger()),
        sa.Column("fee_resident", sa.BigInteger()),
        sa.Column("signature", sa.Text()),
        sa.Column("representative", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("replaces", Id()),
        *step("signed"),
        sa.Column("ended_on", sa.Text()),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("ended_note", sa.Text()),
        *step("ended"),
        sa.PrimaryKeyConstraint("id", name="pk_contract"),
    )
    op.create_index("ix_contract_facility", "contract", ["facility", "valid_to"])
    op.create_index("ix_contract_resident", "contract", ["resident"])
    op.create_table(
        "contract_refusal",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_contract_refusal"),
    )
    op.create_index("ix_contract_refusal_resident", "contract_refusal", ["resident"])


def _contracts_down() -> None:
    for table in ("contract_refusal", "contract", "contract_team"):
        op.drop_table(table)
