"""公卫表单: the record forms of the national norm as data, one file of resources/forms each (docs/forms.md).

form = forms()["htn_followup"]
values = compute(form, read(form, raw, context), context)
for problem in problems(form, values, context):
    print(sentence(form, problem))
"""

from clinic_app.domain.forms.advice import Advice, advice
from clinic_app.domain.forms.asking import (
    asked,
    completeness,
    critical,
    is_asked,
    is_required,
    missing,
    only_asked,
)
from clinic_app.domain.forms.computing import compute, proposals
from clinic_app.domain.forms.conditions import Condition, Term, holds
from clinic_app.domain.forms.definition import Check, Context, Field, Form, Kind, Section, Values
from clinic_app.domain.forms.errors import DefinitionDamaged, UnknownForm
from clinic_app.domain.forms.loading import form, forms
from clinic_app.domain.forms.numbers import number_of, plain
from clinic_app.domain.forms.problems import OF_ANSWERS, Problem, legible, problems, written_range
from clinic_app.domain.forms.reading import read
from clinic_app.domain.forms.words import sentence

__all__ = [
    "OF_ANSWERS",
    "Advice",
    "Check",
    "Condition",
    "Context",
    "DefinitionDamaged",
    "Field",
    "Form",
    "Kind",
    "Problem",
    "Section",
    "Term",
    "UnknownForm",
    "Values",
    "advice",
    "asked",
    "completeness",
    "compute",
    "critical",
    "form",
    "forms",
    "holds",
    "is_asked",
    "is_required",
    "legible",
    "missing",
    "number_of",
    "only_asked",
    "plain",
    "problems",
    "proposals",
    "read",
    "sentence",
    "written_range",
]
