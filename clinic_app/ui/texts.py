"""What each error says to its user: what happened, and what to do next.

One line a code, Chinese and English.  tests/architecture/test_texts.py holds the
table equal to the error classes, both ways.  No Qt here: the command line uses it too.
"""

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.measurements import measures
from clinic_app.domain.units import written_unit
from clinic_app.ui.sentences import Text
from clinic_app.ui.sentences.care import CARE
from clinic_app.ui.sentences.cashier import CASHIER
from clinic_app.ui.sentences.closing import CLOSING
from clinic_app.ui.sentences.contracts import CONTRACTS
from clinic_app.ui.sentences.courier import COURIER
from clinic_app.ui.sentences.doctor import DOCTOR
from clinic_app.ui.sentences.examinations import EXAMINATIONS
from clinic_app.ui.sentences.forms import FORMS
from clinic_app.ui.sentences.hub import HUB
from clinic_app.ui.sentences.journal import JOURNAL
from clinic_app.ui.sentences.office import OFFICE
from clinic_app.ui.sentences.platform import PLATFORM
from clinic_app.ui.sentences.public_health import PUBLIC_HEALTH
from clinic_app.ui.sentences.purse import PURSE
from clinic_app.ui.sentences.records import RECORDS
from clinic_app.ui.sentences.review import REVIEW
from clinic_app.ui.sentences.rounds import ROUNDS
from clinic_app.ui.sentences.snapshot import SNAPSHOT
from clinic_app.ui.sentences.stock import STOCK
from clinic_app.ui.sentences.store import STORE
from clinic_app.ui.sentences.sync import SYNC
from clinic_app.ui.sentences.ward import WARD
from clinic_app.ui.sentences.work import WORK

