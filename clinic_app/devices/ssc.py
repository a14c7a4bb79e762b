"""社会保障卡: reading the social-security card, by APDU.

Files and fields after 《社会保障卡文件结构和数据项(V2.0)》 and LD/T 32-2015.  Generations 1 and 2 give the
whole identity without a PIN.  Generation 3 gives EF05 alone: EF06 wants an external
authentication that only the issuer's PSAM or the province's 密服 can compute.
"""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from clinic_app.devices.cards import Connection, exchange
from clinic_app.devices.errors import CardUnreadable, OtherCard
from clinic_app.devices.holder import CardHolder, CardKind, check_holder, day_of, unreadable
from clinic_app.devices.records import Field, File, Records, read_file

T = TypeVar("T")

AID = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")  # "sx1.sh." + GBK 社会保障
SELECT_SSSE = b"\x00\xa4\x04\x00" + bytes([len(AID)]) + AID
IDENTITY_PROTECTED = "identity.protected"  # warning: EF06 needs the issuer's PSAM or 密服

IDENTIFIER = Field("card_identifier", 0x01, 16)
VERSION = Field("card_version", 0x03, 4)
ISSUED = Field("issued_on", 0x05, 4)
VALID_TO = Field("valid_to", 0x06, 4)
NUMBER = Field("card_number", 0x07, 9)
ID_NUMBER = Field("id_number", 0x08, 18)
NAME = Field("name", 0x09, 30)
NAME_REST = Field("name", 0x4E, 20)  # 姓名扩展, from generation 2
SEX = Field("sex", 0x0A, 1)
ETHNIC = Field("ethnic", 0x0B, 1)
BIRTHPLACE = Field("birthplace", 0x0C, 3)
BIRTH = Field("birth_date", 0x0D, 4)

EF05 = File(0x05, (IDENTIFIER, VERSION, ISSUED, VALID_TO, NUMBER))
EF06 = File(0x06, (ID_NUMBER, NAME, NAME_REST, SEX, ETHNIC, BIRTHPLACE, BIRTH))

_KINDS: dict[str, CardKind] = {"1": "ssc1", "2": "ssc2", "3": "ssc3"}
_FILLERS = b"\x00\x20\xff"


def read_holder(connection: Connection, today: date) -> CardHolder:
    """Read a social-security card of any generation.

    Raises:
        OtherCard: it has no social-security application.
        CardUnreadable: what makes the card or its holder known cannot be read.
        CardTornOut, CardDisturbed, CardMute: see `Connection.transmit`.
    """
    select_application(connection)
    issuer, person = read_file(connection, EF05), read_file(connection, EF06)
    holder = holder_of(issuer, person)
    if holder.kind != "ssc3" and holder.id_number is None:
        raise CardUnreadable(reader=connection.reader, field=ID_NUMBER.name, sw=f"{person.sw:04X}")
    if not (holder.card_identifier or holder.card_number or holder.id_number):
        raise CardUnreadable(reader=connection.reader, field=IDENTIFIER.name, sw=f"{issuer.sw:04X}")
    return check_holder(holder, today)


def select_application(connection: Connection) -> None:
    """SELECT the 社会保障系统环境.  Never by ATR: chips differ from supplier to supplier.

    Raises:
        OtherCard: the card has none.
    """
    answer = exchange(connection, SELECT_SSSE)
    if not answer.ok:
        atr = connection.atr.hex().upper()
        raise OtherCard(reader=connection.reader, atr=atr, step="SELECT SSSE", sw=f"{answer.sw:04X}")


def holder_of(issuer: Records, person: Records) -> CardHolder:
    """The fields of EF05 and EF06 as values; what cannot be read is None and a warning."""
    kind = _kind_of(issuer, person)
    protected = kind == "ssc3" and ID_NUMBER.tag not in person.values
    warnings: list[str] = [IDENTITY_PROTECTED] if protected else []

    def value(records: Records, field: Field, decode: Callable[[bytes], T | None]) -> T | None:
        raw = records.values.get(field.tag)
        if raw is None and protected and records is person:
            return None
        try:
            return decode(_present(raw))
        except ValueError:  # UnicodeDecodeError is one
            warnings.append(unreadable(field.name))
            return None

    holder = CardHolder(
        kind=kind,
        card_identifier=value(issuer, IDENTIFIER, _identifier),
        card_version=value(issuer, VERSION, _version),
        card_number=value(issuer, NUMBER, lambda raw: _text(raw[:9])),
        issued_on=value(issuer, ISSUED, _day),
        valid_to=value(issuer, VALID_TO, _day),
        id_number=value(person, ID_NUMBER, _text),
        name=value(person, NAME, lambda raw: _name(raw, person)),
        sex=value(person, SEX, _sex),
        ethnic=value(person, ETHNIC, _digits),
        birthplace=value(person, BIRTHPLACE, _digits),
        birth_date=value(person, BIRTH, _day),
    )
    return _with(holder, warnings)


def _with(holder: CardHolder, warnings: list[str]) -> CardHolder:
    if holder.name and any(unicodedata.category(char) == "Co" for char in holder.name):
        # A character from a private area: the card's issuer drew it, our fonts cannot.
        warnings.append("name.private_character")
    return holder.with_warnings(*warnings)


def _kind_of(issuer: Records, person: Records) -> CardKind:
    """By 规范版本; where that cannot be read, by what the card lets us see."""
    version = issuer.values.get(VERSION.tag, b"").strip(_FILLERS)
    by_version = _KINDS.get(version[:1].decode("ascii", "replace"))
    if by_version is not None:
        return by_version
    if person.protected:
        return "ssc3"
    return "ssc2" if NAME_REST.tag in person.values else "ssc1"


def _present(raw: bytes | None) -> bytes:
    if raw is None:
        raise ValueError("no such record, or a damaged one")
    return raw


def _text(raw: bytes) -> str | None:
    """An ``an`` field, filled with 00 or spaces; blank is None.

    Raises:
        ValueError: it holds something that cannot be printed.
    """
    text = raw.strip(_FILLERS).decode("ascii")
    if not text.isprintable():
        raise ValueError("not printable")
    return text or None


def _version(raw: bytes) -> str:
    text = _text(raw)
    if text is None or text[0] not in _KINDS:
        raise ValueError("no known generation")
    return text


def _name(first: bytes, person: Records) -> str:
    """姓名 with its 姓名扩展, which may begin in the middle of a character: join bytes, then decode once.

    GB18030, for a rare character (𬭎) has four bytes there and is unknown to GBK.
    """
    if NAME_REST.tag in person.damaged:
        raise ValueError("only a part of the name")
    rest = person.values.get(NAME_REST.tag, b"")
    text = (first.rstrip(_FILLERS) + rest.rstrip(_FILLERS)).decode("gb18030").strip()
    if not text or any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueError("not a name")
    return text


def _identifier(raw: bytes) -> str | None:
    """Hex digits, without the spare FF at the end."""
    return raw.rstrip(b"\xff").hex().upper() or None


def _digits(raw: bytes) -> str | None:
    """A ``cn`` field: packed digits, filled with F on the right; blank is None."""
    digits = raw.hex().upper().rstrip("F")
    if digits and not digits.isdigit():
        raise ValueError("not digits")
    return digits or None


def _day(raw: bytes) -> date | None:
    return day_of(raw.hex().upper())


def _sex(raw: bytes) -> str:
    code = _text(raw)
    if code not in {"1", "2"}:
        raise ValueError("unknown sex")
    return code
