"""How much of a drug is handed out."""

import pytest

from clinic_app.domain.catalogs import Drug, drugs
from clinic_app.domain.prescribing.quantity import packs_needed, units_needed, units_per_dose


def drug(spec, unit, pack, *, form="片", pack_unit="盒", route="po") -> Drug:
    return Drug(
        code="YP",
        name="药",
        generic_name="药",
        spec=spec,
        form=form,
        unit=unit,
        pack_qty=pack,
        pack_unit=pack_unit,
        price_e6=1_000_000,
        chrgitm_lv="01",
        essential=True,
        dose="",
        frequency="",
        route=route,
        aliases=(),
        initials=(),
        pinyin="",
    )


AMPOULE = {"form": "注射液", "pack_unit": "支"}


@pytest.mark.parametrize(
    ("of", "dose", "frequency", "days", "packs"),
    [
        pytest.param(drug("0.25g", "粒", 24), "0.5g", "tid", 3, 1, id="18 capsules of 24"),
        pytest.param(drug("0.25g", "粒", 24), "0.5g", "tid", 5, 2, id="30 capsules of 24"),
        pytest.param(drug("0.25g", "粒", 24), "500mg", "tid", 4, 1, id="24 of 24, in milligrams"),
        pytest.param(drug("50μg", "片", 100), "0.05mg", "qd", 30, 1, id="micrograms"),
        pytest.param(drug("5mg", "片", 14), "2.5mg", "qd", 28, 1, id="half tablets add up"),
        pytest.param(drug("6g", "袋", 10), "1袋", "tid", 7, 3, id="dose in units"),
        pytest.param(drug("2ml:20mg", "支", 1, **AMPOULE), "10mg", "bid", 2, 4, id="opened each time"),
        pytest.param(drug("80万U", "支", 1, **AMPOULE), "160万U", "bid", 3, 12, id="two vials each time"),
        pytest.param(
            drug("3ml:300U", "支", 1, route="ih", **AMPOULE), "10U", "qn", 30, 1, id="a pen serves many days"
        ),
        pytest.param(
            drug("250ml", "瓶", 1, form="注射液", pack_unit="瓶"), "250ml", "qd", 3, 3, id="bottles"
        ),
        pytest.param(drug("10mg", "片", 100), "10mg", "st", 3, 1, id="once"),
        pytest.param(drug("0.3g", "片", 20), "0.3g", "prn", 3, 1, id="when needed: one pack"),
        pytest.param(drug("20g", "支", 1, form="乳膏", pack_unit="支"), "适量", "bid", 7, 1, id="as needed"),
        pytest.param(
            drug("5ml:25mg", "支", 1, form="滴眼液", pack_unit="支"), "1滴", "qid", 7, 1, id="drops"
        ),
        pytest.param(drug("", "克", 1, pack_unit="克"), "15g", "qd", 7, 105, id="herbs in grams"),
        pytest.param(drug("", "克", 1, pack_unit="克"), "15克", "qd", 7, 105, id="herbs in 克"),
    ],
)
def test_packs_needed(of, dose, frequency, days, packs):
    assert packs_needed(of, dose, frequency, days) == packs


def test_every_usual_dose_of_the_catalogue_is_understood_or_has_no_amount():
    unknown = [one.name for one in drugs() if units_per_dose(one, one.dose) is None]
    words = [one.dose for one in drugs() if one.name in unknown]
    assert len(unknown) < 0.1 * len(drugs()), (unknown, words)


def test_by_the_tablet_nothing_is_rounded_to_packs():
    assert units_needed(drug("0.25g", "粒", 24), "0.5g", "tid", 5) == 30
    assert units_needed(drug("0.25g", "粒", 24), "适量", "tid", 5) is None
