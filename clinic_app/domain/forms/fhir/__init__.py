"""Forms as FHIR R4 (docs/forms.md): Questionnaire, QuestionnaireResponse and Observation, as plain dicts.

questionnaire(form)                     one for each form and version
response(form, values, record)          what was answered
observations(form, values, record)      what was measured, by LOINC; blood pressure as a panel
values_from(resource)                   a response back to form and values
"""

from clinic_app.domain.forms.fhir.observations import observations
from clinic_app.domain.forms.fhir.patients import patient
from clinic_app.domain.forms.fhir.questionnaires import canonical, questionnaire
from clinic_app.domain.forms.fhir.record import Record, Standing
from clinic_app.domain.forms.fhir.responses import NotAResponse, response, values_from

__all__ = [
    "NotAResponse",
    "Record",
    "Standing",
    "canonical",
    "observations",
    "patient",
    "questionnaire",
    "response",
    "values_from",
]
