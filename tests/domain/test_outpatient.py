"""The examination's line."""

from clinic_app.domain.outpatient import Vitals, findings_of


def test_the_examination_as_one_line():
    vitals = Vitals(temperature="38.2", pulse="92", systolic="128", diastolic="76")
    assert findings_of(vitals, "咽充血 ") == "T 38.2°C　P 92次/分　BP 128/76mmHg；咽充血"
    assert findings_of(Vitals(systolic="120"), "") == ""
