"""Drugs: window, stock, purchase."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.pharmacy.page import PharmacyPage
from clinic_app.ui.pages.pharmacy.view_model import PharmacyServices, PharmacyViewModel
from clinic_app.ui.pages.purchase.page import PurchasePage
from clinic_app.ui.pages.purchase.view_model import PurchaseServices, PurchaseViewModel
from clinic_app.ui.pages.stock.batches import BatchDesk, BatchModel, BatchServices
from clinic_app.ui.pages.stock.cold import ColdModel, ColdPart
from clinic_app.ui.pages.stock.month import MonthModel, MonthPart
from clinic_app.ui.pages.stock.narcotics import NarcoticsModel, NarcoticsPart, NarcoticsServices
from clinic_app.ui.pages.stock.page import StockPage
from clinic_app.ui.pages.stock.part import Bench
from clinic_app.ui.pages.stock.take import TakeModel, TakeServices
from clinic_app.ui.pages.stock.take_part import TakePart
from clinic_app.ui.pages.stock.transfer_part import TransferPart
from clinic_app.ui.pages.stock.transfers import TransferModel, TransferServices
from clinic_app.ui.pages.stock.view_model import StockServices, StockViewModel
from clinic_app.ui.pages.stock.warnings import WarningServices, WarningsModel, WarningsPart


def _pharmacy(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = PharmacyServices(clinic.pharmacy, clinic.paperwork, clinic.sync_state, clinic.duty)
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
    registered = NarcoticsServices(clinic.narcotics, clinic.stock, clinic.duty)
    further = (
        WarningsPart(WarningsModel(warned, bench)),
        TakePart(TakeModel(taken, bench)),
        TransferPart(TransferModel(moved, bench)),
        MonthPart(MonthModel(clinic.stock, bench, Path(documents))),
        ColdPart(ColdModel(clinic.cold_chain, clinic.stock, bench)),
        NarcoticsPart(NarcoticsModel(registered, bench)),
    )
    desk = BatchDesk(BatchModel(booked, bench), parts.desk.today)
    return StockPage(StockViewModel(services, parts.desk, parts.jobs), parts.desk.today, desk, further)


def _purchase(parts: Parts) -> QWidget:
    services = PurchaseServices(parts.clinic.purchase, parts.clinic.stock_booking)
    view_model = PurchaseViewModel(services, parts.desk, parts.jobs, parts.papers)
    return PurchasePage(view_model, parts.desk.today)


PAGES = (
    PageEntry(
        "pharmacy",
        QT_TRANSLATE_NOOP("pages", "发药"),
        "pill",
        "pharmacy",
        _pharmacy,
        "pharmacy window dispense drugs",
    ),
    PageEntry(
        "stock",
        QT_TRANSLATE_NOOP("pages", "库房"),
        "catalog",
        "stock",
        _stock,
        "stock batches expiry receipt stocktake transfer cold narcotics 入库 库存 效期 盘点 调拨 月结 冷链 提醒 专册",
    ),
    PageEntry(
        "purchase",
        QT_TRANSLATE_NOOP("pages", "采购"),
        "truck",
        "stock",
        _purchase,
        "purchase order delivery invoice price recall 订货 到货 对票 调价 召回",
    ),
)
