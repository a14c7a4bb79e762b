"""What each warning of a card's reading says at the desk.  Nothing is repaired: a person decides."""

from clinic_app.ui.sentences import Text

WARNINGS: dict[str, Text] = {
    "identity.protected": Text(
        "三代卡需人社 PSAM/密服授权，只能读出卡号，请改用身份证或手工录入",
        "a third-generation card gives its number only, without the issuer's PSAM; use the ID card or type",
    ),
    "id_number.format": Text("身份证号不是18位", "the ID number has not 18 characters"),
    "id_number.area": Text("身份证号前两位不是任何省份", "the ID number begins with no province"),
    "id_number.date": Text(
        "身份证号中的出生日期不存在或晚于今天", "the ID number holds no possible birth date"
    ),
    "id_number.check": Text("身份证号校验位不符", "the ID number's check character does not fit"),
    "sex.differs": Text("性别与身份证号不一致，请核对", "sex and ID number differ, please check"),
    "birth_date.differs": Text(
        "出生日期与身份证号不一致，请核对", "birth date and ID number differ, please check"
    ),
    "card.expired": Text("卡已过有效期", "the card is past its last day"),
    "name.private_character": Text(
        "姓名含发卡机构自造的字，屏幕上可能显示不出，请对照卡面",
        "the name holds a character of the issuer's own making",
    ),
}

FIELDS: dict[str, Text] = {
    "card_identifier": Text("卡识别码", "card identifier"),
    "card_version": Text("规范版本", "card version"),
    "card_number": Text("卡号", "card number"),
    "issued_on": Text("发卡日期", "day of issue"),
    "valid_from": Text("有效期起", "first day"),
    "valid_to": Text("有效期止", "last day"),
    "id_number": Text("身份证号", "ID number"),
    "name": Text("姓名", "name"),
    "sex": Text("性别", "sex"),
    "ethnic": Text("民族", "nation"),
    "birthplace": Text("出生地", "birthplace"),
    "birth_date": Text("出生日期", "birth date"),
    "address": Text("住址", "address"),
    "authority": Text("签发机关", "issuing authority"),
}


def warning_text(code: str, language: str = "zh") -> str:
    """The words for one of `CardHolder.warnings`."""
    field, _, what = code.rpartition(".")
    if what == "unreadable":
        name = FIELDS[field]
        return f"{name.en} cannot be read" if language == "en" else f"{name.zh}读不出"
    text = WARNINGS[code]
    return text.en if language == "en" else text.zh
