"""What the doctor's desk and the pharmacy write: the chart, the whole encounter, the whole prescription."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic_app.projections.types import Id

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _chart_up()
    _encounter_up()
    _stock_up()
    _purchase_up()
    _catalogs_up()
    _stopwatch_up()
    _templates_up()
    _review_up()
    _ward_up()
    _examinations_up()
    _forms_up()
    _rounds_up()
    _households_up()
    _records_up()
    _programmes_up()
    _care_up()
    _indicators_up()
    _readings_up()
    _immunization_up()
    _contracts_up()


def downgrade() -> None:
    _contracts_down()
    _immunization_down()
    _readings_down()
    _indicators_down()
    _care_down()
    _programmes_down()
    _records_down()
    _households_down()
    _rounds_down()
    _forms_down()
    _examinations_down()
    _ward_down()
    _review_down()
    _templates_down()
    _stopwatch_down()
    _catalogs_down()
    _pharmacy_down()
    _encounter_down()
    _chart_down()


def _step(name: str) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(f"{name}_at", sa.BigInteger()),
        sa.Column(f"{name}_by", sa.Text()),
        sa.Column(f"{name}_entry", Id()),
    )


def _chart_up() -> None:
    """健康首页: allergies, conditions, measurements, skin tests."""
    op.create_table(
        "allergy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("reaction", sa.Text()),
        sa.Column("severe", sa.Boolean()),
        *_step("recorded"),
        *_step("cancelled"),
        sa.Column("cancelled_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_allergy"),
    )
    op.create_index("ix_allergy_resident", "allergy", ["resident"])
    op.create_table(
        "noted_condition",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("since", sa.Date()),
        *_step("noted"),
        *_step("closed"),
        sa.Column("closed_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_noted_condition"),
    )
    op.create_index("ix_noted_condition_resident", "noted_condition", ["resident"])
    op.create_table(
        "measurement",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("value_e4", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "key", name="pk_measurement"),
    )
    op.create_index("ix_measurement_resident", "measurement", ["resident", "key", "taken_ms"])
    op.create_table(
        "skin_test",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("substance", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("read_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_skin_test"),
    )
    op.create_index("ix_skin_test_resident", "skin_test", ["resident"])


def _chart_down() -> None:
    for table in ("skin_test", "measurement", "noted_condition", "allergy"):
        op.drop_table(table)


_GAINED: dict[str, tuple[tuple[str, Any], ...]] = {
    "staff": (("practice", sa.Text),),
    "facility": (("permits", sa.Text),),
    "encounter": (
        ("tcm", sa.Text),
        ("onset", sa.Date),
        ("again", sa.Boolean),
        ("departure", sa.Text),
        ("next_visit", sa.Date),
    ),
    "prescription": (
        ("kind", sa.Text),
        ("doses", sa.Integer),
        ("usage", sa.Text),
        ("boiled_here", sa.Boolean),
        ("pregnant", sa.Boolean),
        ("lactating", sa.Boolean),
        ("overrides", sa.Text),
        ("checked_with", sa.Text),
        ("long_term", sa.Boolean),
        ("replaces", Id),
    ),
    "order_line": (("group_no", sa.Integer), ("own", sa.Boolean), ("note", sa.Text)),
    "settlement_line": (("unit", sa.Text),),
}


def _encounter_up() -> None:
    """门诊病历 and 处方: what they gained, what is added to them, and papers made of them."""
    for table, columns in _GAINED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind()))
    op.create_index("ix_prescription_resident", "prescription", ["resident"])
    op.create_table(
        "cancelled_prescription",
        sa.Column("prescription_id", Id(), nullable=False),
        *_step("cancelled"),
        sa.Column("cancelled_reason", sa.Text()),
        sa.PrimaryKeyConstraint("prescription_id", name="pk_cancelled_prescription"),
    )
    op.create_table(
        "encounter_addendum",
        sa.Column("id", Id(), nullable=False),
        sa.Column("encounter_id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_encounter_addendum"),
    )
    op.create_index("ix_encounter_addendum_encounter_id", "encounter_addendum", ["encounter_id"])
    op.create_table(
        "sickness_certificate",
        sa.Column("id", Id(), nullable=False),
        sa.Column("visit_id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sickness_certificate"),
    )
    op.create_index("ix_sickness_certificate_resident", "sickness_certificate", ["resident"])
    op.create_table(
        "infectious_answer",
        sa.Column("visit_id", Id(), nullable=False),
        sa.Column("disease", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("report", sa.Boolean()),
        sa.Column("reason", sa.Text()),
        *_step("answered"),
        sa.PrimaryKeyConstraint("visit_id", "disease", name="pk_infectious_answer"),
    )


def _encounter_down() -> None:
    for table in (
        "infectious_answer",
        "sickness_certificate",
        "encounter_addendum",
        "cancelled_prescription",
    ):
        op.drop_table(table)
    op.drop_index("ix_prescription_resident", "prescription")
    for table, columns in _GAINED.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in columns:
                batch.drop_column(name)


def _stock_up() -> None:
    """库存: batches, movements, trace codes, prices, stocktakes."""
    op.create_table(
        "stock_batch",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("drug", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("lot", sa.Text()),
        sa.Column("made_on", sa.Date()),
        sa.Column("expires", sa.Date()),
        sa.Column("pack_qty", sa.Integer()),
        sa.Column("unit", sa.Text()),
        sa.Column("pack_unit", sa.Text()),
        sa.Column("pric_e6", sa.BigInteger()),
        sa.Column("received_on", sa.Date()),
        sa.Column("supplier", sa.Text()),
        sa.Column("invoice", sa.Text()),
        sa.Column("order_id", Id()),
        sa.Column("refused_e4", sa.BigInteger()),
        sa.Column("refused_why", sa.Text()),
        sa.Column("no_code", sa.Text()),
        sa.Column("transfer_id", Id()),
        sa.Column("from_batch", Id()),
        *_step("received"),
        sa.Column("state", sa.Text()),
        sa.Column("state_reason", sa.Text()),
        *_step("judged"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_batch"),
    )
    op.create_index("ix_stock_batch_facility_drug", "stock_batch", ["facility", "drug"])
    op.create_index("ix_stock_batch_order_id", "stock_batch", ["order_id"])
    op.create_index("ix_stock_batch_transfer_id", "stock_batch", ["transfer_id"])
    _transfers_up()
    op.create_table(
        "stock_movement",
        sa.Column("source", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("location", sa.Text()),
        sa.Column("drug", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("qty_e4", sa.BigInteger()),
        sa.Column("loose_e4", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("visit_id", Id()),
        sa.Column("feedetl_sn", sa.Text()),
        sa.Column("resident", Id()),
        *_step("moved"),
        sa.PrimaryKeyConstraint("source", "batch_id", "no", name="pk_stock_movement"),
    )
    op.create_index("ix_stock_movement_batch_id", "stock_movement", ["batch_id"])
    op.create_index("ix_stock_movement_facility_drug", "stock_movement", ["facility", "drug"])
    op.create_index("ix_stock_movement_visit_id", "stock_movement", ["visit_id"])
    op.create_table(
        "trace_moved",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", Id()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_trace_moved"),
    )
    op.create_index("ix_trace_moved_code", "trace_moved", ["code"])
    op.create_index("ix_trace_moved_mark", "trace_moved", ["mark"])
    op.create_index("ix_trace_moved_visit_id", "trace_moved", ["visit_id"])
    op.create_table(
        "sold_code",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "mark", name="pk_sold_code"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lot_recall",
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        *_step("recalled"),
        sa.PrimaryKeyConstraint("drug", "lot", name="pk_lot_recall"),
    )
    op.create_table(
        "drug_price",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "drug", name="pk_drug_price"),
    )
    op.create_index("ix_drug_price_drug", "drug_price", ["drug"])
    op.create_table(
        "stocktake",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("location", sa.Text()),
        *_step("opened"),
        sa.Column("counted", sa.Integer()),
        *_step("approved"),
        sa.PrimaryKeyConstraint("id", name="pk_stocktake"),
    )
    op.create_index("ix_stocktake_facility", "stocktake", ["facility"])
    op.create_table(
        "stocktake_line",
        sa.Column("stocktake_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("loose_e4", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stocktake_id", "batch_id", name="pk_stocktake_line"),
    )
    op.create_table(
        "stocktake_count",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("stocktake_id", Id(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("qty_e4", sa.BigInteger(), nullable=False),
        sa.Column("loose_e4", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "batch_id", name="pk_stocktake_count"),
    )
    op.create_index("ix_stocktake_count_stocktake_id", "stocktake_count", ["stocktake_id"])


def _transfers_up() -> None:
    """调拨 between institutions, 冷链 temperatures."""
    op.create_table(
        "stock_transfer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("to_facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("lines", sa.Text()),
        sa.Column("location", sa.Text()),
        *_step("sent"),
        *_step("arrived"),
        sa.Column("cancel_reason", sa.Text()),
        *_step("cancelled"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_transfer"),
    )
    op.create_index("ix_stock_transfer_facility", "stock_transfer", ["facility"])
    op.create_index("ix_stock_transfer_to_facility", "stock_transfer", ["to_facility"])
    op.create_table(
        "temperature",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("tenths", sa.Integer()),
        sa.Column("lowest", sa.Integer()),
        sa.Column("highest", sa.Integer()),
        sa.Column("measure", sa.Text()),
        *_step("logged"),
        sa.PrimaryKeyConstraint("facility", "place", "day", "half", name="pk_temperature"),
    )


def _purchase_up() -> None:
    """采购: orders to the county's distribution."""
    op.create_table(
        "purchase_order",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("period", sa.Text()),
        *_step("submitted"),
        sa.Column("cancel_reason", sa.Text()),
        *_step("cancelled"),
        sa.Column("due", sa.Date()),
        *_step("accepted"),
        sa.Column("invoice", sa.Text()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("settled_on", sa.Date()),
        *_step("matched"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_order"),
    )
    op.create_table(
        "purchase_payment",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("invoice", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_purchase_payment"),
    )
    op.create_index("ix_purchase_payment_order_id", "purchase_payment", ["order_id"])
    op.create_index("ix_purchase_order_facility", "purchase_order", ["facility"])
    op.create_table(
        "purchase_line",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("packs", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "no", name="pk_purchase_line"),
    )
    op.create_table(
        "accepted_line",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("packs", sa.BigInteger()),
        sa.Column("why", sa.Text()),
        *_step("accepted"),
        sa.PrimaryKeyConstraint("order_id", "drug", name="pk_accepted_line"),
    )
    op.create_table(
        "shipped_line",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("shipment", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("packs", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_shipped_line"),
    )
    op.create_index("ix_shipped_line_order_id", "shipped_line", ["order_id"])


def _pharmacy_down() -> None:
    for table in (
        "shipped_line",
        "accepted_line",
        "purchase_line",
        "purchase_payment",
        "purchase_order",
        "stocktake_count",
        "stocktake_line",
        "stocktake",
        "drug_price",
        "lot_recall",
        "sold_code",
        "trace_moved",
        "temperature",
        "stock_transfer",
        "stock_movement",
        "stock_batch",
    ):
        op.drop_table(table)


def _catalogs_up() -> None:
    """目录: publications part by part."""
    op.drop_table("catalog")
    op.create_table(
        "catalog_part",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=False),
        *_step("published"),
        sa.PrimaryKeyConstraint("kind", "version", "part", name="pk_catalog_part"),
    )
    op.execute(
        "INSERT OR REPLACE INTO setting SELECT 'rebuild_wanted', X'31'"
        " WHERE EXISTS (SELECT 1 FROM entry WHERE type = 'catalog.published')"
    )


def _catalogs_down() -> None:
    op.drop_table("catalog_part")
    op.create_table(
        "catalog",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_step("published"),
        sa.PrimaryKeyConstraint("kind", name="pk_catalog"),
    )


def _stopwatch_up() -> None:
    """秒表: what each piece of work took here, and what PCs told of a day."""
    op.create_table(
        "timing",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("pressed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_timing"),
    )
    op.create_index("ix_timing_day", "timing", ["day"])
    op.create_table(
        "timed_day",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("device", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("pressed", sa.BigInteger(), nullable=False),
        sa.Column("slow", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_timed_day"),
    )
    op.create_index("ix_timed_day_facility", "timed_day", ["facility", "day"])


def _stopwatch_down() -> None:
    op.drop_table("timed_day")
    op.drop_table("timing")


def _templates_up() -> None:
    """模板."""
    op.create_table(
        "template",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("shared", sa.Boolean()),
        sa.Column("complaint", sa.Text()),
        sa.Column("history", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.Column("advice", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        sa.Column("lines", sa.Text()),
        *_step("saved"),
        *_step("removed"),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
    )
    op.create_index("ix_template_facility", "template", ["facility"])


def _templates_down() -> None:
    op.drop_table("template")


def _review_up() -> None:
    """处方点评, 规则包, 微课."""
    op.create_index("ix_prescription_facility_issued_at", "prescription", ["facility", "issued_at"])
    op.create_table(
        "review_sample",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text()),
        sa.Column("population", sa.Integer()),
        sa.Column("ids", sa.Text()),
        sa.Column("added", sa.Text()),
        *_step("sampled"),
        sa.PrimaryKeyConstraint("facility", "month", "subject", name="pk_review_sample"),
    )
    op.create_table(
        "prescription_review",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("codes", sa.Text()),
        sa.Column("remark", sa.Text()),
        sa.Column("reviewer", sa.Text()),
        *_step("reviewed"),
        *_step("first"),
        sa.PrimaryKeyConstraint("prescription_id", name="pk_prescription_review"),
    )
    op.create_index("ix_prescription_review_facility", "prescription_review", ["facility"])
    op.create_table(
        "review_answer",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("review_id", Id(), nullable=False),
        sa.Column("accepted", sa.Boolean()),
        sa.Column("answer", sa.Text()),
        *_step("answered"),
        sa.PrimaryKeyConstraint("prescription_id", "review_id", name="pk_review_answer"),
    )
    op.create_table(
        "review_conclusion",
        sa.Column("prescription_id", Id(), nullable=False),
        sa.Column("review_id", Id(), nullable=False),
        sa.Column("final_codes", sa.Text()),
        sa.Column("conclusion", sa.Text()),
        *_step("concluded"),
        sa.PrimaryKeyConstraint("prescription_id", "review_id", name="pk_review_conclusion"),
    )
    op.create_table(
        "rule_pack",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date()),
        sa.Column("text", sa.Text()),
        sa.Column("note", sa.Text()),
        *_step("published"),
        sa.PrimaryKeyConstraint("version", name="pk_rule_pack"),
    )
    _lessons_up()


def _lessons_up() -> None:
    op.create_table(
        "lesson",
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("rules", sa.Text()),
        sa.Column("substances", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("answers", sa.Text()),
        sa.Column("right_answer", sa.Integer()),
        sa.Column("withdrawn", sa.Boolean()),
        *_step("published"),
        sa.PrimaryKeyConstraint("lesson", name="pk_lesson"),
    )
    op.create_table(
        "lesson_reading",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("answer", sa.Integer()),
        *_step("read"),
        sa.PrimaryKeyConstraint("facility", "staff_id", "lesson", name="pk_lesson_reading"),
    )


def _review_down() -> None:
    op.drop_index("ix_prescription_facility_issued_at", "prescription")
    for table in (
        "lesson_reading",
        "lesson",
        "rule_pack",
        "review_conclusion",
        "review_answer",
        "prescription_review",
        "review_sample",
    ):
        op.drop_table(table)


_WARD_GAINED: dict[str, tuple[tuple[str, Any], ...]] = {
    "admission": (
        ("moved_bed", sa.Text),
        ("moved_at", sa.BigInteger),
        ("moved_by", sa.Text),
        ("moved_entry", Id),
    ),
    "admission_item": (("order_id", Id), ("slot", sa.Text)),
}


def _ward_up() -> None:
    """病区: beds, orders, doses, notes."""
    for table, columns in _WARD_GAINED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind()))
    op.create_table(
        "bed",
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("bed", sa.Text(), nullable=False),
        sa.Column("room", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("in_use", sa.Boolean()),
        *_step("placed"),
        *_step("readied"),
        sa.PrimaryKeyConstraint("facility", "bed", name="pk_bed"),
    )
    op.create_table(
        "bed_left",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("bed", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_bed_left"),
    )
    op.create_index("ix_bed_left_facility", "bed_left", ["facility", "bed"])
    _ward_orders_up()
    _ward_notes_up()


def _ward_orders_up() -> None:
    op.create_table(
        "ward_order",
        sa.Column("id", Id(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("no", sa.Integer()),
        sa.Column("term", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text()),
        sa.Column("spec", sa.Text()),
        sa.Column("dose", sa.Text()),
        sa.Column("frequency", sa.Text()),
        sa.Column("route", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("each_e4", sa.BigInteger()),
        sa.Column("group_no", sa.Integer()),
        sa.Column("own", sa.Boolean()),
        sa.Column("note", sa.Text()),
        sa.Column("start_ms", sa.BigInteger()),
        *_step("signed"),
        sa.Column("stop_ms", sa.BigInteger()),
        sa.Column("stop_reason", sa.Text()),
        *_step("stopped"),
        sa.PrimaryKeyConstraint("id", name="pk_ward_order"),
    )
    op.create_index("ix_ward_order_admission_id", "ward_order", ["admission_id"])
    op.create_table(
        "ward_dose_done",
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("left_out", sa.Text()),
        *_step("done"),
        sa.PrimaryKeyConstraint("order_id", "day", "slot", name="pk_ward_dose_done"),
    )
    op.create_index("ix_ward_dose_done_admission_id", "ward_dose_done", ["admission_id"])
    op.create_table(
        "ward_dose",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("admission_id", Id(), nullable=False),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("cnt_e4", sa.BigInteger(), nullable=False),
        sa.Column("pric_e6", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "no", name="pk_ward_dose"),
    )
    op.create_index("ix_ward_dose_admission_id", "ward_dose", ["admission_id"])


def _ward_notes_up() -> None:
    op.create_table(
        "ward_note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("admission_id", Id()),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("about_ms", sa.BigInteger()),
        sa.Column("sections", sa.Text()),
        sa.Column("diagnoses", sa.Text()),
        *_step("signed"),
        sa.PrimaryKeyConstraint("id", name="pk_ward_note"),
    )
    op.create_index("ix_ward_note_admission_id", "ward_note", ["admission_id"])
    op.create_index("ix_ward_note_resident", "ward_note", ["resident"])
    op.create_table(
        "ward_note_addendum",
        sa.Column("id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ward_note_addendum"),
    )
    op.create_index("ix_ward_note_addendum_note_id", "ward_note_addendum", ["note_id"])


def _ward_down() -> None:
    for table in (
        "ward_note_addendum",
        "ward_note",
        "ward_dose",
        "ward_dose_done",
        "ward_order",
        "bed_left",
        "bed",
    ):
        op.drop_table(table)
    for table, columns in _WARD_GAINED.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in columns:
                batch.drop_column(name)


def _forms_up() -> None:
    """表单."""
    op.create_table(
        "form_record",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("form", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("day", sa.Text()),
        sa.Column("filled", sa.Text()),
        sa.Column("visit_id", Id()),
        sa.Column("replaces", Id()),
        sa.Column("reason", sa.Text()),
        sa.Column("origin", sa.Text()),
        *_step("recorded"),
        *_step("withdrawn"),
        sa.Column("withdrawn_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_form_record"),
    )
    op.create_index("ix_form_record_resident", "form_record", ["resident", "form", "day"])
    op.create_index("ix_form_record_facility", "form_record", ["facility", "form", "day"])
    op.create_index("ix_form_record_replaces", "form_record", ["replaces"])


def _forms_down() -> None:
    op.drop_table("form_record")


def _rounds_up() -> None:
    """下乡包, and pictures of paper."""
    op.create_table(
        "round_sheet",
        sa.Column("pack", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("day", sa.Date()),
        sa.Column("code", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("form", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("who", sa.Text()),
        sa.Column("record_no", sa.Text()),
        sa.Column("home", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("last", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("filled", sa.Text()),
        *_step("packed"),
        sa.PrimaryKeyConstraint("pack", "place", name="pk_round_sheet"),
    )
    op.create_index("ix_round_sheet_code", "round_sheet", ["code"])
    op.create_index("ix_round_sheet_facility", "round_sheet", ["facility", "day"])
    op.create_table(
        "sheet_picture",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("pack", Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_sheet_picture"),
    )
    op.create_index("ix_sheet_picture_code", "sheet_picture", ["code"])
    op.create_table(
        "picture",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_picture"),
    )


def _rounds_down() -> None:
    for table in ("picture", "sheet_picture", "round_sheet"):
        op.drop_table(table)


def _examinations_up() -> None:
    """检验检查: orders and reports."""
    op.create_table(
        "examination",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("visit_id", Id()),
        sa.Column("stay_id", Id()),
        sa.Column("number", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("specimen", sa.Text()),
        sa.Column("purpose", sa.Text()),
        sa.Column("site", sa.Text()),
        sa.Column("urgent", sa.Boolean()),
        *_step("ordered"),
        sa.Column("cancelled_reason", sa.Text()),
        *_step("cancelled"),
        sa.Column("taken", sa.Text()),
        *_step("collected"),
        sa.Column("referred_findings", sa.Text()),
        sa.Column("referred_lines", sa.Text()),
        sa.Column("referred_study_uid", sa.Text()),
        sa.Column("referred_urgent", sa.Boolean()),
        *_step("referred"),
        sa.Column("read_findings", sa.Text()),
        sa.Column("read_conclusion", sa.Text()),
        sa.Column("reader", sa.Text()),
        *_step("read"),
        sa.PrimaryKeyConstraint("id", name="pk_examination"),
    )
    op.create_index("ix_examination_facility_ordered_at", "examination", ["facility", "ordered_at"])
    op.create_index("ix_examination_number", "examination", ["number"])
    op.create_index("ix_examination_referred_at", "examination", ["referred_at"])
    op.create_index("ix_examination_resident", "examination", ["resident"])
    op.create_index("ix_examination_visit_id", "examination", ["visit_id"])
    op.create_table(
        "examination_report",
        sa.Column("id", Id(), nullable=False),
        sa.Column("examination_id", Id()),
        sa.Column("facility", sa.Text()),
        sa.Column("resident", Id()),
        sa.Column("lines", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.Column("conclusion", sa.Text()),
        sa.Column("critical", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("instrument", sa.Text()),
        sa.Column("study_uid", sa.Text()),
        sa.Column("replaces", Id()),
        *_step("reported"),
        sa.Column("told", sa.Text()),
        sa.Column("done", sa.Text()),
        *_step("answered"),
        sa.PrimaryKeyConstraint("id", name="pk_examination_report"),
    )
    op.create_index("ix_examination_report_examination_id", "examination_report", ["examination_id"])
    op.create_index(
        "ix_examination_report_facility_reported_at", "examination_report", ["facility", "reported_at"]
    )
    op.create_index("ix_examination_report_replaces", "examination_report", ["replaces"])
    op.create_index("ix_examination_report_resident", "examination_report", ["resident"])


def _examinations_down() -> None:
    for table in ("examination_report", "examination"):
        op.drop_table(table)


def _households_up() -> None:
    """家庭户, and who lives in which."""
    op.create_table(
        "household",
        sa.Column("id", Id(), nullable=False),
        sa.Column("facility", sa.Text()),
        sa.Column("village", sa.Text()),
        sa.Column("village_code", sa.Text()),
        sa.Column("group_name", sa.Text()),
        sa.Column("house", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("phone", sa.Text()),
        *_step("stated"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
    )
    op.create_index("ix_household_village_code", "household", ["village_code"])
    op.create_table(
        "household_change",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("household", Id(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_household_change"),
    )
    op.create_index("ix_household_change_resident", "household_change", ["resident"])
    op.create_table(
        "household_member",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("household", Id()),
        sa.Column("relation", sa.Text()),
        sa.Column("since", sa.Text()),
        sa.PrimaryKeyConstraint("resident", name="pk_household_member"),
    )
    op.create_index("ix_household_member_household", "household_member", ["household"])


def _households_down() -> None:
    for table in ("household_member", "household_change", "household"):
        op.drop_table(table)


def _records_up() -> None:
    """健康档案: numbers, deaths and moves, and who is one person with whom."""
    op.create_table(
        "health_record",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("replaces", Id()),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_health_record"),
    )
    op.create_index("ix_health_record_number", "health_record", ["number"])
    op.create_index("ix_health_record_resident", "health_record", ["resident"])
    op.create_table(
        "life_event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id()),
        sa.Column("kind", sa.Text()),
        sa.Column("day", sa.Text()),
        sa.Column("words", sa.Text()),
        *_step("told"),
        *_step("corrected"),
        sa.Column("corrected_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_life_event"),
    )
    op.create_index("ix_life_event_resident", "life_event", ["resident"])
    op.create_table(
        "life_state",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("event", Id()),
        sa.PrimaryKeyConstraint("resident", name="pk_life_state"),
    )
    op.create_table(
        "resident_merge",
        sa.Column("id", Id(), nullable=False),
        sa.Column("kept", Id()),
        sa.Column("other", Id()),
        sa.Column("reasons", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("taken", sa.Text()),
        sa.Column("facility", sa.Text()),
        *_step("merged"),
        *_step("split"),
        sa.Column("split_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_resident_merge"),
    )
    op.create_index("ix_resident_merge_kept", "resident_merge", ["kept"])
    op.create_index("ix_resident_merge_other", "resident_merge", ["other"])
    op.create_table(
        "person",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("kept", Id(), nullable=False),
        sa.PrimaryKeyConstraint("resident", name="pk_person"),
    )
    op.create_index("ix_person_kept", "person", ["kept"])
    op.create_table(
        "resident_distinct",
        sa.Column("id", Id(), nullable=False),
        sa.Column("resident", Id(), nullable=False),
        sa.Column("other", Id(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resident_distinct"),
    )
    op.create_index("ix_resident_distinct_other", "resident_distinct", ["other"])
    op.create_index("ix_resident_distinct_resident", "resident_distinct", ["resident"])


def _records_down() -> None:
    for table in (
        "resident_distinct",
        "person",
        "resident_merge",
        "life_state",
        "life_event",
        "health_record",
    ):
        op.drop_table(table)


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
        *_step("stated"),
        sa.PrimaryKeyConstraint("institution", "village", "year", name="pk_population"),
    )
    op.create_table(
        "indicator_target",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer()),
        *_step("stated"),
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
        *_step("enrolled"),
        sa.Column("done_on", sa.Text()),
        sa.Column("result", sa.Text()),
        sa.Column("institution", sa.Text()),
        *_step("done"),
        sa.Column("withdrawn_reason", sa.Text()),
        *_step("withdrawn"),
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
        *_step("received"),
        *_step("confirmed"),
        *_step("rejected"),
        sa.Column("rejected_reason", sa.Text()),
        *_step("answered"),
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
        *_step("given"),
        sa.Column("well", sa.Boolean()),
        *_step("observed"),
        sa.Column("withdrawn_reason", sa.Text()),
        *_step("withdrawn"),
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
        *_step("deferred"),
        sa.PrimaryKeyConstraint("resident", "series", name="pk_vaccination_deferral"),
    )
    op.create_table(
        "vaccination_case",
        sa.Column("resident", Id(), nullable=False),
        sa.Column("case_no", sa.Text()),
        *_step("numbered"),
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
        *_step("formed"),
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
        *_step("signed"),
        sa.Column("ended_on", sa.Text()),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("ended_note", sa.Text()),
        *_step("ended"),
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
