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
