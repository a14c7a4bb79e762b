"""Facts into tables: the same functions at clinic and county.

`apply` never refuses (the fact has happened) and commutes across journals: any interleaving that keeps
each journal's own order gives equal tables.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.journal.catalog import fact_of
from clinic_app.journal.fact import BadFact, Fact
from clinic_app.journal.facts.calls import CallConcluded, CallIntended, CallSent
from clinic_app.journal.facts.care import CareClosed, CareOpened, ContactMissed
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.journal.facts.chart import (
    AllergyCancelled,
    AllergyRecorded,
    ConditionClosed,
    ConditionNoted,
    MeasurementTaken,
    SkinTested,
)
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.journal.facts.contracts import (
    ContractEnded,
    ContractRefused,
    ContractRenewed,
    ContractSigned,
    TeamAmended,
    TeamFormed,
)
from clinic_app.journal.facts.county import (
    CountyFounded,
    DeviceEnrolled,
    DeviceRevoked,
    EntryQuarantined,
    EntryReleased,
    FacilityRegistered,
    SettlementAdjudicated,
)
from clinic_app.journal.facts.examinations import (
    CriticalAnswered,
    ExaminationCancelled,
    ExaminationOrdered,
    ExaminationRead,
    ExaminationReferred,
    ExaminationReported,
    SpecimenCollected,
)
from clinic_app.journal.facts.facility import FacilityFounded, StaffCertified
from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.journal.facts.health_records import (
    MergeOverruled,
    RecordOpened,
    ResidentDied,
    ResidentDistinguished,
    ResidentMerged,
    ResidentMoved,
    ResidentReturned,
    ResidentSplit,
)
from clinic_app.journal.facts.households import (
    HouseholdAmended,
    HouseholdFounded,
    HouseholdJoined,
    HouseholdLeft,
)
from clinic_app.journal.facts.immunization import (
    VaccinationDeferred,
    VaccinationGiven,
    VaccinationNumbered,
    VaccinationObserved,
    VaccinationWithdrawn,
)
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.journal.facts.inpatient import (
    AdmissionCharged,
    AdmissionDischarged,
    AdmissionRegistered,
    DepositReturned,
    DepositTaken,
)
from clinic_app.journal.facts.insurance import InsuredAsked, InsuredStated, PolicyPublished
from clinic_app.journal.facts.outpatient import (
    EncounterAddended,
    EncounterSigned,
    InfectiousAnswered,
    PrescriptionCancelled,
    PrescriptionIssued,
    SicknessCertified,
)
from clinic_app.journal.facts.payment import (
    PaymentNoticed,
    PaymentPlanPublished,
    PaymentRunApproved,
    PaymentRunMade,
)
from clinic_app.journal.facts.pharmacy import (
    EmptiesDestroyed,
    EmptiesReturned,
    MedicineDispensed,
    MedicineReturned,
)
from clinic_app.journal.facts.programmes import (
    ProgrammeDone,
    ProgrammeEnrolled,
    ProgrammeFollowed,
    ProgrammeSubsidised,
    ProgrammeWithdrawn,
)
from clinic_app.journal.facts.purchase import (
    InvoiceMatched,
    OrderAccepted,
    OrderCancelled,
    OrderShipped,
    OrderSubmitted,
)
from clinic_app.journal.facts.readings import (
    ReadingAnswered,
    ReadingConfirmed,
    ReadingReceived,
    ReadingRejected,
)
from clinic_app.journal.facts.reconciliation import (
    DifferenceDecided,
    DisputeDecided,
    FindingDecided,
    MonthClosed,
    RecordAdjusted,
    RecordsDeducted,
    StatementAnswered,
    StatementApproved,
    StatementIssued,
)
from clinic_app.journal.facts.registration import (
    InsuranceChosen,
    VisitCalled,
    VisitCancelled,
    VisitRegistered,
)
from clinic_app.journal.facts.residents import CardLinked, ChartViewed, ResidentAmended, ResidentRegistered
from clinic_app.journal.facts.review import (
    LessonPublished,
    LessonRead,
    PrescriptionReviewed,
    ReviewAnswered,
    ReviewConcluded,
    ReviewSampled,
    RulesPublished,
)
from clinic_app.journal.facts.rounds import RoundPacked, SheetPictured
from clinic_app.journal.facts.settlement import (
    BillDeferred,
    DifferenceSettled,
    SettlementMade,
    SettlementReversed,
)
from clinic_app.journal.facts.stock import (
    BatchJudged,
    ColdPlaceNamed,
    LotRecalled,
    PricesOrdered,
    SoldCodesPublished,
    StockMoved,
    StockReceived,
    StockRevalued,
    StocktakeApproved,
    StocktakeCounted,
    StocktakeOpened,
    StockTransferred,
    TemperatureLogged,
    TransferCancelled,
)
from clinic_app.journal.facts.stopwatch import DayTimed
from clinic_app.journal.facts.templates import TemplateRemoved, TemplateSaved
from clinic_app.journal.facts.ward import (
    AdmissionMoved,
    BedPlaced,
    BedReadied,
    WardDosesDispensed,
    WardDosesReturned,
    WardNoteAddended,
    WardNoteSigned,
    WardOrdersExecuted,
    WardOrdersSigned,
    WardOrdersStopped,
)
from clinic_app.projections.apply import (
    calls,
    care,
    catalogs,
    chart,
    closing,
    contracts,
    duties,
    examinations,
    facility,
    forms,
    health_records,
    households,
    immunization,
    indicators,
    inpatient,
    insurance,
    outpatient,
    payment,
    pharmacy,
    programmes,
    purchase,
    readings,
    reconciliation,
    registration,
    residents,
    review,
    rounds,
    settlement,
    stock,
    stopwatch,
    templates,
    ward,
)
from clinic_app.projections.upsert import Placed

Apply = Callable[[sa.Connection, Placed, Any], None]

APPLY: Final[Mapping[type[Fact], tuple[Apply, ...]]] = {
    FacilityFounded: (facility.founded,),
    StaffCertified: (facility.certified,),
    ResidentRegistered: (residents.registered, duties.of_registered),
    ResidentAmended: (residents.amended, duties.of_amended),
    CardLinked: (residents.card_linked,),
    ChartViewed: (residents.chart_viewed,),
    HouseholdFounded: (households.founded, duties.of_household),
    HouseholdAmended: (households.amended, duties.of_household),
    HouseholdJoined: (households.joined, duties.of_subject),
    HouseholdLeft: (households.left, duties.of_subject),
    RecordOpened: (health_records.opened, duties.of_subject),
    ResidentMoved: (health_records.moved, duties.of_subject),
    ResidentDied: (health_records.died, duties.of_subject),
    ResidentReturned: (health_records.returned, duties.of_returned),
    ResidentMerged: (health_records.merged, duties.of_merged),
    ResidentSplit: (health_records.split, duties.of_split),
    MergeOverruled: (health_records.split, duties.of_split),
    ResidentDistinguished: (health_records.distinguished,),
    ProgrammeEnrolled: (programmes.enrolled,),
    ProgrammeWithdrawn: (programmes.withdrawn,),
    ProgrammeDone: (programmes.done,),
    ProgrammeSubsidised: (programmes.subsidised,),
    ProgrammeFollowed: (programmes.followed,),
    TeamFormed: (contracts.formed,),
    TeamAmended: (contracts.amended,),
    ContractSigned: (contracts.signed,),
    ContractRenewed: (contracts.renewed,),
    ContractEnded: (contracts.ended,),
    ContractRefused: (contracts.refused,),
    ReadingReceived: (readings.received,),
    ReadingConfirmed: (readings.confirmed,),
    ReadingRejected: (readings.rejected,),
    ReadingAnswered: (readings.answered,),
    FormRecorded: (forms.recorded, duties.of_subject),
    FormWithdrawn: (forms.withdrawn, duties.of_withdrawn),
    RoundPacked: (rounds.packed,),
    SheetPictured: (rounds.pictured,),
    CareOpened: (care.opened,),
    CareClosed: (care.closed,),
    ContactMissed: (care.contact_missed,),
    VaccinationGiven: (immunization.given, duties.of_subject),
    VaccinationObserved: (immunization.observed,),
    VaccinationWithdrawn: (immunization.withdrawn, duties.of_dose_withdrawn),
    VaccinationDeferred: (immunization.deferred, duties.of_subject),
    VaccinationNumbered: (immunization.numbered,),
    DayTimed: (stopwatch.timed,),
    TemplateSaved: (templates.saved,),
    TemplateRemoved: (templates.removed,),
    VisitRegistered: (registration.registered,),
    VisitCancelled: (registration.cancelled,),
    VisitCalled: (registration.called,),
    PrescriptionIssued: (outpatient.issued,),
    PrescriptionCancelled: (outpatient.prescription_cancelled,),
    EncounterSigned: (outpatient.signed, registration.signed),
    EncounterAddended: (outpatient.addended,),
    SicknessCertified: (outpatient.sickness_certified,),
    InfectiousAnswered: (outpatient.infectious_answered,),
    AllergyRecorded: (chart.allergy_recorded,),
    AllergyCancelled: (chart.allergy_cancelled,),
    ConditionNoted: (chart.condition_noted,),
    ConditionClosed: (chart.condition_closed,),
    MeasurementTaken: (chart.measured,),
    SkinTested: (chart.skin_tested,),
    ExaminationOrdered: (examinations.ordered,),
    ExaminationCancelled: (examinations.cancelled,),
    SpecimenCollected: (examinations.collected,),
    ExaminationReported: (examinations.reported,),
    CriticalAnswered: (examinations.answered,),
    ExaminationReferred: (examinations.referred,),
    ExaminationRead: (examinations.read,),
    SettlementMade: (settlement.made,),
    SettlementReversed: (settlement.reversed_,),
    BillDeferred: (settlement.deferred,),
    DifferenceSettled: (settlement.difference_paid,),
    CallIntended: (calls.intended,),
    CallSent: (calls.sent,),
    CallConcluded: (calls.concluded,),
    ClosingMade: (closing.made,),
    MedicineDispensed: (pharmacy.dispensed, stock.dispensed),
    MedicineReturned: (pharmacy.returned, stock.returned),
    EmptiesReturned: (pharmacy.empties_returned,),
    EmptiesDestroyed: (pharmacy.empties_destroyed,),
    StockReceived: (stock.received,),
    StockMoved: (stock.moved,),
    StockTransferred: (stock.transferred,),
    TransferCancelled: (stock.transfer_cancelled,),
    BatchJudged: (stock.judged,),
    ColdPlaceNamed: (stock.cold_place,),
    TemperatureLogged: (stock.temperature,),
    StockRevalued: (stock.revalued,),
    StocktakeOpened: (stock.opened,),
    StocktakeCounted: (stock.counted,),
    StocktakeApproved: (stock.approved,),
    LotRecalled: (stock.recalled,),
    PricesOrdered: (stock.prices_ordered,),
    SoldCodesPublished: (stock.sold_codes_published,),
    OrderSubmitted: (purchase.submitted,),
    OrderCancelled: (purchase.cancelled,),
    OrderAccepted: (purchase.accepted,),
    OrderShipped: (purchase.shipped,),
    InvoiceMatched: (purchase.matched,),
    AdmissionRegistered: (inpatient.registered,),
    AdmissionCharged: (inpatient.charged,),
    AdmissionDischarged: (inpatient.discharged,),
    DepositTaken: (inpatient.deposit_taken,),
    DepositReturned: (inpatient.deposit_returned,),
    BedPlaced: (ward.bed_placed,),
    BedReadied: (ward.bed_readied,),
    AdmissionMoved: (ward.moved,),
    WardOrdersSigned: (ward.signed,),
    WardOrdersStopped: (ward.stopped,),
    WardOrdersExecuted: (ward.executed,),
    WardDosesDispensed: (ward.dispensed, stock.ward_dispensed),
    WardDosesReturned: (ward.returned, stock.ward_returned),
    WardNoteSigned: (ward.note_signed,),
    WardNoteAddended: (ward.note_addended,),
    InsuranceChosen: (insurance.chosen,),
    PolicyPublished: (insurance.policy_published,),
    CatalogPublished: (catalogs.published,),
    InsuredStated: (insurance.insured_stated, payment.contract_stated),
    InsuredAsked: (),
    CountyFounded: (),
    FacilityRegistered: (facility.registered,),
    DeviceEnrolled: (facility.enrolled,),
    DeviceRevoked: (facility.revoked,),
    EntryQuarantined: (facility.quarantined,),
    EntryReleased: (facility.released,),
    SettlementAdjudicated: (settlement.adjudicated,),
    StatementIssued: (reconciliation.issued,),
    StatementAnswered: (reconciliation.answered,),
    RecordAdjusted: (reconciliation.adjusted,),
    DisputeDecided: (reconciliation.dispute_decided,),
    StatementApproved: (reconciliation.approved,),
    MonthClosed: (reconciliation.month_closed,),
    DifferenceDecided: (settlement.difference_decided,),
    RecordsDeducted: (reconciliation.deducted,),
    FindingDecided: (reconciliation.finding_decided,),
    PaymentPlanPublished: (payment.plan_published,),
    PaymentRunMade: (payment.run_made,),
    PaymentRunApproved: (payment.run_approved,),
    PaymentNoticed: (payment.noticed,),
    ReviewSampled: (review.sampled,),
    PrescriptionReviewed: (review.reviewed,),
    ReviewAnswered: (review.answered,),
    ReviewConcluded: (review.concluded,),
    RulesPublished: (review.rules_published,),
    LessonPublished: (review.lesson_published,),
    LessonRead: (review.lesson_read,),
    PopulationStated: (indicators.population_stated,),
    TargetStated: (indicators.target_stated,),
}


def apply(connection: sa.Connection, placed: Placed, fact: Fact) -> None:
    """Write what `fact` means into the tables."""
    for write in APPLY[type(fact)]:
        write(connection, placed, fact)


def apply_entry(connection: sa.Connection, placed: Placed) -> None:
    """`apply` for an entry as it came: a type of a later version, a sealed or an unreadable body changes nothing."""
    try:
        fact = fact_of(placed.entry)
    except BadFact:
        return  # the county quarantines it; the row in the journal stays
    if fact is not None:
        apply(connection, placed, fact)
