"""What holds for every fact type, now and later."""

from clinic_app.journal.catalog import FACTS
from clinic_app.projections.apply import APPLY


def test_each_fact_has_an_apply():
    assert set(APPLY) == set(FACTS.values())


def test_types_are_named_like_past_events():
    for name in FACTS:
        assert name.count(".") == 1 and name.split(".")[1].endswith(
            (
                "ed",
                "made",
                "run",
                "sent",
                "taken",
                "chosen",
                "read",
                "left",
                "split",
                "done",
                "withdrawn",
                "given",
            )
        )
