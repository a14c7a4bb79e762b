"""病程记录 and 出院记录: signed, added to, never changed."""

from collections.abc import Mapping
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.wardnotes import DISCHARGE, SECTIONS, missing_in
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.ward import Section, WardNoteAddended, WardNoteSigned
from clinic_app.projections.queries import inpatient, ward
from clinic_app.projections.queries.ward import Note, StayPaper
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class Incomplete(RuleBroken):
    """A part of the note that must not be empty is."""

    code = "ward.note_incomplete"


class NothingAdded(RuleBroken):
    """An addendum without words."""

    code = "ward.nothing_added"


class SummaryThere(RuleBroken):
    """The stay has its discharge summary; what is missing is added to it."""

    code = "ward.summary_there"


class WardNoteService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def notes(self, admission_id: UUID) -> list[Note]:
        """In the order of what they tell of."""
        with self._store.reading() as connection:
            return ward.notes_of(connection, admission_id)

    def papers(self, resident_id: UUID) -> list[StayPaper]:
        """出院记录 of a resident, the newest first."""
        with self._store.reading() as connection:
            return ward.stay_papers_of(connection, resident_id)

    def sign(
        self,
        by: OnDuty,
        admission_id: UUID,
        kind: str,
        texts: Mapping[str, str],
        *,
        about_ms: int | None = None,
        diagnoses: tuple[Diagnosis, ...] = (),
    ) -> UUID:
        """`texts` by title (domain/wardnotes.py).  Returns the note's id.

        Raises:
            NotAllowed, NoAdmission
            Incomplete: fact `titles`.
            SummaryThere
        """
        by.must("ward_orders")
        missing = missing_in(kind, texts)
        if missing:
            raise Incomplete(titles="、".join(missing))
        sections = tuple(
            Section(title, texts[title].strip()) for title in SECTIONS[kind] if texts.get(title, "").strip()
        )
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            known = ward.notes_of(writing.connection, admission_id)
            if kind == DISCHARGE and any(one.kind == DISCHARGE for one in known):
                raise SummaryThere(number=stay.number)
            fact = WardNoteSigned(
                admission_id=stay.id,
                kind=kind,
                about_ms=self._store.wall() if about_ms is None else about_ms,
                sections=sections,
                diagnoses=diagnoses if kind == DISCHARGE else (),
            )
            return writing.append(fact, stay.resident_id).id

    def add_to(self, by: OnDuty, note_id: UUID, text: str) -> None:
        """补记.

        Raises:
            NotAllowed, NoNote, NothingAdded
        """
        by.must("ward_orders")
        if not text.strip():
            raise NothingAdded()
        with self._store.writing(by.author) as writing:
            note = ward.note_of(writing.connection, note_id)
            stay = inpatient.admission_of(writing.connection, note.admission_id)
            fact = WardNoteAddended(admission_id=stay.id, note_id=note.id, text=text.strip())
            writing.append(fact, stay.resident_id)
