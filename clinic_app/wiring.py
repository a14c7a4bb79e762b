"""Puts a clinic together without Qt: the store, who is on duty, and the services."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from clinic_app.devices.battery import power
from clinic_app.devices.purse_terminal import PcscTerminal
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.services.cards import CardService
from clinic_app.services.care import CareService
from clinic_app.services.catalogs import CatalogService
from clinic_app.services.chart import ChartService
from clinic_app.services.closing import ClosingService
from clinic_app.services.cold_chain import ColdChainService
from clinic_app.services.contracts import ContractService
from clinic_app.services.courier import CourierService
from clinic_app.services.deposits import DepositService
from clinic_app.services.differences import DifferenceService
from clinic_app.services.duplicates import DuplicateService
from clinic_app.services.duties import VisitDutyService
from clinic_app.services.duty import DutyService
from clinic_app.services.examinations import ExaminationService
from clinic_app.services.formpapers import FormPaperService
from clinic_app.services.forms import FormFiles, FormService
from clinic_app.services.health_record import HealthRecordService
from clinic_app.services.home_visits import HomeVisitService
from clinic_app.services.households import HouseholdService
from clinic_app.services.immunization import ImmunizationService
from clinic_app.services.indicators import IndicatorService
from clinic_app.services.inpatient import InpatientService
from clinic_app.services.insurance import InsuranceService
from clinic_app.services.narcotics import NarcoticsService
from clinic_app.services.outpatient import OutpatientService, RecordService
from clinic_app.services.outpatient_log import OutpatientLogService
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.pharmacy import PharmacyService
from clinic_app.services.platform import PlatformService
from clinic_app.services.programmes import ProgrammeService
from clinic_app.services.purchase import PurchaseService
from clinic_app.services.purse import PurseService
from clinic_app.services.readings import ReadingService
from clinic_app.services.receipts import ReceiptService
from clinic_app.services.refunds import RefundService
from clinic_app.services.registration import RegistrationService
from clinic_app.services.rehearsal import RehearsalService
from clinic_app.services.report_cards import ReportCardService
from clinic_app.services.resident_import import ResidentImportService
from clinic_app.services.residents import ResidentService
from clinic_app.services.results import ResultsService
from clinic_app.services.review import ReviewService
from clinic_app.services.rounds import RoundService
from clinic_app.services.settlement import SettlementService
from clinic_app.services.staff import StaffService
from clinic_app.services.statements import StatementService
from clinic_app.services.status import StatusService
from clinic_app.services.stock import StockService
from clinic_app.services.stock_booking import StockBookingService
from clinic_app.services.stocktake import StocktakeService
from clinic_app.services.stopwatch import StopwatchService
from clinic_app.services.sync_state import SyncStateService
from clinic_app.services.templates import TemplateService
from clinic_app.services.transfer import TransferService
from clinic_app.services.upkeep import UpkeepService
from clinic_app.services.vaccination_lists import VaccinationListService
from clinic_app.services.vaccine_exchange import VaccineExchangeService
from clinic_app.services.wardbill import WardBillService
from clinic_app.services.wardcare import WardCareService
from clinic_app.services.warddoses import WardDoseService
from clinic_app.services.wardnotes import WardNoteService
from clinic_app.services.wardorders import WardOrderService
from clinic_app.services.wardpapers import WardPaperService
from clinic_app.services.worklist import WorkListService
from clinic_app.settings import FILE, BadSettings, ClinicSettings
from clinic_app.store.duty import OnDuty, sign_in
from clinic_app.store.journal import Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.rebuild import rebuild_if_wanted
from clinic_app.sync.platform import HttpPlatform, OutOfReach


@dataclass(frozen=True, slots=True)
class Clinic:
    """One open data folder with its services."""

    store: Store
    holder: KeyHolder
    on_duty: OnDuty
    residents: ResidentService
    households: HouseholdService
    health_record: HealthRecordService
    duplicates: DuplicateService
    programmes: ProgrammeService
    contracts: ContractService
    readings: ReadingService
    immunization: ImmunizationService
    vaccination_lists: VaccinationListService
    vaccine_exchange: VaccineExchangeService
    registration: RegistrationService
    outpatient: OutpatientService
    review: ReviewService
    records: RecordService
    chart: ChartService
    outpatient_log: OutpatientLogService
    examinations: ExaminationService
    results: ResultsService
    templates: TemplateService
    settlement: SettlementService
    refunds: RefundService
    differences: DifferenceService
    statements: StatementService
    closing: ClosingService
    insurance: InsuranceService
    staff: StaffService
    cards: CardService
    catalogs: CatalogService
    duty: DutyService
    status: StatusService
    upkeep: UpkeepService
    courier: CourierService
    sync_state: SyncStateService
    receipts: ReceiptService
    rehearsal: RehearsalService
    resident_import: ResidentImportService
    paperwork: PaperworkService
    purse: PurseService
    platform: PlatformService
    pharmacy: PharmacyService
    stock: StockService
    stock_booking: StockBookingService
    stocktake: StocktakeService
    transfer: TransferService
    cold_chain: ColdChainService
    narcotics: NarcoticsService
    purchase: PurchaseService
    inpatient: InpatientService
    deposits: DepositService
    wardbill: WardBillService
    wardorders: WardOrderService
    wardcare: WardCareService
    warddoses: WardDoseService
    wardnotes: WardNoteService
    wardpapers: WardPaperService
    stopwatch: StopwatchService
    forms: FormService
    form_files: FormFiles
    home_visits: HomeVisitService
    formpapers: FormPaperService
    rounds: RoundService
    visit_duties: VisitDutyService
    report_cards: ReportCardService
    care: CareService
    worklist: WorkListService
    indicators: IndicatorService

    @classmethod
    def of(cls, store: Store, holder: KeyHolder, on_duty: OnDuty) -> Self:
        return cls(
            store=store,
            holder=holder,
            on_duty=on_duty,
            residents=ResidentService(store),
            households=HouseholdService(store),
            health_record=HealthRecordService(store),
            duplicates=DuplicateService(store),
            programmes=ProgrammeService(store),
            contracts=ContractService(store),
            readings=readings_of(store),
            immunization=ImmunizationService(store),
            vaccination_lists=VaccinationListService(store),
            vaccine_exchange=VaccineExchangeService(store),
            registration=RegistrationService(store),
            outpatient=OutpatientService(store),
            review=ReviewService(store),
            records=RecordService(store),
            chart=ChartService(store),
            outpatient_log=OutpatientLogService(store),
            examinations=ExaminationService(store),
            results=results_of(store),
            templates=TemplateService(store),
            settlement=SettlementService(store),
            refunds=RefundService(store),
            differences=DifferenceService(store),
            statements=StatementService(store),
            closing=ClosingService(store),
            insurance=InsuranceService(store),
            staff=StaffService(store),
            cards=CardService(store),
            catalogs=CatalogService(store),
            duty=DutyService(store),
            status=StatusService(store),
            upkeep=UpkeepService(store),
            courier=CourierService(store),
            sync_state=SyncStateService(store),
            receipts=ReceiptService(store),
            rehearsal=RehearsalService(store),
            resident_import=ResidentImportService(store),
            paperwork=PaperworkService(store),
            purse=PurseService(store, PcscTerminal()),
            platform=platform_of(store),
            pharmacy=PharmacyService(store),
            stock=StockService(store),
            stock_booking=StockBookingService(store),
            stocktake=StocktakeService(store),
            transfer=TransferService(store),
            cold_chain=ColdChainService(store),
            narcotics=NarcoticsService(store),
            purchase=PurchaseService(store),
            inpatient=InpatientService(store),
            deposits=DepositService(store),
            wardbill=WardBillService(store),
            wardorders=WardOrderService(store),
            wardcare=WardCareService(store),
            warddoses=WardDoseService(store),
            wardnotes=WardNoteService(store),
            wardpapers=WardPaperService(store),
            stopwatch=StopwatchService(store),
            forms=FormService(store),
            form_files=FormFiles(store),
            home_visits=HomeVisitService(store, power),
            formpapers=FormPaperService(store),
            rounds=RoundService(store, FormService(store)),
            visit_duties=VisitDutyService(store),
            report_cards=ReportCardService(store),
            care=CareService(store),
            worklist=WorkListService(store),
            indicators=IndicatorService(store),
        )

    def close(self) -> None:
        self.store.close()


def open_folder(folder: Path, staff_id: str, password: str, wall: Wall = wall_clock) -> Clinic:
    """Sign in to a data folder.

    Raises:
        NoStore, UnknownStaff, WrongPassword, LeftStaff, NotOurs, FileDamaged, NewerStore, BadKeyFile
    """
    store, holder, on_duty = sign_in(folder, staff_id, password, wall)
    rebuild_if_wanted(store)
    return Clinic.of(store, holder, on_duty)


def platform_of(store: Store) -> PlatformService:
    """The insurance platform of `clinic.toml`; one that is set up wrongly is out of reach, not out of use."""
    file = store.folder / FILE
    try:
        settings = ClinicSettings.load(file, os.environ)
        if not settings.platform_url:
            return PlatformService(store, None)
        ca = settings.platform_ca.read_bytes() if settings.platform_ca else None
        line = HttpPlatform(settings.platform_url, ca)
    except BadSettings:
        named = file.exists() and "platform" in file.read_text(encoding="utf-8", errors="replace")
        return PlatformService(store, OutOfReach() if named else None)
    except (ClinicError, OSError):
        return PlatformService(store, OutOfReach())
    return PlatformService(store, line, code=settings.platform_code, area=settings.platform_area)


def readings_of(store: Store) -> ReadingService:
    """The self-service devices' folder of `clinic.toml`; without one, or with a bad file, nothing comes."""
    try:
        return ReadingService(store, ClinicSettings.load(store.folder / FILE, os.environ).readings_folder)
    except BadSettings:
        return ReadingService(store, None)


def results_of(store: Store) -> ResultsService:
    """The instruments' folder of `clinic.toml`; without one, or with a bad file, there are no results."""
    try:
        return ResultsService(store, ClinicSettings.load(store.folder / FILE, os.environ).results_folder)
    except BadSettings:
        return ResultsService(store, None)
