"""Sentences of 家庭医生签约."""

from clinic_app.ui.sentences import Text

CONTRACTS: dict[str, Text] = {
    "contracts.bad_team": Text(
        "团队要有名称和团队长，成员不重复，成员类别要选定（{why}）。",
        "A team has a name and a leader, each member once, and each of a known kind ({why}).",
    ),
    "contracts.no_team": Text(
        "没有这个签约团队，或者还没有同步到本机。", "There is no such team, or it has not arrived here."
    ),
    "contracts.no_contract": Text(
        "没有这份签约协议，或者还没有同步到本机。", "There is no such contract, or it has not arrived here."
    ),
    "contracts.unknown_package": Text(
        "签约当天没有服务包 {package} {version}。", "No package {package} {version} is offered on the day."
    ),
    "contracts.package_damaged": Text(
        "服务包文件 {file} 不能使用：{key}：{why}。", "The package file {file} cannot be used: {key}: {why}."
    ),
    "contracts.bad_term": Text(
        "签约周期为 1 至 {longest} 年（填了 {years} 年），从签约当天起；续签从原协议到期次日起。",
        "A contract runs 1 to {longest} years ({years} given) from the day of signing; "
        "a renewal begins the day after the last one ends.",
    ),
    "contracts.bad_fee": Text(
        "签约服务费三部分都不能小于 0，合计等于三部分之和，每年不超过 10000 元。",
        "No part of the fee is below 0, the parts make the sum, and a year is at most 10,000 yuan.",
    ),
    "contracts.bad_packages": Text(
        "至少选一个服务包，同一个包只选一次。", "Choose at least one package, each of them once."
    ),
    "contracts.bad_signature": Text(
        "没有签名：请在屏上签名，或者选纸质签名。",
        "There is no signature: sign on the screen, or choose paper.",
    ),
    "contracts.bad_groups": Text(
        "重点人群不对：选了一般人群就不能再选别的。",
        "The key groups are wrong: the general population stands alone.",
    ),
    "contracts.bad_day": Text(
        "日期 {day} 不对：不能晚于今天、早于出生，解约不能早于协议生效。",
        "{day} cannot be: not after today, not before birth, and no end before the contract begins.",
    ),
    "contracts.not_here": Text(
        "此人已死亡或迁出，不能签约。", "The person died or moved away: no contract is signed."
    ),
    "contracts.contracted_already": Text(
        "已与{team}签约至 {until}。换团队请先解约。",
        "There is a contract with {team} until {until}. To change the team, end it first.",
    ),
    "contracts.no_reason": Text("请写明原因。", "Give the reason."),
    "contracts.not_in_force": Text(
        "这份协议已经解约或到期。", "This contract was ended, or its time is over."
    ),
    "contracts.not_renewable": Text(
        "到期前 30 天起才能续签，提前解约的请重新签约。",
        "A contract is renewed in its last 30 days or later; after an early end sign a new one.",
    ),
}
