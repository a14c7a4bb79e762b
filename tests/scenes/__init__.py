"""What is under way on each page when its picture is taken: one function a picture."""

from collections.abc import Sequence

from clinic_app.ui.pages.ward.state import Part as WardPart
from tests.scenes import contracts, frontdesk, immunization, money, outpatient, pharmacy, records, ward
from tests.scenes.waiting import Scene

SCENES: dict[str, Sequence[tuple[str, Scene]]] = {
    "examinations": [("typing", outpatient.typing_results), ("answered", outpatient.answered)],
    "registration": (
        ("card", frontdesk.known_card),
        ("new-card", frontdesk.new_card),
        ("newcomer", frontdesk.newcomer),
        ("cancel", frontdesk.cancelling),
        ("fault", frontdesk.torn),
    ),
    "outpatient": (("patient", outpatient.patient_in), ("herbs", outpatient.herbs)),
    "outpatient_log": (("mine", outpatient.my_unanswered),),
    "chart": (("one", outpatient.a_chart),),
    "settlement": (
        ("bill", money.a_bill),
        ("means", money.partly_by_phone),
        ("owed", money.owes),
        ("day", money.bills_of_the_day),
        ("refund", money.some_of_a_bill_back),
        ("differing", money.differing),
        ("unfinished", money.unfinished),
    ),
    "pharmacy": (
        ("out", pharmacy.handed_out),
        ("back", pharmacy.coming_back),
        ("unmatched", pharmacy.not_meeting),
    ),
    "stock": (
        ("shelves", pharmacy.on_the_shelves),
        ("movements", pharmacy.movements),
        ("out", pharmacy.out_of_stock),
        ("warnings", pharmacy.warned),
        ("count", pharmacy.counting),
        ("transfer", pharmacy.on_the_way),
        ("month", pharmacy.the_month),
        ("cold", pharmacy.the_fridge),
        ("register", pharmacy.the_register),
    ),
    "purchase": (("draft", pharmacy.a_draft), ("order", pharmacy.an_order), ("arrival", pharmacy.a_shipment)),
    "closing": (("drawer", money.a_short_drawer),),
    "inpatient": (
        ("charges", ward.deposit_used_up),
        ("deposits", ward.deposits),
        ("bill", ward.going_home),
        ("admit", ward.taking_in),
    ),
    "ward": tuple((part.name.lower(), ward.in_the_ward(part)) for part in WardPart),
    "statements": (
        ("dispute", money.disputing),
        ("decided", money.decided),
        ("unbalanced", money.unbalanced),
        ("payments", money.paid),
    ),
    "indicators": (("elderly", records.the_elderly),),
    "review": (
        ("returned", outpatient.came_back),
        ("figures", outpatient.own_figures),
        ("lesson", outpatient.a_lesson),
    ),
    "residents": (("one", frontdesk.a_resident),),
    "forms": (("one", records.a_form), ("lists", records.the_forms)),
    "immunization": (
        ("child", immunization.a_child),
        ("class", immunization.a_class),
        ("coverage", immunization.the_coverage),
    ),
    "home_visit": (("one", records.at_home),),
    "rounds": (("sheet", records.a_round_sheet), ("packing", records.packing)),
    "contracts": (
        ("one", contracts.a_contract),
        ("signing", contracts.a_signature),
        ("teams", contracts.the_teams),
    ),
    "programmes": (("cases", records.cases),),
    "readings": (("hut", records.from_the_hut),),
    "worklist": (("due", records.due),),
    "health_record": (
        ("one", records.a_record),
        ("houses", records.houses),
        ("alike", records.alike),
        ("merges", records.merges),
    ),
    "staff": (("one", frontdesk.a_colleague),),
    "facility": (("verified", frontdesk.proved),),
}
