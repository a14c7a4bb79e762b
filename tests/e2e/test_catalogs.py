"""目录 from the county's desk to a clinic's search box, over a real line."""

from pathlib import Path

from clinic_app.domain.codes import rows
from sync_server.publish.catalogs import publish_catalog
from tests.e2e.county_at_work import at_work
from tests.e2e.townships import township
from tests.server.county import TOWNSHIP


def test_a_clinic_offers_what_the_county_published_and_then_changed(tmp_path: Path) -> None:
    shipped = rows("catalogs", "drugs.csv")
    with at_work(tmp_path) as county:
        pc = township(tmp_path / "pc", county, TOWNSHIP)
        publish_catalog(county.database(), "drugs", shipped)
        pc.sync()
        before = pc.clinic.catalogs.in_force().drugs
        assert [one.code for one in before] == [row["code"] for row in shipped]
        dearer = [row | {"price_e6": "9900000"} if row["code"] == "YP0001" else row for row in shipped[:-1]]
        publish_catalog(county.database(), "drugs", dearer)
        assert pc.clinic.catalogs.in_force().drugs is before
        pc.sync()
        now = pc.clinic.catalogs.in_force().drugs
        amoxicillin = now.of_code("YP0001")
        assert amoxicillin is not None
        assert (amoxicillin.price_e6, now.of_code(shipped[-1]["code"])) == (9_900_000, None)
        assert len(now) == len(shipped) - 1
