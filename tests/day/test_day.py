"""The played day: the same from the same seed, all that it counts is there, and never among real people."""

from collections import Counter

import pytest
import sqlalchemy as sa

from clinic_app.day.play import play
from clinic_app.day.prepare import InRealUse
from clinic_app.domain.identifiers.id_number import mod_11_2
from clinic_app.domain.policy.reading import read
from clinic_app.domain.resources import text
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.tables.residents import resident
from clinic_app.services.residents import NewResident
from clinic_app.store import local
from clinic_app.store.rebuild import rebuild
from clinic_app.store.tables import entry
from tests.day.conftest import DAY


def amounts(clinic):
    return [
        (
            one.number,
            one.name,
            one.medfee_sumamt,
            one.fund_pay_sumamt,
            one.acct_pay,
            one.cash_pay,
            one.reversed,
        )
        for one in clinic.settlement.of_day(DAY)
    ]


def test_the_same_seed_plays_the_same_day(new_clinic):
    one, other = new_clinic(), new_clinic()
    first, second = play(one, 12, seed=7), play(other, 12, seed=7)
    assert amounts(one) == amounts(other) != []
    unlike = {"seconds", "entries_per_second"}
    assert {k: v for k, v in first.as_json().items() if k not in unlike} == {
        k: v for k, v in second.as_json().items() if k not in unlike
    }


def test_another_seed_plays_another_day(new_clinic):
    one, other = new_clinic(), new_clinic()
    play(one, 12, seed=7)
    play(other, 12, seed=8)
    assert amounts(one) != amounts(other)


def test_what_it_counts_is_what_the_clinic_shows(new_clinic):
    clinic = new_clinic()
    played = play(clinic, 16, seed=1)
    settled = clinic.settlement.of_day(DAY)
    assert played.visits == len(clinic.registration.queue()) == 16
    assert played.settlements == len(settled)
    assert played.refunds == sum(one.reversed for one in settled) >= 1
    assert played.cancelled >= 1
    assert played.encounters == 16 - played.cancelled
    live = [one for one in settled if not one.reversed]
    assert played.fund_fen == sum(one.fund_pay_sumamt for one in live) > 0
    assert played.acct_fen == sum(one.acct_pay for one in live) > 0
    assert played.cash_fen == sum(one.cash_pay for one in live) > 0
    with clinic.store.reading() as connection:
        kinds = set(connection.scalars(sa.select(entry.c.type).distinct()))
        temporary = connection.scalars(sa.select(resident.c.temp_identity)).all()
    assert {
        "card.linked",
        "resident.amended",
        "chart.viewed",
        "visit.cancelled",
        "settlement.reversed",
        "contract.signed",
    } <= kinds
    assert played.contracts == len(clinic.contracts.contracted(clinic.on_duty)) > 0
    assert any(temporary)


def test_health_records_and_follow_ups_belong_to_the_day_where_they_are_asked_for(new_clinic):
    clinic = new_clinic()
    played = play(clinic, 40, seed=1, follows=True)
    with clinic.store.reading() as connection:
        kinds = Counter(connection.scalars(sa.select(entry.c.type)))
    assert kinds["form.recorded"] - kinds["contract.signed"] == played.follow_ups == kinds["care.opened"] > 0
    assert kinds["record.opened"] == kinds["household.founded"] > played.follow_ups
    assert rebuild(clinic.store, check=True).different == ()


def test_the_day_ends_with_a_closing_that_proves_itself(new_clinic):
    clinic = new_clinic()
    played = play(clinic, 16, seed=1)
    [closed] = clinic.closing.closings(DAY)
    assert (closed.number, closed.biz_date, closed.cash_diff) == (played.closing, DAY, 0)
    assert (closed.n_setl, closed.n_red) == (played.settlements, played.refunds)
    assert closed.cash_counted == 20_000 + played.cash_fen
    assert clinic.closing.prove(closed.id) == ()
    again = play(clinic, 8, seed=2)
    assert (again.closing, len(clinic.closing.closings(DAY))) == ("", 1)


def test_the_window_hands_out_what_is_paid_and_the_ward_takes_one_in(new_clinic):
    clinic = new_clinic()
    played = play(clinic, 10, seed=2)  # an even seed: the patient stays overnight
    assert played.dispensed > 0
    assert clinic.pharmacy.waiting() == [] and clinic.pharmacy.too_much() == []
    [stay] = clinic.inpatient.present()
    assert (played.admissions, stay.held > 0, stay.charged > 0) == (1, True, True)
    play(clinic, 2, seed=3)  # the next part of the day sends home who is in
    [gone] = clinic.inpatient.settled()
    assert (gone.id, gone.held) == (stay.id, 0)


