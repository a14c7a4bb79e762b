"""Every page of a clinic as a picture, without a screen."""

from dataclasses import replace
from pathlib import Path

from clinic_app.app.start import application, dress
from clinic_app.app.workplace import Workplace
from clinic_app.settings import ClinicSettings
from clinic_app.ui import screenshots
from clinic_app.wiring import Clinic


def draw(
    clinic: Clinic,
    folder: Path,
    *,
    page: str = "",
    language: str = "zh",
    theme: str = "light",
    scale: float = 1.0,
) -> list[Path]:
    """The pages that the person on duty may open, with the data at hand.

    Args:
        page: the name of one page; empty for all.
        scale: device pixels per logical pixel.

    Raises:
        LookupError: `page` names no page of this person.
    """
    app = application()
    settings = replace(ClinicSettings(), language=language, theme=theme, idle_minutes=0)
    dress(app, settings)
    workplace = Workplace(clinic, settings)
    workplace.begin()
    try:
        return screenshots.draw_pages(workplace.window, folder, page, scale)
    finally:
        workplace.close()
