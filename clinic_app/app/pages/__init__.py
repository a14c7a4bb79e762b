"""The pages of the desktop, by groups of the rail.  A new page is one function and one entry in its group's file."""

from functools import partial

from clinic_app.app.pages import care, drugs, health, money, upkeep, ward
from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.domain.roles import who_may
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.shell_state import PageSpec

# The headings of the rail, from top to bottom.
GROUPS: tuple[tuple[str, tuple[PageEntry, ...]], ...] = (
    (QT_TRANSLATE_NOOP("pages", "看病"), care.PAGES),
    (QT_TRANSLATE_NOOP("pages", "收费结算"), money.PAGES),
    (QT_TRANSLATE_NOOP("pages", "药房"), drugs.PAGES),
    (QT_TRANSLATE_NOOP("pages", "住院病区"), ward.PAGES),
    (QT_TRANSLATE_NOOP("pages", "公共卫生"), health.PAGES),
    (QT_TRANSLATE_NOOP("pages", "管理"), upkeep.PAGES),
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
            heading,
        )
        for heading, entries in GROUPS
        for entry in entries
    ]
