"""The pages of the desktop, by groups of the rail.  A new page is one import and one line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from clinic_app.domain.roles import who_may
from clinic_app.settings import ClinicSettings
from clinic_app.store.keys import KeyHolder
from clinic_app.sync.enrolment import enrol
from clinic_app.ui.desk import Desk
from clinic_app.ui.forms.files import Files
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.chart.page import ChartPage
from clinic_app.ui.pages.chart.view_model import ChartServices, ChartViewModel
from clinic_app.ui.pages.closing.page import ClosingPage
from clinic_app.ui.pages.closing.view_model import ClosingServices, ClosingViewModel
from clinic_app.ui.pages.contracts.page import ContractsPage
from clinic_app.ui.pages.contracts.signing import SigningModel
from clinic_app.ui.pages.contracts.signing_part import SigningPart
from clinic_app.ui.pages.contracts.teams import TeamsModel
from clinic_app.ui.pages.contracts.teams_part import TeamsPart
from clinic_app.ui.pages.courier.page import CourierPage
from clinic_app.ui.pages.courier.view_model import CourierViewModel
from clinic_app.ui.pages.examinations.page import ExaminationsPage
from clinic_app.ui.pages.examinations.view_model import ExaminationsViewModel
from clinic_app.ui.pages.facility.page import FacilityPage
from clinic_app.ui.pages.facility.view_model import FacilityServices, FacilityViewModel
from clinic_app.ui.pages.forms.page import FormsPage
from clinic_app.ui.pages.forms.view_model import FormsServices, FormsViewModel
from clinic_app.ui.pages.frontdesk.page import FrontDeskPage
from clinic_app.ui.pages.frontdesk.view_model import FrontDeskServices, FrontDeskViewModel
from clinic_app.ui.pages.health_record.page import HealthRecordPage
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel, RecordServices
from clinic_app.ui.pages.home_visit.page import HomeVisitPage
from clinic_app.ui.pages.home_visit.view_model import HomeVisitServices, HomeVisitViewModel
from clinic_app.ui.pages.immunization.figures import FiguresModel
from clinic_app.ui.pages.immunization.figures_part import FiguresPart
from clinic_app.ui.pages.immunization.give import GiveModel
from clinic_app.ui.pages.immunization.give_part import GivePart
from clinic_app.ui.pages.immunization.lists import ListsModel
from clinic_app.ui.pages.immunization.lists_part import ListsPart
from clinic_app.ui.pages.immunization.page import ImmunizationPage
from clinic_app.ui.pages.indicators.page import IndicatorsPage
from clinic_app.ui.pages.indicators.view_model import IndicatorsViewModel
from clinic_app.ui.pages.inpatient.page import InpatientPage
from clinic_app.ui.pages.inpatient.view_model import InpatientServices, InpatientViewModel
from clinic_app.ui.pages.outpatient.consultation import OutpatientServices
from clinic_app.ui.pages.outpatient.duties import VisitDuties
from clinic_app.ui.pages.outpatient.page import OutpatientPage
from clinic_app.ui.pages.outpatient.teaching import Teaching
from clinic_app.ui.pages.outpatient.view_model import OutpatientViewModel
from clinic_app.ui.pages.outpatient_log.page import OutpatientLogPage
from clinic_app.ui.pages.outpatient_log.view_model import OutpatientLogViewModel
from clinic_app.ui.pages.pharmacy.page import PharmacyPage
from clinic_app.ui.pages.pharmacy.view_model import PharmacyServices, PharmacyViewModel
from clinic_app.ui.pages.programmes.page import ProgrammesPage
from clinic_app.ui.pages.programmes.view_model import ProgrammesViewModel
from clinic_app.ui.pages.purchase.page import PurchasePage
from clinic_app.ui.pages.purchase.view_model import PurchaseServices, PurchaseViewModel
from clinic_app.ui.pages.readings.page import ReadingsPage
from clinic_app.ui.pages.readings.view_model import ReadingsViewModel
from clinic_app.ui.pages.residents.page import ResidentsPage
from clinic_app.ui.pages.residents.view_model import ResidentsServices, ResidentsViewModel
from clinic_app.ui.pages.review.page import ReviewPage
from clinic_app.ui.pages.review.view_model import ReviewViewModel
from clinic_app.ui.pages.rounds.packing import PackingModel, PackingServices
from clinic_app.ui.pages.rounds.packing_part import PackingPart
from clinic_app.ui.pages.rounds.page import RoundsPage
from clinic_app.ui.pages.rounds.typing_part import TypingPart
from clinic_app.ui.pages.rounds.view_model import RoundsServices, RoundsViewModel
from clinic_app.ui.pages.settlement.page import SettlementPage
from clinic_app.ui.pages.settlement.view_model import SettlementServices, SettlementViewModel
from clinic_app.ui.pages.staff.page import StaffPage
from clinic_app.ui.pages.staff.view_model import StaffViewModel
from clinic_app.ui.pages.statements.page import StatementsPage
from clinic_app.ui.pages.statements.view_model import StatementsViewModel
from clinic_app.ui.pages.stock.batches import BatchDesk, BatchModel, BatchServices
from clinic_app.ui.pages.stock.cold import ColdModel, ColdPart
from clinic_app.ui.pages.stock.month import MonthModel, MonthPart
from clinic_app.ui.pages.stock.page import StockPage
from clinic_app.ui.pages.stock.part import Bench
from clinic_app.ui.pages.stock.take import TakeModel, TakeServices
from clinic_app.ui.pages.stock.take_part import TakePart
from clinic_app.ui.pages.stock.transfer_part import TransferPart
from clinic_app.ui.pages.stock.transfers import TransferModel, TransferServices
from clinic_app.ui.pages.stock.view_model import StockServices, StockViewModel
from clinic_app.ui.pages.stock.warnings import WarningServices, WarningsModel, WarningsPart
from clinic_app.ui.pages.sync.page import SyncPage
from clinic_app.ui.pages.sync.view_model import SyncServices, SyncViewModel
from clinic_app.ui.pages.ward.page import WardPage
from clinic_app.ui.pages.ward.view_model import WardServices, WardViewModel
from clinic_app.ui.pages.worklist.page import WorkListPage
from clinic_app.ui.pages.worklist.view_model import WorkListServices, WorkListViewModel
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.setup import Enrolment
from clinic_app.ui.shell_state import PageSpec
from clinic_app.wiring import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a page is built from."""

    clinic: Clinic
    desk: Desk
    jobs: JobRunner
    papers: Papers
    settings: ClinicSettings
    facility: str  # its name
    holder: Callable[[], KeyHolder]  # of the person on duty


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page.

    Args:
        name: the feature's name.
        title: Chinese, translated where shown.
        icon: a file of resources/icons.
        action: who sees it: those who may do this (domain/roles.py); empty means everybody.
        build: makes the widget when it is first opened.
        words: more words it is found by with Ctrl+K.
        group: one of GROUPS, the heading it stands under.
    """

    name: str
    title: str
    icon: str
    action: str
    build: Callable[[Parts], QWidget]
    words: str = ""
    group: str = ""


def _front_desk(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = FrontDeskServices(
        clinic.residents,
        clinic.registration,
        clinic.staff,
        clinic.status,
        clinic.insurance,
        clinic.sync_state,
    )
    view_model = FrontDeskViewModel(services, parts.desk, parts.jobs, parts.papers, parts.facility)
    return FrontDeskPage(view_model, parts.settings.departments, parts.desk.today)


def _outpatient(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = OutpatientServices(
        clinic.registration,
        clinic.outpatient,
        clinic.records,
        clinic.chart,
        clinic.paperwork,
        clinic.residents,
        clinic.templates,
        clinic.examinations,
        parts.settings.departments[0],
    )
    page = OutpatientPage(OutpatientViewModel(services, parts.desk, parts.jobs, parts.papers))
    Teaching(page.view_model, clinic.review, page.review)  # lives as long as the panel
    duties = VisitDuties(page.view_model, clinic.visit_duties, clinic.care, page.left.duties)
    page.record.edited.connect(duties.typed)  # after the page has kept what was typed
    return page


def _chart(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = ChartServices(clinic.chart, clinic.paperwork, clinic.examinations, clinic.wardpapers)
    return ChartPage(ChartViewModel(services, parts.desk, parts.jobs, parts.papers))


def _examinations(parts: Parts) -> QWidget:
    view_model = ExaminationsViewModel(
        parts.clinic.examinations, parts.clinic.results, parts.desk, parts.jobs, parts.papers
    )
    return ExaminationsPage(view_model)


def _outpatient_log(parts: Parts) -> QWidget:
    view_model = OutpatientLogViewModel(parts.clinic.outpatient_log, parts.desk, parts.jobs, parts.papers)
    return OutpatientLogPage(view_model, parts.desk.today)


def _settlement(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = SettlementServices(
        settlement=clinic.settlement,
        refunds=clinic.refunds,
        differences=clinic.differences,
        paperwork=clinic.paperwork,
        purse=clinic.purse,
        platform=clinic.platform,
        sync_state=clinic.sync_state,
    )
    return SettlementPage(SettlementViewModel(services, parts.desk, parts.jobs, parts.papers))


def _pharmacy(parts: Parts) -> QWidget:
    services = PharmacyServices(parts.clinic.pharmacy, parts.clinic.paperwork, parts.clinic.sync_state)
    return PharmacyPage(PharmacyViewModel(services, parts.desk, parts.jobs, parts.papers))


def _stock(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = StockServices(clinic.stock, clinic.stock_booking, clinic.purchase)
    bench = Bench(parts.desk, parts.jobs, parts.papers)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    booked = BatchServices(clinic.stock, clinic.stock_booking, clinic.duty)
    warned = WarningServices(clinic.stock, clinic.purchase, clinic.cold_chain)
    taken = TakeServices(clinic.stocktake, clinic.stock, clinic.duty)
    moved = TransferServices(clinic.transfer, clinic.stock_booking, clinic.stock)
    further = (
        WarningsPart(WarningsModel(warned, bench)),
        TakePart(TakeModel(taken, bench)),
        TransferPart(TransferModel(moved, bench)),
        MonthPart(MonthModel(clinic.stock, bench, Path(documents))),
        ColdPart(ColdModel(clinic.cold_chain, bench)),
    )
    desk = BatchDesk(BatchModel(booked, bench), parts.desk.today)
    return StockPage(StockViewModel(services, parts.desk, parts.jobs), parts.desk.today, desk, further)


def _purchase(parts: Parts) -> QWidget:
    services = PurchaseServices(parts.clinic.purchase, parts.clinic.stock_booking)
    view_model = PurchaseViewModel(services, parts.desk, parts.jobs, parts.papers)
    return PurchasePage(view_model, parts.desk.today)


def _closing(parts: Parts) -> QWidget:
    services = ClosingServices(parts.clinic.closing, parts.clinic.staff)
    return ClosingPage(ClosingViewModel(services, parts.desk, parts.jobs, parts.papers))


def _inpatient(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = InpatientServices(
        clinic.inpatient, clinic.deposits, clinic.wardbill, clinic.residents, clinic.paperwork
    )
    view_model = InpatientViewModel(services, parts.desk, parts.jobs, parts.papers)
    return InpatientPage(view_model, parts.settings.departments, parts.desk.today)


def _ward(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = WardServices(
        clinic.wardorders,
        clinic.wardcare,
        clinic.warddoses,
        clinic.wardnotes,
        clinic.wardpapers,
        clinic.chart,
    )
    view_model = WardViewModel(services, parts.desk, parts.jobs, parts.papers)
    return WardPage(view_model)


def _statements(parts: Parts) -> QWidget:
    return StatementsPage(StatementsViewModel(parts.clinic.statements, parts.desk, parts.jobs))


def _review(parts: Parts) -> QWidget:
    return ReviewPage(ReviewViewModel(parts.clinic.review, parts.desk, parts.jobs))


def _worklist(parts: Parts) -> QWidget:
    services = WorkListServices(parts.clinic.worklist, parts.clinic.care, parts.clinic.rounds)
    return WorkListPage(WorkListViewModel(services, parts.desk, parts.jobs, parts.papers))


def _forms(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = FormsServices(
        clinic.forms, clinic.formpapers, clinic.residents, clinic.worklist, clinic.staff, clinic.status
    )
    view_model = FormsViewModel(services, parts.desk, parts.jobs, parts.papers)
    return FormsPage(view_model, parts.desk.today, Files(clinic.form_files, parts.desk))


def _rounds(parts: Parts) -> QWidget:
    clinic = parts.clinic
    typing = RoundsViewModel(
        RoundsServices(clinic.rounds, clinic.forms), parts.desk, parts.jobs, parts.papers
    )
    packing = PackingModel(PackingServices(clinic.rounds, clinic.worklist), parts.desk, parts.jobs)
    return RoundsPage(TypingPart(typing), PackingPart(packing))


def _home_visit(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = HomeVisitServices(clinic.home_visits, clinic.forms)
    view_model = HomeVisitViewModel(services, parts.desk, parts.jobs)
    return HomeVisitPage(view_model, Files(clinic.form_files, parts.desk))


def _residents(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = ResidentsServices(clinic.residents, clinic.resident_import, clinic.staff)
    return ResidentsPage(ResidentsViewModel(services, parts.desk, parts.jobs), parts.desk.today)


def _health_record(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = RecordServices(
        clinic.residents, clinic.health_record, clinic.households, clinic.duplicates, clinic.formpapers
    )
    view_model = HealthRecordViewModel(services, parts.desk, parts.jobs, parts.papers)
    return HealthRecordPage(view_model, parts.desk.today)


def _immunization(parts: Parts) -> QWidget:
    clinic, bench = parts.clinic, Bench(parts.desk, parts.jobs, parts.papers)
    lists = clinic.vaccination_lists
    shown = (
        GivePart(GiveModel(bench, clinic.immunization, lists)),
        ListsPart(ListsModel(bench, lists)),
        FiguresPart(FiguresModel(bench, lists, clinic.vaccine_exchange)),
    )
    return ImmunizationPage(shown, parts.desk)


def _readings(parts: Parts) -> QWidget:
    bench = Bench(parts.desk, parts.jobs, parts.papers)
    return ReadingsPage(ReadingsViewModel(parts.clinic.readings, bench))


def _contracts(parts: Parts) -> QWidget:
    clinic, bench = parts.clinic, Bench(parts.desk, parts.jobs, parts.papers)
    return ContractsPage(
        SigningPart(SigningModel(bench, clinic.contracts)),
        TeamsPart(TeamsModel(bench, clinic.contracts, clinic.staff)),
    )


def _indicators(parts: Parts) -> QWidget:
    return IndicatorsPage(IndicatorsViewModel(parts.clinic.indicators, parts.desk, parts.jobs))


def _programmes(parts: Parts) -> QWidget:
    view_model = ProgrammesViewModel(parts.clinic.programmes, parts.desk, parts.jobs)
    return ProgrammesPage(view_model, parts.desk.today)


def _staff(parts: Parts) -> QWidget:
    return StaffPage(StaffViewModel(parts.clinic.staff, parts.desk, parts.jobs))


def _facility(parts: Parts) -> QWidget:
    clinic, settings = parts.clinic, parts.settings
    services = FacilityServices(clinic.status, clinic.upkeep, partial(_enrol, parts))
    view_model = FacilityViewModel(services, parts.desk, parts.jobs, settings.backup_place)
    return FacilityPage(view_model, settings.in_words())


def _sync(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = SyncServices(clinic.sync_state, clinic.rehearsal, clinic.receipts, clinic.status)
    return SyncPage(SyncViewModel(services, parts.desk, parts.jobs, parts.papers))


def _courier(parts: Parts) -> QWidget:
    return CourierPage(CourierViewModel(parts.clinic.courier, parts.desk, parts.jobs))


def _enrol(parts: Parts, wanted: Enrolment) -> str:
    """Raises: what `enrol` raises."""
    ca = wanted.ca_file.read_bytes() if wanted.ca_file else None
    return enrol(parts.clinic.store, parts.holder(), wanted.server, wanted.code, ca).county


# The headings of the rail, from top to bottom.
CARE = QT_TRANSLATE_NOOP("pages", "看病")
MONEY = QT_TRANSLATE_NOOP("pages", "收费结算")
DRUGS = QT_TRANSLATE_NOOP("pages", "药房")
WARD = QT_TRANSLATE_NOOP("pages", "住院病区")
HEALTH = QT_TRANSLATE_NOOP("pages", "公共卫生")
UPKEEP = QT_TRANSLATE_NOOP("pages", "管理")
GROUPS = (CARE, MONEY, DRUGS, WARD, HEALTH, UPKEEP)

PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        "registration",
        QT_TRANSLATE_NOOP("pages", "挂号"),
        "register",
        "registration",
        _front_desk,
        "front desk queue slip",
        group=CARE,
    ),
    PageEntry(
        "outpatient",
        QT_TRANSLATE_NOOP("pages", "门诊"),
        "stethoscope",
        "outpatient",
        _outpatient,
        "doctor encounter prescription",
        group=CARE,
    ),
    PageEntry(
        "chart",
        QT_TRANSLATE_NOOP("pages", "健康首页"),
        "heart",
        "chart",
        _chart,
        "chart allergies conditions trends blood pressure glucose",
        group=CARE,
    ),
    PageEntry(
        "outpatient_log",
        QT_TRANSLATE_NOOP("pages", "门诊日志"),
        "calendar",
        "outpatient_log",
        _outpatient_log,
        "log of visits infectious report export 应报 未报",
        group=CARE,
    ),
    PageEntry(
        "examinations",
        QT_TRANSLATE_NOOP("pages", "检验检查"),
        "orders",
        "examination",
        _examinations,
        "laboratory ecg imaging results report critical 检验 心电 影像 报告 危急值 采样",
        group=CARE,
    ),
    PageEntry(
        "settlement",
        QT_TRANSLATE_NOOP("pages", "收费"),
        "cash",
        "settlement",
        _settlement,
        "cashier charge bill receipt refund",
        group=MONEY,
    ),
    PageEntry(
        "pharmacy",
        QT_TRANSLATE_NOOP("pages", "发药"),
        "pill",
        "pharmacy",
        _pharmacy,
        "pharmacy window dispense drugs",
        group=DRUGS,
    ),
    PageEntry(
        "stock",
        QT_TRANSLATE_NOOP("pages", "库房"),
        "catalog",
        "stock",
        _stock,
        "stock batches expiry receipt stocktake transfer cold 入库 库存 效期 盘点 调拨 月结 冷链 提醒",
        group=DRUGS,
    ),
    PageEntry(
        "purchase",
        QT_TRANSLATE_NOOP("pages", "采购"),
        "truck",
        "stock",
        _purchase,
        "purchase order delivery invoice price recall 订货 到货 对票 调价 召回",
        group=DRUGS,
    ),
    PageEntry(
        "closing",
        QT_TRANSLATE_NOOP("pages", "日结"),
        "journal",
        "closing",
        _closing,
        "daily closing drawer cash count reprint",
        group=MONEY,
    ),
    PageEntry(
        "inpatient",
        QT_TRANSLATE_NOOP("pages", "住院"),
        "bed",
        "inpatient",
        _inpatient,
        "ward admission discharge deposit bed",
        group=WARD,
    ),
    PageEntry(
        "ward",
        QT_TRANSLATE_NOOP("pages", "病区"),
        "bed",
        "ward",
        _ward,
        "ward beds orders nursing doses temperature notes 医嘱 床位 体温单 病程 摆药",
        group=WARD,
    ),
    PageEntry(
        "statements",
        QT_TRANSLATE_NOOP("pages", "申报对账"),
        "check",
        "statement",
        _statements,
        "statement reconciliation dispute paid",
        group=MONEY,
    ),
    PageEntry(
        "review",
        QT_TRANSLATE_NOOP("pages", "点评"),
        "info",
        "review",
        _review,
        "prescription review appeal figures lesson 处方点评 微课",
        group=CARE,
    ),
    PageEntry(
        "worklist",
        QT_TRANSLATE_NOOP("pages", "工作清单"),
        "check",
        "forms",
        _worklist,
        "work list due overdue follow-up care 随访 待办 过期 紧急 纳入管理 结案",
        group=HEALTH,
    ),
    PageEntry(
        "forms",
        QT_TRANSLATE_NOOP("pages", "公卫表单"),
        "journal",
        "forms",
        _forms,
        "public health forms record sheet follow-up 随访表 体检表 公卫 健康教育 更正 撤回",
        group=HEALTH,
    ),
    PageEntry(
        "rounds",
        QT_TRANSLATE_NOOP("pages", "下乡包"),
        "truck",
        "forms",
        _rounds,
        "round village visit sheet scan pack 下乡 随访 回录 扫表",
        group=HEALTH,
    ),
    PageEntry(
        "home_visit",
        QT_TRANSLATE_NOOP("pages", "入户随访"),
        "home",
        "forms",
        _home_visit,
        "home visit touch village large 入户 随访 大字 触屏",
        group=HEALTH,
    ),
    PageEntry(
        "immunization",
        QT_TRANSLATE_NOOP("pages", "接种"),
        "syringe",
        "vaccination",
        _immunization,
        "immunization vaccination coverage reminder 预防接种 疫苗 留观 查验 催种 接种率",
        HEALTH,
    ),
    PageEntry(
        "readings",
        QT_TRANSLATE_NOOP("pages", "自测"),
        "heart",
        "readings",
        _readings,
        "self-measured health hut kiosk readings 健康小屋 自测数据 血压 血糖",
        HEALTH,
    ),
    PageEntry(
        "residents",
        QT_TRANSLATE_NOOP("pages", "居民"),
        "people",
        "resident",
        _residents,
        "register import amend",
        group=HEALTH,
    ),
    PageEntry(
        "health_record",
        QT_TRANSLATE_NOOP("pages", "健康档案"),
        "home",
        "health_record",
        _health_record,
        "health record household merge duplicate 建档 住户 户主 合并 重复 迁出 死亡",
        group=HEALTH,
    ),
    PageEntry(
        "contracts",
        QT_TRANSLATE_NOOP("pages", "签约"),
        "contract",
        "contracts",
        _contracts,
        "family doctor contract team package 家庭医生 签约 履约 续签 解约 团队 服务包",
        group=HEALTH,
    ),
    PageEntry(
        "indicators",
        QT_TRANSLATE_NOOP("pages", "考核指标"),
        "chart",
        "forms",
        _indicators,
        "indicators targets appraisal rate goal 考核 指标 目标 达标 规范管理率",
        group=HEALTH,
    ),
    PageEntry(
        "programmes",
        QT_TRANSLATE_NOOP("pages", "重大项目"),
        "purse",
        "programme",
        _programmes,
        "programme subsidy screening delivery cataract 两癌 住院分娩 白内障 补助",
        group=HEALTH,
    ),
    PageEntry(
        "staff",
        QT_TRANSLATE_NOOP("pages", "人员"),
        "staff",
        "staff",
        _staff,
        "roles password colleague",
        group=UPKEEP,
    ),
    PageEntry(
        "facility",
        QT_TRANSLATE_NOOP("pages", "机构"),
        "building",
        "facility",
        _facility,
        "backup verify rebuild device enrol",
        group=UPKEEP,
    ),
    PageEntry(
        "sync",
        QT_TRANSLATE_NOOP("pages", "同步"),
        "cloud-up",
        "",
        _sync,
        "sync county upload returned quarantine status days",
        group=UPKEEP,
    ),
    PageEntry(
        "courier",
        QT_TRANSLATE_NOOP("pages", "摆渡"),
        "cloud-off",
        "facility",
        _courier,
        "courier stick usb share offline carry U盘",
        group=UPKEEP,
    ),
)


def specs(parts: Parts) -> list[PageSpec]:
    """The pages as the shell takes them: group after group."""
    return [
        PageSpec(
            entry.name,
            entry.title,
            entry.icon,
            who_may(entry.action) if entry.action else frozenset(),
            partial(entry.build, parts),
            entry.words,
            entry.group,
        )
        for entry in sorted(PAGES, key=lambda entry: GROUPS.index(entry.group))
    ]
