"""A paper where no window is open: a command's PDF."""

from PySide6.QtWidgets import QApplication

from clinic_app.printing.documents import Document
from clinic_app.ui.printing.pdf import pdf


def pdf_alone(document: Document) -> bytes:
    """The document as a PDF file.

    Raises:
        LookupError: no Chinese font is installed.
    """
    application = QApplication.instance() or QApplication(["clinic-app"])
    made = pdf(document)
    del application  # it had to live until the page was drawn
    return made
