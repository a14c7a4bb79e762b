"""Every fact type there is, one line each."""

from typing import Final

from clinic_app.journal.entry import Entry
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts import (
    calls,
    catalogs,
    chart,
    closing,
    county,
    facility,
    inpatient,
    insurance,
    outpatient,
    payment,
    pharmacy,
    purchase,
    reconciliation,
    registration,
    residents,
    settlement,
    stock,
    stopwatch,
)

FACTS: Final[dict[str, type[Fact]]] = {
    fact.type: fact
    for fact in (
        facility.FacilityFounded,
        facility.StaffCertified,
        residents.ResidentRegistered,
        residents.ResidentAmended,
        residents.CardLinked,
        residents.ChartViewed,
        stopwatch.DayTimed,
        registration.VisitRegistered,
        registration.VisitCancelled,
        registration.VisitCalled,
        registration.InsuranceChosen,
        outpatient.PrescriptionIssued,
        outpatient.PrescriptionCancelled,
        outpatient.EncounterSigned,
        outpatient.EncounterAddended,
        outpatient.SicknessCertified,
        outpatient.InfectiousAnswered,
        chart.AllergyRecorded,
        chart.AllergyCancelled,
        chart.ConditionNoted,
        chart.ConditionClosed,
        chart.MeasurementTaken,
        chart.SkinTested,
        settlement.SettlementMade,
        settlement.SettlementReversed,
        settlement.BillDeferred,
        settlement.DifferenceSettled,
        calls.CallIntended,
        calls.CallSent,
        calls.CallConcluded,
        closing.ClosingMade,
        pharmacy.MedicineDispensed,
        pharmacy.MedicineReturned,
        stock.StockReceived,
        stock.StockMoved,
        stock.StockTransferred,
        stock.BatchJudged,
        stock.StockRevalued,
        stock.StocktakeOpened,
        stock.StocktakeCounted,
        stock.StocktakeApproved,
        stock.LotRecalled,
        stock.PricesOrdered,
        stock.SoldCodesPublished,
        purchase.OrderSubmitted,
        purchase.OrderCancelled,
        purchase.OrderAccepted,
        purchase.OrderShipped,
        purchase.InvoiceMatched,
        inpatient.AdmissionRegistered,
        inpatient.AdmissionCharged,
        inpatient.AdmissionDischarged,
        inpatient.DepositTaken,
        inpatient.DepositReturned,
        insurance.PolicyPublished,
        catalogs.CatalogPublished,
        insurance.InsuredStated,
        insurance.InsuredAsked,
        county.CountyFounded,
        county.FacilityRegistered,
        county.DeviceEnrolled,
        county.DeviceRevoked,
        county.EntryQuarantined,
        county.EntryReleased,
        county.SettlementAdjudicated,
        reconciliation.StatementIssued,
        reconciliation.StatementAnswered,
        reconciliation.RecordAdjusted,
        reconciliation.DisputeDecided,
        reconciliation.StatementApproved,
        reconciliation.MonthClosed,
        reconciliation.DifferenceDecided,
        reconciliation.RecordsDeducted,
        reconciliation.FindingDecided,
        payment.PaymentPlanPublished,
        payment.PaymentRunMade,
        payment.PaymentRunApproved,
        payment.PaymentNoticed,
    )
}


def fact_of(entry: Entry) -> Fact | None:
    """What an entry says; ``None`` for a type that this version does not know, or a sealed body.

    Raises:
        BadFact: the type is known and the body is not what it asks for.
    """
    kind = FACTS.get(entry.type)
    return None if kind is None or entry.body is None else kind.parse(entry.body)
