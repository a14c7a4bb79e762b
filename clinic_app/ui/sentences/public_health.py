"""Sentences of 公卫: children, mothers, vaccination, infectious diseases, referral, indicators."""

from clinic_app.ui.sentences import Text

PUBLIC_HEALTH: dict[str, Text] = {
    "children.unknown_visit": Text(
        "儿童健康管理没有访视 {visit}；有：{known}。",
        "There is no child visit {visit}; there are: {known}.",
    ),
    "maternity.bad_last_period": Text(
        "末次月经到当天为 {days} 天，应在 0 天到 44 周之间。请核对末次月经日期。",
        "{days} days since the last period; it must be 0 days to 44 weeks. Check the day of the last period.",
    ),
    "immunization.unknown_series": Text(
        "免疫程序没有疫苗系列 {series}；有：{known}。",
        "The schedule has no series {series}; it has: {known}.",
    ),
    "immunization.unknown_programme": Text(
        "没有免疫程序 {programme}；有：{known}。",
        "There is no programme {programme}; there are: {known}.",
    ),
    "immunization.unknown_vaccine": Text(
        "没有疫苗 {vaccine}。",
        "There is no vaccine {vaccine}.",
    ),
    "immunization.no_birth_date": Text(
        "没有出生日期，不能推算免疫程序。请先在居民页补上。",
        "Without a birth date no schedule can be told; add it on the page of residents first.",
    ),
    "immunization.not_here": Text(
        "此人已死亡、迁出或失访，不能登记接种。",
        "This person died, moved away or was lost; no dose can be booked.",
    ),
    "immunization.not_screened": Text(
        "接种前须询问健康状况和禁忌，并由监护人知情同意。",
        "Ask for health and contraindications, and for the guardian's consent, before a dose is given.",
    ),
    "immunization.no_batch": Text(
        "请填写疫苗批号、生产企业和有效期。",
        "Give the batch, the maker and the expiry of the vaccine.",
    ),
    "immunization.expired_batch": Text(
        "批号 {batch} 已于 {day} 过期，不能接种。",
        "Batch {batch} expired on {day} and must not be given.",
    ),
    "immunization.given_already": Text(
        "今天已登记过同一种疫苗（{vaccine}）。",
        "A dose of this family ({vaccine}) is booked for today already.",
    ),
    "immunization.live_too_soon": Text(
        "距上次注射减毒活疫苗（{vaccine}）不足 28 天，{day} 起可以接种。",
        "Less than 28 days since a live vaccine ({vaccine}); from {day} on it can be given.",
    ),
    "immunization.too_old": Text(
        "{vaccine} 只接种到 {day} 以前，这个年龄不再接种。请按免疫程序改选疫苗。",
        "{vaccine} was to be given before {day}; at this age it is not given. Choose what the schedule says.",
    ),
    "immunization.still_observing": Text(
        "留观还差 {minutes} 分钟，满 30 分钟后再结束；有反应请按 F7。",
        "{minutes} minutes of observation are left; end it after thirty, or press F7 for a reaction.",
    ),
    "immunization.long_list": Text(
        "名单有 {count} 行，一次最多 {most} 行。请分班查验。",
        "The list has {count} lines, at most {most} at a time. Check class by class.",
    ),
    "immunization.too_early": Text(
        "{vaccine} 最早 {day} 才能接种；确需提前，请确认后再保存。",
        "{vaccine} is due from {day}; confirm it if it must be given earlier.",
    ),
    "immunization.bad_day": Text(
        "接种日期 {day} 应在出生之后、今天或以前。",
        "The day of a dose, {day}, lies between the birth and today.",
    ),
    "immunization.bad_deferral": Text(
        "请选择疫苗系列和原因，截止日期应晚于今天。",
        "Choose a series and a reason; the last day must be after today.",
    ),
    "immunization.no_reason": Text(
        "请写明撤销接种记录的原因。",
        "Say why the dose is withdrawn.",
    ),
    "immunization.no_dose": Text(
        "没有这条接种记录，或已撤销。",
        "There is no such dose, or it was withdrawn.",
    ),
    "immunization.unreadable_row": Text(
        "这一行的 {why} 不能识别。",
        "The field {why} of this row cannot be read.",
    ),
    "immunization.nothing_to_send": Text(
        "上次导出以来没有新的接种、撤销或异常反应，没有写文件。有新的登记后再导出。",
        "Nothing was given, withdrawn or reported since the last message; no file was written. Export after the next dose.",
    ),
    "immunization.not_written": Text(
        "不能写入文件夹 {folder}。",
        "The folder {folder} cannot be written.",
    ),
    "immunization.unreadable": Text(
        "不能读取文件 {file}：应为 UTF-8 或 GB18030 的 CSV，或 XML。",
        "Cannot read {file}: it must be CSV in UTF-8 or GB18030, or XML.",
    ),
    "infectious.not_on_list": Text(
        "{day} 的传染病名录中没有 {disease}；当日有：{known}。",
        "The list of {day} has no disease {disease}; it has: {known}.",
    ),
    "indicators.unknown": Text(
        "没有指标 {indicator}；有：{known}。",
        "There is no indicator {indicator}; there are: {known}.",
    ),
    "referral.not_now": Text(
        "转诊单状态 {state} 下，{actor} 不能执行 {event}。",
        "In the state {state} the {actor} of a referral cannot {event}.",
    ),
}
