"""Languages: Chinese is the source, written in the code; English comes from resources/i18n/en.qm.

In a widget, say ``self.tr("保存")``.  Outside a class, ``translate("keys", "保存")``.  Words in data
(column and page titles) are marked ``QT_TRANSLATE_NOOP("columns", "数量")`` and translated where shown.
An f-string is invisible to the tools: ``self.tr("共 {n} 条").format(n=n)``.
"""

from importlib.resources import as_file
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from clinic_app.domain import resources

LANGUAGES: Final = ("zh", "en")


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark words in data for translation; they are translated where shown."""
    return text


translate = QCoreApplication.translate

_installed: list[QTranslator] = []
_language = "zh"


def language() -> str:
    """``"zh"`` or ``"en"``: also what `texts.text_of` wants."""
    return _language


def install(app: QCoreApplication, wanted: str = "zh") -> None:
    """Make `wanted` the language of widgets built from now on, Qt's own dialogs included.

    Raises:
        ValueError: a language we do not have.
    """
    global _language
    if wanted not in LANGUAGES:
        raise ValueError(wanted)
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _language = wanted
    if wanted == "zh":
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        _add_qt(app, "qtbase_zh_CN")
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        _add_own(app, "en")


def _add_qt(app: QCoreApplication, name: str) -> None:
    translator = QTranslator(app)
    if translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        _installed.append(translator)


def _add_own(app: QCoreApplication, name: str) -> None:
    translator = QTranslator(app)
    # By path: from bytes Qt would go on reading memory that Python has freed.
    with as_file(resources.resource("i18n", f"{name}.qm")) as path:
        if not translator.load(str(path)):
            raise FileNotFoundError(path)
    app.installTranslator(translator)
    _installed.append(translator)
