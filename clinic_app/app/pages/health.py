"""Public health: work list, forms, rounds, records, vaccination, contracts, indicators."""

from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.ui.forms.files import Files
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.contracts.page import ContractsPage
from clinic_app.ui.pages.contracts.signing import SigningModel
from clinic_app.ui.pages.contracts.signing_part import SigningPart
from clinic_app.ui.pages.contracts.teams import TeamsModel
from clinic_app.ui.pages.contracts.teams_part import TeamsPart
from clinic_app.ui.pages.forms.page import FormsPage
from clinic_app.ui.pages.forms.view_model import FormsServices, FormsViewModel
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
from clinic_app.ui.pages.programmes.page import ProgrammesPage
from clinic_app.ui.pages.programmes.view_model import ProgrammesViewModel
from clinic_app.ui.pages.readings.page import ReadingsPage
from clinic_app.ui.pages.readings.view_model import ReadingsViewModel
from clinic_app.ui.pages.residents.page import ResidentsPage
from clinic_app.ui.pages.residents.view_model import ResidentsServices, ResidentsViewModel
from clinic_app.ui.pages.rounds.packing import PackingModel, PackingServices
from clinic_app.ui.pages.rounds.packing_part import PackingPart
from clinic_app.ui.pages.rounds.page import RoundsPage
from clinic_app.ui.pages.rounds.typing_part import TypingPart
from clinic_app.ui.pages.rounds.view_model import RoundsServices, RoundsViewModel
from clinic_app.ui.pages.stock.part import Bench
from clinic_app.ui.pages.worklist.page import WorkListPage
from clinic_app.ui.pages.worklist.view_model import WorkListServices, WorkListViewModel


def _worklist(parts: Parts) -> QWidget:
    services = WorkListServices(parts.clinic.worklist, parts.clinic.care, parts.clinic.rounds)
    return WorkListPage(WorkListViewModel(services, parts.desk, parts.jobs, parts.papers))


def _forms(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = FormsServices(
        clinic.forms, clinic.formpapers, clinic.residents, clinic.worklist, clinic.status
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


PAGES = (
    PageEntry(
        "worklist",
        QT_TRANSLATE_NOOP("pages", "工作清单"),
        "check",
        "forms",
        _worklist,
        "work list due overdue follow-up care 随访 待办 过期 紧急 纳入管理 结案",
    ),
    PageEntry(
        "forms",
        QT_TRANSLATE_NOOP("pages", "公卫表单"),
        "journal",
        "forms",
        _forms,
        "public health forms record sheet follow-up 随访表 体检表 公卫 健康教育 更正 撤回",
    ),
    PageEntry(
        "rounds",
        QT_TRANSLATE_NOOP("pages", "下乡包"),
        "truck",
        "forms",
        _rounds,
        "round village visit sheet scan pack 下乡 随访 回录 扫表",
    ),
    PageEntry(
        "home_visit",
        QT_TRANSLATE_NOOP("pages", "入户随访"),
        "home",
        "forms",
        _home_visit,
        "home visit touch village large 入户 随访 大字 触屏",
    ),
    PageEntry(
        "immunization",
        QT_TRANSLATE_NOOP("pages", "接种"),
        "syringe",
        "vaccination",
        _immunization,
        "immunization vaccination coverage reminder 预防接种 疫苗 留观 查验 催种 接种率",
    ),
    PageEntry(
        "readings",
        QT_TRANSLATE_NOOP("pages", "自测"),
        "heart",
        "readings",
        _readings,
        "self-measured health hut kiosk readings 健康小屋 自测数据 血压 血糖",
    ),
    PageEntry(
        "residents",
        QT_TRANSLATE_NOOP("pages", "居民"),
        "people",
        "resident",
        _residents,
        "register import amend",
    ),
    PageEntry(
        "health_record",
        QT_TRANSLATE_NOOP("pages", "健康档案"),
        "home",
        "health_record",
        _health_record,
        "health record household merge duplicate 建档 住户 户主 合并 重复 迁出 死亡",
    ),
    PageEntry(
        "contracts",
        QT_TRANSLATE_NOOP("pages", "签约"),
        "contract",
        "contracts",
        _contracts,
        "family doctor contract team package 家庭医生 签约 履约 续签 解约 团队 服务包",
    ),
    PageEntry(
        "indicators",
        QT_TRANSLATE_NOOP("pages", "考核指标"),
        "chart",
        "forms",
        _indicators,
        "indicators targets appraisal rate goal 考核 指标 目标 达标 规范管理率",
    ),
    PageEntry(
        "programmes",
        QT_TRANSLATE_NOOP("pages", "重大项目"),
        "purse",
        "programme",
        _programmes,
        "programme subsidy screening delivery cataract 两癌 住院分娩 白内障 补助",
    ),
)
