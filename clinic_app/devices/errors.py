"""What can go wrong between the desk and a card.

The desk goes on by hand after every one of them.  Facts name readers, steps and status
words, so that `diagnosis` can be copied to whoever looks after the PC; never a person.
"""

from clinic_app.domain.errors import ClinicError, Damaged, NotFound, RuleBroken, Unavailable


class CardServiceMissing(Unavailable):
    """读卡服务: the PC/SC service does not run (pcscd; on Windows "Smart Card")."""

    code = "device.no_service"


class CardServiceRefused(Unavailable):
    """The PC/SC service runs, but this user may not use it (polkit)."""

    code = "device.service_refused"


class CardServiceRestarted(Unavailable):
    """The PC/SC service went away under us; the monitor connects anew by itself."""

    code = "device.service_restarted"


class NoReader(Unavailable):
    """No reader is plugged in."""

    code = "device.no_reader"


class ReaderNotFound(NotFound):
    """No reader's name holds `wanted`."""

    code = "device.reader_not_found"


class NoCard(Unavailable):
    """No card came within `seconds`."""

    code = "device.no_card"


class CardTornOut(Unavailable):
    """The card, or its reader, was pulled out while it was read."""

    code = "device.card_torn_out"


class CardDisturbed(Unavailable):
    """Bad contact, or another program reset the card, at every attempt."""

    code = "device.card_disturbed"


class CardMute(Unavailable):
    """The card does not answer: worn out, upside down, or hanging for longer than `seconds`."""

    code = "device.card_mute"


class CardHeld(Unavailable):
    """Another program holds the card for itself."""

    code = "device.card_held"


class ReaderTrouble(Unavailable):
    """Anything else PC/SC reports; `hresult` is its number."""

    code = "device.reader_trouble"


class OtherCard(RuleBroken):
    """A card of another kind: it has no social-security application.

    `atr`, `step` and `sw` say what card it is and how far we came.
    """

    code = "device.other_card"


class CardUnreadable(Damaged):
    """A social-security card whose `field` cannot be read, and without it nobody is known."""

    code = "device.card_unreadable"


class IdPortMissing(Unavailable):
    """The serial port of the ID-card reader cannot be opened."""

    code = "device.id_port_missing"


class IdReaderSilent(Unavailable):
    """The ID-card reader does not answer within `seconds`."""

    code = "device.id_reader_silent"


class IdReaderGarbled(Damaged):
    """An answer of the ID-card reader fails its check sum or its length."""

    code = "device.id_reader_garbled"


class IdCardRefused(Unavailable):
    """The ID card was found, but `step` failed with `sw`; mostly taken away too early."""

    code = "device.id_card_refused"


def diagnosis(error: ClinicError) -> str:
    """One line to copy for support: ``device.other_card atr=3B… step=SELECT SSSE sw=6A82``."""
    return " ".join([error.code, *(f"{name}={value}" for name, value in error.facts.items())])
