"""扣款 on records that are refunded afterwards: given back as far as nothing is due for them any more."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.statements import RecordKind
from clinic_app.journal.facts.reconciliation import RecordsDeducted
from clinic_app.projections.queries.deductions import given_back, shared
from clinic_app.projections.queries.statement_lines import candidates
from sync_server.publish.founding import found
from tests.server.fund.world import TOWNSHIP, Books
from tests.server.templates import migrated


@pytest.fixture
def books(url: str) -> Iterator[Books]:
    database = migrated(url)
    found(database, "漳平市", ("localhost",))
    yield Books(database)
    database.close()


def deducted(books: Books, amount: int, *records: UUID) -> None:
    fact = RecordsDeducted(
        facility=TOWNSHIP, rule="F01", finding="f1", records=records, amount=amount, reason="分解就诊"
    )
    books.write("", fact)


def returned(books: Books, *records: UUID) -> list[int]:
    with books.database.reading() as db:
        found = given_back(db, records)
    return [found.get(record, 0) for record in records]


def test_each_record_of_a_deduction_gives_back_its_own_share(books):
    one, two, three = books.settle("P1", fund=300), books.settle("P2", fund=100), books.settle("P3", fund=200)
    books.reverse(three)  # before the deduction: it bears nothing of it
    deducted(books, 200, one, two, three)
    books.reverse(one)
    books.reverse(two)
    assert returned(books, one, two, three) == [150, 50, 0]
    with books.database.reading() as db:
        lines = candidates(db, TOWNSHIP, 2**62)
    assert sum(line.deducted for line in lines) == 0
    assert sum(line.dues.fund_due for line in lines) == 0
    assert {line.kind for line in lines if line.deducted < 0} == {RecordKind.RED}


def test_what_a_partial_refund_leaves_bears_the_deduction_until_it_is_refunded_too(books):
    first, rest = books.settle(fund=300), uuid4()
    deducted(books, 250, first)
    red = books.reverse(first, rest=rest)
    books.settle(fund=100, entry_id=rest, resettles=red)
    assert returned(books, first, rest) == [150, 0]
    books.reverse(rest)
    assert returned(books, first, rest) == [150, 100]


def test_a_record_without_a_deduction_gives_nothing_back(books):
    record = books.settle(fund=300)
    books.reverse(record)
    assert returned(books, record) == [0]


@given(amount=st.integers(0, 10**6), dues=st.lists(st.integers(0, 10**5), min_size=1, max_size=8))
def test_the_shares_of_a_deduction_are_all_of_it(amount: int, dues: list[int]):
    found = shared(amount, {UUID(int=at): due for at, due in enumerate(dues)})
    assert sum(found.values()) == amount
    assert min(found.values()) >= 0
