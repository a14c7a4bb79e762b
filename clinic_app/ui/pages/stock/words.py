"""Words and colours of the shelves: bands of expiry, states of a batch, kinds of movements."""

from datetime import date

from clinic_app.domain.pharmacy.batch import Band, Batch, State, band
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import Tone

BAND_TONES = {
    Band.FINE: Tone.PLAIN,
    Band.YELLOW: Tone.WARN,
    Band.ORANGE: Tone.WARN,
    Band.RED: Tone.DANGER,
    Band.EXPIRED: Tone.DANGER,
}
_BAND_WORDS = {
    Band.FINE: "",
    Band.YELLOW: QT_TRANSLATE_NOOP("stock", "180 天内"),
    Band.ORANGE: QT_TRANSLATE_NOOP("stock", "90 天内"),
    Band.RED: QT_TRANSLATE_NOOP("stock", "30 天内"),
    Band.EXPIRED: QT_TRANSLATE_NOOP("stock", "已过期"),
}
_STATE_WORDS = {
    State.OK: QT_TRANSLATE_NOOP("stock", "可发"),
    State.QUARANTINE: QT_TRANSLATE_NOOP("stock", "停用"),
    State.RECALLED: QT_TRANSLATE_NOOP("stock", "召回"),
}
_KIND_WORDS = {
    "receive": QT_TRANSLATE_NOOP("movement", "入库"),
    "return_to_supplier": QT_TRANSLATE_NOOP("movement", "退供货方"),
    "dispense": QT_TRANSLATE_NOOP("movement", "发药"),
    "return_from_patient": QT_TRANSLATE_NOOP("movement", "退药"),
    "transfer_out": QT_TRANSLATE_NOOP("movement", "调出"),
    "transfer_in": QT_TRANSLATE_NOOP("movement", "调入"),
    "split": QT_TRANSLATE_NOOP("movement", "拆零"),
    "waste": QT_TRANSLATE_NOOP("movement", "报损"),
    "expire": QT_TRANSLATE_NOOP("movement", "过期"),
    "recall": QT_TRANSLATE_NOOP("movement", "召回"),
    "revalue_out": QT_TRANSLATE_NOOP("movement", "调价出"),
    "revalue_in": QT_TRANSLATE_NOOP("movement", "调价入"),
    "count_adjust": QT_TRANSLATE_NOOP("movement", "盘点"),
}
_REASON_WORDS = {
    "miscount": QT_TRANSLATE_NOOP("stocktake", "记账差错"),
    "damage": QT_TRANSLATE_NOOP("stocktake", "破损"),
    "theft": QT_TRANSLATE_NOOP("stocktake", "丢失"),
    "wrong_dispense": QT_TRANSLATE_NOOP("stocktake", "错发药"),
    "split_loss": QT_TRANSLATE_NOOP("stocktake", "拆零损耗"),
}
_TAKE_WORDS = {
    "month": QT_TRANSLATE_NOOP("stocktake", "月盘点"),
    "week": QT_TRANSLATE_NOOP("stocktake", "周盘点"),
    "shift": QT_TRANSLATE_NOOP("stocktake", "交接班"),
}


def band_text(one: Band) -> str:
    words = _BAND_WORDS[one]
    return translate("stock", words) if words else ""


def state_text(batch: Batch, today: date) -> str:
    """A batch past its last day is set aside by itself, until somebody books it out."""
    if band(batch.expires, today) is Band.EXPIRED and batch.state is State.OK:
        return translate("stock", QT_TRANSLATE_NOOP("stock", "待处理"))
    return translate("stock", _STATE_WORDS[batch.state])


def may_go(batch: Batch, today: date) -> bool:
    """Whether the window may hand it out."""
    return batch.state is State.OK and band(batch.expires, today) is not Band.EXPIRED


def kind_text(kind: str) -> str:
    """A kind of a later version stands as it is."""
    words = _KIND_WORDS.get(kind)
    return translate("movement", words) if words else kind


def reason_text(reason: str) -> str:
    words = _REASON_WORDS.get(reason)
    return translate("stocktake", words) if words else reason


def take_text(kind: str) -> str:
    words = _TAKE_WORDS.get(kind)
    return translate("stocktake", words) if words else kind
