"""Values as people read them: money, ages, numbers that must not be shown whole, times past."""

from datetime import date

from clinic_app.domain.age import full_months
from clinic_app.domain.money import yuan
from clinic_app.ui.i18n import translate

MINUS = "\N{MINUS SIGN}"


def money(fen: int) -> str:
    """Fen as ``1,234.50``; a real minus sign, so that columns line up."""
    whole, part = yuan(abs(fen)).split(".")
    return f"{MINUS if fen < 0 else ''}{int(whole):,}.{part}"


def yen(fen: int) -> str:
    """Fen with the sign of the currency: ``¥1,234.50``."""
    amount = money(fen)
    return f"{MINUS}¥{amount[1:]}" if fen < 0 else f"¥{amount}"


def age(birth: date, on: date) -> str:
    """周岁, in full: years; for small children years and months, months, or days (处方管理办法)."""
    months = full_months(birth, on)
    if months < 1:
        return translate("format", "{n} 天").format(n=max(0, (on - birth).days))
    if months < 12:
        return translate("format", "{n} 月").format(n=months)
    if months < 72 and months % 12:
        return translate("format", "{y} 岁 {m} 月").format(y=months // 12, m=months % 12)
    return translate("format", "{n} 岁").format(n=months // 12)


def sex(code: str) -> str:
    """GB/T 2261.1 code as a word."""
    words = {
        "1": translate("format", "男"),
        "2": translate("format", "女"),
        "9": translate("format", "未说明"),
    }
    return words.get(code, translate("format", "未知"))


def masked_id(number: str) -> str:
    """An identity number with its middle hidden: ``350881********1234``."""
    return number if len(number) <= 10 else f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def masked_phone(number: str) -> str:
    """A telephone number with its middle hidden: ``138****5678``."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def since(seconds: float) -> str:
    """How long ago: minutes, hours, then days."""
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 1:
        return translate("format", "刚刚")
    if minutes < 60:
        return translate("format", "{n} 分钟前").format(n=minutes)
    if minutes < 48 * 60:
        return translate("format", "{n} 小时前").format(n=minutes // 60)
    return translate("format", "{n} 天前").format(n=minutes // (24 * 60))