TEXTS: dict[str, Text] = {
    **STORE,
    **SNAPSHOT,
    **JOURNAL,
    **SYNC,
    **COURIER,
    **HUB,
    **WORK,
    **CASHIER,
    **CLOSING,
    **DOCTOR,
    **EXAMINATIONS,
    **FORMS,
    **RECORDS,
    **REVIEW,
    **ROUNDS,
    **WARD,
    **STOCK,
    **PURSE,
    **PUBLIC_HEALTH,
    **CARE,
    **CONTRACTS,
    **PLATFORM,
    **OFFICE,
    # policy and settlement
    "policy.bad": Text(
        "医保政策文件有 {count} 处问题，未装入：{problems}。请改正后再试。",
        "The policy file has {count} problems and was not loaded: {problems}. Mend them and try again.",
    ),
    "settlement.unreadable_case": Text(
        "结算案例读不懂（{key}：{reason}）。请改正文件后再试。",
        "A settlement case cannot be read ({key}: {reason}). Mend the file and try again.",
    ),
    # keys
    "keys.bad": Text(
        "键位文件有误，已用标准键位：{problems}。请改正 keymap.toml 后重新打开。",
        "The key file is wrong, so the standard keys are used: {problems}. Mend keymap.toml and start again.",
    ),
    # identifiers, codes, catalogues, register
    "catalog.no_column": Text(
        "表头里没有找到：{columns}。请指定是哪一列。",
        "No heading was taken for: {columns}. Say which column it is.",
    ),
    "catalog.too_many_rows": Text(
        "超过 {limit} 行，不像是一个目录，没有读。",
        "More than {limit} rows: this is no catalogue, and was not read.",
    ),
    "codes.unknown": Text(
        "代码表 {table} 中没有“{value}”。请从列表中选择，或请管理员更新目录。",
        "There is no “{value}” in the code table {table}. Choose from the list, or have it updated.",
    ),
    "prescribing.bad_table": Text(
        "审方资料 {table} 第 {line} 行无法读取：{problem}。请重新安装或请县里重新发布。",
        "Line {line} of the table of medicines {table} cannot be read: {problem}. Install anew, or have it published again.",
    ),
    "evaluate.bad_case": Text(
        "案例文件第 {line} 行无法读取：{problem}。请改正后重试。",
        "Line {line} of the case file cannot be read: {problem}. Correct it and try again.",
    ),
    "evaluate.bad_header": Text(
        "案例文件的表头不对。缺少的列：{missing}；本规则不给出的列：{unknown}。请改正后重试。",
        "The header of the case file is wrong. Missing: {missing}; not answered by this rule: {unknown}. "
        "Correct it and try again.",
    ),
    "evaluate.not_utf8": Text(
        "案例文件 {file} 不是 UTF-8 编码。请另存为“CSV UTF-8”后重试。",
        "The case file {file} is not UTF-8. Save it as “CSV UTF-8” and try again.",
    ),
    "evaluate.unknown_rule": Text(
        "没有名为 {rule} 的规则。可用：{known}。",
        "There is no rule {rule}. Known: {known}.",
    ),
    "identity.bad_number": Text(
        "身份证号不对：{why}。请对照证件重新录入。",
        "The identity number is wrong: {why}. Type it again from the card.",
    ),
    "identity.bad_record_number": Text(
        "健康档案编号不对：{why}。请核对后重新录入。",
        "The health-record number is wrong: {why}. Check it and type it again.",
    ),
    "register.bad_mapping": Text(
        "列对照文件有误：{problem}。可用的字段：{known}。",
        "The map file is wrong: {problem}. Known fields: {known}.",
    ),
    "register.no_name_column": Text(
        "前 {rows} 行中没有找到带“姓名”的表头。请补上表头，或用列对照文件说明各列。",
        "No header with a name column in the first {rows} rows. Add one, or give a map file.",
    ),
    "register.unreadable": Text(
        "读不了登记表 {file}：{why}。",
        "The register {file} cannot be read: {why}.",
    ),
    "identity.bad_temporary": Text(
        "临时身份号不对：{why}。请核对后重新录入。",
        "The temporary identity is wrong: {why}. Check it and type it again.",
    ),
    # card readers
    "device.no_service": Text(
        "读卡服务没有运行。请接好读卡器后启动服务（Linux: pcscd；Windows: Smart Card），"
        "或请用身份证、手工录入。",
        "The card service is not running. Plug in the reader and start it (Linux: pcscd; Windows: Smart Card), "
        "or go on by hand.",
    ),
    "device.service_refused": Text(
        "系统不允许当前用户使用读卡服务。请管理员开放权限；现在可手工录入。",
        "The system does not let this user use the card service. Ask the administrator; go on by hand.",
    ),
    "device.service_restarted": Text(
        "读卡服务中断，正在自动重新连接。恢复后请重新放卡；急用可手工录入。",
        "The card service went away and is being reconnected. Insert the card again then, or go on by hand.",
    ),
    "device.no_reader": Text(
        "没有找到读卡器。请检查连线或换一个 USB 口；现在可手工录入。",
        "No card reader is found. Check its cable or use another USB port; go on by hand meanwhile.",
    ),
    "device.reader_not_found": Text(
        "没有名称包含“{wanted}”的读卡器。请用 card readers 查看现有读卡器。",
        "No reader has “{wanted}” in its name. See the names with: card readers.",
    ),
    "device.no_card": Text(
        "{seconds} 秒内没有放卡。请放好卡后重试，或手工录入。",
        "No card came within {seconds} s. Insert it and try again, or go on by hand.",
    ),
    "device.card_torn_out": Text(
        "卡没有读完就被拔出（{reader}）。请重新插卡，读完前不要拔出。",
        "The card was pulled out before it was read ({reader}). Insert it again and leave it in.",
    ),
    "device.card_disturbed": Text(
        "读卡多次受干扰（{reader}）：接触不良，或被其他程序重置。请擦净芯片，重新插卡。",
        "Reading failed again and again ({reader}): bad contact, or another program resets the card. "
        "Wipe the chip and insert it again.",
    ),
    "device.card_mute": Text(
        "卡没有应答（{reader}）。请看芯片方向是否正确，擦净后重新插卡；仍不行请手工录入。",
        "The card does not answer ({reader}). Check which way round it is, wipe the chip, insert it again; "
        "else go on by hand.",
    ),
    "device.card_held": Text(
        "卡正被其他程序占用（{reader}）。请关闭那个读卡程序；本程序会自动再试。",
        "Another program holds the card ({reader}). Close it; we try again by ourselves.",
    ),
    "device.reader_trouble": Text(
        "读卡器报告故障 {hresult}（{reader}）。请重新插拔读卡器；仍不行请把此代码告诉维护人员。",
        "The reader reports {hresult} ({reader}). Plug it in again; if that does not help, pass on this number.",
    ),
    "device.other_card": Text(
        "这不是社会保障卡（{reader}）。请换卡，或用身份证、手工录入。诊断：ATR {atr}，{step} → {sw}。",
        "This is not a social-security card ({reader}). Use another card, or go on by hand. "
        "Diagnosis: ATR {atr}, {step} → {sw}.",
    ),
    "device.card_unreadable": Text(
        "社保卡的{field}读不出（{reader}，{sw}）。请擦净芯片再试；仍不行请用身份证或手工录入。",
        "The card's {field} cannot be read ({reader}, {sw}). Wipe the chip and try again; "
        "else use the ID card or go on by hand.",
    ),
    "device.id_port_missing": Text(
        "打不开身份证阅读器的串口 {port}。请检查连线和设置中的端口号。",
        "The ID-card reader's port {port} cannot be opened. Check its cable and the port in the settings.",
    ),
    "device.id_reader_silent": Text(
        "身份证阅读器没有应答（{port}，{seconds} 秒）。请检查电源和端口号；现在可手工录入。",
        "The ID-card reader does not answer ({port}, {seconds} s). Check its power and port; go on by hand.",
    ),
    "device.id_reader_garbled": Text(
        "身份证阅读器的数据校验不符（{port}）。请重新放卡；常出现时请换线。",
        "The ID-card reader's data fail their check sum ({port}). Put the card on again; "
        "if it happens often, change the cable.",
    ),
    "device.id_card_refused": Text(
        "身份证没有读完（{port}，{step} → {sw}）。请重新放好身份证，读完前不要拿开。",
        "The ID card was not read to the end ({port}, {step} → {sw}). Put it on again and leave it there.",
    ),
    # staff
    "staff.not_allowed": Text(
        "您的岗位不能做这项操作（{action}）。请找有权限的同事，或请管理员增加岗位。",
        "Your role may not do this ({action}). Ask a colleague who may, or the administrator for the role.",
    ),
}


