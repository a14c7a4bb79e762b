"""模板 and 组套: what is written and ordered often, kept under a name; 常用药: computed, nobody keeps it up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.roles import NotAllowed, may
from clinic_app.domain.time import beijing_day
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.templates import TemplateLine, TemplateRemoved, TemplateSaved
from clinic_app.projections.queries import templates as queries
from clinic_app.projections.queries.templates import Template, Usual
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

LONGEST: Final = 40  # characters of a name
MOST_USUAL: Final = 8
_LOOK_BACK: Final = timedelta(days=180)


class NoName(RuleBroken):
    """A template without a name is not found again."""

    code = "templates.no_name"


class NothingToKeep(RuleBroken):
    """A template of a blank record."""

    code = "templates.nothing"


class NoTemplate(NotFound):
    """It was removed, or is somebody else's own."""

    code = "templates.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a template puts into a record."""

    complaint: str = ""
    history: str = ""
    findings: str = ""
    advice: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    lines: tuple[TemplateLine, ...] = ()

    @property
    def blank(self) -> bool:
        return self == Content()


class TemplateService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, by: OnDuty) -> list[Template]:
        """One's own first, then the institution's."""
        with self._store.reading() as connection:
            return queries.templates_of(connection, self._store.facility, by.staff_id)

    def usual(self, by: OnDuty, diagnosis: str) -> list[Usual]:
        """常用药: what `by` prescribed most in half a year with a main diagnosis of this ICD-10 category."""
        since = beijing_day(self._store.wall()) - _LOOK_BACK
        with self._store.reading() as connection:
            return queries.usual_of(
                connection, self._store.facility, by.staff_id, diagnosis, since, MOST_USUAL
            )

    def save(self, by: OnDuty, name: str, content: Content, *, shared: bool = False) -> UUID:
        """Keep `content` under a name; one's own template of the same name and reach is replaced.  Returns its id.

        Raises:
            NotAllowed, NoName, NothingToKeep
        """
        by.must("outpatient")
        name = name.strip()[:LONGEST]
        if not name:
            raise NoName()
        if content.blank:
            raise NothingToKeep()
        with self._store.writing(by.author) as writing:
            known = queries.templates_of(writing.connection, self._store.facility, by.staff_id)
            same = [
                one.id for one in known if (one.name, one.shared, one.owner) == (name, shared, by.staff_id)
            ]
            fact = TemplateSaved(
                template_id=same[0] if same else new_id(),
                name=name,
                shared=shared,
                complaint=content.complaint,
                history=content.history,
                findings=content.findings,
                advice=content.advice,
                diagnoses=content.diagnoses,
                lines=content.lines,
            )
            writing.append(fact)
        return fact.template_id

    def remove(self, by: OnDuty, template_id: UUID) -> None:
        """One's own, or for an administrator one of the institution.

        Raises:
            NoTemplate
            NotAllowed: a colleague's.
        """
        by.must("outpatient")
        with self._store.writing(by.author) as writing:
            known = queries.templates_of(writing.connection, self._store.facility, by.staff_id)
            found = next((one for one in known if one.id == template_id), None)
            if found is None:
                raise NoTemplate()
            if found.owner != by.staff_id and not may(by.roles, "staff"):
                raise NotAllowed(action="template")
            writing.append(TemplateRemoved(template_id=template_id))
