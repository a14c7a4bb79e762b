"""What each hit says to the prescriber, Chinese and English, with its facts.

Names of drugs, effects and advice are those of the tables and stay Chinese.
"""

from typing import Final

from clinic_app.domain.prescribing.hits import Hit, Words

SENTENCES: Final[dict[str, Words]] = {
    "P01.many": Words(
        "西药和中成药共{count}种，一张处方不超过{max}种，请分方。",
        "{count} drugs; at most {max} on one sheet.",
    ),
    "P02.days": Words(
        "{drug}开了{days}天，一般不超过{max}天，请说明理由。", "{drug}: {days} days; usually at most {max}."
    ),
    "P02.emergency": Words(
        "急诊处方：{drug}开了{days}天，一般不超过{max}天，请说明理由。",
        "Emergency: {drug} for {days} days; usually at most {max}.",
    ),
    "P02.decoction": Words(
        "中药{doses}剂，一般不超过{max}剂，请说明理由。", "{doses} doses of herbs; usually at most {max}."
    ),
    "P03.longest": Words(
        "{drug}开了{days}天，长期处方最长{max}天。",
        "{drug}: {days} days; a long-term prescription has at most {max}.",
    ),
    "P03.long": Words(
        "{drug}开了{days}天，超过{max}天，请写明评估与理由。",
        "{drug}: {days} days, more than {max}; state the assessment.",
    ),
    "P03.excluded": Words(
        "{drug}不能开长期处方（注射剂、抗菌药、麻醉精一毒性药品或须监测的药）。",
        "{drug} may not be prescribed long-term.",
    ),
    "P03.not_chronic": Words(
        "长期处方用于病情稳定的慢性病，此人没有慢性病登记。",
        "Long-term is for stable chronic disease; none is on record.",
    ),
    "P03.not_contracted": Words(
        "长期处方由签约医生开具，此人未签约本团队。",
        "Long-term is for the contracted doctor; this person is not contracted here.",
    ),
    "P04.expired": Words(
        "处方（{issued}开具）已过有效期，请重新开具。",
        "The sheet of {issued} is no longer valid; write a new one.",
    ),
    "P04.extended": Words(
        "处方有效期最长{max}天，不能写{days}天。", "A sheet is valid for at most {max} days, not {days}."
    ),
    "P05.herbs": Words("{drug}是中药饮片，须单独开方。", "{drug} is a herb and needs a sheet of its own."),
    "P05.narcotic": Words(
        "{drug}是麻醉或第一类精神药品，须用麻精一专用处方。", "{drug} needs the narcotic sheet."
    ),
    "P05.psy2": Words(
        "{drug}是第二类精神药品，须用精二处方。", "{drug} needs the sheet for class 2 psychotropics."
    ),
    "P05.foreign": Words("{drug}不能开在这种专用处方上。", "{drug} does not belong on this kind of sheet."),
    "P05.paediatric": Words("{years}岁以下用儿科处方。", "Below {years} years: the paediatric sheet."),
    "P05.no_child": Words(
        "已满{years}岁，不用儿科处方。", "{years} years or over: not the paediatric sheet."
    ),
    "P06.no_diagnosis": Words("没有诊断。", "There is no diagnosis."),
    "P06.uncoded": Words(
        "诊断没有编码，请从目录选择。", "A diagnosis has no code; choose it from the catalogue."
    ),
    "P06.empty": Words("处方没有药品。", "There is no drug."),
    "P06.decoction": Words("中药饮片没有写剂数。", "The number of doses of the decoction is missing."),
    "P06.unknown": Words("目录里没有药品{code}。", "The catalogue has no drug {code}."),
    "P06.generic": Words(
        "“{written}”不是通用名，应写{drug}。", "“{written}” is no generic name; write {drug}."
    ),
    "P06.dose": Words("{drug}没有单次剂量。", "{drug}: no dose."),
    "P06.frequency": Words("{drug}没有给药频次。", "{drug}: no frequency."),
    "P06.route": Words("{drug}没有给药途径。", "{drug}: no route."),
    "P06.days": Words("{drug}没有天数。", "{drug}: no days."),
    "P06.quantity": Words("{drug}没有总量。", "{drug}: no quantity."),
    "P06.vague": Words("{drug}的用法“{word}”含糊，请写明。", "{drug}: “{word}” is vague."),
    "P06.handling": Words("{drug}须注明“{handling}”。", "{drug}: note “{handling}”."),
    "P07.registered": Words("医师没有在本机构注册，不能开方。", "The prescriber is not registered here."),
    "P07.doctor": Words(
        "执业医师不能在这一级机构开方，请检查机构设置。",
        "A doctor may not prescribe at this level; check the institution's settings.",
    ),
    "P07.assistant": Words(
        "执业助理医师在这一级机构不能独立开方。", "An assistant doctor may not prescribe alone at this level."
    ),
    "P07.village_doctor": Words(
        "乡村医生只能在村卫生室开方。", "A village doctor prescribes at village clinics only."
    ),
    "P07.trainee": Words(
        "试用期或进修人员的处方须有执业医师签名。", "A trainee's sheet needs a doctor's counter-signature."
    ),
    "P07.narcotics": Words(
        "{drug}：没有麻醉药品和第一类精神药品处方权。", "{drug}: no right to prescribe narcotics."
    ),
    "P07.level": Words("{drug}不能在这一级机构使用。", "{drug} is not for this level of institution."),
    "P08.grade": Words(
        "{drug}是{grade}抗菌药物，超出您的处方权限。", "{drug} ({grade}) is beyond your right."
    ),
    "P08.emergency": Words(
        "{drug}是{grade}抗菌药物，紧急越级使用不超过1天，24小时内须上级补签。",
        "{drug} ({grade}): emergency use for one day; a superior signs within 24 hours.",
    ),
    "P08.outpatient": Words(
        "{drug}是特殊使用级抗菌药物，门诊不得使用。", "{drug} is SPEC: not for outpatients."
    ),
    "P08.consultation": Words(
        "{drug}是特殊使用级抗菌药物，须经授权专家会诊。",
        "{drug} is SPEC: authorised experts must be consulted.",
    ),
    "P08.vein": Words(
        "{drug}：本机构未获准静脉使用抗菌药物。", "{drug}: no approval here for antibiotics by vein."
    ),
    "P08.course": Words(
        "{drug}连续用{days}天，一般不超过{max}天，请说明理由。",
        "{drug}: a course of {days} days; usually at most {max}.",
    ),
    "P08.changed": Words(
        "3天内由{before}换为{drug}，请说明理由。", "{before} changed to {drug} within days; say why."
    ),
    "P08.viral": Words("这类诊断多由病毒引起，用{drug}请说明理由。", "Usually viral; say why {drug}."),
    "P08.combined": Words(
        "联合使用抗菌药物：{a}和{b}，请说明理由。", "Two antibiotics: {a} and {b}; say why."
    ),
    "P08.combined_home": Words(
        "{drug}与在用的{home}都是抗菌药物，联合使用请说明理由。",
        "{drug} beside {home}: two antibiotics; say why.",
    ),
    "P09.not_stocked": Words(
        "{drug}：本机构没有麻醉药品和第一类精神药品使用资格。", "{drug}: narcotics are not kept here."
    ),
    "P09.unidentified": Words(
        "{drug}：患者没有登记身份证号，先到挂号处补登。",
        "{drug}: the patient's identity number is not on record; have it entered first.",
    ),
    "P09.one_dose": Words("{drug}每次只能开1次用量。", "{drug}: one dose only."),
    "P09.days": Words("{drug}开了{days}天，最多{max}天。", "{drug}: {days} days; at most {max}."),
    "P09.ward": Words(
        "{drug}：住院逐日开具，每次{max}天用量，不能{days}天。",
        "{drug}: in wards day by day ({max}), not {days} days.",
    ),
    "P09.psy2": Words(
        "{drug}开了{days}天，第二类精神药品一般不超过{max}天，请说明理由。",
        "{drug}: {days} days; class 2 psychotropics usually at most {max}.",
    ),
    "P09.toxic": Words(
        "{drug}开了{days}天，毒性药品不超过{max}日极量。",
        "{drug}: {days} days; toxic medicines at most {max}.",
    ),
    "P10.single": Words(
        "{drug}单次{given}{substance}，为最大量{max}的{percent}%。",
        "{drug}: {given} of {substance} at once, {percent} % of the maximum {max}.",
    ),
    "P10.daily": Words(
        "{drug}每日{given}{substance}，为每日最大量{max}的{percent}%。",
        "{drug}: {given} of {substance} a day, {percent} % of the maximum {max}.",
    ),
    "P10.together": Words(
        "几种药合计，{substance}达每日最大量的{percent}%。",
        "Together {percent} % of the daily maximum of {substance}.",
    ),
    "P10.low": Words(
        "{drug}单次{single}，不到常用量{usual}的一半。",
        "{drug}: {single}, less than half of the usual {usual}.",
    ),
    "P10.days": Words("{drug}用{days}天，一般不超过{max}天。", "{drug}: {days} days; usually at most {max}."),
    "P10.interval": Words(
        "{drug}每日{often}次，间隔应不少于{hours}小时。",
        "{drug}: {often} times a day; at least {hours} hours apart.",
    ),
    "P10.no_weight": Words("{drug}按体重计算剂量，请先测体重。", "{drug} is dosed by weight; weigh first."),
    "P10.age": Words(
        "{drug}：这个年龄没有{substance}的剂量资料，请核对说明书。",
        "{drug}: no dose of {substance} is known at this age; see the label.",
    ),
    "P10.route": Words(
        "{drug}：资料里没有这种给药途径，请核对说明书。", "{drug}: no such route is known; see the label."
    ),
    "P10.herb": Words(
        "{drug}用量为上限{max}的{percent}%，请再次签名。",
        "{drug}: {percent} % of the upper dose {max}; sign again.",
    ),
    "P10.toxic_herb": Words(
        "{drug}有毒，用量为上限{max}的{percent}%。", "{drug} is toxic: {percent} % of the upper dose {max}."
    ),
    "P11.few": Words(
        "{drug}总量{given}，按用法需要{needed}。", "{drug}: {given} units; the days need {needed}."
    ),
    "P11.many": Words(
        "{drug}总量{given}，按用法最多{needed}。", "{drug}: {given} units; the days need at most {needed}."
    ),
    "P12.ask": Words(
        "没有过敏信息，请先询问（没有也要记录“无”）。",
        "No allergy information: ask first, and record “none” too.",
    ),
    "P12.recorded": Words(
        "有{allergy}过敏记录，{drug}含{substance}，不能使用。",
        "Allergy to {allergy} on record; {drug} holds {substance}.",
    ),
    "P12.cross": Words(
        "有{allergy}过敏记录，{drug}（{substance}）可能交叉过敏。",
        "Allergy to {allergy} may extend to {drug} ({substance}).",
    ),
    "P12.severe": Words(
        "有{allergy}严重过敏记录，{drug}（{substance}）可能交叉过敏，不能使用。",
        "Severe allergy to {allergy} may extend to {drug} ({substance}).",
    ),
    "P12.words": Words(
        "过敏记录写有“{allergy}”，{drug}不能使用。", "“{allergy}” stands in the allergies; not {drug}."
    ),
    "P12.by_hand": Words(
        "过敏记录“{allergy}”没有编码，请人工核对。", "Allergy “{allergy}” has no code; compare by hand."
    ),
    "P13.missing": Words("{drug}须先做{substance}皮试。", "{drug}: test the skin for {substance} first."),
    "P13.old": Words(
        "{drug}的{substance}皮试已超过{hours}小时，须重做。",
        "{drug}: the skin test for {substance} is older than {hours} hours.",
    ),
    "P13.positive": Words(
        "{substance}皮试阳性，不能用{drug}。", "The skin test for {substance} is positive: not {drug}."
    ),
    "P13.by_label": Words(
        "{drug}是否做{substance}皮试以说明书为准，请写明。",
        "{drug}: whether to test for {substance} is on the label; say what it says.",
    ),
    "P13.lot": Words(
        "{drug}与皮试不是同一批号，须重做{substance}皮试。",
        "{drug} is of another lot than the test for {substance}.",
    ),
    "P14.drug": Words("{a}与{b}：{effect}。{advice}", "{a} with {b}: {effect}. {advice}"),
    "P14.home": Words(
        "{drug}与在用的{home}：{effect}。{advice}",
        "{drug} with {home}, which is running: {effect}. {advice}",
    ),
    "P15.ingredient_drug": Words("{a}与{b}都含{substance}，重复用药。", "{a} and {b} both hold {substance}."),
    "P15.ingredient_home": Words(
        "{drug}与在用的{home}都含{substance}。",
        "{drug} and {home}, which is running, both hold {substance}.",
    ),
    "P15.class_drug": Words("{a}与{b}同属一类（{atc}），重复用药。", "{a} and {b} are of one class ({atc})."),
    "P15.class_home": Words(
        "{drug}与在用的{home}同属一类（{atc}）。",
        "{drug} and {home}, which is running, are of one class ({atc}).",
    ),
    "P16.condition": Words("{drug}：{reason}。", "{drug}: {reason}."),
    "P16.pregnant": Words(
        "孕妇禁用{drug}（{substance}）。", "{drug} ({substance}) is contraindicated in pregnancy."
    ),
    "P16.pregnant_caution": Words(
        "孕妇慎用{drug}（{substance}）。", "{drug} ({substance}): caution in pregnancy."
    ),
    "P16.pregnant_unknown": Words(
        "{drug}（{substance}）没有孕期用药资料。", "{drug} ({substance}): nothing is known of pregnancy."
    ),
    "P16.lactating": Words(
        "哺乳期禁用{drug}（{substance}）。", "{drug} ({substance}) is contraindicated in lactation."
    ),
    "P16.lactating_caution": Words(
        "哺乳期慎用{drug}（{substance}）。", "{drug} ({substance}): caution in lactation."
    ),
    "P16.lactating_unknown": Words(
        "{drug}（{substance}）没有哺乳期用药资料。", "{drug} ({substance}): nothing is known of lactation."
    ),
    "P16.sex": Words("{drug}（{substance}）不用于此性别。", "{drug} ({substance}) is not for this sex."),
    "P16.young": Words(
        "{drug}（{substance}）不用于这个年龄：须满{age}。",
        "{drug} ({substance}) is not for this age: from {age}.",
    ),
    "P16.old": Words(
        "{drug}（{substance}）不用于这个年龄：最大{age}。",
        "{drug} ({substance}) is not for this age: up to {age}.",
    ),
    "P16.ask_pregnant": Words("用{drug}前请先询问是否怀孕。", "Ask about pregnancy before {drug}."),
    "P16.ask_lactating": Words("用{drug}前请先询问是否哺乳。", "Ask about lactation before {drug}."),
    "P17.mix": Words(
        "{a}与{b}不能同瓶输注：{effect}。", "{a} and {b} must not be in one infusion: {effect}."
    ),
    "P17.solvent": Words("{a}与{b}：溶媒不当，{effect}。", "{a} and {b}: wrong solvent, {effect}."),
    "P17.herbs": Words(
        "{a}与{b}属配伍禁忌：{effect}，如须使用请再次签名。",
        "{a} and {b} are not used together: {effect}; sign again.",
    ),
    "P17.strong": Words(
        "{drug}浓度{given}mg/ml，不能超过{max}mg/ml，请加大溶媒。", "{drug}: {given} mg/ml; at most {max}."
    ),
    "P17.pushed": Words("{drug}严禁静脉推注。", "{drug} is never pushed into a vein."),
    "P18.in_hand": Words(
        "{drug}上次的药还够{days}天（到{until}），请说明理由。",
        "{drug}: the last supply lasts {days} more days (to {until}).",
    ),
    "P19.restricted": Words(
        "{drug}限{condition}；不符合则自费，须告知并同意。",
        "{drug} is restricted: {condition}; else own-pay, with consent.",
    ),
    "P20.stopped": Words(
        "{drug}已停用，不能再开，请换一种药。",
        "{drug} was struck off the catalogue: choose another medicine.",
    ),
    "P20.replaced": Words(
        "{drug}已停用，不能再开，请改用{instead}。",
        "{drug} was struck off the catalogue: use {instead} instead.",
    ),
    "P20.short": Words(
        "{drug}需要{wanted}{unit}，可发{available}{unit}。", "{drug}: {wanted} needed, {available} available."
    ),
    "P20.expires": Words(
        "{drug}需要{wanted}{unit}，有效期不够用到{until}。",
        "{drug}: {wanted} needed; the batches expire before {until}.",
    ),
    "P20.recalled": Words(
        "{drug}有批次召回，可发{available}{unit}，需要{wanted}{unit}。",
        "{drug}: lots are recalled; {available} available, {wanted} needed.",
    ),
    "P21.oral": Words(
        "{drug}有口服药{oral}可用，能口服不注射。", "{drug}: {oral} can be taken by mouth instead."
    ),
    "T1.stale": Words(
        "审方资料（{dated}）超过{days}天未更新，处方将事后复核。",
        "The tables of {dated} are older than {days} days: marked for after-review.",
    ),
    "T2.unknown": Words(
        "审方资料里没有{drug}的成分，未审剂量和相互作用。",
        "No table knows what {drug} holds: doses and interactions are not checked.",
    ),
}


def sentence(hit: Hit, language: str = "zh") -> str:
    """The hit in words."""
    chosen = SENTENCES[hit.key].en if language == "en" else SENTENCES[hit.key].zh
    facts = {
        name: (value.en if language == "en" else value.zh) if isinstance(value, Words) else value
        for name, value in hit.facts
    }
    return chosen.format(**facts)