def test_the_insurance_refuses_no_bill_of_the_day(new_clinic):
    clinic = new_clinic()
    play(clinic, 16, seed=3)
    for one in clinic.settlement.of_day(DAY):
        assert (one.status == "provisional") == bool(one.psn_no)
    assert sum(bool(one.psn_no) for one in clinic.settlement.of_day(DAY)) >= 12


def test_the_day_passes_from_eight_to_five(new_clinic):
    clinic = new_clinic()
    play(clinic, 10, seed=1)
    with clinic.store.reading() as connection:
        times = connection.scalars(sa.select(entry.c.time).order_by(entry.c.seq)).all()
    moments = [beijing(time >> 16) for time in times]
    assert moments == sorted(moments)
    assert {moment.date() for moment in moments} == {DAY}
    assert moments[0].hour == 8 and moments[-1].hour in range(11, 17)


def test_tables_after_a_day_equal_a_replay(new_clinic):
    clinic = new_clinic()
    play(clinic, 10, seed=1)
    assert rebuild(clinic.store, check=True).different == ()


def test_an_administrator_without_other_roles_brings_colleagues_who_do_the_work(new_clinic):
    clinic = new_clinic(roles=(Role.ADMINISTRATOR,))
    play(clinic, 8, seed=1)
    with clinic.store.reading() as connection:
        authors = dict(connection.execute(sa.select(entry.c.type, entry.c.author).distinct()).all())
    assert authors["visit.registered"] == "M901"
    assert authors["encounter.signed"] in ("M902", "M903")
    assert authors["settlement.made"] == "M904"
    assert play(clinic, 8, seed=2).settlements > 0


def test_who_may_neither_work_nor_hire_is_refused(new_clinic):
    clinic = new_clinic(roles=(Role.CASHIER,))
    with pytest.raises(NotAllowed):
        play(clinic, 4, seed=1)


def test_patients_come_back_on_another_day(new_clinic):
    clinic = new_clinic()
    play(clinic, 12, seed=1)
    before = clinic.residents.find("350881", 100)
    play(clinic, 12, seed=1)
    assert len(clinic.residents.find("350881", 100)) == len(before)
    assert len(clinic.registration.queue()) == 24


def test_a_store_with_real_people_is_refused_and_untouched(new_clinic):
    clinic = new_clinic()
    clinic.residents.register(clinic.on_duty, NewResident(name="张三", temp_reason="L"))
    with clinic.store.reading() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(entry))
    with pytest.raises(InRealUse):
        play(clinic, 4, seed=1)
    with clinic.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(entry)) == before
        assert local.read_text(connection, local.MADE_UP) == ""


def test_a_policy_that_is_in_force_is_used_as_it_is(new_clinic):
    clinic = new_clinic()
    longyan = text("policies", "longyan_2011.toml")
    end_of_table = longyan.rindex("effective_to = ")
    longyan = longyan[:end_of_table] + "# " + longyan[end_of_table:]  # its last version stays open
    assert read(longyan)[0] is not None
    clinic.insurance.install_policy(clinic.on_duty, longyan)
    play(clinic, 8, seed=1)
    assert [one.policy_id for one in clinic.insurance.policies()] == ["longyan_2011"]
    assert {one.insutype for one in clinic.settlement.of_day(DAY)} <= {"380", ""}


def test_an_enrolled_clinic_takes_the_county_s_insured_people_and_states_none(new_clinic):
    clinic = new_clinic()
    clinic.insurance.install_policy(clinic.on_duty, text("policies", "open_sample.toml"))
    number = "35088119800101001" + mod_11_2("35088119800101001")
    stated = [
        InsuredStated(psn_no="N1", id_number=number, insutype="390", salt=""),
        InsuredStated(psn_no="N2", id_number="no such number", insutype="390", salt=""),
    ]
    clinic.insurance.state_insured(clinic.on_duty, stated)
    with clinic.store.changing() as connection:
        local.write(connection, local.SERVER, "https://county.example")
        local.write(connection, local.LAST_PULL, str(clinic.store.wall()))
    play(clinic, 10, seed=1)
    with clinic.store.reading() as connection:
        stated_now = sa.select(sa.func.count()).where(entry.c.type == "insured.stated")
        assert connection.scalar(stated_now) == len(stated)
    assert {one.psn_no for one in clinic.settlement.of_day(DAY) if one.psn_no} == {"N1"}
    assert clinic.residents.find(number)[0].phone.startswith("100")


def test_the_sample_policy_has_no_problem_and_no_remark():
    policy, findings = read(text("policies", "open_sample.toml"))
    assert policy is not None
    assert not findings.problems and not findings.remarks