# A fact that is a short English key is said in words: by the error's code and the fact's value.
WORDS: dict[tuple[str, str], Text] = {
    ("device.card_unreadable", "id_number"): Text("社会保障号码", "ID number"),
    ("device.card_unreadable", "card_identifier"): Text("卡识别码和卡号", "identifier and number"),
    ("identity.bad_number", "format"): Text(
        "应为18位（或旧的15位），末位可为X", "18 characters (15 in the old form) are due"
    ),
    ("identity.bad_number", "area"): Text("前两位不是任何省份", "its first two digits are no province"),
    ("identity.bad_number", "date"): Text(
        "其中的出生日期不存在或晚于今天", "its birth date does not exist or is to come"
    ),
    ("identity.bad_number", "check"): Text(
        "校验位不符，多半有一位录错", "its check character does not fit, a digit is wrong"
    ),
    ("identity.bad_temporary", "format"): Text("应为L开头的21位", "21 characters beginning with L are due"),
    ("identity.bad_temporary", "unit"): Text(
        "机构部分应为9位字母或数字", "its unit is not nine letters or digits"
    ),
    ("identity.bad_temporary", "date"): Text("签发日期不存在", "its day of issue does not exist"),
    ("identity.bad_temporary", "serial"): Text(
        "流水号应在1到9999之间", "its serial is not between 1 and 9999"
    ),
    ("identity.bad_temporary", "check"): Text("校验位不符", "its check character does not fit"),
    ("register.unreadable", "kind"): Text("请另存为 .xlsx 或 .csv", "save it as .xlsx or .csv"),
    ("register.unreadable", "damaged"): Text(
        "文件已损坏，请用表格软件打开后另存", "it is damaged, open it in a spreadsheet and save it again"
    ),
    ("register.unreadable", "encoding"): Text("请另存为UTF-8编码", "save it in UTF-8"),
    ("register.unreadable", "missing"): Text("找不到这个文件", "there is no such file"),
    ("identity.bad_record_number", "format"): Text("应为17位数字", "17 digits are due"),
    ("identity.bad_record_number", "area"): Text("前六位不是县级区划", "its first six digits are no county"),
    ("identity.bad_record_number", "town"): Text("乡镇码不能是000", "its township is 000"),
    ("identity.bad_record_number", "village"): Text(
        "村码应为001-099、101-199或901-999", "its village is not in 001-099, 101-199 or 901-999"
    ),
    ("identity.bad_record_number", "serial"): Text("个人序号不能是00000", "its person's serial is 00000"),
    **{("measurements.bad", one.name_zh): Text(one.name_zh, one.name_en) for one in measures().values()},
    **{
        ("measurements.bad", one.unit): Text(one.unit, written_unit(one.ucum, "en"))
        for one in measures().values()
    },
}


_UNKNOWN = Text(
    "出现了本版本不认识的情况（{code}）。数据都在，没有丢失；请升级程序或联系技术支持。",
    "Something that this version does not know happened ({code}). Nothing is lost; upgrade or call for help.",
)


class _Facts(dict[str, object]):
    """What fills a sentence; a fact that the other side left out shows as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def text_of(error: ClinicError, language: str = "zh") -> str:
    """The sentence for `error` in ``"zh"`` or ``"en"``, its facts filled in."""
    text = TEXTS.get(error.code, _UNKNOWN)
    facts = _Facts(code=error.code)
    facts.update({name: _in_words(error.code, value, language) for name, value in error.facts.items()})
    return (text.en if language == "en" else text.zh).format_map(facts)


def sentence_of(code: str, language: str = "zh") -> str:
    """The sentence for an error of which only the code is known."""
    text = TEXTS.get(code, _UNKNOWN)
    return (text.en if language == "en" else text.zh).format_map(_Facts(code=code))


def _in_words(code: str, value: object, language: str) -> object:
    words = WORDS.get((code, value)) if isinstance(value, str) else None
    if words is None:
        return value
    return words.en if language == "en" else words.zh
