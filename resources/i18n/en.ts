<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
    <context>
        <name>AccountCard</name>
        <message>
            <source>费用</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>暂估</source>
            <translation>Provisional</translation>
        </message>
        <message>
            <source>离线预结算，以县里复核为准</source>
            <translation>Computed offline; the county decides</translation>
        </message>
        <message>
            <source>费用合计</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>预交金余额</source>
            <translation>Deposit held</translation>
        </message>
        <message>
            <source>医保支付</source>
            <translation>Insurance pays</translation>
        </message>
        <message>
            <source>个人应付</source>
            <translation>Person pays</translation>
        </message>
        <message>
            <source>预交金抵</source>
            <translation>From deposit</translation>
        </message>
        <message>
            <source>补收</source>
            <translation>To pay</translation>
        </message>
        <message>
            <source>退还</source>
            <translation>Goes back</translation>
        </message>
        <message>
            <source>缴款</source>
            <translation>Tendered</translation>
        </message>
        <message>
            <source>空 = 刚好</source>
            <translation>blank = exact</translation>
        </message>
        <message>
            <source>方式</source>
            <translation>By</translation>
        </message>
        <message>
            <source>找零</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>这不是金额，请重新输入。</source>
            <translation>This is no amount; type it again.</translation>
        </message>
        <message>
            <source>还差 {amount}</source>
            <translation>{amount} short</translation>
        </message>
        <message>
            <source>预交金比费用少 {amount}</source>
            <translation>{amount} less than the charges</translation>
        </message>
    </context>
    <context>
        <name>AdmitForm</name>
        <message>
            <source>科室</source>
            <translation>Department</translation>
        </message>
        <message>
            <source>入院诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>费别</source>
            <translation>Payer</translation>
        </message>
        <message>
            <source>付费方式</source>
            <translation>Paid by</translation>
        </message>
        <message>
            <source>急诊入院</source>
            <translation>Emergency</translation>
        </message>
        <message>
            <source>0 无转诊</source>
            <translation>0 no referral</translation>
        </message>
        <message>
            <source>1 上转</source>
            <translation>1 up</translation>
        </message>
        <message>
            <source>2 下转</source>
            <translation>2 down</translation>
        </message>
        <message>
            <source>转诊</source>
            <translation>Referral</translation>
        </message>
        <message>
            <source>转出机构级别</source>
            <translation>From level</translation>
        </message>
        <message>
            <source>转诊日期</source>
            <translation>Referred on</translation>
        </message>
        <message>
            <source>已备案</source>
            <translation>Registered</translation>
        </message>
        <message>
            <source>同一统筹区</source>
            <translation>Same area</translation>
        </message>
        <message>
            <source>预交金</source>
            <translation>Deposits</translation>
        </message>
        <message>
            <source>方式</source>
            <translation>By</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>请选择入院诊断。</source>
            <translation>Choose the diagnosis.</translation>
        </message>
        <message>
            <source>请填写转诊日期。</source>
            <translation>Enter the day of the referral.</translation>
        </message>
        <message>
            <source>这不是金额，请重新输入。</source>
            <translation>This is no amount; type it again.</translation>
        </message>
        <message>
            <source>按项目</source>
            <translation>By item</translation>
        </message>
        <message>
            <source>按病种：{name}</source>
            <translation>Package: {name}</translation>
        </message>
        <message>
            <source>{bed} 床已有 {name}</source>
            <translation>Bed {bed} is taken by {name}</translation>
        </message>
        <message>
            <source>在用床位：{beds}</source>
            <translation>Beds in use: {beds}</translation>
        </message>
        <message>
            <source>空床：{beds}</source>
            <translation>Free beds: {beds}</translation>
        </message>
        <message>
            <source>床号</source>
            <translation>Bed</translation>
        </message>
    </context>
    <context>
        <name>AfterSigning</name>
        <message>
            <source>补记</source>
            <translation>Addendum</translation>
        </message>
        <message>
            <source>补记，按 Enter 记下</source>
            <translation>Addendum; Enter keeps it</translation>
        </message>
        <message>
            <source>作废处方</source>
            <translation>Cancel prescription</translation>
        </message>
        <message>
            <source>病假证明</source>
            <translation>Sickness certificate</translation>
        </message>
        <message>
            <source>处方</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>只作废</source>
            <translation>Cancel only</translation>
        </message>
        <message>
            <source>作废并重开</source>
            <translation>Cancel and write anew</translation>
        </message>
        <message>
            <source>作废后重开</source>
            <translation>Write anew</translation>
        </message>
        <message>
            <source>作废原因</source>
            <translation>Why it is cancelled</translation>
        </message>
        <message>
            <source>作废原因，按 Enter 作废</source>
            <translation>Why it is cancelled; Enter cancels it</translation>
        </message>
        <message>
            <source>休息几天</source>
            <translation>Days of rest</translation>
        </message>
        <message>
            <source>建议</source>
            <translation>Advice</translation>
        </message>
        <message>
            <source>其他建议，按 Enter 出具</source>
            <translation>Further advice; Enter prints the certificate</translation>
        </message>
        <message>
            <source>补记 {text}</source>
            <translation>Added {text}</translation>
        </message>
        <message>
            <source>休息</source>
            <translation>Rest</translation>
        </message>
        <message>
            <source>天</source>
            <translation>days</translation>
        </message>
    </context>
    <context>
        <name>AlarmBell</name>
        <message>
            <source>去处置</source>
            <translation>Answer it</translation>
        </message>
        <message>
            <source>危急值　{name}　{what}</source>
            <translation>Critical　{name}　{what}</translation>
        </message>
        <message>
            <source>已超时</source>
            <translation>overdue</translation>
        </message>
        <message>
            <source>去填卡</source>
            <translation>Write the card</translation>
        </message>
        <message>
            <source>传染病报告卡未填　{name}　{by} 前报</source>
            <translation>Report card not written　{name}　due by {by}</translation>
        </message>
        <message>
            <source>共 {n} 份</source>
            <translation>{n} in all</translation>
        </message>
    </context>
    <context>
        <name>AlikeList</name>
        <message>
            <source>档案里有很像的人。是同一个人吗？</source>
            <translation>Somebody very like this is registered. The same person?</translation>
        </message>
        <message>
            <source>可能是同一人</source>
            <translation>Perhaps the same person</translation>
        </message>
        <message>
            <source>都不是，另建档并挂号</source>
            <translation>None of them: register another person</translation>
        </message>
        <message>
            <source>Enter：就是选中的人，卡号记到此人名下</source>
            <translation>Enter: this is the person; the card is kept with them</translation>
        </message>
    </context>
    <context>
        <name>AlikePart</name>
        <message>
            <source>待核对</source>
            <translation>To check</translation>
        </message>
        <message>
            <source>没有像同一人的档案</source>
            <translation>No records look like one person</translation>
        </message>
        <message>
            <source>逐项对照</source>
            <translation>Side by side</translation>
        </message>
        <message>
            <source>左边选一对</source>
            <translation>Choose a pair on the left</translation>
        </message>
        <message>
            <source>换成保留另一份</source>
            <translation>Keep the other one</translation>
        </message>
        <message>
            <source>不是同一人的原因，例如双胞胎</source>
            <translation>Why they are two people: twins …</translation>
        </message>
        <message>
            <source>不是同一人的原因</source>
            <translation>Why they are two people</translation>
        </message>
        <message>
            <source>不是同一人</source>
            <translation>Not the same</translation>
        </message>
        <message>
            <source>合并</source>
            <translation>Merge</translation>
        </message>
        <message>
            <source>空格键换用另一份的值</source>
            <translation>Space takes the other value</translation>
        </message>
    </context>
    <context>
        <name>ArrivalCard</name>
        <message>
            <source>到货清单</source>
            <translation>What arrives</translation>
        </message>
        <message>
            <source>还没有要收的货
在“订单”里选已发货的一张，按 F9</source>
            <translation>Nothing to receive
Choose a shipped order under Orders and press F9</translation>
        </message>
        <message>
            <source>实收</source>
            <translation>Came</translation>
        </message>
        <message>
            <source>拒收</source>
            <translation>Sent back</translation>
        </message>
        <message>
            <source>没有追溯码的原因</source>
            <translation>Why there is no trace code</translation>
        </message>
        <message>
            <source>逐盒扫码；扫不了选原因 1–3</source>
            <translation>Scan each box; if it cannot be, choose why 1–3</translation>
        </message>
        <message>
            <source>供货单位</source>
            <translation>Supplier</translation>
        </message>
        <message>
            <source>发票或送货单号</source>
            <translation>Invoice or delivery note</translation>
        </message>
        <message>
            <source>实收数量</source>
            <translation>Packs that stay</translation>
        </message>
        <message>
            <source>拒收数量</source>
            <translation>Packs sent back</translation>
        </message>
        <message>
            <source>拒收原因</source>
            <translation>Why sent back</translation>
        </message>
        <message>
            <source>追溯码</source>
            <translation>Trace code</translation>
        </message>
    </context>
    <context>
        <name>Attached</name>
        <message>
            <source>空格键选文件，或拖进来，或 Ctrl+V 粘贴</source>
            <translation>Space chooses a file; drop one, or paste with Ctrl+V</translation>
        </message>
        <message>
            <source>正在加密保存…</source>
            <translation>Encrypting…</translation>
        </message>
        <message>
            <source>—</source>
            <translation>—</translation>
        </message>
        <message>
            <source>有附件</source>
            <translation>A file</translation>
        </message>
        <message>
            <source>照片</source>
            <translation>Pictures</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>File</translation>
        </message>
        <message>
            <source>Enter 打开</source>
            <translation>Enter opens</translation>
        </message>
        <message>
            <source>Enter 打开，Del 去掉</source>
            <translation>Enter opens, Del removes</translation>
        </message>
        <message>
            <source>加密存在本机，不上传</source>
            <translation>encrypted on this PC, not sent</translation>
        </message>
    </context>
    <context>
        <name>BatchDesk</name>
        <message>
            <source>这种药的批次</source>
            <translation>Batches of this drug</translation>
        </message>
        <message>
            <source>左边选一种药</source>
            <translation>Choose a drug at the left</translation>
        </message>
        <message>
            <source>流水</source>
            <translation>Movements</translation>
        </message>
        <message>
            <source>还没有出入库</source>
            <translation>No movements yet</translation>
        </message>
        <message>
            <source>明细账</source>
            <translation>Account</translation>
        </message>
        <message>
            <source>出库、停用</source>
            <translation>Book out</translation>
        </message>
        <message>
            <source>打印明细账</source>
            <translation>Print the account</translation>
        </message>
        <message>
            <source>记账</source>
            <translation>Book</translation>
        </message>
    </context>
    <context>
        <name>BatchModel</name>
        <message>
            <source>已记账：{name}</source>
            <translation>Booked: {name}</translation>
        </message>
    </context>
    <context>
        <name>BedChart</name>
        <message>
            <source>床位图</source>
            <translation>Beds</translation>
        </message>
        <message>
            <source>还没有床位
在下方填床号，按 Ins 加床；住院页办入院的患者也会出现在这里</source>
            <translation>No beds yet
Type a number below, Ins adds it; who is admitted appears here too</translation>
        </message>
    </context>
    <context>
        <name>BillCard</name>
        <message>
            <source>费用明细</source>
            <translation>Items</translation>
        </message>
        <message>
            <source>还没有选账单
插卡、扫凭条，或在左边选一位按 Enter</source>
            <translation>No bill chosen
Insert a card, scan a slip, or choose one at the left and press Enter</translation>
        </message>
        <message>
            <source>诊断：{names}</source>
            <translation>Diagnosis: {names}</translation>
        </message>
        <message>
            <source>医保平台没有应答，下面是本机估算。可以挂账，医保恢复后再补结算，也可以改自费。</source>
            <translation>The insurance platform does not answer; this is our own estimate. Put it on account and settle later, or charge the person alone.</translation>
        </message>
        <message>
            <source>医保不能支付这张账单：{why}</source>
            <translation>The insurance does not pay this bill: {why}</translation>
        </message>
        <message>
            <source>按自费收</source>
            <translation>Charge the person</translation>
        </message>
        <message>
            <source>医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>为什么是这些金额</source>
            <translation>Why these amounts</translation>
        </message>
    </context>
    <context>
        <name>BillPanel</name>
        <message>
            <source>出院日期</source>
            <translation>Discharge day</translation>
        </message>
        <message>
            <source>出院诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>结算明细</source>
            <translation>Lines of the bill</translation>
        </message>
        <message>
            <source>还没有费用</source>
            <translation>No charges yet</translation>
        </message>
        <message>
            <source>请填写出院日期。</source>
            <translation>Enter the discharge day.</translation>
        </message>
        <message>
            <source>请选择出院诊断。</source>
            <translation>Choose the diagnosis.</translation>
        </message>
        <message>
            <source>医保不能结这张账单：{why}{advice}</source>
            <translation>The insurance cannot settle this bill: {why} {advice}</translation>
        </message>
        <message>
            <source>改自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>为什么是这些金额</source>
            <translation>Why these amounts</translation>
        </message>
    </context>
    <context>
        <name>BookingForm</name>
        <message>
            <source>做什么</source>
            <translation>What</translation>
        </message>
        <message>
            <source>整包装数</source>
            <translation>Packs</translation>
        </message>
        <message>
            <source>零头</source>
            <translation>Loose units</translation>
        </message>
        <message>
            <source>原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>已扫 {n} 盒：{tails}</source>
            <translation>{n} boxes scanned: {tails}</translation>
        </message>
        <message>
            <source>填数量</source>
            <translation>Give a quantity</translation>
        </message>
        <message>
            <source>填原因</source>
            <translation>Give a reason</translation>
        </message>
    </context>
    <context>
        <name>BusyState</name>
        <message>
            <source>正在取数…</source>
            <translation>Loading…</translation>
        </message>
    </context>
    <context>
        <name>CallsPanel</name>
        <message>
            <source>未完成的医保交易和挂账</source>
            <translation>Insurance matters not finished, and bills on account</translation>
        </message>
        <message>
            <source>没有未完成的交易，也没有挂账
医保不通时挂的账和没等到应答的结算会列在这里</source>
            <translation>Nothing is open
Bills on account and settlements without an answer appear here</translation>
        </message>
        <message>
            <source>现在查询</source>
            <translation>Ask now</translation>
        </message>
        <message>
            <source>补结算</source>
            <translation>Settle now</translation>
        </message>
        <message>
            <source>自费结清</source>
            <translation>Person pays</translation>
        </message>
    </context>
    <context>
        <name>CallsViewModel</name>
        <message>
            <source>收据 {number} 已结算：预收 {paid}，实际应付 {person}，请向患者补收 {due}。</source>
            <translation>Receipt {number}: paid in advance {paid}, due {person}: collect {due} more from the patient.</translation>
        </message>
        <message>
            <source>收据 {number} 已结算：预收 {paid}，实际应付 {person}，请退给患者 {due}。</source>
            <translation>Receipt {number}: paid in advance {paid}, due {person}: hand {due} back to the patient.</translation>
        </message>
        <message>
            <source>收据 {number} 已结算：与预收的 {paid} 相同，不用补退。</source>
            <translation>Receipt {number}: due as paid in advance ({paid}); nothing to collect or hand back.</translation>
        </message>
    </context>
    <context>
        <name>CarePanel</name>
        <message>
            <source>执行单</source>
            <translation>Dose list</translation>
        </message>
        <message>
            <source>这一天没有要执行的医嘱</source>
            <translation>Nothing is due on this day</translation>
        </message>
        <message>
            <source>未执行原因</source>
            <translation>Why not given</translation>
        </message>
        <message>
            <source>未执行原因（按 F6 登记光标所在的一次）</source>
            <translation>Why not given (F6 enters it for the dose under the cursor)</translation>
        </message>
        <message>
            <source>共 {n} 次，还有 {left} 次</source>
            <translation>{n} doses, {left} left</translation>
        </message>
    </context>
    <context>
        <name>CashPage</name>
        <message>
            <source>卡号</source>
            <translation>Card number</translation>
        </message>
        <message>
            <source>卡号、姓名、拼音首字母或证件号后四位</source>
            <translation>Card number, name, initials or last 4 of the ID</translation>
        </message>
        <message>
            <source>费用明细</source>
            <translation>Items</translation>
        </message>
        <message>
            <source>结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>暂估</source>
            <translation>Provisional</translation>
        </message>
        <message>
            <source>总计</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>医保支付</source>
            <translation>Insurance pays</translation>
        </message>
        <message>
            <source>应收</source>
            <translation>To pay</translation>
        </message>
        <message>
            <source>缴款</source>
            <translation>Tendered</translation>
        </message>
        <message>
            <source>找零</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>上一位：陈国强 应收 ¥36.00，缴款 ¥50.00，找零 ¥14.00</source>
            <translation>Before: Chen Guoqiang due ¥36.00, paid ¥50.00, change ¥14.00</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>预结算</source>
            <translation>Preview</translation>
        </message>
    </context>
    <context>
        <name>ChargeGrid</name>
        <message>
            <source>新记账</source>
            <translation>New charges</translation>
        </message>
        <message>
            <source>“{text}”没有选定，请从列表里选，或清空。</source>
            <translation>“{text}” was not chosen from the list; choose, or clear it.</translation>
        </message>
        <message>
            <source>{name} 的数量不对，请核对。</source>
            <translation>The quantity of {name} is wrong; check it.</translation>
        </message>
        <message>
            <source>还没有要记的项目。</source>
            <translation>Nothing to charge yet.</translation>
        </message>
        <message>
            <source>数量</source>
            <translation>Qty</translation>
        </message>
        <message>
            <source>药名、项目、首字母或编码</source>
            <translation>Drug, item, initials or code</translation>
        </message>
        <message>
            <source>药品或项目</source>
            <translation>Drug or item</translation>
        </message>
    </context>
    <context>
        <name>ChargesPanel</name>
        <message>
            <source>前一天</source>
            <translation>Day before</translation>
        </message>
        <message>
            <source>后一天</source>
            <translation>Day after</translation>
        </message>
        <message>
            <source>当日已记账</source>
            <translation>Charged that day</translation>
        </message>
        <message>
            <source>这一天还没有记账</source>
            <translation>Nothing charged on this day</translation>
        </message>
        <message>
            <source>{day}　第 {n} 天</source>
            <translation>{day}　day {n}</translation>
        </message>
        <message>
            <source>当日 {amount}</source>
            <translation>Day {amount}</translation>
        </message>
        <message>
            <source>将记 {n} 项，{amount}</source>
            <translation>{n} items, {amount}</translation>
        </message>
    </context>
    <context>
        <name>ChartPage</name>
        <message>
            <source>去门诊</source>
            <translation>To the visit</translation>
        </message>
        <message>
            <source>过敏史</source>
            <translation>Allergies</translation>
        </message>
        <message>
            <source>还没有问过
在下面记下过敏原，或按“无已知过敏”</source>
            <translation>Nobody has asked
Note an allergen below, or press “No known allergy”</translation>
        </message>
        <message>
            <source>还在接收
本机收完县里的资料才知道有没有记过</source>
            <translation>Still being received
Whether any was recorded is known once the county's records are all here</translation>
        </message>
        <message>
            <source>药名或过敏原</source>
            <translation>Medicine or allergen</translation>
        </message>
        <message>
            <source>撤销</source>
            <translation>Strike</translation>
        </message>
        <message>
            <source>无已知过敏</source>
            <translation>No known allergy</translation>
        </message>
        <message>
            <source>慢性病和既往史</source>
            <translation>Conditions</translation>
        </message>
        <message>
            <source>没有记录</source>
            <translation>No records</translation>
        </message>
        <message>
            <source>疾病名称、首字母或编码</source>
            <translation>Name, initials or code</translation>
        </message>
        <message>
            <source>结案</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>个人史和家族史</source>
            <translation>Personal and family history</translation>
        </message>
        <message>
            <source>在用药品</source>
            <translation>Taken now</translation>
        </message>
        <message>
            <source>没有在用的药</source>
            <translation>No medicine now</translation>
        </message>
        <message>
            <source>就诊</source>
            <translation>Visits</translation>
        </message>
        <message>
            <source>还没有就诊记录</source>
            <translation>No visit yet</translation>
        </message>
        <message>
            <source>文书</source>
            <translation>Papers</translation>
        </message>
        <message>
            <source>还没有处方、证明、报告或公卫表</source>
            <translation>No prescription, certificate, report or form yet</translation>
        </message>
        <message>
            <source>文书（Enter 打开或重印）</source>
            <translation>Papers (Enter opens or prints again)</translation>
        </message>
        <message>
            <source>没有测量</source>
            <translation>Not measured</translation>
        </message>
        <message>
            <source>血压</source>
            <translation>Blood pressure</translation>
        </message>
        <message>
            <source>血糖</source>
            <translation>Glucose</translation>
        </message>
        <message>
            <source>体重</source>
            <translation>Weight</translation>
        </message>
        <message>
            <source>预防接种</source>
            <translation>Immunization</translation>
        </message>
        <message>
            <source>没有选定居民
插卡、扫码，或按 F3 找人，首页就打开</source>
            <translation>Nobody in hand
Put in a card, scan, or press F3: the chart opens</translation>
        </message>
        <message>
            <source>趋势</source>
            <translation>Trends</translation>
        </message>
        <message>
            <source>近期就诊</source>
            <translation>Recent visits</translation>
        </message>
    </context>
    <context>
        <name>ChartStrip</name>
        <message>
            <source>问过，无过敏</source>
            <translation>Asked: none</translation>
        </message>
        <message>
            <source>健康首页</source>
            <translation>Chart</translation>
        </message>
    </context>
    <context>
        <name>ChartViewModel</name>
        <message>
            <source>已记过敏：{name}。</source>
            <translation>Allergy noted: {name}.</translation>
        </message>
        <message>
            <source>已记：没有已知的过敏。</source>
            <translation>Noted: no known allergy.</translation>
        </message>
        <message>
            <source>已撤销：{name}。</source>
            <translation>Struck: {name}.</translation>
        </message>
        <message>
            <source>无已知过敏</source>
            <translation>No known allergy</translation>
        </message>
        <message>
            <source>已记慢病：{name}。</source>
            <translation>Noted: {name}.</translation>
        </message>
        <message>
            <source>已结案：{name}。</source>
            <translation>Closed: {name}.</translation>
        </message>
        <message>
            <source>测量值已记。</source>
            <translation>The values are noted.</translation>
        </message>
        <message>
            <source>已出纸：{title}。</source>
            <translation>Printed: {title}.</translation>
        </message>
    </context>
    <context>
        <name>ChecksCard</name>
        <message>
            <source>核对</source>
            <translation>Proof</translation>
        </message>
    </context>
    <context>
        <name>ClosingPage</name>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>打印日结表</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>再核对</source>
            <translation>Check again</translation>
        </message>
        <message>
            <source>结账</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>窗口日结</source>
            <translation>Window closing</translation>
        </message>
        <message>
            <source>机构日结</source>
            <translation>Facility closing</translation>
        </message>
        <message>
            <source>历次日结</source>
            <translation>All closings</translation>
        </message>
        <message>
            <source>实点 {counted}，差额 {diff}。结账后不能再改，再按 {key} 确认，Esc 返回。</source>
            <translation>Counted {counted}, difference {diff}. A closing is final: press {key} again to close, Esc to go back.</translation>
        </message>
        <message>
            <source>今天已日结。之后的收退费计入 {day}。</source>
            <translation>Closed for today. What is charged from now on belongs to {day}.</translation>
        </message>
        <message>
            <source>记录太多，一次日结装不下：先结这一部分，余下的再结一次。</source>
            <translation>Too many records for one closing: close these first, then the rest.</translation>
        </message>
        <message>
            <source>机构结账</source>
            <translation>Close facility</translation>
        </message>
        <message>
            <source>确认结账</source>
            <translation>Yes, close</translation>
        </message>
        <message>
            <source>打印上次日结</source>
            <translation>Print last closing</translation>
        </message>
        <message>
            <source>窗口日结、机构日结、历次日结</source>
            <translation>Window closing, facility closing, all closings</translation>
        </message>
    </context>
    <context>
        <name>ClosingViewModel</name>
        <message>
            <source>已日结 {number}：实点 {counted}，差额 {diff}。</source>
            <translation>Closed {number}: counted {counted}, difference {diff}.</translation>
        </message>
        <message>
            <source>日结 {number} 有 {n} 处不平：{faults}</source>
            <translation>Closing {number} has {n} faults: {faults}</translation>
        </message>
        <message>
            <source>日结 {number} 与其记录逐笔相符。</source>
            <translation>Closing {number} agrees with its records, one by one.</translation>
        </message>
        <message>
            <source>日结表没有打出来：{why}</source>
            <translation>The sheet was not printed: {why}</translation>
        </message>
    </context>
    <context>
        <name>CodeCard</name>
        <message>
            <source>所有人都忘了密码时，只有它能打开本机数据。请抄在纸上或打印，锁进柜子；不要存在这台电脑里。</source>
            <translation>If everybody forgets the password, only this opens the data. Write it down or print it and lock it away; do not keep it on this PC.</translation>
        </message>
        <message>
            <source>复制</source>
            <translation>Copy</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>已抄好，去登录</source>
            <translation>I have it on paper, log in</translation>
        </message>
    </context>
    <context>
        <name>ColdModel</name>
        <message>
            <source>已记录。超出范围，{n} 个批次已停用，等处理。</source>
            <translation>Noted. Outside its band: {n} batches are set aside until somebody decides.</translation>
        </message>
        <message>
            <source>已记录：{place} {degrees} °C</source>
            <translation>Noted: {place} {degrees} °C</translation>
        </message>
        <message>
            <source>已保存：{place}</source>
            <translation>Saved: {place}</translation>
        </message>
        <message>
            <source>已停用：{place}</source>
            <translation>Retired: {place}</translation>
        </message>
    </context>
    <context>
        <name>ColdPart</name>
        <message>
            <source>地点</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>温度</source>
            <translation>Temperature</translation>
        </message>
        <message>
            <source>超出范围时必填，如：已移至备用冷柜</source>
            <translation>Needed outside the band: moved to the spare fridge</translation>
        </message>
        <message>
            <source>上月</source>
            <translation>Month before</translation>
        </message>
        <message>
            <source>下月</source>
            <translation>Month after</translation>
        </message>
        <message>
            <source>加地点</source>
            <translation>Add place</translation>
        </message>
        <message>
            <source>改地点</source>
            <translation>Change place</translation>
        </message>
        <message>
            <source>停用地点</source>
            <translation>Retire place</translation>
        </message>
        <message>
            <source>打印月表</source>
            <translation>Print month</translation>
        </message>
        <message>
            <source>记录</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>温度记录</source>
            <translation>Temperatures</translation>
        </message>
        <message>
            <source>这个月还没有记录
上午、下午各看一次温度计，填好后按 F8</source>
            <translation>No reading this month yet
Read the thermometer morning and afternoon, then press F8</translation>
        </message>
        <message>
            <source>种类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>下限</source>
            <translation>Lower limit</translation>
        </message>
        <message>
            <source>上限</source>
            <translation>Upper limit</translation>
        </message>
        <message>
            <source>里面的药</source>
            <translation>Drugs in it</translation>
        </message>
        <message>
            <source>药名、首字母；再选一次去掉</source>
            <translation>Drug name or initials; choose again to remove</translation>
        </message>
        <message>
            <source>地点名称</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>现有</source>
            <translation>On hand</translation>
        </message>
        <message>
            <source>冷链</source>
            <translation>Cold chain</translation>
        </message>
        <message>
            <source>保存地点</source>
            <translation>Save place</translation>
        </message>
        <message>
            <source>{places} 超出范围，请处理后复测。</source>
            <translation>{places} out of range: put it right and read again.</translation>
        </message>
        <message>
            <source>{places} 这半天还没有测温。</source>
            <translation>No temperature of {places} this half day yet.</translation>
        </message>
        <message>
            <source>7 天内漏测 {n} 次，最近一次 {place} {day} {half}。</source>
            <translation>{n} readings missed in 7 days, last {place} {day} {half}.</translation>
        </message>
        <message>
            <source>没有写明：其他地点没有写的同类药都在这里</source>
            <translation>Not said: all drugs of this storage that no other place names</translation>
        </message>
        <message>
            <source>照温度计填，如 4.5</source>
            <translation>As the thermometer says, like 4.5</translation>
        </message>
        <message>
            <source>措施</source>
            <translation>What was done</translation>
        </message>
    </context>
    <context>
        <name>CollectorLine</name>
        <message>
            <source>麻、精一　代办人</source>
            <translation>Narcotic, fetched by</translation>
        </message>
        <message>
            <source>代办人姓名</source>
            <translation>Name of the collector</translation>
        </message>
        <message>
            <source>姓名，本人取药留空</source>
            <translation>Name; blank: the patient</translation>
        </message>
        <message>
            <source>代办人身份证号</source>
            <translation>Collector's identity number</translation>
        </message>
        <message>
            <source>请填写代办人姓名。</source>
            <translation>Enter the collector's name.</translation>
        </message>
        <message>
            <source>代办人身份证号不对，请核对。</source>
            <translation>The collector's identity number is wrong; check it.</translation>
        </message>
    </context>
    <context>
        <name>ConfirmBar</name>
        <message>
            <source>确认退号</source>
            <translation>Cancel visit</translation>
        </message>
        <message>
            <source>不退</source>
            <translation>Keep it</translation>
        </message>
        <message>
            <source>退掉 {number} 号 {name}？</source>
            <translation>Cancel {number} {name}?</translation>
        </message>
    </context>
    <context>
        <name>ContractCard</name>
        <message>
            <source>签名</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>履约计划</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>这份协议没有计划</source>
            <translation>This contract has no plan</translation>
        </message>
        <message>
            <source>原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>解约的说明</source>
            <translation>Note on the end</translation>
        </message>
        <message>
            <source>打印协议</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>续签</source>
            <translation>Renew</translation>
        </message>
        <message>
            <source>解约</source>
            <translation>End</translation>
        </message>
        <message>
            <source>还有一份有效协议：{teams}。两台电脑离线时各签了一份，请和居民商量后解约一份。</source>
            <translation>Another contract holds too: {teams}. Two PCs signed while offline: talk to the resident and end one.</translation>
        </message>
        <message>
            <source>到今天应做 {due} 项，按时做了 {done} 项</source>
            <translation>Due by today: {due}, done in time: {done}</translation>
        </message>
        <message>
            <source>各项都还没到最后一天</source>
            <translation>Nothing has reached its last day yet</translation>
        </message>
        <message>
            <source>{number}　{team}（{leader}）
{first} 至 {last}，{groups}</source>
            <translation>{number}  {team} ({leader})
{first} to {last}, {groups}</translation>
        </message>
        <message>
            <source>团队还没有同步到本机</source>
            <translation>The team has not arrived here</translation>
        </message>
    </context>
    <context>
        <name>ContractsPage</name>
        <message>
            <source>签约的各部分</source>
            <translation>Parts of the contracts</translation>
        </message>
    </context>
    <context>
        <name>CourierPage</name>
        <message>
            <source>写到U盘…</source>
            <translation>Write to stick…</translation>
        </message>
        <message>
            <source>从U盘读入…</source>
            <translation>Read from stick…</translation>
        </message>
        <message>
            <source>还没有写过或读过U盘
写完或读完，这里说明带了多少、下一步做什么</source>
            <translation>No stick has been written or read yet
Afterwards this says how much was carried and what comes next</translation>
        </message>
        <message>
            <source>本机还没有入网。请先在“机构”页入网，再用U盘摆渡。</source>
            <translation>This PC is not enrolled. Enrol on the Facility page first; then sticks can carry data.</translation>
        </message>
        <message>
            <source>本机还没有县里的加密公钥，暂时不能写U盘。联网同步一次就有了。</source>
            <translation>The county's key has not reached this PC, so no stick can be written yet. One sync over the line brings it.</translation>
        </message>
        <message>
            <source>{n} 条</source>
            <translation>{n} entries</translation>
        </message>
        <message>
            <source>没有</source>
            <translation>none</translation>
        </message>
        <message>
            <source>还没有选过</source>
            <translation>none chosen yet</translation>
        </message>
        <message>
            <source>要带的数据</source>
            <translation>To be carried</translation>
        </message>
        <message>
            <source>县里还没有的</source>
            <translation>Not yet at the county</translation>
        </message>
        <message>
            <source>最早的一条</source>
            <translation>The oldest</translation>
        </message>
        <message>
            <source>上次的U盘或共享盘</source>
            <translation>Last stick or share</translation>
        </message>
        <message>
            <source>进度</source>
            <translation>Progress</translation>
        </message>
        <message>
            <source>断网时怎么做</source>
            <translation>While the line is down</translation>
        </message>
        <message>
            <source>1　插上U盘，按“写到U盘”。照常看病，不用等。</source>
            <translation>1  Put in a stick and press "Write to stick". Work on as usual.</translation>
        </message>
        <message>
            <source>2　把U盘送到县里读写；也可以用同一个共享盘。</source>
            <translation>2  Take the stick to the county; a share on the network does as well.</translation>
        </message>
        <message>
            <source>3　拿回来，按“从U盘读入”。县里签过收据的才算收到。</source>
            <translation>3  Bring it back and press "Read from stick". Only what the county has signed for counts as received.</translation>
        </message>
        <message>
            <source>U盘上的数据已加密，只有县里能打开，丢了不要紧。</source>
            <translation>The data on the stick is sealed: only the county can open it, so a lost stick does no harm.</translation>
        </message>
        <message>
            <source>这一次</source>
            <translation>This time</translation>
        </message>
    </context>
    <context>
        <name>CourierViewModel</name>
        <message>
            <source>正在写：{files} 个文件，{n} 条</source>
            <translation>Writing: {files} files, {n} entries</translation>
        </message>
        <message>
            <source>正在写到U盘…</source>
            <translation>Writing to the stick…</translation>
        </message>
        <message>
            <source>正在读入：{n} 条</source>
            <translation>Reading: {n} entries</translation>
        </message>
        <message>
            <source>正在从U盘读入…</source>
            <translation>Reading from the stick…</translation>
        </message>
        <message>
            <source>带出</source>
            <translation>Carried</translation>
        </message>
        <message>
            <source>{n} 条</source>
            <translation>{n} entries</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>File</translation>
        </message>
        <message>
            <source>{n} 个，{kb} KB</source>
            <translation>{n}, {kb} KB</translation>
        </message>
        <message>
            <source>没带上</source>
            <translation>Left behind</translation>
        </message>
        <message>
            <source>U盘放不下全部。先送这个去县里；回来读入后，再写一个带剩下的。</source>
            <translation>The stick had no room for everything. Take it to the county, read it when it is back, then write one with the rest.</translation>
        </message>
        <message>
            <source>请安全弹出U盘，送到县里。县里读写过后拿回来，按“从U盘读入”。</source>
            <translation>Eject the stick and take it to the county. When it is back, press "Read from stick".</translation>
        </message>
        <message>
            <source>县里新确认收到</source>
            <translation>Newly confirmed</translation>
        </message>
        <message>
            <source>县里还没有</source>
            <translation>Not yet at the county</translation>
        </message>
        <message>
            <source>读入县里和同事的</source>
            <translation>Read in from others</translation>
        </message>
        <message>
            <source>本机找回</source>
            <translation>Our own, recovered</translation>
        </message>
        <message>
            <source>读不了的文件</source>
            <translation>Unreadable files</translation>
        </message>
        <message>
            <source>{n} 个</source>
            <translation>{n}</translation>
        </message>
        <message>
            <source>还缺一部分。请再写一次U盘送到县里，会补齐，不会重复。</source>
            <translation>Something is missing. Write the stick once more and take it to the county; nothing is doubled.</translation>
        </message>
        <message>
            <source>还有没到县里的记录。请再写一次U盘送到县里。</source>
            <translation>Some entries are not at the county yet. Write the stick once more and take it there.</translation>
        </message>
        <message>
            <source>本机的数据县里都收到了，不用再送。</source>
            <translation>The county has everything of this PC. Nothing more to carry.</translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>程序出错了</source>
            <translation>Program fault</translation>
        </message>
        <message>
            <source>程序出了一个错，刚才那一步没有做成</source>
            <translation>The program has a fault; the last step was not done</translation>
        </message>
        <message>
            <source>已保存的数据都在，页面上填的内容也没有动。可以继续工作；若同样的一步又出错，请把下面的文件交给管理员。</source>
            <translation>Everything saved is there and what you typed is untouched. You can go on; if the same step fails again, give the file below to the administrator.</translation>
        </message>
        <message>
            <source>出错详情</source>
            <translation>Details of the fault</translation>
        </message>
        <message>
            <source>复制详情</source>
            <translation>Copy details</translation>
        </message>
        <message>
            <source>继续工作</source>
            <translation>Go on</translation>
        </message>
    </context>
    <context>
        <name>CreateForm</name>
        <message>
            <source>建立本机构</source>
            <translation>Create the clinic</translation>
        </message>
        <message>
            <source>机构等级</source>
            <translation>Level</translation>
        </message>
        <message>
            <source>机构编码</source>
            <translation>Facility code</translation>
        </message>
        <message>
            <source>9 位，见医疗机构登记</source>
            <translation>9 digits, see the facility's licence</translation>
        </message>
        <message>
            <source>机构名称</source>
            <translation>Facility name</translation>
        </message>
        <message>
            <source>首位管理员工号</source>
            <translation>First administrator's ID</translation>
        </message>
        <message>
            <source>管理员姓名</source>
            <translation>Administrator's name</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>至少 8 位</source>
            <translation>at least 8 characters</translation>
        </message>
        <message>
            <source>再输一次</source>
            <translation>Password again</translation>
        </message>
        <message>
            <source>入网可以以后再做；不填县服务器就先单机使用。</source>
            <translation>Joining the county can wait; without a server this PC works on its own.</translation>
        </message>
    </context>
    <context>
        <name>CriticalCard</name>
        <message>
            <source>处置完成</source>
            <translation>Answered</translation>
        </message>
        <message>
            <source>通知了谁</source>
            <translation>Who was told</translation>
        </message>
        <message>
            <source>怎么处理</source>
            <translation>What was done</translation>
        </message>
        <message>
            <source>危急值　{name}　{what}　{at} 报告</source>
            <translation>Critical　{name}　{what}　reported {at}</translation>
        </message>
        <message>
            <source>已超时，请立即处置</source>
            <translation>overdue, act now</translation>
        </message>
        <message>
            <source>还有 {n} 份</source>
            <translation>{n} more</translation>
        </message>
    </context>
    <context>
        <name>Curves</name>
        <message>
            <source>体温单</source>
            <translation>Temperature chart</translation>
        </message>
        <message>
            <source>{n} 次体温</source>
            <translation>{n} temperatures</translation>
        </message>
    </context>
    <context>
        <name>DataTable</name>
        <message>
            <source>没有记录</source>
            <translation>No records</translation>
        </message>
    </context>
    <context>
        <name>DateEdit</name>
        <message>
            <source>年月日</source>
            <translation>YYYYMMDD</translation>
        </message>
    </context>
    <context>
        <name>DayPanel</name>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
        <message>
            <source>医保基金</source>
            <translation>Insurance fund</translation>
        </message>
        <message>
            <source>个人账户</source>
            <translation>Personal account</translation>
        </message>
        <message>
            <source>收费</source>
            <translation>Cashier</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>今日结算</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>今天还没有收费</source>
            <translation>Nothing charged today</translation>
        </message>
        <message>
            <source>退费已扣除</source>
            <translation>refunds taken off</translation>
        </message>
        <message>
            <source>以县里复核为准</source>
            <translation>the county decides</translation>
        </message>
        <message>
            <source>{n} 笔</source>
            <translation>{n}</translation>
        </message>
    </context>
    <context>
        <name>DepositsPanel</name>
        <message>
            <source>预交金</source>
            <translation>Deposits</translation>
        </message>
        <message>
            <source>还没有交预交金</source>
            <translation>No deposit yet</translation>
        </message>
        <message>
            <source>金额</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>方式</source>
            <translation>By</translation>
        </message>
        <message>
            <source>请输入金额。</source>
            <translation>Enter an amount.</translation>
        </message>
    </context>
    <context>
        <name>Desktop</name>
        <message>
            <source>乡医通</source>
            <translation>Xiangyitong</translation>
        </message>
    </context>
    <context>
        <name>Details</name>
        <message>
            <source>名下的卡</source>
            <translation>Cards</translation>
        </message>
        <message>
            <source>名下还没有卡</source>
            <translation>No cards yet</translation>
        </message>
        <message>
            <source>修改痕迹</source>
            <translation>History</translation>
        </message>
        <message>
            <source>没有修改过</source>
            <translation>Never changed</translation>
        </message>
        <message>
            <source>请填姓名。</source>
            <translation>Enter the name.</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>民族</source>
            <translation>People</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
    </context>
    <context>
        <name>DiagnosisBox</name>
        <message>
            <source>主 {name}</source>
            <translation>1st {name}</translation>
        </message>
        <message>
            <source>{code}　按一下设为主要诊断</source>
            <translation>{code}  Press to make it the main diagnosis</translation>
        </message>
    </context>
    <context>
        <name>DifferingPanel</name>
        <message>
            <source>县里复核有差异的结算</source>
            <translation>Settlements that the county found otherwise</translation>
        </message>
        <message>
            <source>最近一个月县里复核都一致</source>
            <translation>The county agreed with everything of the last month</translation>
        </message>
    </context>
    <context>
        <name>DoseForm</name>
        <message>
            <source>本次接种</source>
            <translation>This dose</translation>
        </message>
        <message>
            <source>疫苗</source>
            <translation>Vaccine</translation>
        </message>
        <message>
            <source>有效期</source>
            <translation>Expiry</translation>
        </message>
        <message>
            <source>部位</source>
            <translation>Site</translation>
        </message>
        <message>
            <source>途径</source>
            <translation>Route</translation>
        </message>
        <message>
            <source>常规</source>
            <translation>Routine</translation>
        </message>
        <message>
            <source>补种</source>
            <translation>Catch-up</translation>
        </message>
        <message>
            <source>应急</source>
            <translation>Emergency</translation>
        </message>
        <message>
            <source>群体性</source>
            <translation>Mass</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>已询问健康，无禁忌</source>
            <translation>Asked: well, no contraindication</translation>
        </message>
        <message>
            <source>监护人知情同意</source>
            <translation>Guardian consents</translation>
        </message>
        <message>
            <source>未到最早日期，仍然接种</source>
            <translation>Before the earliest day, give it all the same</translation>
        </message>
        <message>
            <source>登记接种</source>
            <translation>Book the dose</translation>
        </message>
        <message>
            <source>追溯码 {code}</source>
            <translation>Trace code {code}</translation>
        </message>
        <message>
            <source>批号</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>生产企业</source>
            <translation>Maker</translation>
        </message>
        <message>
            <source>剂量</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>发热或急性病、疫苗成分过敏、以前的严重反应、免疫缺陷、三个月内用过免疫球蛋白</source>
            <translation>Fever or acute illness, allergy to a component, an earlier severe reaction, immune deficiency, immunoglobulin within three months</translation>
        </message>
    </context>
    <context>
        <name>DosesPanel</name>
        <message>
            <source>摆药单</source>
            <translation>Supply list</translation>
        </message>
        <message>
            <source>这一天的药都摆好了</source>
            <translation>All doses of this day are supplied</translation>
        </message>
        <message>
            <source>待退药</source>
            <translation>To be returned</translation>
        </message>
        <message>
            <source>没有要退的药</source>
            <translation>Nothing to return</translation>
        </message>
        <message>
            <source>待摆药（全病区合计）</source>
            <translation>To be supplied (whole ward)</translation>
        </message>
        <message>
            <source>待退药（已停或未执行）</source>
            <translation>To be returned (stopped or not given)</translation>
        </message>
    </context>
    <context>
        <name>DrawerCard</name>
        <message>
            <source>钱箱</source>
            <translation>Drawer</translation>
        </message>
        <message>
            <source>实点</source>
            <translation>Counted</translation>
        </message>
        <message>
            <source>备用金</source>
            <translation>Float</translation>
        </message>
        <message>
            <source>应有现金</source>
            <translation>Cash expected</translation>
        </message>
        <message>
            <source>差额</source>
            <translation>Difference</translation>
        </message>
        <message>
            <source>请先清点钱箱：填各面额的张数，或直接填实点合计。</source>
            <translation>Count the drawer first: notes by value, or the sum.</translation>
        </message>
        <message>
            <source>有差异，请写明原因。</source>
            <translation>Something differs: say why.</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>有差异时必填</source>
            <translation>Due where something differs</translation>
        </message>
    </context>
    <context>
        <name>DrugsCard</name>
        <message>
            <source>这张单子的药</source>
            <translation>Drugs of this bill</translation>
        </message>
        <message>
            <source>左边选一位，或插卡、扫凭条、输入收据号</source>
            <translation>Choose at the left, put a card in, scan a slip, or type the receipt number</translation>
        </message>
        <message>
            <source>已收费</source>
            <translation>Paid</translation>
        </message>
        <message>
            <source>已退费</source>
            <translation>Refunded</translation>
        </message>
        <message>
            <source>收据 {number}　{department}</source>
            <translation>Receipt {number}　{department}</translation>
        </message>
    </context>
    <context>
        <name>DutyList</name>
        <message>
            <source>公卫任务</source>
            <translation>Public health</translation>
        </message>
        <message>
            <source>公卫任务，还有 {n} 项</source>
            <translation>Public health, {n} more</translation>
        </message>
    </context>
    <context>
        <name>ExaminationsPage</name>
        <message>
            <source>检查检验的各部分</source>
            <translation>Parts of the examinations</translation>
        </message>
        <message>
            <source>类别</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>申请单</source>
            <translation>Order slip</translation>
        </message>
        <message>
            <source>没有申请单
医生在门诊页开检查后会出现在这里</source>
            <translation>No orders
They appear here once a doctor orders on the outpatient page</translation>
        </message>
        <message>
            <source>选一张申请单，或扫申请单条码</source>
            <translation>Choose an order, or scan its slip</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>采样</source>
            <translation>Specimen taken</translation>
        </message>
        <message>
            <source>更正</source>
            <translation>Corrected</translation>
        </message>
        <message>
            <source>送县里诊断</source>
            <translation>Refer to the county</translation>
        </message>
        <message>
            <source>签发报告</source>
            <translation>Sign the report</translation>
        </message>
        <message>
            <source>待采样</source>
            <translation>To collect</translation>
        </message>
        <message>
            <source>待报告</source>
            <translation>To report</translation>
        </message>
        <message>
            <source>已报告</source>
            <translation>Reported</translation>
        </message>
        <message>
            <source>已送县里诊断，等待回报。</source>
            <translation>Referred to the county; no answer yet.</translation>
        </message>
        <message>
            <source>县级诊断：{told}</source>
            <translation>County: {told}</translation>
        </message>
        <message>
            <source>签发更正报告</source>
            <translation>Sign the correction</translation>
        </message>
        <message>
            <source>报告单</source>
            <translation>Report</translation>
        </message>
        <message>
            <source>男</source>
            <translation>Male</translation>
        </message>
        <message>
            <source>女</source>
            <translation>Female</translation>
        </message>
        <message>
            <source>{age} 岁</source>
            <translation>{age} y</translation>
        </message>
        <message>
            <source>申请单号、姓名</source>
            <translation>Slip number, name</translation>
        </message>
        <message>
            <source>找申请单</source>
            <translation>Find an order</translation>
        </message>
    </context>
    <context>
        <name>ExaminationsViewModel</name>
        <message>
            <source>没有找到，请输入申请单号或姓名。</source>
            <translation>Nothing found; type a slip's number or a name.</translation>
        </message>
        <message>
            <source>{name} 已采样：{specimen}</source>
            <translation>{name}: {specimen} taken</translation>
        </message>
        <message>
            <source>请先打开这份结果所属的申请单。</source>
            <translation>First open the order that this result belongs to.</translation>
        </message>
        <message>
            <source>仪器结果里的姓名、性别、出生日期或证件号与这张申请单不符，没有填入。</source>
            <translation>The instrument's name, sex, day of birth or identity number is not that of this order: nothing was filled in.</translation>
        </message>
        <message>
            <source>已送县里诊断，联网后上传。</source>
            <translation>Referred to the county; it goes with the next sync.</translation>
        </message>
        <message>
            <source>{name} 的危急值已处置。</source>
            <translation>The critical value of {name} is answered.</translation>
        </message>
        <message>
            <source>{count} 个文件不是仪器结果，已移到 refused 文件夹。</source>
            <translation>{count} files are no results of an instrument; they are in the folder refused.</translation>
        </message>
        <message>
            <source>结果与申请单 {numbers} 不是同一个人，文件已移到 refused 文件夹，请核对标本。</source>
            <translation>The result is not of the person of order {numbers}; the file went to the folder refused: check the specimen.</translation>
        </message>
        <message>
            <source>{name} 的报告已签发。</source>
            <translation>The report of {name} is signed.</translation>
        </message>
    </context>
    <context>
        <name>FacilityPage</name>
        <message>
            <source>现在备份…</source>
            <translation>Back up now…</translation>
        </message>
        <message>
            <source>核对日志</source>
            <translation>Verify journal</translation>
        </message>
        <message>
            <source>重放核对</source>
            <translation>Check replay</translation>
        </message>
        <message>
            <source>入网</source>
            <translation>Enrol</translation>
        </message>
        <message>
            <source>逐条验算哈希链和签名；一万条约几秒，不影响工作。</source>
            <translation>Checks every hash and signature; some seconds for ten thousand entries.</translation>
        </message>
        <message>
            <source>从日志重算所有表再比较，只看不改。</source>
            <translation>Replays the journal and compares; changes nothing.</translation>
        </message>
        <message>
            <source>没有（由县里核准）</source>
            <translation>None (the county gives them)</translation>
        </message>
        <message>
            <source>{letter} 号机  ·  {device}</source>
            <translation>PC {letter}  ·  {device}</translation>
        </message>
        <message>
            <source>未入网：数据只在这台电脑上</source>
            <translation>Not enrolled: data are on this PC only</translation>
        </message>
        <message>
            <source>{n} 条  ·  表结构 {schema}</source>
            <translation>{n} entries  ·  tables {schema}</translation>
        </message>
        <message>
            <source>{path}  ·  磁盘剩余 {free} GB</source>
            <translation>{path}  ·  {free} GB free</translation>
        </message>
        <message>
            <source>还没有备份过</source>
            <translation>Never backed up</translation>
        </message>
        <message>
            <source>本机</source>
            <translation>This PC</translation>
        </message>
        <message>
            <source>机构</source>
            <translation>Facility</translation>
        </message>
        <message>
            <source>等级</source>
            <translation>Level</translation>
        </message>
        <message>
            <source>县里许可</source>
            <translation>Permits</translation>
        </message>
        <message>
            <source>设备</source>
            <translation>Device</translation>
        </message>
        <message>
            <source>县服务器</source>
            <translation>County server</translation>
        </message>
        <message>
            <source>本机日志</source>
            <translation>Journal</translation>
        </message>
        <message>
            <source>数据文件夹</source>
            <translation>Data folder</translation>
        </message>
        <message>
            <source>设置（clinic.toml）</source>
            <translation>Settings (clinic.toml)</translation>
        </message>
        <message>
            <source>备份</source>
            <translation>Backup</translation>
        </message>
        <message>
            <source>最近一次</source>
            <translation>Last</translation>
        </message>
        <message>
            <source>没有设第二处（backup_place）</source>
            <translation>no second place (backup_place)</translation>
        </message>
        <message>
            <source>每天自动</source>
            <translation>Daily</translation>
        </message>
        <message>
            <source>核对</source>
            <translation>Proof</translation>
        </message>
        <message>
            <source>入网后，本机已有的数据会全部补传，政策和参保信息由县里下发。</source>
            <translation>After enrolling, everything on this PC is sent; policies and insured people come from the county.</translation>
        </message>
        <message>
            <source>登记码</source>
            <translation>Enrolment code</translation>
        </message>
        <message>
            <source>县里发的一次性代码</source>
            <translation>one-time code from the county</translation>
        </message>
        <message>
            <source>根证书文件</source>
            <translation>CA file</translation>
        </message>
        <message>
            <source>没有就空着</source>
            <translation>leave empty if none</translation>
        </message>
    </context>
    <context>
        <name>FacilityPart</name>
        <message>
            <source>窗口日结</source>
            <translation>Window closing</translation>
        </message>
        <message>
            <source>没有等待汇总的窗口日结</source>
            <translation>No window's closing waits to be summed up</translation>
        </message>
        <message>
            <source>医疗费总额</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>基金支付</source>
            <translation>Funds pay</translation>
        </message>
        <message>
            <source>实点现金</source>
            <translation>Cash counted</translation>
        </message>
        <message>
            <source>差额</source>
            <translation>Difference</translation>
        </message>
        <message>
            <source>{window}还有 {n} 笔没有日结（最早 {day}）</source>
            <translation>{window} has {n} records not closed (since {day})</translation>
        </message>
        <message>
            <source>{letter} 号机</source>
            <translation>PC {letter}</translation>
        </message>
        <message>
            <source>本机</source>
            <translation>This PC</translation>
        </message>
        <message>
            <source>{windows}。这些记录计入下一次机构日结。</source>
            <translation>{windows}. They go into the next facility closing.</translation>
        </message>
        <message>
            <source>全机构</source>
            <translation>Whole facility</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Note</translation>
        </message>
    </context>
    <context>
        <name>FacilityViewModel</name>
        <message>
            <source>已备份到 {file}。用“restore”可在另一台电脑上恢复。</source>
            <translation>Copied to {file}. “restore” brings it back on another PC.</translation>
        </message>
        <message>
            <source>日志完好：本机 {n} 条，链没有断；县里签过的 {p} 页 {m} 条也相符。</source>
            <translation>Journal whole: {n} entries of this PC, chain unbroken; {p} signed pages with {m} entries agree.</translation>
        </message>
        <message>
            <source>重放 {n} 条后，这些表与日志不符：{tables}。请联系技术支持。</source>
            <translation>{n} entries replayed; these tables differ: {tables}. Call for help.</translation>
        </message>
        <message>
            <source>重放 {n} 条，所有表与日志一致。</source>
            <translation>{n} entries replayed; every table agrees.</translation>
        </message>
        <message>
            <source>已入网：{county}。数据会自动上传。</source>
            <translation>Enrolled with {county}. Data are sent by themselves.</translation>
        </message>
    </context>
    <context>
        <name>FiguresCard</name>
        <message>
            <source>本窗口</source>
            <translation>This window</translation>
        </message>
        <message>
            <source>医疗费总额</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>基金支付</source>
            <translation>Funds pay</translation>
        </message>
        <message>
            <source>个人负担</source>
            <translation>Person pays</translation>
        </message>
        <message>
            <source>收现金</source>
            <translation>Cash taken</translation>
        </message>
        <message>
            <source>分项</source>
            <translation>Breakdown</translation>
        </message>
        <message>
            <source>还没有收费</source>
            <translation>Nothing charged yet</translation>
        </message>
        <message>
            <source>营业日 {day}</source>
            <translation>Business day {day}</translation>
        </message>
        <message>
            <source>结算 {n} 笔　退费 {red} 笔　暂估 {provisional} 笔</source>
            <translation>{n} bills  {red} refunds  {provisional} provisional</translation>
        </message>
    </context>
    <context>
        <name>FiguresModel</name>
        <message>
            <source>登记 {booked}，已有 {known}，批号不同 {differs}，存疑 {doubtful}，退回 {refused}</source>
            <translation>Booked {booked}, known {known}, other batch {differs}, doubtful {doubtful}, refused {refused}</translation>
        </message>
        <message>
            <source>已写出 {number}：儿童 {children}，接种 {doses}，异常反应 {aefi}</source>
            <translation>Written {number}: children {children}, doses {doses}, adverse events {aefi}</translation>
        </message>
        <message>
            <source>报告已保存：{file}</source>
            <translation>Report saved: {file}</translation>
        </message>
    </context>
    <context>
        <name>FiguresPart</name>
        <message>
            <source>出生年</source>
            <translation>Birth year</translation>
        </message>
        <message>
            <source>接种率</source>
            <translation>Coverage</translation>
        </message>
        <message>
            <source>没有孩子</source>
            <translation>No children</translation>
        </message>
        <message>
            <source>未种的孩子</source>
            <translation>Children without it</translation>
        </message>
        <message>
            <source>没有未种的孩子</source>
            <translation>No child is without it</translation>
        </message>
        <message>
            <source>导入接种记录…</source>
            <translation>Import doses…</translation>
        </message>
        <message>
            <source>导出上次以来的…</source>
            <translation>Export since the last…</translation>
        </message>
        <message>
            <source>保存报告…</source>
            <translation>Save the report…</translation>
        </message>
        <message>
            <source>导入报告</source>
            <translation>Report of the import</translation>
        </message>
        <message>
            <source>还没有导入
国家客户端导出的 CSV 或 XML 从这里导入</source>
            <translation>Nothing imported yet
CSV or XML of the national client comes in here</translation>
        </message>
        <message>
            <source>接种率与交换</source>
            <translation>Coverage and exchange</translation>
        </message>
        <message>
            <source>未种这一剂的孩子</source>
            <translation>Children without this dose</translation>
        </message>
        <message>
            <source>与免疫规划客户端交换</source>
            <translation>Exchange with the immunization client</translation>
        </message>
    </context>
    <context>
        <name>Finder</name>
        <message>
            <source>代码、名称或拼音首字母</source>
            <translation>Code, name or initials</translation>
        </message>
        <message>
            <source>看谁的档案</source>
            <translation>Whose record</translation>
        </message>
    </context>
    <context>
        <name>FinderPart</name>
        <message>
            <source>给谁填表</source>
            <translation>Whose form</translation>
        </message>
    </context>
    <context>
        <name>Footer</name>
        <message>
            <source>处方笺</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>审方</source>
            <translation>Review</translation>
        </message>
        <message>
            <source>存草稿</source>
            <translation>Save draft</translation>
        </message>
        <message>
            <source>放弃重开</source>
            <translation>Keep the old one</translation>
        </message>
        <message>
            <source>完成就诊</source>
            <translation>Finish visit</translation>
        </message>
        <message>
            <source>签发处方</source>
            <translation>Sign the prescription</translation>
        </message>
        <message>
            <source>正在签名…</source>
            <translation>Signing…</translation>
        </message>
        <message>
            <source>正在写…</source>
            <translation>Writing…</translation>
        </message>
        <message>
            <source>已签名</source>
            <translation>Signed</translation>
        </message>
        <message>
            <source>草稿已存本机</source>
            <translation>Draft kept on this PC</translation>
        </message>
    </context>
    <context>
        <name>FormView</name>
        <message>
            <source>下一缺项</source>
            <translation>Next missing</translation>
        </message>
        <message>
            <source>带入的都对</source>
            <translation>Taken over: all right</translation>
        </message>
        <message>
            <source>签名保存</source>
            <translation>Sign</translation>
        </message>
        <message>
            <source>必填项都填好了。按 F8 签名保存。</source>
            <translation>All that is required is filled in. F8 signs.</translation>
        </message>
        <message>
            <source>必填</source>
            <translation>required</translation>
        </message>
        <message>
            <source>　带入 {count} 项待核对</source>
            <translation>　{count} taken over to check</translation>
        </message>
        <message>
            <source>{count} 项是带入的，还没有核对。</source>
            <translation>{count} values were taken over and not yet checked.</translation>
        </message>
        <message>
            <source>上次</source>
            <translation>last</translation>
        </message>
        <message>
            <source>今日</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>危急</source>
            <translation>critical</translation>
        </message>
        <message>
            <source>自动</source>
            <translation>auto</translation>
        </message>
        <message>
            <source>本次</source>
            <translation>visit</translation>
        </message>
        <message>
            <source>必填 {filled}/{needed}</source>
            <translation>Required {filled}/{needed}</translation>
        </message>
        <message>
            <source>首次不达标或不良反应：核实服药，调整用药，2 周内随访。</source>
            <translation>First time off target or with a reaction: check what is taken, adjust, see again within 2 weeks.</translation>
        </message>
        <message>
            <source>连续两次不达标或不良反应：建议转诊上级医院，2 周内主动随访。</source>
            <translation>Second time running off target or with a reaction: refer up, ask within 2 weeks.</translation>
        </message>
        <message>
            <source>新发或加重的并发症：建议转诊上级医院，2 周内主动随访。</source>
            <translation>A new or worse complication: refer up, ask within 2 weeks.</translation>
        </message>
        <message>
            <source>危急情况：处理后紧急转诊，2 周内主动随访。</source>
            <translation>Emergency: treat and refer at once, ask within 2 weeks.</translation>
        </message>
        <message>
            <source>基本稳定：查找原因，在规定剂量范围内调整用药，2 周内随访。</source>
            <translation>Basically stable: find the cause, adjust within the dose range, see again within 2 weeks.</translation>
        </message>
        <message>
            <source>2 周后仍为基本稳定：请精神科医师指导或转诊，1 个月时随访。</source>
            <translation>Still basically stable: a psychiatrist's guidance or referral, see again after a month.</translation>
        </message>
        <message>
            <source>不稳定：对症处理后立即转诊，必要时报告公安，2 周内随访。</source>
            <translation>Unstable: treat and refer at once, tell the police when needed, see again within 2 weeks.</translation>
        </message>
        <message>
            <source>漏服一周及以上：向上级专业机构报告。</source>
            <translation>A week or more of doses missed: report to the body above.</translation>
        </message>
        <message>
            <source>不良反应、并发症或合并症：立即转诊，2 周内随访。</source>
            <translation>Reaction, complication or another disease: refer at once, see again within 2 weeks.</translation>
        </message>
        <message>
            <source>异常：转诊上级医院，2 周内随访转诊结果。</source>
            <translation>Abnormal: refer up, ask for the result within 2 weeks.</translation>
        </message>
        <message>
            <source>失访：向公安派出所和精神卫生机构报告，仍按期查找。</source>
            <translation>Lost: report to the police station and the mental-health institution, and keep looking at the due times.</translation>
        </message>
        <message>
            <source>患者已死亡：保存后在健康档案登记死亡，各项管理随之结案。</source>
            <translation>The patient died: save, then register the death on the health record; every service ends with it.</translation>
        </message>
        <message>
            <source>危急值：{values}。</source>
            <translation>Critical: {values}. </translation>
        </message>
        <message>
            <source>核对无误后再按一次 F8。</source>
            <translation>Check them, then press F8 again.</translation>
        </message>
        <message>
            <source>先建档</source>
            <translation>Open a record first</translation>
        </message>
        <message>
            <source>自测 {time}</source>
            <translation>Self-measured {time}</translation>
        </message>
        <message>
            <source>还有 {count} 处，按 F7 逐一查看。</source>
            <translation>{count} more: F7 leads to each.</translation>
        </message>
        <message>
            <source>必填项填了多少</source>
            <translation>How many of the required are filled in</translation>
        </message>
    </context>
    <context>
        <name>FormsPage</name>
        <message>
            <source>表单的各部分</source>
            <translation>Parts of the forms</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>居民</source>
            <translation>Resident</translation>
        </message>
        <message>
            <source>本机构</source>
            <translation>Our institution</translation>
        </message>
    </context>
    <context>
        <name>FormsViewModel</name>
        <message>
            <source>已签名保存：{form}。</source>
            <translation>Signed: {form}.</translation>
        </message>
        <message>
            <source>已撤回：{form}。</source>
            <translation>Withdrawn: {form}.</translation>
        </message>
        <message>
            <source>草稿已删去。</source>
            <translation>Draft thrown away.</translation>
        </message>
        <message>
            <source>没有签名的内容已存为草稿。</source>
            <translation>What was not signed is kept as a draft.</translation>
        </message>
        <message>
            <source>已打印：{title}</source>
            <translation>Printed: {title}</translation>
        </message>
    </context>
    <context>
        <name>FrontDeskPage</name>
        <message>
            <source>找人</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>姓名、拼音、证件号、电话、卡号</source>
            <translation>Name, pinyin, ID, phone, card</translation>
        </message>
        <message>
            <source>新建</source>
            <translation>New</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>确认挂号</source>
            <translation>Register visit</translation>
        </message>
        <message>
            <source>临时身份</source>
            <translation>Temporary identity</translation>
        </message>
        <message>
            <source>正在挂号…</source>
            <translation>Registering…</translation>
        </message>
        <message>
            <source>刚才填到一半的“{name}”还没有挂号，已放在一边。</source>
            <translation>“{name}”, half typed, is not registered yet and was put aside.</translation>
        </message>
        <message>
            <source>接着填</source>
            <translation>Go on</translation>
        </message>
        <message>
            <source>今天已挂 {number} 号</source>
            <translation>Registered today: {number}</translation>
        </message>
        <message>
            <source>建档并挂号</source>
            <translation>Register person and visit</translation>
        </message>
    </context>
    <context>
        <name>FrontDeskViewModel</name>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>县里的参保登记也没有此人，按自费。</source>
            <translation>The county's register does not have this person either: self-pay.</translation>
        </message>
        <message>
            <source>查到了：{name}。</source>
            <translation>Found: {name}.</translation>
        </message>
        <message>
            <source>现在连不上县里，问不到：先按自费，线路恢复后再按“查参保”。</source>
            <translation>The county cannot be reached: self-pay for now; look up again when the line is back.</translation>
        </message>
        <message>
            <source>{number} 号已就诊完毕或已退号，不能再退。</source>
            <translation>Visit {number} is finished or cancelled already.</translation>
        </message>
        <message>
            <source>{number} 号已退：{name}。</source>
            <translation>Cancelled {number}: {name}.</translation>
        </message>
        <message>
            <source>证件号码填对后才能核对参保，现在按自费。</source>
            <translation>Insurance is looked up once the number is right; self-pay for now.</translation>
        </message>
        <message>
            <source>参保登记里没有此人，按自费。</source>
            <translation>Not among the insured here: self-pay.</translation>
        </message>
        <message>
            <source>本机的参保登记里没有此人：可以按“查参保”联网问县里，或者按自费。</source>
            <translation>Not in the insurance register here: ask the county with “Look up”, or self-pay.</translation>
        </message>
        <message>
            <source>没有证件号码，不能核对参保，按自费。</source>
            <translation>No ID number, insurance cannot be looked up: self-pay.</translation>
        </message>
        <message>
            <source>已挂号，但凭条没有打出来：</source>
            <translation>Registered, but the slip was not printed: </translation>
        </message>
        <message>
            <source>{number} 号的凭条已重打。</source>
            <translation>The slip of {number} is printed again.</translation>
        </message>
    </context>
    <context>
        <name>GiveModel</name>
        <message>
            <source>这个追溯码本机不认识：请选疫苗，填批号和有效期。</source>
            <translation>This trace code is not known here: choose the vaccine, type batch and expiry.</translation>
        </message>
        <message>
            <source>已按追溯码填入：{vaccine}</source>
            <translation>Filled in by the trace code: {vaccine}</translation>
        </message>
        <message>
            <source>已登记：{vaccine}。请留观 30 分钟。{next}</source>
            <translation>Booked: {vaccine}. Observe for 30 minutes. {next}</translation>
        </message>
        <message>
            <source>请填写在外院接种的日期。</source>
            <translation>Fill in the day of the dose given elsewhere.</translation>
        </message>
        <message>
            <source>外院接种已登记。</source>
            <translation>The dose given elsewhere is booked.</translation>
        </message>
        <message>
            <source>请填写缓到哪一天。</source>
            <translation>Fill in until when.</translation>
        </message>
        <message>
            <source>已暂缓。</source>
            <translation>Deferred.</translation>
        </message>
        <message>
            <source>先在卡上选一个有接种记录的系列。</source>
            <translation>Choose a series with a dose first.</translation>
        </message>
        <message>
            <source>已撤销 {day} 的一剂。</source>
            <translation>The dose of {day} is withdrawn.</translation>
        </message>
        <message>
            <source>先在留观里选一位。</source>
            <translation>Choose somebody under observation first.</translation>
        </message>
        <message>
            <source>留观结束，无不适。</source>
            <translation>Observation over, all well.</translation>
        </message>
        <message>
            <source>疑似异常反应：{late} 前报告；死亡、严重残疾、群体性或公众关注的，{urgent} 前。</source>
            <translation>Adverse event: report by {late}; death, severe disability, a cluster or public concern by {urgent}.</translation>
        </message>
        <message>
            <source>下次 {day}：{dose}</source>
            <translation>Next on {day}: {dose}</translation>
        </message>
        <message>
            <source>先找到这个孩子：在左边选、按 F3，或插卡。</source>
            <translation>Find the child first: choose at the left, press F3, or put the card in.</translation>
        </message>
    </context>
    <context>
        <name>GivePart</name>
        <message>
            <source>应种儿童</source>
            <translation>Children who are due</translation>
        </message>
        <message>
            <source>今天没有到期的孩子</source>
            <translation>No child is due today</translation>
        </message>
        <message>
            <source>留观</source>
            <translation>Observation</translation>
        </message>
        <message>
            <source>没有人在留观</source>
            <translation>Nobody is under observation</translation>
        </message>
        <message>
            <source>接种卡</source>
            <translation>Vaccination card</translation>
        </message>
        <message>
            <source>先找到一个孩子
在左边选，按 F3，或插卡</source>
            <translation>Find a child first
choose at the left, press F3, or put the card in</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>接种记录</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>留观结束</source>
            <translation>Observation over</translation>
        </message>
        <message>
            <source>异常反应</source>
            <translation>Reaction</translation>
        </message>
        <message>
            <source>接种</source>
            <translation>Vaccination</translation>
        </message>
        <message>
            <source>应种 {n}</source>
            <translation>Due {n}</translation>
        </message>
        <message>
            <source>留观 {n}</source>
            <translation>Under observation {n}</translation>
        </message>
        <message>
            <source>受种者编码 {no}</source>
            <translation>Case no. {no}</translation>
        </message>
        <message>
            <source>早于最早日期：{doses}</source>
            <translation>Before the earliest day: {doses}</translation>
        </message>
        <message>
            <source>重复登记 {n} 剂，只算一次</source>
            <translation>{n} doses told twice, counted once</translation>
        </message>
    </context>
    <context>
        <name>HealthRecordPage</name>
        <message>
            <source>健康档案的各部分</source>
            <translation>Parts of the health record</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>档案</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>住户</source>
            <translation>Households</translation>
        </message>
    </context>
    <context>
        <name>HealthRecordViewModel</name>
        <message>
            <source>已建档，编号 {number}。</source>
            <translation>Opened, number {number}.</translation>
        </message>
        <message>
            <source>已改号，新编号 {number}。</source>
            <translation>New number {number}.</translation>
        </message>
        <message>
            <source>请填写日期。</source>
            <translation>Enter the day.</translation>
        </message>
        <message>
            <source>已登记。</source>
            <translation>Recorded.</translation>
        </message>
        <message>
            <source>请先选择要更正的死亡或迁移。</source>
            <translation>Choose the death or move to correct.</translation>
        </message>
        <message>
            <source>已更正，以前的状态恢复。</source>
            <translation>Corrected; what stood before stands again.</translation>
        </message>
        <message>
            <source>已立户，户主 {name}。</source>
            <translation>Household founded, head {name}.</translation>
        </message>
        <message>
            <source>请先选择一户，再选与户主的关系。</source>
            <translation>Choose a household, then the relation.</translation>
        </message>
        <message>
            <source>已改住户。</source>
            <translation>Household amended.</translation>
        </message>
        <message>
            <source>已入户。</source>
            <translation>Joined the household.</translation>
        </message>
        <message>
            <source>请先选择要离户的人。</source>
            <translation>Choose who leaves.</translation>
        </message>
        <message>
            <source>{name} 已离户。</source>
            <translation>{name} has left the household.</translation>
        </message>
        <message>
            <source>已合并到 {name}。弄错了可以在“合并记录”里拆分。</source>
            <translation>Merged into {name}. If that was wrong, split it under Merges.</translation>
        </message>
        <message>
            <source>已记下：不是同一人，不再提示。</source>
            <translation>Noted: two people, not offered again.</translation>
        </message>
        <message>
            <source>已拆分，两份档案各归各。</source>
            <translation>Split: each record has its own again.</translation>
        </message>
        <message>
            <source>已打印：{title}</source>
            <translation>Printed: {title}</translation>
        </message>
        <message>
            <source>请先找到这位居民：按 F3，或插卡。</source>
            <translation>Find the person first: F3, or a card.</translation>
        </message>
    </context>
    <context>
        <name>HerbSheet</name>
        <message>
            <source>剂数</source>
            <translation>Doses</translation>
        </message>
        <message>
            <source>煎服法</source>
            <translation>How to take</translation>
        </message>
        <message>
            <source>代煎</source>
            <translation>Boiled here</translation>
        </message>
        <message>
            <source>请填写中药饮片的剂数。</source>
            <translation>Enter the number of doses.</translation>
        </message>
        <message>
            <source>{n} 味，每剂 {each}，共 {sum}</source>
            <translation>{n} pieces, {each} a dose, {sum} in all</translation>
        </message>
        <message>
            <source>剂</source>
            <translation>doses</translation>
        </message>
    </context>
    <context>
        <name>HerbTable</name>
        <message>
            <source>中药饮片</source>
            <translation>Herbs</translation>
        </message>
        <message>
            <source>{name} 的克数不对，请核对。</source>
            <translation>The grams of {name} are wrong; check them.</translation>
        </message>
        <message>
            <source>“{text}”没有选定，请从列表里选，或清空。</source>
            <translation>“{text}” was not chosen from the list; choose, or clear it.</translation>
        </message>
        <message>
            <source>克</source>
            <translation>g</translation>
        </message>
        <message>
            <source>特殊煎服</source>
            <translation>Special handling</translation>
        </message>
        <message>
            <source> 0 无</source>
            <translation> 0 none</translation>
        </message>
        <message>
            <source>首字母</source>
            <translation>Initials</translation>
        </message>
        <message>
            <source>药味</source>
            <translation>Piece</translation>
        </message>
    </context>
    <context>
        <name>HistoryPart</name>
        <message>
            <source>月份</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>历次日结</source>
            <translation>All closings</translation>
        </message>
        <message>
            <source>这个月还没有日结</source>
            <translation>No closing this month</translation>
        </message>
    </context>
    <context>
        <name>HomeVisitViewModel</name>
        <message>
            <source>{form}已签名，存在本机。</source>
            <translation>{form} signed, kept on this PC.</translation>
        </message>
    </context>
    <context>
        <name>HousesPart</name>
        <message>
            <source>村、组、门牌、户主或家人的姓名、电话</source>
            <translation>Village, group, house, a member's name, phone</translation>
        </message>
        <message>
            <source>找住户</source>
            <translation>Find households</translation>
        </message>
        <message>
            <source>住户</source>
            <translation>Households</translation>
        </message>
        <message>
            <source>没有这样的住户
先找到户主（F3），再在右边立户</source>
            <translation>No such household
Find its head (F3), then found it on the right</translation>
        </message>
        <message>
            <source>户里的人</source>
            <translation>Members</translation>
        </message>
        <message>
            <source>左边选一户</source>
            <translation>Choose a household on the left</translation>
        </message>
        <message>
            <source>与户主关系</source>
            <translation>Relation to head</translation>
        </message>
        <message>
            <source>入户</source>
            <translation>Join household</translation>
        </message>
        <message>
            <source>所选离户</source>
            <translation>Chosen one leaves</translation>
        </message>
        <message>
            <source>照所选住户填</source>
            <translation>Fill from chosen</translation>
        </message>
        <message>
            <source>改所选住户</source>
            <translation>Amend chosen</translation>
        </message>
        <message>
            <source>立户</source>
            <translation>Found household</translation>
        </message>
        <message>
            <source>{name} 入这一户，是户主的</source>
            <translation>{name} joins, to the head:</translation>
        </message>
        <message>
            <source>先找到居民：F3</source>
            <translation>Find somebody first: F3</translation>
        </message>
        <message>
            <source>立户或改住户</source>
            <translation>Found or amend a household</translation>
        </message>
        <message>
            <source>村（居）委会</source>
            <translation>Village or committee</translation>
        </message>
        <message>
            <source>代码，12 位</source>
            <translation>Code, 12 digits</translation>
        </message>
        <message>
            <source>组</source>
            <translation>Group</translation>
        </message>
        <message>
            <source>门牌</source>
            <translation>House</translation>
        </message>
        <message>
            <source>其他地址</source>
            <translation>Other address</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
    </context>
    <context>
        <name>ImmunizationPage</name>
        <message>
            <source>接种的各部分</source>
            <translation>Parts of vaccination</translation>
        </message>
    </context>
    <context>
        <name>IndicatorsPage</name>
        <message>
            <source>Alt+←  上一年</source>
            <translation>Alt+←  Year before</translation>
        </message>
        <message>
            <source>Alt+→  下一年</source>
            <translation>Alt+→  Year after</translation>
        </message>
        <message>
            <source>含所辖村</source>
            <translation>with its villages</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>考核指标</source>
            <translation>Indicators</translation>
        </message>
        <message>
            <source>正在计算</source>
            <translation>Counting</translation>
        </message>
        <message>
            <source>考核指标的各部分</source>
            <translation>Parts of the indicators</translation>
        </message>
        <message>
            <source>下一步</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>按村</source>
            <translation>By village</translation>
        </message>
        <message>
            <source>还没有登记的居民</source>
            <translation>No resident is registered</translation>
        </message>
        <message>
            <source>已计入</source>
            <translation>Counted</translation>
        </message>
        <message>
            <source>还没有人计入</source>
            <translation>Nobody counts yet</translation>
        </message>
        <message>
            <source>未计入</source>
            <translation>Not counted</translation>
        </message>
        <message>
            <source>{year} 年</source>
            <translation>{year}</translation>
        </message>
        <message>
            <source>选一个指标</source>
            <translation>Choose an indicator</translation>
        </message>
        <message>
            <source>分母是县里下达的人口数，没有名单；可看“下一步”。</source>
            <translation>The denominator is the county's population figure, without names; see “Next”.</translation>
        </message>
        <message>
            <source>都计入了</source>
            <translation>Everybody counts</translation>
        </message>
        <message>
            <source>已达标</source>
            <translation>The target is met</translation>
        </message>
        <message>
            <source>名册里没有还能计入的人</source>
            <translation>Nobody in the register can count any more</translation>
        </message>
    </context>
    <context>
        <name>InpatientPage</name>
        <message>
            <source>找患者</source>
            <translation>Find a patient</translation>
        </message>
        <message>
            <source>床号、住院号、姓名、首字母</source>
            <translation>Bed, number, name, initials</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>住院患者</source>
            <translation>Inpatients</translation>
        </message>
        <message>
            <source>没有住院患者
插卡或按 F3 找人，再按 Ins 办入院</source>
            <translation>No inpatients
Put a card in or find with F3, then press Ins</translation>
        </message>
        <message>
            <source>冲减</source>
            <translation>Take off</translation>
        </message>
        <message>
            <source>一日清单</source>
            <translation>Day list</translation>
        </message>
        <message>
            <source>入院</source>
            <translation>Admit</translation>
        </message>
        <message>
            <source>记账</source>
            <translation>Book</translation>
        </message>
        <message>
            <source>预结</source>
            <translation>Estimate</translation>
        </message>
        <message>
            <source>改自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>住院</source>
            <translation>Inpatients</translation>
        </message>
        <message>
            <source>办入院</source>
            <translation>Admit</translation>
        </message>
        <message>
            <source>收预交金</source>
            <translation>Take deposit</translation>
        </message>
        <message>
            <source>退预交金</source>
            <translation>Hand back</translation>
        </message>
        <message>
            <source>打收据</source>
            <translation>Receipt</translation>
        </message>
        <message>
            <source>办出院</source>
            <translation>Discharge</translation>
        </message>
        <message>
            <source>退结算</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>改医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>记账、预交金、出院结算</source>
            <translation>Charges, deposits, bill</translation>
        </message>
        <message>
            <source>预交金</source>
            <translation>Deposits</translation>
        </message>
        <message>
            <source>出院结算</source>
            <translation>Bill</translation>
        </message>
    </context>
    <context>
        <name>InpatientViewModel</name>
        <message>
            <source>先插卡，或按 F3 找到这位居民，再办入院。</source>
            <translation>Put the card in, or find the resident with F3, then admit.</translation>
        </message>
        <message>
            <source>{day} 记账 {n} 项。</source>
            <translation>{n} items charged on {day}.</translation>
        </message>
        <message>
            <source>收到预交金 {amount}，单号 {number}。</source>
            <translation>Deposit of {amount} taken, slip {number}.</translation>
        </message>
        <message>
            <source>患者要求退款</source>
            <translation>asked for by the patient</translation>
        </message>
        <message>
            <source>退还预交金 {amount}，单号 {number}。</source>
            <translation>{amount} of the deposit handed back, slip {number}.</translation>
        </message>
        <message>
            <source>{name} 已办出院，可以结算。</source>
            <translation>{name} is discharged; settle now.</translation>
        </message>
        <message>
            <source>{name} 不在院。按 Ins 办入院。</source>
            <translation>{name} is not in. Press Ins to admit.</translation>
        </message>
        <message>
            <source>{name} 已入院，住院号 {number}。</source>
            <translation>{name} is admitted, number {number}.</translation>
        </message>
        <message>
            <source>{name} 已结算，收据 {number}。</source>
            <translation>{name} is settled, receipt {number}.</translation>
        </message>
        <message>
            <source>退还预交金 {amount}。</source>
            <translation>{amount} of the deposit goes back.</translation>
        </message>
        <message>
            <source>找零 {amount}。</source>
            <translation>Change {amount}.</translation>
        </message>
        <message>
            <source>结算已退，单号 {number}：退还 {paid}，{held} 仍作预交金。</source>
            <translation>Taken back, slip {number}: {paid} goes back, {held} stays as deposit.</translation>
        </message>
        <message>
            <source>已保存，但单据没有打出来：{why}</source>
            <translation>Saved, but the paper was not printed: {why}</translation>
        </message>
    </context>
    <context>
        <name>InstrumentCard</name>
        <message>
            <source>未配对的仪器结果：打开所属申请单，再在这里按 Enter</source>
            <translation>Results of no known order: open the order they belong to, then press Enter here</translation>
        </message>
        <message>
            <source>未配对的仪器结果</source>
            <translation>Results of no known order</translation>
        </message>
    </context>
    <context>
        <name>IssuedNumber</name>
        <message>
            <source>已挂号，前面 {n} 人。下一位请插卡。</source>
            <translation>Registered, {n} before. Next card, please.</translation>
        </message>
    </context>
    <context>
        <name>JoinForm</name>
        <message>
            <source>加入</source>
            <translation>Join</translation>
        </message>
        <message>
            <source>这台电脑将成为本机构的又一台设备。每个人第一次在这里登录要联网，或由管理员在旁。</source>
            <translation>This PC becomes one more device of the clinic. Everybody's first login here needs the line, or an administrator beside.</translation>
        </message>
        <message>
            <source>您的工号</source>
            <translation>Your staff id</translation>
        </message>
        <message>
            <source>空着：唯一的管理员</source>
            <translation>empty: the only administrator</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
    </context>
    <context>
        <name>KeyCard</name>
        <message>
            <source>键位</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>键就写在按钮上。Esc 关闭。键位可在 keymap.toml 里改。</source>
            <translation>Keys are on the buttons. Esc closes. Change keys in keymap.toml.</translation>
        </message>
    </context>
    <context>
        <name>LabForm</name>
        <message>
            <source>检验结果</source>
            <translation>Results</translation>
        </message>
        <message>
            <source>这些项目没有设检验明细，请在下面写结论。</source>
            <translation>No items are set up for this; write a conclusion below.</translation>
        </message>
        <message>
            <source>结果</source>
            <translation>Result</translation>
        </message>
    </context>
    <context>
        <name>LeftColumn</name>
        <message>
            <source>候诊队列</source>
            <translation>Queue</translation>
        </message>
        <message>
            <source>这里没有人</source>
            <translation>Nobody here</translation>
        </message>
        <message>
            <source>就诊历史</source>
            <translation>Earlier visits</translation>
        </message>
        <message>
            <source>没有以前的就诊</source>
            <translation>No earlier visits</translation>
        </message>
        <message>
            <source>下一位</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>重呼</source>
            <translation>Call again</translation>
        </message>
        <message>
            <source>无挂号接诊</source>
            <translation>See without registration</translation>
        </message>
        <message>
            <source>按状态分</source>
            <translation>By state</translation>
        </message>
    </context>
    <context>
        <name>LessonCard</name>
        <message>
            <source>对。</source>
            <translation>Right.</translation>
        </message>
        <message>
            <source>正确的是：{right}</source>
            <translation>The right one: {right}</translation>
        </message>
    </context>
    <context>
        <name>LineForm</name>
        <message>
            <source>本次发</source>
            <translation>Now</translation>
        </message>
        <message>
            <source>批次</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>为什么不发先到期的</source>
            <translation>Why not the batch that expires first</translation>
        </message>
        <message>
            <source>不发先到期的，要写原因</source>
            <translation>Why not the batch that expires first</translation>
        </message>
        <message>
            <source>没有追溯码的原因</source>
            <translation>Why there is no trace code</translation>
        </message>
        <message>
            <source>扫药盒上的追溯码；扫不了选原因 1–6</source>
            <translation>Scan the box; if it cannot be, choose why 1–6</translation>
        </message>
        <message>
            <source>批号 {lot}（{day} 到期）{qty}</source>
            <translation>Lot {lot} (until {day}) {qty}</translation>
        </message>
        <message>
            <source>药盒 {n}/{all}</source>
            <translation>Boxes {n}/{all}</translation>
        </message>
        <message>
            <source>，尾号 {tails}</source>
            <translation>, ending in {tails}</translation>
        </message>
        <message>
            <source>按先到期先发</source>
            <translation>First to expire first</translation>
        </message>
    </context>
    <context>
        <name>ListsModel</name>
        <message>
            <source>先粘贴名单：一行一个孩子，姓名加出生日期，或身份证号。</source>
            <translation>Paste a list first: one child a line, name and birth date, or identity number.</translation>
        </message>
        <message>
            <source>查验 {all} 人：需补种 {short}，齐全 {full}，查不到或有重名 {unknown}</source>
            <translation>{all} checked: {short} lack doses, {full} complete, {unknown} not found or of the same name</translation>
        </message>
        <message>
            <source>要通知 {n} 人。</source>
            <translation>{n} to be told.</translation>
        </message>
        <message>
            <source>先查验一份名单，或列出要通知的孩子。</source>
            <translation>Check a list or list the reminders first.</translation>
        </message>
    </context>
    <context>
        <name>ListsPart</name>
        <message>
            <source>表名、服务或拼音首字母，如 gxy；回车填新表</source>
            <translation>Form, service or initials; Enter begins a new one</translation>
        </message>
        <message>
            <source>找表</source>
            <translation>Find a form</translation>
        </message>
        <message>
            <source>记录表</source>
            <translation>Record form</translation>
        </message>
        <message>
            <source>没有这样的表</source>
            <translation>No such form</translation>
        </message>
        <message>
            <source>已签名的记录</source>
            <translation>Signed records</translation>
        </message>
        <message>
            <source>还没有记录
在左边选一张表，按回车填写</source>
            <translation>No record yet
Choose a form at the left and press Enter</translation>
        </message>
        <message>
            <source>今年的健康教育</source>
            <translation>Health education this year</translation>
        </message>
        <message>
            <source>打空白表</source>
            <translation>Blank sheet</translation>
        </message>
        <message>
            <source>打印记录</source>
            <translation>Print record</translation>
        </message>
        <message>
            <source>今年的最低要求</source>
            <translation>Least for this year</translation>
        </message>
        <message>
            <source>班级名单</source>
            <translation>Class list</translation>
        </message>
        <message>
            <source>一行一个孩子：
姓名 出生日期，或身份证号
陈小宝 2022-03-05</source>
            <translation>One child a line:
name and birth date, or identity number
陈小宝 2022-03-05</translation>
        </message>
        <message>
            <source>查验</source>
            <translation>Check</translation>
        </message>
        <message>
            <source>接种日</source>
            <translation>Day of vaccination</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>列出催种名单</source>
            <translation>List reminders</translation>
        </message>
        <message>
            <source>打印名单</source>
            <translation>Print the list</translation>
        </message>
        <message>
            <source>谁缺什么</source>
            <translation>Who lacks what</translation>
        </message>
        <message>
            <source>没有缺种的孩子
左边粘贴名单按 F8 查验，或按 F7 列出催种名单</source>
            <translation>No child lacks anything
Paste a list at the left and press F8, or F7 for reminders</translation>
        </message>
        <message>
            <source>查验与催种</source>
            <translation>Checks and reminders</translation>
        </message>
        <message>
            <source>{line}（有重名）</source>
            <translation>{line} (several of that name)</translation>
        </message>
        <message>
            <source>查不到：{lines}</source>
            <translation>Not found: {lines}</translation>
        </message>
        <message>
            <source>全部</source>
            <translation>All</translation>
        </message>
        <message>
            <source>入托入学查验</source>
            <translation>Check at school entry</translation>
        </message>
        <message>
            <source>催种</source>
            <translation>Reminders</translation>
        </message>
    </context>
    <context>
        <name>LockOverlay</name>
        <message>
            <source>已锁屏</source>
            <translation>Locked</translation>
        </message>
        <message>
            <source>解锁</source>
            <translation>Unlock</translation>
        </message>
        <message>
            <source>没做完的都还在。换人请改工号。</source>
            <translation>Unfinished work is kept. Another person: change the ID.</translation>
        </message>
        <message>
            <source>已锁屏 · {name}</source>
            <translation>Locked · {name}</translation>
        </message>
    </context>
    <context>
        <name>LoginForm</name>
        <message>
            <source>请等 {n} 秒再试</source>
            <translation>Try again in {n} s</translation>
        </message>
        <message>
            <source>正在核对…</source>
            <translation>Checking…</translation>
        </message>
        <message>
            <source>工号</source>
            <translation>Staff ID</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
    </context>
    <context>
        <name>LoginPage</name>
        <message>
            <source>登录</source>
            <translation>Log in</translation>
        </message>
        <message>
            <source>断网也能登录。忘记密码请找管理员重设。</source>
            <translation>Works without a line. Forgot the password? The administrator can reset it.</translation>
        </message>
    </context>
    <context>
        <name>LoginViewModel</name>
        <message>
            <source>请输入工号和密码。</source>
            <translation>Type staff ID and password.</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>乡医通 · {facility}</source>
            <translation>Xiangyitong · {facility}</translation>
        </message>
        <message>
            <source>现在还不能：{word}</source>
            <translation>Not possible now: {word}</translation>
        </message>
        <message>
            <source>本页不用 {key}（{word}）</source>
            <translation>{key} ({word}) does nothing on this page</translation>
        </message>
    </context>
    <context>
        <name>MeasureRow</name>
        <message>
            <source>记测量</source>
            <translation>Note values</translation>
        </message>
        <message>
            <source>收缩压</source>
            <translation>Systolic</translation>
        </message>
        <message>
            <source>舒张压</source>
            <translation>Diastolic</translation>
        </message>
        <message>
            <source>空腹血糖</source>
            <translation>Glucose</translation>
        </message>
        <message>
            <source>体重</source>
            <translation>Weight</translation>
        </message>
    </context>
    <context>
        <name>MergesPart</name>
        <message>
            <source>合并记录</source>
            <translation>Merges</translation>
        </message>
        <message>
            <source>还没有合并过档案</source>
            <translation>Nothing was merged yet</translation>
        </message>
        <message>
            <source>拆分的原因</source>
            <translation>Why they are split</translation>
        </message>
        <message>
            <source>拆分</source>
            <translation>Split</translation>
        </message>
    </context>
    <context>
        <name>MonthModel</name>
        <message>
            <source>已存为 {file}</source>
            <translation>Saved as {file}</translation>
        </message>
    </context>
    <context>
        <name>MonthPart</name>
        <message>
            <source>上月</source>
            <translation>Month before</translation>
        </message>
        <message>
            <source>下月</source>
            <translation>Month after</translation>
        </message>
        <message>
            <source>进销存</source>
            <translation>Stock of the month</translation>
        </message>
        <message>
            <source>这个月没有库存，也没有出入库</source>
            <translation>No stock and no movements this month</translation>
        </message>
        <message>
            <source>打印月报</source>
            <translation>Print the month</translation>
        </message>
        <message>
            <source>存为表格</source>
            <translation>Save as workbook</translation>
        </message>
        <message>
            <source>月结</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>期初 {opening} ＋ 入 {came} ＋ 出 {went} ＋ 盘点调价 {adjusted} ＋ 拆零差 {split} ＝ 期末 {closing}</source>
            <translation>Opening {opening} + in {came} + out {went} + adjusted {adjusted} + split {split} = closing {closing}</translation>
        </message>
    </context>
    <context>
        <name>NarcoticsModel</name>
        <message>
            <source>已收回 {n} 个空安瓿（废贴）。</source>
            <translation>{n} empty ampoules (patches) taken back.</translation>
        </message>
        <message>
            <source>已销毁 {n} 个空安瓿（废贴）。</source>
            <translation>{n} empty ampoules (patches) destroyed.</translation>
        </message>
    </context>
    <context>
        <name>NarcoticsPart</name>
        <message>
            <source>药品</source>
            <translation>Drug</translation>
        </message>
        <message>
            <source>上月</source>
            <translation>Month before</translation>
        </message>
        <message>
            <source>下月</source>
            <translation>Month after</translation>
        </message>
        <message>
            <source>专册</source>
            <translation>Register</translation>
        </message>
        <message>
            <source>这个月没有出入</source>
            <translation>Nothing in or out this month</translation>
        </message>
        <message>
            <source>收回空安瓿</source>
            <translation>Take back ampoules</translation>
        </message>
        <message>
            <source>打印专册</source>
            <translation>Print register</translation>
        </message>
        <message>
            <source>销毁空安瓿</source>
            <translation>Destroy ampoules</translation>
        </message>
        <message>
            <source>麻精专册</source>
            <translation>Narcotics register</translation>
        </message>
        <message>
            <source>上月结存 {opening}　月末结存 {closing} {unit}　未销毁空安瓿 {kept}</source>
            <translation>Brought forward {opening}　At month's end {closing} {unit}　Empty ampoules kept {kept}</translation>
        </message>
        <message>
            <source>{name} {id}　{disease}　处方 {order}　医师 {doctor}　领药人 {receiver} {its_id}</source>
            <translation>{name} {id}　{disease}　Prescription {order}　Doctor {doctor}　Received by {receiver} {its_id}</translation>
        </message>
        <message>
            <source>本人</source>
            <translation>Patient</translation>
        </message>
        <message>
            <source>收回空安瓿（废贴）</source>
            <translation>Take back ampoules (patches)</translation>
        </message>
        <message>
            <source>少收的原因</source>
            <translation>Why fewer came back</translation>
        </message>
    </context>
    <context>
        <name>NewcomerForm</name>
        <message>
            <source>男</source>
            <translation>Male</translation>
        </message>
        <message>
            <source>女</source>
            <translation>Female</translation>
        </message>
        <message>
            <source>未说明</source>
            <translation>Not stated</translation>
        </message>
        <message>
            <source>{sex} · {birth} 生 · {age}</source>
            <translation>{sex} · born {birth} · {age}</translation>
        </message>
        <message>
            <source>（地区码不在新旧区划表中，请再看一眼）</source>
            <translation> (area in no list, look again)</translation>
        </message>
        <message>
            <source>已建档：{name}。就是此人</source>
            <translation>Registered: {name}. This is the person</translation>
        </message>
        <message>
            <source>请填姓名。</source>
            <translation>Enter the name.</translation>
        </message>
        <message>
            <source>没有证件号码时请选原因。</source>
            <translation>Without a number choose the reason.</translation>
        </message>
        <message>
            <source>号码还不完整。</source>
            <translation>The number is not complete.</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>没有就空着，给临时身份</source>
            <translation>none: a temporary identity is given</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>无证件的原因</source>
            <translation>Why no number</translation>
        </message>
        <message>
            <source>特征或送来的人</source>
            <translation>Features, or who brought them</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
    </context>
    <context>
        <name>NotedCard</name>
        <message>
            <source>撤销的原因，Enter 确认，Esc 返回</source>
            <translation>Why; Enter confirms</translation>
        </message>
        <message>
            <source>撤销的原因</source>
            <translation>Reason for striking</translation>
        </message>
    </context>
    <context>
        <name>NotesPanel</name>
        <message>
            <source>病程记录</source>
            <translation>Notes</translation>
        </message>
        <message>
            <source>还没有记录
按 Ins 写病程</source>
            <translation>No notes yet
Ins writes one</translation>
        </message>
        <message>
            <source>补记</source>
            <translation>Addendum</translation>
        </message>
        <message>
            <source>补记（按 F6 加到上面这份记录）</source>
            <translation>Addendum (F6 adds it to the note above)</translation>
        </message>
        <message>
            <source>记录类别</source>
            <translation>Kind of note</translation>
        </message>
        <message>
            <source>出院诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>出院诊断：名称、首字母</source>
            <translation>Diagnosis at discharge: name, initials</translation>
        </message>
        <message>
            <source>出院诊断：</source>
            <translation>Diagnosis at discharge: </translation>
        </message>
        <message>
            <source>补记 {when} {who}：{text}</source>
            <translation>Addendum {when} {who}: {text}</translation>
        </message>
        <message>
            <source>医师 {name}</source>
            <translation>Doctor {name}</translation>
        </message>
        <message>
            <source>记录内容</source>
            <translation>Text of the note</translation>
        </message>
    </context>
    <context>
        <name>Notice</name>
        <message>
            <source>处理</source>
            <translation>Act</translation>
        </message>
        <message>
            <source>关闭这条提示</source>
            <translation>Close this notice</translation>
        </message>
    </context>
    <context>
        <name>OpenPart</name>
        <message>
            <source>更正</source>
            <translation>Corrected</translation>
        </message>
        <message>
            <source>撤回</source>
            <translation>Withdraw</translation>
        </message>
        <message>
            <source>{by} 签于 {day}</source>
            <translation>signed by {by} on {day}</translation>
        </message>
        <message>
            <source>更正或撤回的原因</source>
            <translation>Reason to correct or withdraw</translation>
        </message>
        <message>
            <source>原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>Esc 返回</source>
            <translation>Esc back</translation>
        </message>
    </context>
    <context>
        <name>OrderLine</name>
        <message>
            <source>1 长期</source>
            <translation>1 Long</translation>
        </message>
        <message>
            <source>2 临时</source>
            <translation>2 Once</translation>
        </message>
        <message>
            <source>类别</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>医嘱内容</source>
            <translation>Order</translation>
        </message>
        <message>
            <source>药名、项目、饮食，或直接写</source>
            <translation>Drug, item, diet, or in words</translation>
        </message>
        <message>
            <source>剂量</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>频次</source>
            <translation>Frequency</translation>
        </message>
        <message>
            <source>途径</source>
            <translation>Route</translation>
        </message>
        <message>
            <source>组</source>
            <translation>Group</translation>
        </message>
        <message>
            <source>嘱托</source>
            <translation>Remark</translation>
        </message>
        <message>
            <source>请选定医嘱内容。</source>
            <translation>Choose what is ordered.</translation>
        </message>
        <message>
            <source>组号是一个数字。</source>
            <translation>The group is a number.</translation>
        </message>
    </context>
    <context>
        <name>OrderTable</name>
        <message>
            <source>处方和项目</source>
            <translation>Prescription and items</translation>
        </message>
        <message>
            <source>“{text}”没有选定，请从列表里选，或清空。</source>
            <translation>“{text}” was not chosen from the list; choose, or clear it.</translation>
        </message>
        <message>
            <source>{name} 的天数或总量不对，请核对。</source>
            <translation>Days or quantity of {name} make no sense; check them.</translation>
        </message>
        <message>
            <source>总量</source>
            <translation>Quantity</translation>
        </message>
        <message>
            <source>剂量</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>频次</source>
            <translation>Frequency</translation>
        </message>
        <message>
            <source>用法</source>
            <translation>Route</translation>
        </message>
        <message>
            <source>天数</source>
            <translation>Days</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>药名、项目、首字母或编码；↓ 看建议</source>
            <translation>Name, initials or code; ↓ suggests</translation>
        </message>
        <message>
            <source>药品或项目</source>
            <translation>Drug or item</translation>
        </message>
        <message>
            <source>自备</source>
            <translation>Own</translation>
        </message>
    </context>
    <context>
        <name>Ordering</name>
        <message>
            <source>申请单已撤销。</source>
            <translation>The order is cancelled.</translation>
        </message>
        <message>
            <source>已开 {n} 张申请单，随本次就诊一起收费。</source>
            <translation>{n} slips ordered; they are charged with this visit.</translation>
        </message>
    </context>
    <context>
        <name>OrderingBar</name>
        <message>
            <source>开检查</source>
            <translation>Order tests</translation>
        </message>
        <message>
            <source>检验检查项目</source>
            <translation>Examination</translation>
        </message>
        <message>
            <source>检验检查项目：名称、首字母</source>
            <translation>Examination: name or initials</translation>
        </message>
        <message>
            <source>平诊</source>
            <translation>Routine</translation>
        </message>
        <message>
            <source>急诊</source>
            <translation>emergency</translation>
        </message>
        <message>
            <source>急缓</source>
            <translation>Urgency</translation>
        </message>
        <message>
            <source>申请单</source>
            <translation>Order slip</translation>
        </message>
        <message>
            <source>目的</source>
            <translation>Purpose</translation>
        </message>
        <message>
            <source>部位，按 Enter 开单</source>
            <translation>Site; Enter orders</translation>
        </message>
        <message>
            <source>撤销原因，按 Enter 撤销</source>
            <translation>Why cancelled; Enter cancels</translation>
        </message>
    </context>
    <context>
        <name>OrdersCard</name>
        <message>
            <source>采购单</source>
            <translation>Order submitted</translation>
        </message>
        <message>
            <source>还没有采购单
在“拟单”里按 F8 提交第一张</source>
            <translation>No orders yet
Submit the first with F8 under Draft</translation>
        </message>
        <message>
            <source>采购单明细</source>
            <translation>Lines of the order</translation>
        </message>
        <message>
            <source>左边选一张采购单</source>
            <translation>Choose an order at the left</translation>
        </message>
        <message>
            <source>发票金额</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>付款日期</source>
            <translation>Paid on</translation>
        </message>
        <message>
            <source>发票号</source>
            <translation>Invoice</translation>
        </message>
        <message>
            <source>发票金额（元）</source>
            <translation>Amount (yuan)</translation>
        </message>
        <message>
            <source>撤单原因</source>
            <translation>Why taken back</translation>
        </message>
    </context>
    <context>
        <name>OrdersPanel</name>
        <message>
            <source>医嘱单</source>
            <translation>Order sheet</translation>
        </message>
        <message>
            <source>还没有医嘱
按 Ins 开医嘱</source>
            <translation>No orders yet
Ins begins one</translation>
        </message>
        <message>
            <source>理由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>理由；特殊使用级：会诊人</source>
            <translation>Reason; special grade: who was consulted</translation>
        </message>
        <message>
            <source>问过，无过敏</source>
            <translation>Asked: none</translation>
        </message>
        <message>
            <source>皮试阴性</source>
            <translation>Test negative</translation>
        </message>
        <message>
            <source>皮试阳性</source>
            <translation>Test positive</translation>
        </message>
        <message>
            <source>0 孕哺未问</source>
            <translation>0 Not asked</translation>
        </message>
        <message>
            <source>1 未孕未哺乳</source>
            <translation>1 Neither</translation>
        </message>
        <message>
            <source>2 怀孕</source>
            <translation>2 Pregnant</translation>
        </message>
        <message>
            <source>3 哺乳</source>
            <translation>3 Nursing</translation>
        </message>
        <message>
            <source>孕哺</source>
            <translation>Pregnant or nursing</translation>
        </message>
        <message>
            <source>待签：</source>
            <translation>To sign: </translation>
        </message>
        <message>
            <source>另有 {n} 条提醒</source>
            <translation>{n} more</translation>
        </message>
    </context>
    <context>
        <name>OtherForm</name>
        <message>
            <source>日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>暂缓</source>
            <translation>Deferred</translation>
        </message>
        <message>
            <source>外院接种</source>
            <translation>Given elsewhere</translation>
        </message>
        <message>
            <source>撤销末剂</source>
            <translation>Withdraw the last</translation>
        </message>
        <message>
            <source>{series}：暂缓、外院接种、撤销</source>
            <translation>{series}: defer, given elsewhere, withdraw</translation>
        </message>
        <message>
            <source>暂缓、外院接种、撤销</source>
            <translation>Defer, given elsewhere, withdraw</translation>
        </message>
        <message>
            <source>缓到，或接种日期</source>
            <translation>Deferred to, or day of the dose</translation>
        </message>
        <message>
            <source>缓种原因</source>
            <translation>Why deferred</translation>
        </message>
        <message>
            <source>说明、撤销原因，或外院接种单位</source>
            <translation>Note, why withdrawn, or who gave it</translation>
        </message>
    </context>
    <context>
        <name>OutpatientLogPage</name>
        <message>
            <source>门诊日志的各部分</source>
            <translation>Parts of the outpatient log</translation>
        </message>
        <message>
            <source>从</source>
            <translation>From</translation>
        </message>
        <message>
            <source>到</source>
            <translation>To</translation>
        </message>
        <message>
            <source>全部医师</source>
            <translation>All doctors</translation>
        </message>
        <message>
            <source>医师</source>
            <translation>Doctor</translation>
        </message>
        <message>
            <source>传染病</source>
            <translation>Infectious</translation>
        </message>
        <message>
            <source>查询</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>导出表格…</source>
            <translation>Export…</translation>
        </message>
        <message>
            <source>门诊日志</source>
            <translation>Visit log</translation>
        </message>
        <message>
            <source>这段时间没有完成的就诊
换一个日期再查</source>
            <translation>No visit was finished in these days
Choose others</translation>
        </message>
        <message>
            <source>我的未报</source>
            <translation>Mine open</translation>
        </message>
        <message>
            <source>没有未报的传染病</source>
            <translation>Nothing left to answer</translation>
        </message>
        <message>
            <source>是病例，已报卡</source>
            <translation>A case, reported</translation>
        </message>
        <message>
            <source>第 {first}–{last} 行，共 {total} 行；← → 翻页</source>
            <translation>Rows {first} to {last} of {total}; ← → turn the page</translation>
        </message>
        <message>
            <source>诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>诊断名称或编码</source>
            <translation>Name or code of a diagnosis</translation>
        </message>
        <message>
            <source>至</source>
            <translation>to</translation>
        </message>
        <message>
            <source>不是病例的原因</source>
            <translation>Why it is no case</translation>
        </message>
        <message>
            <source>不是病例：写明原因，按 Enter</source>
            <translation>No case: say why, Enter</translation>
        </message>
    </context>
    <context>
        <name>OutpatientLogViewModel</name>
        <message>
            <source>先写明为什么不是病例，再按 Enter。</source>
            <translation>Say first why it is no case, then Enter.</translation>
        </message>
        <message>
            <source>已答复：{name}。</source>
            <translation>Answered: {name}.</translation>
        </message>
        <message>
            <source>已导出 {n} 行到 {file}。证件号和电话已隐去中间几位。</source>
            <translation>{n} rows exported to {file}; numbers are masked.</translation>
        </message>
        <message>
            <source>门诊日志已出纸。证件号和电话已隐去中间几位。</source>
            <translation>The log is printed; numbers are masked.</translation>
        </message>
    </context>
    <context>
        <name>OutpatientPage</name>
        <message>
            <source>找居民，无挂号接诊</source>
            <translation>Find a resident to see without registration</translation>
        </message>
        <message>
            <source>姓名、首字母、身份证号</source>
            <translation>Name, initials, ID number</translation>
        </message>
        <message>
            <source>还没有接诊
按 F5 叫下一位，或在左边选一位按 Enter</source>
            <translation>Nobody with you yet
F5 calls the next, or choose one at the left and press Enter</translation>
        </message>
        <message>
            <source>重开的处方里只能有药品。</source>
            <translation>A prescription written anew holds drugs only.</translation>
        </message>
        <message>
            <source>重开的处方里没有药品。</source>
            <translation>The prescription written anew has no drug.</translation>
        </message>
    </context>
    <context>
        <name>OutpatientViewModel</name>
        <message>
            <source>这位还没有建档，请先到挂号处建档。</source>
            <translation>Not registered here yet: register at the front desk first.</translation>
        </message>
        <message>
            <source>请 {number} 号 {name} 到 {room} 就诊。</source>
            <translation>{number} {name}, please come to {room}.</translation>
        </message>
        <message>
            <source>没有人候诊。</source>
            <translation>Nobody is waiting.</translation>
        </message>
    </context>
    <context>
        <name>PackingModel</name>
        <message>
            <source>已打包 {n} 张表，按路线排好。</source>
            <translation>{n} sheets packed in the order of the way.</translation>
        </message>
    </context>
    <context>
        <name>PackingPart</name>
        <message>
            <source>全部村组</source>
            <translation>All villages</translation>
        </message>
        <message>
            <source>村组</source>
            <translation>Village and group</translation>
        </message>
        <message>
            <source>可以带上的</source>
            <translation>What can be taken along</translation>
        </message>
        <message>
            <source>这里没有该做的
纳入管理或建档后，该随访的自动出现</source>
            <translation>Nothing is due here
Who is taken into care or has a record comes up by itself</translation>
        </message>
        <message>
            <source>打包</source>
            <translation>Pack</translation>
        </message>
        <message>
            <source>带上 {sheets} 张表，{people} 人　空格键选或不选</source>
            <translation>{sheets} sheets for {people} people go along　Space takes or leaves out</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>找功能</source>
            <translation>Find a function</translation>
        </message>
        <message>
            <source>功能名或拼音首字母，如 gh = 挂号</source>
            <translation>Name or pinyin initials of a function, e.g. gh</translation>
        </message>
    </context>
    <context>
        <name>PartModel</name>
        <message>
            <source>已打印：{title}</source>
            <translation>Printed: {title}</translation>
        </message>
    </context>
    <context>
        <name>PastCard</name>
        <message>
            <source>以前的就诊</source>
            <translation>Earlier visit</translation>
        </message>
        <message>
            <source>照抄什么</source>
            <translation>What to copy</translation>
        </message>
        <message>
            <source>照抄处方</source>
            <translation>Copy the drugs</translation>
        </message>
        <message>
            <source>Esc 返回</source>
            <translation>Esc back</translation>
        </message>
        <message>
            <source>整次就诊</source>
            <translation>The whole visit</translation>
        </message>
    </context>
    <context>
        <name>PayCard</name>
        <message>
            <source>结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>暂估</source>
            <translation>Provisional</translation>
        </message>
        <message>
            <source>离线预结算，以县里复核为准</source>
            <translation>Computed offline; the county decides</translation>
        </message>
        <message>
            <source>总费用</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>医保支付</source>
            <translation>Insurance pays</translation>
        </message>
        <message>
            <source>账户支付</source>
            <translation>From account</translation>
        </message>
        <message>
            <source>1 微信</source>
            <translation>1 WeChat</translation>
        </message>
        <message>
            <source>2 支付宝</source>
            <translation>2 Alipay</translation>
        </message>
        <message>
            <source>3 银行卡</source>
            <translation>3 Bank card</translation>
        </message>
        <message>
            <source>其他收款方式</source>
            <translation>Other means of payment</translation>
        </message>
        <message>
            <source>选 1–3</source>
            <translation>Pick 1–3</translation>
        </message>
        <message>
            <source>其他方式收多少</source>
            <translation>How much by other means</translation>
        </message>
        <message>
            <source>空 = 全部</source>
            <translation>blank = all</translation>
        </message>
        <message>
            <source>现金应收</source>
            <translation>Cash due</translation>
        </message>
        <message>
            <source>缴款</source>
            <translation>Tendered</translation>
        </message>
        <message>
            <source>空 = 刚好</source>
            <translation>blank = exact</translation>
        </message>
        <message>
            <source>找零</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>其他方式</source>
            <translation>Other means</translation>
        </message>
        <message>
            <source>电子钱包</source>
            <translation>E-purse</translation>
        </message>
        <message>
            <source>这不是金额，请重新输入。</source>
            <translation>This is no amount; type it again.</translation>
        </message>
        <message>
            <source>其他方式收多了，请改小。</source>
            <translation>More by other means than is due.</translation>
        </message>
        <message>
            <source>还差 {amount}</source>
            <translation>{amount} short</translation>
        </message>
        <message>
            <source>查钱包</source>
            <translation>Ask the purse</translation>
        </message>
        <message>
            <source>退钱包</source>
            <translation>Purse back in cash</translation>
        </message>
        <message>
            <source>余额 {amount}</source>
            <translation>Balance {amount}</translation>
        </message>
        <message>
            <source>钱包已扣 {amount}</source>
            <translation>E-purse debited {amount}</translation>
        </message>
        <message>
            <source>付 {pays}　余额 {balance}</source>
            <translation>pays {pays}　holds {balance}</translation>
        </message>
        <message>
            <source>上一位　{name}　应收 {due}　缴款 {received}　找零 {change}　收据 {number}</source>
            <translation>Before: {name}, due {due}, given {received}, change {change}, receipt {number}</translation>
        </message>
    </context>
    <context>
        <name>Paying</name>
        <message>
            <source>已登记：{amount} 已从钱包扣款。</source>
            <translation>Written down: {amount} was taken from the purse.</translation>
        </message>
        <message>
            <source>已登记：{amount} 没有从钱包扣款。</source>
            <translation>Written down: {amount} was not taken from the purse.</translation>
        </message>
        <message>
            <source>请退给患者现金 {amount}。钱包余额不变。</source>
            <translation>Give {amount} in cash to the patient. The purse stays as it is.</translation>
        </message>
        <message>
            <source>{name} 已挂账 {number}，先收 {paid}。医保恢复后在“未完成”里补结算。</source>
            <translation>{name} is on account {number}, {paid} taken. Settle under “Unfinished” when the insurance is back.</translation>
        </message>
    </context>
    <context>
        <name>PersonFinder</name>
        <message>
            <source>姓名、拼音、证件号或后四位、电话、卡号</source>
            <translation>Name, pinyin, number or last four, phone, card</translation>
        </message>
        <message>
            <source>找人</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>找到的居民</source>
            <translation>Residents found</translation>
        </message>
        <message>
            <source>输入姓名、拼音首字母或号码
也可以直接插卡</source>
            <translation>Type a name, initials or a number
or put in a card</translation>
        </message>
    </context>
    <context>
        <name>PersonPanel</name>
        <message>
            <source>插卡、扫码，或在上面输入姓名、拼音、证件号
没有卡的新居民按 Ins</source>
            <translation>Insert a card, scan, or type a name, pinyin or ID above
Ins: a new resident without a card</translation>
        </message>
    </context>
    <context>
        <name>PharmacyPage</name>
        <message>
            <source>找单子</source>
            <translation>Find a bill</translation>
        </message>
        <message>
            <source>收据号、就诊号、姓名、首字母、卡号</source>
            <translation>Receipt, visit, name, initials, card</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>待发药</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>没有人等药
收了费的单子自己会出现</source>
            <translation>Nobody waits for drugs
Paid bills appear by themselves</translation>
        </message>
        <message>
            <source>发出的比收费的多</source>
            <translation>More handed out than paid for</translation>
        </message>
        <message>
            <source>发出的药都收过费</source>
            <translation>All that went out is paid for</translation>
        </message>
        <message>
            <source>收发核对</source>
            <translation>Money and medicine</translation>
        </message>
        <message>
            <source>收费的药都发了
发出的药都收过费</source>
            <translation>Everything paid is handed out
Everything handed out is paid</translation>
        </message>
        <message>
            <source>退药</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>打处方笺</source>
            <translation>Prescriptions</translation>
        </message>
        <message>
            <source>退掉上一盒</source>
            <translation>Put the last box back</translation>
        </message>
        <message>
            <source>发药</source>
            <translation>Dispense</translation>
        </message>
        <message>
            <source>已发药</source>
            <translation>Handed out</translation>
        </message>
        <message>
            <source>多发</source>
            <translation>Too much</translation>
        </message>
        <message>
            <source>正在发药…</source>
            <translation>Handing out…</translation>
        </message>
        <message>
            <source>待发药、已发药、多发、收发核对</source>
            <translation>Waiting, handed out, too much, money and medicine</translation>
        </message>
    </context>
    <context>
        <name>PharmacyViewModel</name>
        <message>
            <source>{name} 的药已由另一窗口发出，或账单已退。</source>
            <translation>Another window handed out the drugs of {name}, or the bill was taken back.</translation>
        </message>
        <message>
            <source>{number} {name} 的 {n} 种药已发出。</source>
            <translation>{number} {name}: {n} drugs handed out.</translation>
        </message>
        <message>
            <source>{number} {name} 退回 {n} 种药。请患者到收费处退费。</source>
            <translation>{number} {name}: {n} drugs came back. The cashier gives the money back.</translation>
        </message>
        <message>
            <source>这位居民没有已收费待发的药。</source>
            <translation>Nothing that is paid waits for this resident.</translation>
        </message>
    </context>
    <context>
        <name>PlanCard</name>
        <message>
            <source>加药</source>
            <translation>Add a drug</translation>
        </message>
        <message>
            <source>不在建议里的药：药名、首字母或编码</source>
            <translation>A drug that is not suggested: name, initials or code</translation>
        </message>
        <message>
            <source>采购建议</source>
            <translation>Suggested order</translation>
        </message>
        <message>
            <source>没有快用完的药
要订别的药，在上面按药名加</source>
            <translation>Nothing runs short
Add another drug by its name above</translation>
        </message>
        <message>
            <source>订购</source>
            <translation>Ordered</translation>
        </message>
        <message>
            <source>事由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>共 {n} 种 {yen}</source>
            <translation>{n} drugs, {yen}</translation>
        </message>
        <message>
            <source>订购数量</source>
            <translation>Packs ordered</translation>
        </message>
    </context>
    <context>
        <name>PracticeForm</name>
        <message>
            <source>处方权</source>
            <translation>Rights to prescribe</translation>
        </message>
        <message>
            <source>抗菌药物能开到哪一级，由执业类别和职称决定。</source>
            <translation>Up to which grade of antibiotics follows from licence and title.</translation>
        </message>
        <message>
            <source>执业类别</source>
            <translation>Licensed as</translation>
        </message>
        <message>
            <source>职称</source>
            <translation>Title</translation>
        </message>
    </context>
    <context>
        <name>PricesCard</name>
        <message>
            <source>要执行的调价</source>
            <translation>Price orders to follow</translation>
        </message>
        <message>
            <source>库存都是县里现行的价格</source>
            <translation>All stock stands at the county's price</translation>
        </message>
        <message>
            <source>原价与新价</source>
            <translation>Prices before and after</translation>
        </message>
        <message>
            <source>没有要调价的批次</source>
            <translation>No batch to revalue</translation>
        </message>
    </context>
    <context>
        <name>ProgrammesPage</name>
        <message>
            <source>项目</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>从</source>
            <translation>From</translation>
        </message>
        <message>
            <source>到</source>
            <translation>To</translation>
        </message>
        <message>
            <source>查询</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>导出表格…</source>
            <translation>Export…</translation>
        </message>
        <message>
            <source>登记册</source>
            <translation>Register</translation>
        </message>
        <message>
            <source>这段时间没有登记
找到居民（F3），在右边登记</source>
            <translation>Nobody enrolled in this time
Find a person (F3), enrol on the right</translation>
        </message>
        <message>
            <source>检查或手术</source>
            <translation>Check or operation</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>结果</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>补助，元</source>
            <translation>Subsidy, yuan</translation>
        </message>
        <message>
            <source>登记结果</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>发补助</source>
            <translation>Pay</translation>
        </message>
        <message>
            <source>随访</source>
            <translation>Follow-up</translation>
        </message>
        <message>
            <source>收回或撤销</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>登记 {n}　完成 {done}　已补助 {paid_cases} 例 {paid}　逾期随访 {overdue}</source>
            <translation>{n} enrolled   {done} done   {paid_cases} paid {paid}   {overdue} overdue</translation>
        </message>
        <message>
            <source>先找到居民：按 F3，或插卡</source>
            <translation>Find somebody: F3, or a card</translation>
        </message>
        <message>
            <source>不符合：{reasons}</source>
            <translation>Not eligible: {reasons}</translation>
        </message>
        <message>
            <source>符合条件</source>
            <translation>Eligible</translation>
        </message>
        <message>
            <source>左边选一例</source>
            <translation>Choose a case on the left</translation>
        </message>
        <message>
            <source>至</source>
            <translation>to</translation>
        </message>
        <message>
            <source>所选的一例</source>
            <translation>Chosen case</translation>
        </message>
        <message>
            <source>机构</source>
            <translation>Facility</translation>
        </message>
        <message>
            <source>随访所见，或收回、撤销的原因</source>
            <translation>What was found, or why taken back</translation>
        </message>
    </context>
    <context>
        <name>ProgrammesViewModel</name>
        <message>
            <source>请先找到这位居民：按 F3，或插卡。</source>
            <translation>Find the person first: F3, or a card.</translation>
        </message>
        <message>
            <source>已登记。</source>
            <translation>Recorded.</translation>
        </message>
        <message>
            <source>请填写日期。</source>
            <translation>Enter the day.</translation>
        </message>
        <message>
            <source>结果已登记。</source>
            <translation>Result recorded.</translation>
        </message>
        <message>
            <source>补助已登记。</source>
            <translation>Subsidy recorded.</translation>
        </message>
        <message>
            <source>随访已登记。</source>
            <translation>Follow-up recorded.</translation>
        </message>
        <message>
            <source>补助已收回。</source>
            <translation>Subsidy taken back.</translation>
        </message>
        <message>
            <source>登记已撤销。</source>
            <translation>Enrolment withdrawn.</translation>
        </message>
        <message>
            <source>已导出 {n} 例：{file}</source>
            <translation>{n} cases exported: {file}</translation>
        </message>
        <message>
            <source>请先在登记册里选一例。</source>
            <translation>Choose a case first.</translation>
        </message>
        <message>
            <source>没有登记：{reasons}。</source>
            <translation>Not enrolled: {reasons}.</translation>
        </message>
    </context>
    <context>
        <name>PurchasePage</name>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>按建议重拟</source>
            <translation>As suggested</translation>
        </message>
        <message>
            <source>撤单</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>对票</source>
            <translation>Match invoice</translation>
        </message>
        <message>
            <source>付款</source>
            <translation>Paid</translation>
        </message>
        <message>
            <source>提交采购单</source>
            <translation>Submit the order</translation>
        </message>
        <message>
            <source>到货</source>
            <translation>Arrival</translation>
        </message>
        <message>
            <source>按新价调整库存</source>
            <translation>Revalue the stock</translation>
        </message>
        <message>
            <source>打印联系单</source>
            <translation>Print the list</translation>
        </message>
        <message>
            <source>入库</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>正在保存…</source>
            <translation>Saving…</translation>
        </message>
        <message>
            <source>拟单</source>
            <translation>Draft</translation>
        </message>
        <message>
            <source>订单</source>
            <translation>Orders</translation>
        </message>
        <message>
            <source>调价</source>
            <translation>Prices</translation>
        </message>
        <message>
            <source>召回</source>
            <translation>Recalled</translation>
        </message>
        <message>
            <source>县配送</source>
            <translation>County distribution</translation>
        </message>
        <message>
            <source>拟单、订单、到货、调价、召回</source>
            <translation>Draft, orders, arrival, prices, recalls</translation>
        </message>
    </context>
    <context>
        <name>PurchaseViewModel</name>
        <message>
            <source>采购单已撤销。</source>
            <translation>The order is taken back.</translation>
        </message>
        <message>
            <source>发票与实收一致，已登记。</source>
            <translation>The invoice is what was received; it is kept.</translation>
        </message>
        <message>
            <source>付款日期已登记。</source>
            <translation>The day of payment is kept.</translation>
        </message>
        <message>
            <source>库存已按新价调整。</source>
            <translation>The stock now stands at the new price.</translation>
        </message>
        <message>
            <source>召回联系单已打印。</source>
            <translation>The call-back list is printed.</translation>
        </message>
        <message>
            <source>这张采购单没有在途的货：配送方发货后，这里一键填好入库单。</source>
            <translation>Nothing of this order is on its way: once it is shipped, this key fills the receipt.</translation>
        </message>
        <message>
            <source>采购单已提交，县里收到后接单。</source>
            <translation>The order is submitted; the county accepts it once it arrives.</translation>
        </message>
        <message>
            <source>{n} 个批次已入库。</source>
            <translation>{n} batches received.</translation>
        </message>
    </context>
    <context>
        <name>PurseCardAsked</name>
        <message>
            <source>1 已扣款</source>
            <translation>1 taken</translation>
        </message>
        <message>
            <source>2 没有扣款</source>
            <translation>2 not taken</translation>
        </message>
        <message>
            <source>发卡方的答复</source>
            <translation>What the issuer says</translation>
        </message>
        <message>
            <source>选答复 1–2</source>
            <translation>Answer 1–2</translation>
        </message>
        <message>
            <source>发卡方答复编号</source>
            <translation>Issuer's reference number</translation>
        </message>
        <message>
            <source>确认退现金</source>
            <translation>Hand back cash</translation>
        </message>
        <message>
            <source>Esc 不办</source>
            <translation>Esc keep as is</translation>
        </message>
        <message>
            <source>这张卡不再来时，登记发卡方对 {amount} 这笔扣款的答复。登记后不能再改。</source>
            <translation>Where this card does not come back: write down what its issuer says of the debit of {amount}. It cannot be changed later.</translation>
        </message>
        <message>
            <source>把钱包已扣的 {amount} 用现金退给患者？退后这笔扣款不能再用来结算，钱包余额不变。</source>
            <translation>Hand back in cash the {amount} taken from the purse? The debit can then settle no bill; the purse stays as it is.</translation>
        </message>
        <message>
            <source>确认登记</source>
            <translation>Write down</translation>
        </message>
    </context>
    <context>
        <name>QueueCard</name>
        <message>
            <source>今日队列</source>
            <translation>Today's queue</translation>
        </message>
        <message>
            <source>这里还没有人
插卡后按 Enter 就挂号</source>
            <translation>Nobody here
Insert a card and press Enter</translation>
        </message>
        <message>
            <source>退号</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>重打凭条</source>
            <translation>Print again</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>按状态分</source>
            <translation>By state</translation>
        </message>
    </context>
    <context>
        <name>RailHeading</name>
        <message>
            <source>已展开</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>已收起</source>
            <translation>Folded</translation>
        </message>
    </context>
    <context>
        <name>ReadingsPage</name>
        <message>
            <source>通知了谁</source>
            <translation>Who was told</translation>
        </message>
        <message>
            <source>怎么处理</source>
            <translation>What was done</translation>
        </message>
        <message>
            <source>处置完成</source>
            <translation>Answered</translation>
        </message>
        <message>
            <source>待审核</source>
            <translation>To review</translation>
        </message>
        <message>
            <source>没有待审核的自测数据
设备的文件放进文件夹后自动出现在这里</source>
            <translation>Nothing to review
Files of the devices show here by themselves</translation>
        </message>
        <message>
            <source>作废的原因</source>
            <translation>Why it is rejected</translation>
        </message>
        <message>
            <source>确认</source>
            <translation>Confirm</translation>
        </message>
        <message>
            <source>本人全部确认</source>
            <translation>All of this person</translation>
        </message>
        <message>
            <source>作废</source>
            <translation>Reject</translation>
        </message>
        <message>
            <source>没对上人</source>
            <translation>Nobody's</translation>
        </message>
        <message>
            <source>没有对不上人的数据</source>
            <translation>Nothing without a person</translation>
        </message>
        <message>
            <source>归谁</source>
            <translation>Whose</translation>
        </message>
        <message>
            <source>归到本人</source>
            <translation>Is this person's</translation>
        </message>
        <message>
            <source>不是本机构的</source>
            <translation>Not ours</translation>
        </message>
        <message>
            <source>退回的文件</source>
            <translation>Files refused</translation>
        </message>
        <message>
            <source>没有退回的文件</source>
            <translation>No file was refused</translation>
        </message>
        <message>
            <source>自测</source>
            <translation>Self-measured</translation>
        </message>
        <message>
            <source>待审核的自测数据</source>
            <translation>Readings to review</translation>
        </message>
    </context>
    <context>
        <name>ReadingsViewModel</name>
        <message>
            <source>没有待审核的数据。</source>
            <translation>Nothing waits for review.</translation>
        </message>
        <message>
            <source>{name}：已确认 {n} 条，记入健康档案。</source>
            <translation>{name}: {n} confirmed and in the record.</translation>
        </message>
        <message>
            <source>已作废。</source>
            <translation>Rejected.</translation>
        </message>
        <message>
            <source>{name} 的危急值已处置。</source>
            <translation>The critical value of {name} is answered.</translation>
        </message>
        <message>
            <source>先选一条没对上人的数据，再按 F3 找到居民。</source>
            <translation>Choose one that is nobody's, then find the resident with F3.</translation>
        </message>
        <message>
            <source>已归到本人名下 {n} 条，请审核。</source>
            <translation>{n} now in the person's name; please review.</translation>
        </message>
        <message>
            <source>先选一条没对上人的数据。</source>
            <translation>Choose one that is nobody's first.</translation>
        </message>
        <message>
            <source>不是本机构的人，不再等待。</source>
            <translation>Nobody of this facility; it waits no longer.</translation>
        </message>
        <message>
            <source>文件夹里还有 {n} 个文件，正在接着读。</source>
            <translation>{n} more files in the folder; reading on.</translation>
        </message>
    </context>
    <context>
        <name>RecallsCard</name>
        <message>
            <source>召回的批次</source>
            <translation>Recalled lots</translation>
        </message>
        <message>
            <source>本院没有进过被召回的批次</source>
            <translation>No recalled lot was ever here</translation>
        </message>
        <message>
            <source>领过这一批的人</source>
            <translation>Who was given of this lot</translation>
        </message>
        <message>
            <source>没有人领过这一批</source>
            <translation>Nobody was given of this lot</translation>
        </message>
        <message>
            <source>召回原因：{reason}</source>
            <translation>Recalled because: {reason}</translation>
        </message>
    </context>
    <context>
        <name>ReceiptCard</name>
        <message>
            <source>药品</source>
            <translation>Drug</translation>
        </message>
        <message>
            <source>药名、首字母或编码</source>
            <translation>Name, initials or code</translation>
        </message>
        <message>
            <source>2028-06</source>
            <translation>2028-06</translation>
        </message>
        <message>
            <source>数量</source>
            <translation>Qty</translation>
        </message>
        <message>
            <source>进价</source>
            <translation>Price</translation>
        </message>
        <message>
            <source>加入</source>
            <translation>Join</translation>
        </message>
        <message>
            <source>这张入库单</source>
            <translation>This delivery</translation>
        </message>
        <message>
            <source>还没有药品
照送货单一行一行填；每行填完后逐盒扫追溯码</source>
            <translation>No drugs yet
Type the delivery note line by line; after each line scan its boxes</translation>
        </message>
        <message>
            <source>没有追溯码的原因</source>
            <translation>Why there is no trace code</translation>
        </message>
        <message>
            <source>逐盒扫码；扫不了选原因 1–3</source>
            <translation>Scan each box; if it cannot be, choose why 1–3</translation>
        </message>
        <message>
            <source>批号</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>有效期至</source>
            <translation>Expires</translation>
        </message>
        <message>
            <source>数量（盒）</source>
            <translation>Packs</translation>
        </message>
        <message>
            <source>进价（元/盒）</source>
            <translation>Price (yuan)</translation>
        </message>
        <message>
            <source>从列表里选</source>
            <translation>Choose from the list</translation>
        </message>
        <message>
            <source>照药盒填</source>
            <translation>As on the box</translation>
        </message>
        <message>
            <source>已过期，应拒收</source>
            <translation>Expired: refuse it</translation>
        </message>
        <message>
            <source>填盒数</source>
            <translation>How many packs?</translation>
        </message>
        <message>
            <source>填进价</source>
            <translation>At what price?</translation>
        </message>
        <message>
            <source>供货单位</source>
            <translation>Supplier</translation>
        </message>
        <message>
            <source>发票或送货单号</source>
            <translation>Invoice or delivery note</translation>
        </message>
    </context>
    <context>
        <name>RecordForm</name>
        <message>
            <source>症状和时间，如：咽痛、发热2天</source>
            <translation>Symptom and time: sore throat, fever for 2 days</translation>
        </message>
        <message>
            <source>现病史</source>
            <translation>History</translation>
        </message>
        <message>
            <source>体温 °C</source>
            <translation>Temperature °C</translation>
        </message>
        <message>
            <source>脉搏 次/分</source>
            <translation>Pulse a minute</translation>
        </message>
        <message>
            <source>呼吸 次/分</source>
            <translation>Breaths a minute</translation>
        </message>
        <message>
            <source>收缩压 mmHg</source>
            <translation>Systolic mmHg</translation>
        </message>
        <message>
            <source>舒张压 mmHg</source>
            <translation>Diastolic mmHg</translation>
        </message>
        <message>
            <source>体格检查</source>
            <translation>Examination</translation>
        </message>
        <message>
            <source>体格检查所见</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>名称、首字母或 ICD 编码</source>
            <translation>Name, initials or ICD code</translation>
        </message>
        <message>
            <source>中医诊断</source>
            <translation>TCM diagnosis</translation>
        </message>
        <message>
            <source>病名或证候、首字母</source>
            <translation>Disease, pattern, or initials</translation>
        </message>
        <message>
            <source>中医</source>
            <translation>Chinese medicine</translation>
        </message>
        <message>
            <source>起病几天</source>
            <translation>Days since onset</translation>
        </message>
        <message>
            <source>初诊</source>
            <translation>First visit</translation>
        </message>
        <message>
            <source>复诊</source>
            <translation>Repeat visit</translation>
        </message>
        <message>
            <source>初诊或复诊</source>
            <translation>First visit or return</translation>
        </message>
        <message>
            <source>几天后复诊</source>
            <translation>Days until the next visit</translation>
        </message>
        <message>
            <source>病人去向</source>
            <translation>Where the patient went</translation>
        </message>
        <message>
            <source>要测</source>
            <translation>due</translation>
        </message>
        <message>
            <source>请填写主诉。</source>
            <translation>Enter the chief complaint.</translation>
        </message>
        <message>
            <source>{what} 的数值不在合理范围，请核对。</source>
            <translation>{what} is out of range; check it.</translation>
        </message>
        <message>
            <source>血压要收缩压和舒张压一起填。</source>
            <translation>Enter systolic and diastolic pressure together.</translation>
        </message>
        <message>
            <source>请至少填写一个诊断。</source>
            <translation>Enter at least one diagnosis.</translation>
        </message>
        <message>
            <source>{what} {value} 是危急值。核对无误，请再按一次完成就诊。</source>
            <translation>{what} {value} is critical. If it is right, press Finish once more.</translation>
        </message>
        <message>
            <source>起病</source>
            <translation>Onset</translation>
        </message>
        <message>
            <source>天</source>
            <translation>days</translation>
        </message>
        <message>
            <source>主诉 *</source>
            <translation>Complaint *</translation>
        </message>
        <message>
            <source>检查</source>
            <translation>Exam</translation>
        </message>
        <message>
            <source>诊断 *</source>
            <translation>Diagnosis *</translation>
        </message>
        <message>
            <source>处理</source>
            <translation>Act</translation>
        </message>
        <message>
            <source>天后复诊</source>
            <translation>days to next visit</translation>
        </message>
    </context>
    <context>
        <name>RecordPart</name>
        <message>
            <source>建档</source>
            <translation>Open record</translation>
        </message>
        <message>
            <source>与人重号，换一个编号</source>
            <translation>Number held twice: give another</translation>
        </message>
        <message>
            <source>打印档案</source>
            <translation>Print record</translation>
        </message>
        <message>
            <source>打印信息卡</source>
            <translation>Print card</translation>
        </message>
        <message>
            <source>档案内容</source>
            <translation>Contents</translation>
        </message>
        <message>
            <source>死亡与迁移</source>
            <translation>Deaths and moves</translation>
        </message>
        <message>
            <source>没有迁移</source>
            <translation>No moves</translation>
        </message>
        <message>
            <source>同户的人</source>
            <translation>Household</translation>
        </message>
        <message>
            <source>还没有入户
到“住户”里立户或入户</source>
            <translation>In no household yet
Found or join one under Households</translation>
        </message>
        <message>
            <source>变动</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>登记</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>更正所选</source>
            <translation>Correct chosen</translation>
        </message>
        <message>
            <source>编号 {number}</source>
            <translation>No. {number}</translation>
        </message>
        <message>
            <source>还没有建档</source>
            <translation>No record yet</translation>
        </message>
        <message>
            <source>动态档案</source>
            <translation>Dynamic record</translation>
        </message>
        <message>
            <source>一年内没有服务</source>
            <translation>No service in a year</translation>
        </message>
        <message>
            <source>{filled}/{all} 项已有</source>
            <translation>{filled} of {all} there</translation>
        </message>
        <message>
            <source>已有纸质档案才填；留空由系统编号</source>
            <translation>Only for a paper record; empty gives the next number</translation>
        </message>
        <message>
            <source>村（居）委会代码，12 位</source>
            <translation>Village code, 12 digits</translation>
        </message>
        <message>
            <source>原档案编号，17 位</source>
            <translation>Number on paper, 17 digits</translation>
        </message>
        <message>
            <source>去向、死因，或更正的原因</source>
            <translation>Where to, cause of death, or why corrected</translation>
        </message>
    </context>
    <context>
        <name>RefundCard</name>
        <message>
            <source>部分退</source>
            <translation>Choose lines</translation>
        </message>
        <message>
            <source>1 药品退回</source>
            <translation>1 Drugs returned</translation>
        </message>
        <message>
            <source>2 项目没有做</source>
            <translation>2 Not carried out</translation>
        </message>
        <message>
            <source>3 收错了</source>
            <translation>3 Charged by mistake</translation>
        </message>
        <message>
            <source>4 换付费方式</source>
            <translation>4 Another way to pay</translation>
        </message>
        <message>
            <source>退费原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>选原因 1–4</source>
            <translation>Reason 1–4</translation>
        </message>
        <message>
            <source>补充说明</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>补充说明（可不填）</source>
            <translation>Remark (optional)</translation>
        </message>
        <message>
            <source>确认退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>Esc 不退</source>
            <translation>Esc Keep</translation>
        </message>
        <message>
            <source>退掉收据 {number} {name}（共 {total}）。药品已发的先退药。</source>
            <translation>Take back receipt {number}, {name} ({total}). Drugs handed out go back first.</translation>
        </message>
        <message>
            <source>整单退</source>
            <translation>Whole bill</translation>
        </message>
        <message>
            <source>填要退的数量</source>
            <translation>Type the quantities that come back</translation>
        </message>
        <message>
            <source>正在算…</source>
            <translation>Computing…</translation>
        </message>
    </context>
    <context>
        <name>ReportView</name>
        <message>
            <source>报告</source>
            <translation>Report</translation>
        </message>
        <message>
            <source>没有数值结果</source>
            <translation>No values</translation>
        </message>
        <message>
            <source>所见</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>结论</source>
            <translation>Conclusion</translation>
        </message>
        <message>
            <source>危急值</source>
            <translation>Critical</translation>
        </message>
        <message>
            <source>已更正：{what}</source>
            <translation>Corrected: {what}</translation>
        </message>
    </context>
    <context>
        <name>ResidentStrip</name>
        <message>
            <source>没有选定居民</source>
            <translation>Nobody selected</translation>
        </message>
        <message>
            <source>插卡、扫码，或按查找键找人</source>
            <translation>Insert a card, scan a code, or press the find key</translation>
        </message>
    </context>
    <context>
        <name>ResidentsPage</name>
        <message>
            <source>姓名、拼音、证件号或后四位、电话、卡号</source>
            <translation>Name, pinyin, number or last four, phone, card</translation>
        </message>
        <message>
            <source>找人</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>找到的居民</source>
            <translation>Residents found</translation>
        </message>
        <message>
            <source>输入姓名、拼音首字母或号码
也可以直接插卡</source>
            <translation>Type a name, initials or a number
or put in a card</translation>
        </message>
        <message>
            <source>需要人看的行</source>
            <translation>Rows to look at</translation>
        </message>
        <message>
            <source>每一行都好</source>
            <translation>Every row is good</translation>
        </message>
        <message>
            <source>保存修改</source>
            <translation>Save changes</translation>
        </message>
        <message>
            <source>从表格导入…</source>
            <translation>Import a spreadsheet…</translation>
        </message>
        <message>
            <source>正在读登记表：{n} 行…</source>
            <translation>Reading the register: {n} rows…</translation>
        </message>
        <message>
            <source>居民档案</source>
            <translation>Resident</translation>
        </message>
        <message>
            <source>还没有选定居民
在左边选一位，或插卡</source>
            <translation>Nobody chosen
Pick somebody at the left, or insert a card</translation>
        </message>
    </context>
    <context>
        <name>ResidentsViewModel</name>
        <message>
            <source>已改：{name}。</source>
            <translation>Changed: {name}.</translation>
        </message>
        <message>
            <source>登记表读完：{rows} 行，建档 {new}，已有 {known}，需要人看 {left}。</source>
            <translation>Register read: {rows} rows, {new} registered, {known} known, {left} to look at.</translation>
        </message>
    </context>
    <context>
        <name>ReturnForm</name>
        <message>
            <source>退回多少？没有退的填 0。</source>
            <translation>How much comes back? 0 for none.</translation>
        </message>
        <message>
            <source>1 过敏或不适</source>
            <translation>1 allergy</translation>
        </message>
        <message>
            <source>2 医生改方</source>
            <translation>2 changed by the doctor</translation>
        </message>
        <message>
            <source>3 患者不要了</source>
            <translation>3 not wanted</translation>
        </message>
        <message>
            <source>4 发错了</source>
            <translation>4 wrong drug</translation>
        </message>
        <message>
            <source>退药原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>选原因 1–4</source>
            <translation>Reason 1–4</translation>
        </message>
        <message>
            <source>确认退药</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>Esc 不退</source>
            <translation>Esc Keep</translation>
        </message>
        <message>
            <source>已发 {count}</source>
            <translation>out: {count}</translation>
        </message>
    </context>
    <context>
        <name>ReversalBar</name>
        <message>
            <source>退掉这次出院结算？预交金部分仍留作预交金。</source>
            <translation>Take this settlement back? What the deposit paid is held again.</translation>
        </message>
        <message>
            <source>1 记账有误</source>
            <translation>1 charged wrongly</translation>
        </message>
        <message>
            <source>2 出院日期或诊断有误</source>
            <translation>2 wrong day or diagnosis</translation>
        </message>
        <message>
            <source>3 换付费方式</source>
            <translation>3 other way to pay</translation>
        </message>
        <message>
            <source>退结算原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>选原因 1–3</source>
            <translation>Reason 1–3</translation>
        </message>
        <message>
            <source>补充说明</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>可不填</source>
            <translation>optional</translation>
        </message>
        <message>
            <source>确认退结算</source>
            <translation>Take it back</translation>
        </message>
        <message>
            <source>Esc 不退</source>
            <translation>Esc Keep</translation>
        </message>
    </context>
    <context>
        <name>ReviewPage</name>
        <message>
            <source>点评的各部分</source>
            <translation>Parts of the review</translation>
        </message>
        <message>
            <source>我的处方点评</source>
            <translation>Reviews of my prescriptions</translation>
        </message>
        <message>
            <source>还没有点评退回来。县里点评后会自动出现在这里。</source>
            <translation>Nothing came back yet. What the county reviews appears here by itself.</translation>
        </message>
        <message>
            <source>指标</source>
            <translation>Indicator</translation>
        </message>
        <message>
            <source>这个月还没有处方</source>
            <translation>No prescriptions in this month</translation>
        </message>
        <message>
            <source>微课</source>
            <translation>Lessons</translation>
        </message>
        <message>
            <source>县里还没有发布微课</source>
            <translation>The county has published no lessons yet</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>接受</source>
            <translation>Accept</translation>
        </message>
        <message>
            <source>申诉</source>
            <translation>Appeal</translation>
        </message>
        <message>
            <source>{month} 我与全院（← → 换月份；黄色请留意）</source>
            <translation>{month}: mine and the institution's (← → other months; look at yellow ones)</translation>
        </message>
        <message>
            <source>退回的点评</source>
            <translation>Came back</translation>
        </message>
        <message>
            <source>我的指标</source>
            <translation>My figures</translation>
        </message>
        <message>
            <source>处方和意见</source>
            <translation>Prescription and remark</translation>
        </message>
        <message>
            <source>合理</source>
            <translation>reasonable</translation>
        </message>
        <message>
            <source>我的申诉：{text}</source>
            <translation>My appeal: {text}</translation>
        </message>
        <message>
            <source>复核结论：{codes}。{text}</source>
            <translation>Concluded: {codes}. {text}</translation>
        </message>
        <message>
            <source>接受这张处方的点评，只能答复一次：再按 {key} 确认，Esc 返回。</source>
            <translation>Accept this judgement; it is answered once: {key} again to confirm, Esc to go back.</translation>
        </message>
        <message>
            <source>提交申诉，只能答复一次：再按 {key} 确认，Esc 返回。</source>
            <translation>Send the appeal; it is answered once: {key} again to confirm, Esc to go back.</translation>
        </message>
        <message>
            <source>申诉的理由</source>
            <translation>Reason of the appeal</translation>
        </message>
        <message>
            <source>不同意的，写明理由再按申诉</source>
            <translation>If you disagree, write why, then appeal</translation>
        </message>
    </context>
    <context>
        <name>ReviewPanel</name>
        <message>
            <source>审方</source>
            <translation>Review</translation>
        </message>
    </context>
    <context>
        <name>ReviewViewModel</name>
        <message>
            <source>先写明申诉的理由，再按一次。</source>
            <translation>Write the reason of the appeal first, then press again.</translation>
        </message>
        <message>
            <source>已接受。</source>
            <translation>Accepted.</translation>
        </message>
        <message>
            <source>申诉已提交，等点评药师复核。</source>
            <translation>The appeal is sent and waits for the pharmacist.</translation>
        </message>
    </context>
    <context>
        <name>Room</name>
        <message>
            <source>Esc  退出入户</source>
            <translation>Esc  Leave</translation>
        </message>
        <message>
            <source>上一位</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>下一位</source>
            <translation>Next</translation>
        </message>
        <message>
            <source>第 {at} 位，共 {all} 位，{done} 位已做完</source>
            <translation>{at} of {all}, {done} done</translation>
        </message>
        <message>
            <source>✓ {name}</source>
            <translation>✓ {name}</translation>
        </message>
        <message>
            <source>{name}　逾期 {n} 天</source>
            <translation>{name}  {n} days overdue</translation>
        </message>
        <message>
            <source>{name}　到 {day}</source>
            <translation>{name}  by {day}</translation>
        </message>
        <message>
            <source>正在存…</source>
            <translation>Saving…</translation>
        </message>
        <message>
            <source>已存本机 {at}</source>
            <translation>On this PC {at}</translation>
        </message>
        <message>
            <source>充电 {n}%</source>
            <translation>Charging {n}%</translation>
        </message>
        <message>
            <source>电量 {n}%</source>
            <translation>Battery {n}%</translation>
        </message>
        <message>
            <source>正在读…</source>
            <translation>Reading…</translation>
        </message>
        <message>
            <source>现在没有要入户的人。
在工作清单或下乡包里选好，再按 Ctrl+W。</source>
            <translation>Nobody to visit now.
Choose on the work list or a round pack, then press Ctrl+W.</translation>
        </message>
        <message>
            <source>这位都做完了。按 F5 到下一位。</source>
            <translation>All done here. F5 goes to the next person.</translation>
        </message>
    </context>
    <context>
        <name>RoundsPage</name>
        <message>
            <source>下乡包的各部分</source>
            <translation>Parts of the rounds</translation>
        </message>
        <message>
            <source>回录</source>
            <translation>Type back</translation>
        </message>
        <message>
            <source>打包</source>
            <translation>Pack</translation>
        </message>
    </context>
    <context>
        <name>RoundsViewModel</name>
        <message>
            <source>这张表还没有保存。请先按 F8 保存，或按 Esc 放弃。</source>
            <translation>This sheet is not saved yet. Press F8 to save it, or Esc to throw it away.</translation>
        </message>
        <message>
            <source>这张表填了一半。再按一次 Esc 放弃，接着填就保留。</source>
            <translation>This sheet is half typed in. Esc once more throws it away; going on keeps it.</translation>
        </message>
        <message>
            <source>危急值：{values}。核对纸上无误后再按一次 F8。</source>
            <translation>Critical: {values}. Compare with the paper, then press F8 again.</translation>
        </message>
        <message>
            <source>照片已加密保存。</source>
            <translation>The picture is kept encrypted.</translation>
        </message>
        <message>
            <source>{day} 的下乡包已出纸，共 {n} 张表。</source>
            <translation>The pack of {day} is on paper: {n} sheets.</translation>
        </message>
        <message>
            <source>{who} 已录入。扫下一张，或在列表里选。</source>
            <translation>{who} is typed in. Scan the next sheet, or choose it from the list.</translation>
        </message>
    </context>
    <context>
        <name>Rows</name>
        <message>
            <source>＋ 加一行</source>
            <translation>＋ Add a row</translation>
        </message>
        <message>
            <source>－ 去末行</source>
            <translation>－ Remove the last row</translation>
        </message>
        <message>
            <source>无</source>
            <translation>none</translation>
        </message>
        <message>
            <source>—</source>
            <translation>—</translation>
        </message>
        <message>
            <source>Ins 加一行，0 没有</source>
            <translation>Ins adds a row, 0 says none</translation>
        </message>
    </context>
    <context>
        <name>SearchBox</name>
        <message>
            <source>查找</source>
            <translation>Search</translation>
        </message>
    </context>
    <context>
        <name>SettlementPage</name>
        <message>
            <source>找账单</source>
            <translation>Find a bill</translation>
        </message>
        <message>
            <source>就诊号、姓名、首字母、卡号</source>
            <translation>Visit number, name, initials, card</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>待收费</source>
            <translation>To pay</translation>
        </message>
        <message>
            <source>没有待收费的账单</source>
            <translation>No bills to charge</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>打收据</source>
            <translation>Receipt</translation>
        </message>
        <message>
            <source>结算单</source>
            <translation>Settlement sheet</translation>
        </message>
        <message>
            <source>暂挂</source>
            <translation>Aside</translation>
        </message>
        <message>
            <source>挂账</source>
            <translation>On account</translation>
        </message>
        <message>
            <source>发卡方答复</source>
            <translation>Issuer's answer</translation>
        </message>
        <message>
            <source>结清差额</source>
            <translation>Settle difference</translation>
        </message>
        <message>
            <source>为什么</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>改自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>收费</source>
            <translation>Cashier</translation>
        </message>
        <message>
            <source>今日结算</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>县里有差异</source>
            <translation>Differing</translation>
        </message>
        <message>
            <source>未完成</source>
            <translation>Unfinished</translation>
        </message>
        <message>
            <source>县里复核有 {n} 笔与本机不同。最近一笔 {name}：{todo}</source>
            <translation>The county found {n} settlements otherwise. The latest, {name}: {todo}</translation>
        </message>
        <message>
            <source>去看</source>
            <translation>Look</translation>
        </message>
        <message>
            <source>钱包是否扣款还不清楚：让患者把同一张卡放上，再查结果。查清前不要另外收钱。</source>
            <translation>It is not known whether the e-purse was debited: lay the same card on the reader and ask. Take no other money until then.</translation>
        </message>
        <message>
            <source>查结果</source>
            <translation>Ask the card</translation>
        </message>
        <message>
            <source>改医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>正在结算…</source>
            <translation>Settling…</translation>
        </message>
        <message>
            <source>打挂账单</source>
            <translation>On-account slip</translation>
        </message>
        <message>
            <source>收费、今日结算、县里差异、未完成</source>
            <translation>Charge, today, county differences, unfinished</translation>
        </message>
    </context>
    <context>
        <name>SettlementViewModel</name>
        <message>
            <source>{number} 号 {name} 的账单已暂挂，在左边列表里随时取回。</source>
            <translation>The bill of {number} {name} is put aside; take it up again from the list.</translation>
        </message>
        <message>
            <source>这位居民没有待收费的账单。</source>
            <translation>This resident has no bill to pay.</translation>
        </message>
    </context>
    <context>
        <name>SetupPage</name>
        <message>
            <source>首次设置</source>
            <translation>First set-up</translation>
        </message>
        <message>
            <source>新建本机构</source>
            <translation>New clinic</translation>
        </message>
        <message>
            <source>加入已有机构</source>
            <translation>Join an existing clinic</translation>
        </message>
        <message>
            <source>欢迎使用乡医通</source>
            <translation>Welcome to Xiangyitong</translation>
        </message>
    </context>
    <context>
        <name>SheetBar</name>
        <message>
            <source>成组</source>
            <translation>Group</translation>
        </message>
        <message>
            <source>自备</source>
            <translation>Own</translation>
        </message>
        <message>
            <source>饮片</source>
            <translation>Herbs</translation>
        </message>
        <message>
            <source>基本药物 {n}/{of}</source>
            <translation>Essential {n}/{of}</translation>
        </message>
        <message>
            <source>本人本月 {percent}%</source>
            <translation>my month {percent}%</translation>
        </message>
        <message>
            <source>西药和项目 {n}</source>
            <translation>Drugs and items {n}</translation>
        </message>
        <message>
            <source>西药和项目</source>
            <translation>Drugs and items</translation>
        </message>
        <message>
            <source>饮片 {n} 味</source>
            <translation>Herbs {n}</translation>
        </message>
    </context>
    <context>
        <name>SignForm</name>
        <message>
            <source>团队</source>
            <translation>Team</translation>
        </message>
        <message>
            <source>{n} 年</source>
            <translation>{n} yr</translation>
        </message>
        <message>
            <source>期限</source>
            <translation>Term</translation>
        </message>
        <message>
            <source>医保基金，元</source>
            <translation>Insurance, yuan</translation>
        </message>
        <message>
            <source>公卫经费，元</source>
            <translation>Public health, yuan</translation>
        </message>
        <message>
            <source>个人，元</source>
            <translation>Resident, yuan</translation>
        </message>
        <message>
            <source>签名</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>重签</source>
            <translation>Wipe</translation>
        </message>
        <message>
            <source>拍照的签字…</source>
            <translation>Photograph…</translation>
        </message>
        <message>
            <source>同户一起签</source>
            <translation>Whole household</translation>
        </message>
        <message>
            <source>签订协议</source>
            <translation>Sign</translation>
        </message>
        <message>
            <source>不愿签约</source>
            <translation>Refuses</translation>
        </message>
        <message>
            <source>不续了，返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>人群：{groups}（按档案）</source>
            <translation>Groups: {groups} (from the records)</translation>
        </message>
        <message>
            <source>签名保存在协议里</source>
            <translation>Kept in the contract</translation>
        </message>
        <message>
            <source>签约二级医院</source>
            <translation>Secondary hospital</translation>
        </message>
        <message>
            <source>签约三级医院</source>
            <translation>Tertiary hospital</translation>
        </message>
        <message>
            <source>签名图像加密存在本机</source>
            <translation>Kept encrypted on this PC</translation>
        </message>
        <message>
            <source>没有签名图像：打印后在纸上签字</source>
            <translation>No picture: sign on the printed paper</translation>
        </message>
        <message>
            <source>续签</source>
            <translation>Renew</translation>
        </message>
        <message>
            <source>签订 {n} 份协议</source>
            <translation>Sign {n} agreements</translation>
        </message>
        <message>
            <source>只签本人</source>
            <translation>This person only</translation>
        </message>
        <message>
            <source>合计 {total} 元/年</source>
            <translation>{total} yuan a year</translation>
        </message>
        <message>
            <source>，全户 {total}</source>
            <translation>, household {total}</translation>
        </message>
        <message>
            <source>每人每年</source>
            <translation>A person and year</translation>
        </message>
        <message>
            <source>代签人（本人签的空着）</source>
            <translation>Signed by (empty: the person)</translation>
        </message>
        <message>
            <source>备注，或不愿签的原因</source>
            <translation>Note, or why refused</translation>
        </message>
    </context>
    <context>
        <name>SignaturePad</name>
        <message>
            <source>请在此签名（鼠标、手指或笔）</source>
            <translation>Please sign here (mouse, finger or pen)</translation>
        </message>
    </context>
    <context>
        <name>Signed</name>
        <message>
            <source>空格键或点一下签名</source>
            <translation>Space or a touch to sign</translation>
        </message>
    </context>
    <context>
        <name>SignedRecord</name>
        <message>
            <source>改好后按 Ctrl+Enter 签发，原处方同时作废；F6 放弃。</source>
            <translation>Ctrl+Enter signs the new one and cancels the old; F6 keeps the old.</translation>
        </message>
        <message>
            <source>病假证明已出。</source>
            <translation>The certificate is printed.</translation>
        </message>
        <message>
            <source>处方笺已出 {n} 张。</source>
            <translation>{n} prescription sheets put out.</translation>
        </message>
    </context>
    <context>
        <name>SigningCard</name>
        <message>
            <source>Enter  签好了</source>
            <translation>Enter  Signed</translation>
        </message>
        <message>
            <source>Del  重签</source>
            <translation>Del  Again</translation>
        </message>
    </context>
    <context>
        <name>SigningModel</name>
        <message>
            <source>这项记录在「健康首页」里看。</source>
            <translation>See it on the chart.</translation>
        </message>
        <message>
            <source>请先找到居民：按 F3，或插卡。</source>
            <translation>First find a resident: F3, or a card.</translation>
        </message>
        <message>
            <source>还没有签约团队：按 Ctrl+Tab 到「团队」建一个。</source>
            <translation>There is no team: Ctrl+Tab, then make one.</translation>
        </message>
        <message>
            <source>已解约，原协议和履约记录都还在。</source>
            <translation>Ended. The agreement and what was done stay on record.</translation>
        </message>
        <message>
            <source>已记下不愿签约。</source>
            <translation>The refusal is on record.</translation>
        </message>
        <message>
            <source>还没有协议可以打印。</source>
            <translation>There is no agreement to print.</translation>
        </message>
        <message>
            <source>已签约。按 F10 打印协议。</source>
            <translation>Signed. F10 prints the agreement.</translation>
        </message>
        <message>
            <source>一户已签约 {n} 份。按 F10 打印全部协议。</source>
            <translation>{n} of the household signed. F10 prints all agreements.</translation>
        </message>
    </context>
    <context>
        <name>SigningPart</name>
        <message>
            <source>名单</source>
            <translation>List</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>名单是空的
找到居民（F3 或插卡），在右边签约</source>
            <translation>Nobody
Find a resident (F3 or card) and sign at the right</translation>
        </message>
        <message>
            <source>先找到居民：按 F3，或插卡
名单上按 Enter 也行</source>
            <translation>Find a resident: F3, or a card
or Enter in the list</translation>
        </message>
        <message>
            <source>签约</source>
            <translation>Contracts</translation>
        </message>
        <message>
            <source>{n} 份</source>
            <translation>{n}</translation>
        </message>
        <message>
            <source>{day} 不愿签约：{reason}</source>
            <translation>{day} refused: {reason}</translation>
        </message>
    </context>
    <context>
        <name>SimulatedDock</name>
        <message>
            <source>模拟读卡器</source>
            <translation>Simulated reader</translation>
        </message>
        <message>
            <source>演示用的卡</source>
            <translation>Cards for training</translation>
        </message>
        <message>
            <source>插卡</source>
            <translation>Insert</translation>
        </message>
        <message>
            <source>拔卡</source>
            <translation>Take out</translation>
        </message>
        <message>
            <source>演示用，卡和人都是编的</source>
            <translation>For training: cards and people are made up</translation>
        </message>
    </context>
    <context>
        <name>SplitBar</name>
        <message>
            <source>费用分担</source>
            <translation>Who pays</translation>
        </message>
        <message>
            <source>还没有预结算</source>
            <translation>Not previewed yet</translation>
        </message>
    </context>
    <context>
        <name>StaffPage</name>
        <message>
            <source>人员</source>
            <translation>Staff</translation>
        </message>
        <message>
            <source>新同事</source>
            <translation>New colleague</translation>
        </message>
        <message>
            <source>重设密码</source>
            <translation>Reset password</translation>
        </message>
        <message>
            <source>办理离职</source>
            <translation>Leaves</translation>
        </message>
        <message>
            <source>加入</source>
            <translation>Join</translation>
        </message>
        <message>
            <source>保存修改</source>
            <translation>Save changes</translation>
        </message>
        <message>
            <source>复职</source>
            <translation>Back at work</translation>
        </message>
        <message>
            <source>不能空着。</source>
            <translation>Must not be empty.</translation>
        </message>
        <message>
            <source>请至少选一个岗位。</source>
            <translation>Choose at least one role.</translation>
        </message>
        <message>
            <source>请输入新密码，至少 8 位。</source>
            <translation>Enter a new password, 8 characters at least.</translation>
        </message>
        <message>
            <source>两次输入不一样。</source>
            <translation>The two are not the same.</translation>
        </message>
        <message>
            <source>Enter 选中一人，在右边改岗位和处方权、重设密码或办理离职。新增和修改都由您签名，进入不可改的日志。</source>
            <translation>Enter picks somebody: roles, rights to prescribe, a new password or leaving at the right. You sign each change; the journal keeps it.</translation>
        </message>
        <message>
            <source>工号</source>
            <translation>Staff ID</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>执业证书编号</source>
            <translation>Licence</translation>
        </message>
        <message>
            <source>密码</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>至少 8 位</source>
            <translation>at least 8 characters</translation>
        </message>
        <message>
            <source>再输一次</source>
            <translation>Password again</translation>
        </message>
        <message>
            <source>岗位</source>
            <translation>Roles</translation>
        </message>
    </context>
    <context>
        <name>StaffViewModel</name>
        <message>
            <source>已加入：{name}。现在就能在本机构任何一台电脑上登录。</source>
            <translation>Added: {name}, who can sign in on every PC of the clinic now.</translation>
        </message>
        <message>
            <source>{name} 的岗位和处方权已改。</source>
            <translation>{name}: roles and rights are changed.</translation>
        </message>
        <message>
            <source>{name} 的密码已重设，请当面告知。</source>
            <translation>The password of {name} is reset; tell them in person.</translation>
        </message>
        <message>
            <source>{name} 已离职，不能再登录。</source>
            <translation>{name} has left and cannot sign in any more.</translation>
        </message>
        <message>
            <source>{name} 已复职。</source>
            <translation>{name} works here again.</translation>
        </message>
    </context>
    <context>
        <name>StatementsPage</name>
        <message>
            <source>申报对账的各部分</source>
            <translation>Parts of the statements</translation>
        </message>
        <message>
            <source>申报表</source>
            <translation>Statements</translation>
        </message>
        <message>
            <source>县里还没有发来申报表。每月月结后会自动出现在这里。</source>
            <translation>No statement has come yet. They appear here after each month's close.</translation>
        </message>
        <message>
            <source>申报明细</source>
            <translation>Records of the statement</translation>
        </message>
        <message>
            <source>选一张申报表看明细</source>
            <translation>Choose a statement to see its records</translation>
        </message>
        <message>
            <source>没有对平的结算</source>
            <translation>Records that do not match</translation>
        </message>
        <message>
            <source>都对平了</source>
            <translation>Everything balances</translation>
        </message>
        <message>
            <source>拨付</source>
            <translation>Payments</translation>
        </message>
        <message>
            <source>还没有拨付通知</source>
            <translation>No payment notice yet</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>明细</source>
            <translation>Records</translation>
        </message>
        <message>
            <source>答复，争议 {n} 笔</source>
            <translation>Answer, {n} disputed</translation>
        </message>
        <message>
            <source>确认无误</source>
            <translation>Confirm</translation>
        </message>
        <message>
            <source>{month} 共 {count} 笔，其中争议 {n} 笔。答复由您签名，不能再改：再按 {key} 确认，Esc 返回。</source>
            <translation>{month}: {count} records, {n} of them disputed. The answer bears your signature and stands: press {key} again, or Esc.</translation>
        </message>
        <message>
            <source>不同意的：写明原因，选中那一笔按 Enter；再按一次取消。</source>
            <translation>To dispute: say why, choose the record and press Enter; once more takes it back.</translation>
        </message>
        <message>
            <source>不同意的原因</source>
            <translation>Why you disagree</translation>
        </message>
        <message>
            <source>日结的清单与县里复核的逐笔相比。有没有对平的，那一天就不进申报表；对平后自动进下一张。</source>
            <translation>The closings against what the county adjudicated, record by record. A day that does not balance stays off the statement and comes with the next once it does.</translation>
        </message>
    </context>
    <context>
        <name>StatementsViewModel</name>
        <message>
            <source>先写明哪里不对，再按 Enter 标为争议。</source>
            <translation>Say what is wrong first, then press Enter to dispute it.</translation>
        </message>
        <message>
            <source>{month} 的申报表已答复，争议 {n} 笔，等县里裁定。</source>
            <translation>The statement of {month} is answered; {n} disputed records wait for the county.</translation>
        </message>
        <message>
            <source>{month} 的申报表已确认。</source>
            <translation>The statement of {month} is confirmed.</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>县里退回 {n} 条</source>
            <translation>{n} returned by the county</translation>
        </message>
    </context>
    <context>
        <name>StayHead</name>
        <message>
            <source>{bed} 床</source>
            <translation>Bed {bed}</translation>
        </message>
        <message>
            <source>医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>住院 {n} 天</source>
            <translation>{n} days in</translation>
        </message>
    </context>
    <context>
        <name>StockPage</name>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>库存</source>
            <translation>Stock</translation>
        </message>
        <message>
            <source>还没有入过库
按 Ctrl+Tab 到“入库”，照送货单填</source>
            <translation>Nothing was received yet
Press Ctrl+Tab to Receive and type the delivery note</translation>
        </message>
        <message>
            <source>库房的各部分</source>
            <translation>Parts of the store</translation>
        </message>
        <message>
            <source>删行</source>
            <translation>Delete row</translation>
        </message>
        <message>
            <source>入库</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>正在入库…</source>
            <translation>Receiving…</translation>
        </message>
    </context>
    <context>
        <name>StockViewModel</name>
        <message>
            <source>{n} 个批次已入库。</source>
            <translation>{n} batches received.</translation>
        </message>
    </context>
    <context>
        <name>Summary</name>
        <message>
            <source>未留电话</source>
            <translation>no phone</translation>
        </message>
        <message>
            <source>未建档：按卡上信息建档，同时挂号</source>
            <translation>New: registered from the card, with the visit</translation>
        </message>
        <message>
            <source>卡上：{card}，档案：{known}。请核对本人；要改档案请到“居民”页。</source>
            <translation>Card: {card}; register: {known}. Check the person; amend on the residents page.</translation>
        </message>
        <message>
            <source>今天已挂 {number} 号（{department}），不用重复挂号。</source>
            <translation>Registered today as {number} ({department}); no need to do it again.</translation>
        </message>
        <message>
            <source>这张卡是新的，已记到此人名下。</source>
            <translation>This card is new and is kept with the person now.</translation>
        </message>
    </context>
    <context>
        <name>SumsLine</name>
        <message>
            <source>合计</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>{n} 种药，分 {sheets} 张处方</source>
            <translation>{n} drugs on {sheets} sheets</translation>
        </message>
        <message>
            <source>＋ {name} {price}</source>
            <translation>+ {name} {price}</translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message>
            <source>立即同步</source>
            <translation>Sync now</translation>
        </message>
        <message>
            <source>演练</source>
            <translation>Rehearse</translation>
        </message>
        <message>
            <source>打印昨天的回执</source>
            <translation>Print yesterday's receipt</translation>
        </message>
        <message>
            <source>U盘摆渡…</source>
            <translation>By USB stick…</translation>
        </message>
        <message>
            <source>县里退回的记录</source>
            <translation>Records the county set aside</translation>
        </message>
        <message>
            <source>县里没有退回任何记录</source>
            <translation>The county has returned nothing</translation>
        </message>
        <message>
            <source>演练结果</source>
            <translation>Rehearsal</translation>
        </message>
        <message>
            <source>按 F7 演练：送出以前，先问县里会怎么处理</source>
            <translation>Press F7 to ask beforehand what the county would do</translation>
        </message>
        <message>
            <source>每天两边的合计</source>
            <translation>Both ends, day by day</translation>
        </message>
        <message>
            <source>还没有记录
同步一次后，这里每天核对一次条数和金额</source>
            <translation>Nothing yet
After a sync, each day's number and money are compared here</translation>
        </message>
        <message>
            <source>正在同步…</source>
            <translation>Syncing…</translation>
        </message>
        <message>
            <source>看过了</source>
            <translation>Seen</translation>
        </message>
        <message>
            <source>正在演练…</source>
            <translation>Rehearsing…</translation>
        </message>
        <message>
            <source>县里退回的 {n}</source>
            <translation>Returned {n}</translation>
        </message>
        <message>
            <source>演练结果 {n}</source>
            <translation>Rehearsal {n}</translation>
        </message>
        <message>
            <source>快照已收 {done} / {of} 条</source>
            <translation>Snapshot: {done} of {of} entries are here</translation>
        </message>
        <message>
            <source>正在问县里快照有多少条…</source>
            <translation>Asking the county how long the snapshot is…</translation>
        </message>
        <message>
            <source>{why}{do}　按 Enter 打开这条记录。</source>
            <translation>{why} {do} Enter opens the record.</translation>
        </message>
        <message>
            <source>共 {n} 条，先列最新的。</source>
            <translation> {n} in all, the newest are listed.</translation>
        </message>
        <message>
            <source>县里退回的、演练结果</source>
            <translation>Returned, rehearsal</translation>
        </message>
        <message>
            <source>县里退回的</source>
            <translation>Returned</translation>
        </message>
        <message>
            <source>快照进度</source>
            <translation>Progress of the snapshot</translation>
        </message>
    </context>
    <context>
        <name>TakeModel</name>
        <message>
            <source>盘点 {number} 开始，照单清点。</source>
            <translation>Stocktake {number} has begun: count along the list.</translation>
        </message>
        <message>
            <source>尾号 {tail} 的药盒不在这张盘点表上。</source>
            <translation>The box ending in {tail} is not on this list.</translation>
        </message>
        <message>
            <source>{name} 的复盘已交。</source>
            <translation>The recount of {name} is handed in.</translation>
        </message>
        <message>
            <source>{name} 的清点已交。</source>
            <translation>The count of {name} is handed in.</translation>
        </message>
        <message>
            <source>现在由 {name} 清点或审批。</source>
            <translation>{name} counts or approves now.</translation>
        </message>
        <message>
            <source>盘点 {number} 已审批，差异已记账。</source>
            <translation>Stocktake {number} is approved, its differences are booked.</translation>
        </message>
    </context>
    <context>
        <name>TakePart</name>
        <message>
            <source>历次盘点</source>
            <translation>Stocktakes</translation>
        </message>
        <message>
            <source>还没有盘过点
选种类，按 F8 开始</source>
            <translation>No stocktake yet
Choose a kind and press F8</translation>
        </message>
        <message>
            <source>种类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>盘点表</source>
            <translation>Count list</translation>
        </message>
        <message>
            <source>正在读盘点表</source>
            <translation>Reading the list</translation>
        </message>
        <message>
            <source>找一行</source>
            <translation>Find a line</translation>
        </message>
        <message>
            <source>药名、首字母或批号；也可直接扫码</source>
            <translation>Name, initials or lot; or scan a box</translation>
        </message>
        <message>
            <source>整包装</source>
            <translation>Packs</translation>
        </message>
        <message>
            <source>零头</source>
            <translation>Loose units</translation>
        </message>
        <message>
            <source>开始盘点</source>
            <translation>Begin a stocktake</translation>
        </message>
        <message>
            <source>第二人签名</source>
            <translation>Second person</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>交清点数</source>
            <translation>Hand in the count</translation>
        </message>
        <message>
            <source>审批记账</source>
            <translation>Approve and book</translation>
        </message>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>盘点</source>
            <translation>Stocktake opened</translation>
        </message>
        <message>
            <source>{number}　{kind}　{who} 清点，已点 {seen} / {all}</source>
            <translation>{number}　{kind}　{who} counts: {seen} of {all}</translation>
        </message>
        <message>
            <source>{number}　{kind}　两人已点，差异 {differing} 批，要复盘 {again} 批</source>
            <translation>{number}　{kind}　Counted by two: {differing} differ, {again} to count again</translation>
        </message>
        <message>
            <source>{number}　{kind}　已审批，差异 {differing} 批</source>
            <translation>{number}　{kind}　Approved: {differing} differed</translation>
        </message>
        <message>
            <source>盘盈 {more}　盘亏 {less}　准确率 {share}%</source>
            <translation>More {more}　Less {less}　Accuracy {share}%</translation>
        </message>
        <message>
            <source>由管理员审批：按 F7 用管理员的工号、密码签名</source>
            <translation>An administrator approves: F7, with id and password</translation>
        </message>
        <message>
            <source>打印盘点表</source>
            <translation>Print the list</translation>
        </message>
        <message>
            <source>打印结果</source>
            <translation>Print the result</translation>
        </message>
        <message>
            <source>已交</source>
            <translation>Handed in</translation>
        </message>
        <message>
            <source>要复盘</source>
            <translation>Count again</translation>
        </message>
        <message>
            <source>按 1–5 选</source>
            <translation>Press 1–5</translation>
        </message>
    </context>
    <context>
        <name>TakingBack</name>
        <message>
            <source>收据 {number} 已经退过费。</source>
            <translation>Receipt {number} was refunded before.</translation>
        </message>
        <message>
            <source>收据 {number} 已退费，{back}。</source>
            <translation>Receipt {number} is taken back: {back}.</translation>
        </message>
        <message>
            <source>已收 {amount}</source>
            <translation>{amount} collected</translation>
        </message>
        <message>
            <source>已退 {amount}</source>
            <translation>{amount} handed back</translation>
        </message>
        <message>
            <source>{name} 的差额已结清，{said}（{ways}）。</source>
            <translation>{name}: the difference is settled, {said} ({ways}).</translation>
        </message>
    </context>
    <context>
        <name>TeamsModel</name>
        <message>
            <source>团队已保存。</source>
            <translation>The team is saved.</translation>
        </message>
    </context>
    <context>
        <name>TeamsPart</name>
        <message>
            <source>签约团队</source>
            <translation>Teams</translation>
        </message>
        <message>
            <source>还没有团队
在右边填好，按 F8 建第一个</source>
            <translation>No team yet
Fill in the right side, F8 makes the first</translation>
        </message>
        <message>
            <source>新团队</source>
            <translation>New team</translation>
        </message>
        <message>
            <source>团队长</source>
            <translation>Leader</translation>
        </message>
        <message>
            <source>成员</source>
            <translation>Member</translation>
        </message>
        <message>
            <source>类别</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>保存团队</source>
            <translation>Save team</translation>
        </message>
        <message>
            <source>团队</source>
            <translation>Team</translation>
        </message>
        <message>
            <source>另有成员：{names}</source>
            <translation>Further members: {names}</translation>
        </message>
        <message>
            <source>Enter 改选中的团队</source>
            <translation>Enter changes the chosen team</translation>
        </message>
        <message>
            <source>西洋村、高明村</source>
            <translation>Xiyang, Gaoming</translation>
        </message>
        <message>
            <source>名称</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>负责的村（用顿号隔开）</source>
            <translation>Villages (commas between)</translation>
        </message>
        <message>
            <source>成员和类别</source>
            <translation>Members and kinds</translation>
        </message>
    </context>
    <context>
        <name>TemplateKeeper</name>
        <message>
            <source>存为模板</source>
            <translation>Keep as template</translation>
        </message>
        <message>
            <source>模板名称</source>
            <translation>Name of the template</translation>
        </message>
        <message>
            <source>我的</source>
            <translation>Mine</translation>
        </message>
        <message>
            <source>本机构</source>
            <translation>Our institution</translation>
        </message>
        <message>
            <source>谁能用</source>
            <translation>For whom</translation>
        </message>
        <message>
            <source>病历：主诉、现病史、查体、诊断、处理</source>
            <translation>Record: complaint, history, findings, diagnoses, advice</translation>
        </message>
        <message>
            <source>处方和项目</source>
            <translation>Prescription and items</translation>
        </message>
        <message>
            <source>Enter 保存，Esc 关闭。同名的会被替换。</source>
            <translation>Enter saves, Esc closes. One of the same name is replaced.</translation>
        </message>
        <message>
            <source>请起个名字</source>
            <translation>A name, please</translation>
        </message>
    </context>
    <context>
        <name>TemplatePicker</name>
        <message>
            <source>模板</source>
            <translation>Template</translation>
        </message>
        <message>
            <source>模板或常用药，名称或首字母</source>
            <translation>Template or usual drug: name or initials</translation>
        </message>
        <message>
            <source>Enter 放进病历，原有内容不动；Del 删除模板；Esc 关闭。</source>
            <translation>Enter puts it into the record, what is typed stays; Del removes a template; Esc closes.</translation>
        </message>
        <message>
            <source>还没有模板。写好一份病历或处方，按“存为模板”。Esc 关闭。</source>
            <translation>No template yet. Write a record or orders, then “Keep as template”. Esc closes.</translation>
        </message>
        <message>
            <source>再按一次 Del 删除模板“{name}”。</source>
            <translation>Del once more removes the template “{name}”.</translation>
        </message>
        <message>
            <source>本机构</source>
            <translation>Our institution</translation>
        </message>
        <message>
            <source>我的</source>
            <translation>Mine</translation>
        </message>
        <message>
            <source>常用 {n} 次</source>
            <translation>given {n} times</translation>
        </message>
    </context>
    <context>
        <name>Templates</name>
        <message>
            <source>目录里已没有：{names}，没有放进来。</source>
            <translation>Not in the catalogue any more, left out: {names}.</translation>
        </message>
        <message>
            <source>这些药品和项目已经开了，没有再加。</source>
            <translation>These are ordered already; nothing was added.</translation>
        </message>
        <message>
            <source>已存为模板：{name}。</source>
            <translation>Kept as a template: {name}.</translation>
        </message>
        <message>
            <source>模板已删除：{name}。</source>
            <translation>Template removed: {name}.</translation>
        </message>
    </context>
    <context>
        <name>TextForm</name>
        <message>
            <source>模板</source>
            <translation>Template</translation>
        </message>
        <message>
            <source>要立即告诉医生的，没有就空着</source>
            <translation>what the doctor must hear at once, or nothing</translation>
        </message>
        <message>
            <source>选模板…</source>
            <translation>Choose a template…</translation>
        </message>
        <message>
            <source>所见</source>
            <translation>Findings</translation>
        </message>
        <message>
            <source>结论</source>
            <translation>Conclusion</translation>
        </message>
        <message>
            <source>危急</source>
            <translation>critical</translation>
        </message>
    </context>
    <context>
        <name>Till</name>
        <message>
            <source>钱已收好，但收据没有打出来：{why}</source>
            <translation>The money is booked, but the receipt was not printed: {why}</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>模拟读卡器</source>
            <translation>Simulated reader</translation>
        </message>
        <message>
            <source>演示数据</source>
            <translation>Demo data</translation>
        </message>
    </context>
    <context>
        <name>TransferModel</name>
        <message>
            <source>已发出：{number}</source>
            <translation>Sent: {number}</translation>
        </message>
        <message>
            <source>{number} 已收货入库。</source>
            <translation>{number} is received.</translation>
        </message>
        <message>
            <source>{number} 已撤销，药已退回库存。</source>
            <translation>{number} is taken back; the medicines are in stock again.</translation>
        </message>
        <message>
            <source>尾号 {tail} 的药盒不在可调拨的批次里。</source>
            <translation>The box ending in {tail} is of no batch that may be sent.</translation>
        </message>
    </context>
    <context>
        <name>TransferPart</name>
        <message>
            <source>调拨单</source>
            <translation>Transfers</translation>
        </message>
        <message>
            <source>没有调拨单
按 Ins 新开一张</source>
            <translation>No transfers
Press Ins for a new one</translation>
        </message>
        <message>
            <source>调拨单的药品</source>
            <translation>Drugs of the transfer</translation>
        </message>
        <message>
            <source>左边选一张单</source>
            <translation>Choose a transfer at the left</translation>
        </message>
        <message>
            <source>实到包装数</source>
            <translation>Packs that came</translation>
        </message>
        <message>
            <source>光标行实到（整包装）</source>
            <translation>Packs that came of this line</translation>
        </message>
        <message>
            <source>缺少的原因</source>
            <translation>Why some are missing</translation>
        </message>
        <message>
            <source>撤销的原因（对方没有收到）</source>
            <translation>Why it is taken back (it never came)</translation>
        </message>
        <message>
            <source>调往</source>
            <translation>To</translation>
        </message>
        <message>
            <source>药品批次</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>药名、首字母或批号；也可直接扫码</source>
            <translation>Name, initials or lot; or scan a box</translation>
        </message>
        <message>
            <source>整包装数</source>
            <translation>Packs</translation>
        </message>
        <message>
            <source>加入</source>
            <translation>Join</translation>
        </message>
        <message>
            <source>这张调拨单</source>
            <translation>This transfer</translation>
        </message>
        <message>
            <source>还没有药品
选批次、填数量，或逐盒扫追溯码</source>
            <translation>No drugs yet
Choose a batch and a number, or scan the boxes</translation>
        </message>
        <message>
            <source>新调拨单</source>
            <translation>New transfer</translation>
        </message>
        <message>
            <source>删行</source>
            <translation>Delete row</translation>
        </message>
        <message>
            <source>打印调拨单</source>
            <translation>Print the transfer</translation>
        </message>
        <message>
            <source>撤销调拨</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>发出</source>
            <translation>Sent</translation>
        </message>
        <message>
            <source>收货入库</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>调拨</source>
            <translation>Stock transferred</translation>
        </message>
        <message>
            <source>本机构其他地点</source>
            <translation>Another place of this institution</translation>
        </message>
        <message>
            <source>地点</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>发出后对方机构的电脑会看到这张单，对方按 F9 收货。</source>
            <translation>The other institution sees it on its PC and receives it with F9.</translation>
        </message>
    </context>
    <context>
        <name>TwiceNotice</name>
        <message>
            <source>删去处置里的，只收一次</source>
            <translation>Take it out of the orders: charged once</translation>
        </message>
        <message>
            <source>做两次，都收</source>
            <translation>Done twice: charge both</translation>
        </message>
        <message>
            <source>“{names}”在处置和检查申请单里各有一次，会收两次费；多开的请撤销申请单（Ctrl+R）。</source>
            <translation>“{names}” is among the orders and on an examination slip and is charged twice; cancel the slip that is too many (Ctrl+R).</translation>
        </message>
        <message>
            <source>“{names}”在处置和检查申请单里各有一次，会收两次费。</source>
            <translation>“{names}” is among the orders and on an examination slip: it is charged twice.</translation>
        </message>
    </context>
    <context>
        <name>TypingPart</name>
        <message>
            <source>下乡包里的表</source>
            <translation>Sheets of the pack</translation>
        </message>
        <message>
            <source>还没有下乡包
按 Ctrl+Tab 到“打包”，选好要去看的人</source>
            <translation>There is no pack yet
Ctrl+Tab to “Pack” and choose whom to visit</translation>
        </message>
        <message>
            <source>这张表的空格</source>
            <translation>Blanks of this sheet</translation>
        </message>
        <message>
            <source>扫表上的条码，或在左边选一张</source>
            <translation>Scan the code of a sheet, or choose one at the left</translation>
        </message>
        <message>
            <source>填写</source>
            <translation>Answer</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>全部项目</source>
            <translation>All items</translation>
        </message>
        <message>
            <source>存照片…</source>
            <translation>Keep picture…</translation>
        </message>
        <message>
            <source>重打</source>
            <translation>Print again</translation>
        </message>
        <message>
            <source>入户随访</source>
            <translation>Home visit</translation>
        </message>
        <message>
            <source>保存</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>{day}　{done}/{all} 张已录　← → 换下乡包</source>
            <translation>{day}　{done} of {all} typed in　← → other packs</translation>
        </message>
        <message>
            <source>空格都填完了。对过纸后按 F8 保存，↑ 回去改。</source>
            <translation>Every blank is filled. Compare with the paper and press F8; ↑ goes back.</translation>
        </message>
        <message>
            <source>表上的编码</source>
            <translation>Code of a sheet</translation>
        </message>
        <message>
            <source>扫表上的条码，或输编码后回车</source>
            <translation>Scan the code of a sheet, or type it and press Enter</translation>
        </message>
        <message>
            <source>下乡包</source>
            <translation>Rounds</translation>
        </message>
        <message>
            <source>回录</source>
            <translation>Type back</translation>
        </message>
    </context>
    <context>
        <name>VisitDuties</name>
        <message>
            <source>已{words}，随访日期已排入工作清单。</source>
            <translation>Done: {words}. The follow-ups stand on the work list.</translation>
        </message>
    </context>
    <context>
        <name>VisitForm</name>
        <message>
            <source>查参保</source>
            <translation>Look up</translation>
        </message>
        <message>
            <source>科室</source>
            <translation>Department</translation>
        </message>
        <message>
            <source>医生</source>
            <translation>Doctor</translation>
        </message>
        <message>
            <source>费别</source>
            <translation>Payer</translation>
        </message>
        <message>
            <source>不指定</source>
            <translation>Any</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>正在查…</source>
            <translation>Asking…</translation>
        </message>
    </context>
    <context>
        <name>VitalsPanel</name>
        <message>
            <source>时间</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>请填写至少一项。</source>
            <translation>Enter at least one value.</translation>
        </message>
    </context>
    <context>
        <name>WardPage</name>
        <message>
            <source>在院患者</source>
            <translation>In-patients</translation>
        </message>
        <message>
            <source>没有在院患者
到住院页办入院</source>
            <translation>Nobody is in
Admit on the page Inpatient</translation>
        </message>
        <message>
            <source>停医嘱</source>
            <translation>Stop order</translation>
        </message>
        <message>
            <source>全病区</source>
            <translation>Whole ward</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>开医嘱</source>
            <translation>New order</translation>
        </message>
        <message>
            <source>去掉最后一条</source>
            <translation>Drop the last</translation>
        </message>
        <message>
            <source>签名</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>‹ {day} ›　Alt+← →</source>
            <translation>‹ {day} ›　Alt+← →</translation>
        </message>
        <message>
            <source>第 {n} 天</source>
            <translation>Day {n}</translation>
        </message>
        <message>
            <source>{bed} 床</source>
            <translation>Bed {bed}</translation>
        </message>
        <message>
            <source>过敏：{names}</source>
            <translation>Allergies: {names}</translation>
        </message>
        <message>
            <source>转床</source>
            <translation>Move</translation>
        </message>
        <message>
            <source>已清洁</source>
            <translation>Cleaned</translation>
        </message>
        <message>
            <source>加床</source>
            <translation>Add bed</translation>
        </message>
        <message>
            <source>医嘱单</source>
            <translation>Order sheet</translation>
        </message>
        <message>
            <source>全部执行</source>
            <translation>Give all</translation>
        </message>
        <message>
            <source>未执行</source>
            <translation>Not given</translation>
        </message>
        <message>
            <source>执行单</source>
            <translation>Dose list</translation>
        </message>
        <message>
            <source>摆药</source>
            <translation>Supply</translation>
        </message>
        <message>
            <source>退药</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>摆药单</source>
            <translation>Supply list</translation>
        </message>
        <message>
            <source>记入</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>体温单</source>
            <translation>Temperature chart</translation>
        </message>
        <message>
            <source>补记</source>
            <translation>Addendum</translation>
        </message>
        <message>
            <source>写病程</source>
            <translation>Write note</translation>
        </message>
        <message>
            <source>只看这位</source>
            <translation>This one only</translation>
        </message>
        <message>
            <source>全停</source>
            <translation>Stop all</translation>
        </message>
        <message>
            <source>床位图、医嘱、执行、摆药、体温单、病程</source>
            <translation>Beds, orders, doses, supply, chart, notes</translation>
        </message>
        <message>
            <source>床位图</source>
            <translation>Beds</translation>
        </message>
        <message>
            <source>医嘱</source>
            <translation>Orders</translation>
        </message>
        <message>
            <source>执行</source>
            <translation>Doses</translation>
        </message>
        <message>
            <source>病程</source>
            <translation>Notes</translation>
        </message>
        <message>
            <source>新床号</source>
            <translation>New bed</translation>
        </message>
        <message>
            <source>病房</source>
            <translation>Room</translation>
        </message>
    </context>
    <context>
        <name>WardViewModel</name>
        <message>
            <source>{bed} 床已加。</source>
            <translation>Bed {bed} added.</translation>
        </message>
        <message>
            <source>{bed} 床已清洁。</source>
            <translation>Bed {bed} is clean.</translation>
        </message>
        <message>
            <source>请选 {name} 要转到的空床，Enter 确认，Esc 取消。</source>
            <translation>Choose the free bed for {name}; Enter moves, Esc cancels.</translation>
        </message>
        <message>
            <source>{name} 已转到 {bed} 床。</source>
            <translation>{name} moved to bed {bed}.</translation>
        </message>
        <message>
            <source>已签 {n} 条医嘱。</source>
            <translation>{n} orders signed.</translation>
        </message>
        <message>
            <source>已停：{name}。</source>
            <translation>Stopped: {name}.</translation>
        </message>
        <message>
            <source>已停 {n} 条医嘱。</source>
            <translation>{n} orders stopped.</translation>
        </message>
        <message>
            <source>已记：无过敏史。</source>
            <translation>Recorded: no known allergies.</translation>
        </message>
        <message>
            <source>皮试结果已记。</source>
            <translation>Skin test recorded.</translation>
        </message>
        <message>
            <source>未执行 {n} 项。</source>
            <translation>{n} not given.</translation>
        </message>
        <message>
            <source>已执行 {n} 项。</source>
            <translation>{n} given.</translation>
        </message>
        <message>
            <source>已摆药。</source>
            <translation>Doses supplied.</translation>
        </message>
        <message>
            <source>已退药。</source>
            <translation>Doses returned.</translation>
        </message>
        <message>
            <source>已记入体温单。</source>
            <translation>Entered in the chart.</translation>
        </message>
        <message>
            <source>已签名。</source>
            <translation>Signed.</translation>
        </message>
        <message>
            <source>已补记。</source>
            <translation>Added.</translation>
        </message>
        <message>
            <source>已打印。</source>
            <translation>Printed.</translation>
        </message>
    </context>
    <context>
        <name>WarningsPart</name>
        <message>
            <source>提醒</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>没有要处理的：效期、库存、冷链都正常</source>
            <translation>Nothing to decide: expiry, stock and fridge are in order</translation>
        </message>
        <message>
            <source>领过这一批的人</source>
            <translation>Who was given of this lot</translation>
        </message>
        <message>
            <source>没有人领过这一批</source>
            <translation>Nobody was given of this lot</translation>
        </message>
    </context>
    <context>
        <name>WidgetsPage</name>
        <message>
            <source>已保存，等待上传。</source>
            <translation>Saved, waiting to be sent.</translation>
        </message>
        <message>
            <source>县里还没有回音，先按暂估收费。</source>
            <translation>No answer from the county yet: charge the provisional amount.</translation>
        </message>
        <message>
            <source>再试一次</source>
            <translation>Try again</translation>
        </message>
        <message>
            <source>库存不足：阿莫西林需要 48，可发 20。请减量或换药。</source>
            <translation>Out of stock: amoxicillin needs 48, 20 left. Reduce or change the drug.</translation>
        </message>
        <message>
            <source>去看库存</source>
            <translation>Show stock</translation>
        </message>
        <message>
            <source>今日挂号</source>
            <translation>Registered today</translation>
        </message>
        <message>
            <source>比昨天多 6</source>
            <translation>6 more than yesterday</translation>
        </message>
        <message>
            <source>候诊</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>最久 34 分钟</source>
            <translation>longest 34 min</translation>
        </message>
        <message>
            <source>今日收费</source>
            <translation>Charged today</translation>
        </message>
        <message>
            <source>现金 ¥612.00</source>
            <translation>cash ¥612.00</translation>
        </message>
        <message>
            <source>随访过期</source>
            <translation>Overdue follow-ups</translation>
        </message>
        <message>
            <source>最久 41 天</source>
            <translation>longest 41 days</translation>
        </message>
        <message>
            <source>居民登记</source>
            <translation>Resident</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>没有 2 月 30 日这一天，请核对证件。</source>
            <translation>There is no 30 February; check the document.</translation>
        </message>
        <message>
            <source>女</source>
            <translation>Female</translation>
        </message>
        <message>
            <source>男</source>
            <translation>Male</translation>
        </message>
        <message>
            <source>村（居）</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>村名或首字母</source>
            <translation>Name or initials</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>体重</source>
            <translation>Weight</translation>
        </message>
        <message>
            <source>预交金</source>
            <translation>Deposits</translation>
        </message>
        <message>
            <source>元</source>
            <translation>yuan</translation>
        </message>
        <message>
            <source>血压 152/94，建议两周后复测。</source>
            <translation>BP 152/94, measure again in two weeks.</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>已签约</source>
            <translation>Contracted</translation>
        </message>
        <message>
            <source>初诊</source>
            <translation>First visit</translation>
        </message>
        <message>
            <source>复诊</source>
            <translation>Repeat visit</translation>
        </message>
        <message>
            <source>空表</source>
            <translation>Empty table</translation>
        </message>
        <message>
            <source>今天还没有待收费的账单
刷卡或输入姓名即可开始</source>
            <translation>No unpaid bills today
Insert a card or type a name to begin</translation>
        </message>
        <message>
            <source>忙</source>
            <translation>Busy</translation>
        </message>
        <message>
            <source>普通按钮</source>
            <translation>Plain button</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
    </context>
    <context>
        <name>WorkListPage</name>
        <message>
            <source>工作清单的各部分</source>
            <translation>Parts of the work list</translation>
        </message>
        <message>
            <source>全部管理</source>
            <translation>All services</translation>
        </message>
        <message>
            <source>管理</source>
            <translation>Office</translation>
        </message>
        <message>
            <source>全部村</source>
            <translation>All villages</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>全部组</source>
            <translation>All groups</translation>
        </message>
        <message>
            <source>组</source>
            <translation>Group</translation>
        </message>
        <message>
            <source>全部医师</source>
            <translation>All doctors</translation>
        </message>
        <message>
            <source>医师</source>
            <translation>Doctor</translation>
        </message>
        <message>
            <source>按期限排</source>
            <translation>By last day</translation>
        </message>
        <message>
            <source>按户排</source>
            <translation>By house</translation>
        </message>
        <message>
            <source>排列</source>
            <translation>Order</translation>
        </message>
        <message>
            <source>同户</source>
            <translation>Household</translation>
        </message>
        <message>
            <source>刷新</source>
            <translation>Refresh</translation>
        </message>
        <message>
            <source>未联系上</source>
            <translation>Not reached</translation>
        </message>
        <message>
            <source>下乡包</source>
            <translation>Rounds</translation>
        </message>
        <message>
            <source>入户随访</source>
            <translation>Home visit</translation>
        </message>
        <message>
            <source>工作清单</source>
            <translation>Work list</translation>
        </message>
        <message>
            <source>这里没有要做的
换一个页签或条件；在下面把人纳入管理</source>
            <translation>Nothing to do here
Another view or filter; take people into care below</translation>
        </message>
        <message>
            <source>年度计划</source>
            <translation>Year plan</translation>
        </message>
        <message>
            <source>这一年没有记录
Ctrl+← → 换一年</source>
            <translation>Nothing in this year
Ctrl+← → another year</translation>
        </message>
        <message>
            <source>纳入哪项管理</source>
            <translation>Which service</translation>
        </message>
        <message>
            <source>纳入管理</source>
            <translation>Take into care</translation>
        </message>
        <message>
            <source>结案原因</source>
            <translation>Reason of closing</translation>
        </message>
        <message>
            <source>结案</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>{n}组</source>
            <translation>Group {n}</translation>
        </message>
        <message>
            <source>第 {first}–{last} 条，共 {total} 条；← → 翻页</source>
            <translation>{first}–{last} of {total}; ← → turn the page</translation>
        </message>
        <message>
            <source>全部</source>
            <translation>All</translation>
        </message>
        <message>
            <source>{name}：{until} 结案</source>
            <translation>{name}: closed {until}</translation>
        </message>
        <message>
            <source>{name}：{since} 起管理</source>
            <translation>{name}: since {since}</translation>
        </message>
        <message>
            <source>F3 找人或读卡后可纳入管理</source>
            <translation>F3 finds a person, or read a card, to take into care</translation>
        </message>
        <message>
            <source>{name}　诊断建议纳入：{proposed}</source>
            <translation>{name}: diagnoses propose {proposed}</translation>
        </message>
        <message>
            <source>结案说明</source>
            <translation>Note on closing</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Note</translation>
        </message>
    </context>
    <context>
        <name>WorkListViewModel</name>
        <message>
            <source>这个人还没有入户：在健康档案页立户或入户后，同户的人才会列在一起。</source>
            <translation>This person is in no household: found or join one on the page Health records.</translation>
        </message>
        <message>
            <source>接种由接种门诊登记：请告诉家长去接种，没联系上按 F6。</source>
            <translation>Doses are booked at the vaccination clinic: tell the parents to go there; press F6 if nobody was reached.</translation>
        </message>
        <message>
            <source>已记下：{name} 未联系上。</source>
            <translation>Kept: {name} was not reached.</translation>
        </message>
        <message>
            <source>先按 F3 找人或读卡，再纳入管理。</source>
            <translation>Find a person with F3 or read a card first.</translation>
        </message>
        <message>
            <source>{name} 已纳入{service}管理。</source>
            <translation>{name} is now followed: {service}.</translation>
        </message>
        <message>
            <source>{name} 的{service}管理已结案。</source>
            <translation>{service} care of {name} is closed.</translation>
        </message>
        <message>
            <source>下乡包已出纸：{n} 张。</source>
            <translation>Round pack printed: {n} sheets.</translation>
        </message>
        <message>
            <source>清单共 {all} 条，一包最多 {most} 张。</source>
            <translation> The list has {all} lines; a pack holds {most} sheets.</translation>
        </message>
    </context>
    <context>
        <name>Workplace</name>
        <message>
            <source>自测设备：收到 {n} 条，没有收下 {refused} 条</source>
            <translation>Devices: {n} received, {refused} refused</translation>
        </message>
        <message>
            <source>今天的备份已存到 {place}</source>
            <translation>Today's backup is at {place}</translation>
        </message>
        <message>
            <source>{n} 批商品销售（追溯码）被医保平台退回，请报技术支持。</source>
            <translation>The insurance platform refused {n} batches of sold boxes (trace codes). Tell technical support.</translation>
        </message>
        <message>
            <source>重新读卡</source>
            <translation>Read again</translation>
        </message>
        <message>
            <source>重新连接</source>
            <translation>Connect again</translation>
        </message>
        <message>
            <source>这张卡的持卡人还没有建档。</source>
            <translation>This card's holder is not registered yet.</translation>
        </message>
        <message>
            <source>去挂号</source>
            <translation>To the front desk</translation>
        </message>
        <message>
            <source>去结清</source>
            <translation>Settle it</translation>
        </message>
    </context>
    <context>
        <name>Writing</name>
        <message>
            <source>{number} 号 {name} 已完成就诊，待收费 {amount}。</source>
            <translation>{number} {name}: visit signed, {amount} to be charged.</translation>
        </message>
        <message>
            <source>处方已作废并重开。</source>
            <translation>Cancelled and written anew.</translation>
        </message>
    </context>
    <context>
        <name>_Form</name>
        <message>
            <source>正在准备，请稍候…</source>
            <translation>Preparing, please wait…</translation>
        </message>
        <message>
            <source>例如 https://county.example:8443</source>
            <translation>e.g. https://county.example:8443</translation>
        </message>
        <message>
            <source>县服务器</source>
            <translation>County server</translation>
        </message>
        <message>
            <source>登记码</source>
            <translation>Enrolment code</translation>
        </message>
        <message>
            <source>根证书文件</source>
            <translation>CA file</translation>
        </message>
        <message>
            <source>县里发的文件；没有就空着</source>
            <translation>The county's file; leave empty if none</translation>
        </message>
    </context>
    <context>
        <name>_Line</name>
        <message>
            <source>理由</source>
            <translation>Reason</translation>
        </message>
    </context>
    <context>
        <name>_Lines</name>
        <message>
            <source>退哪几项</source>
            <translation>Which lines come back</translation>
        </message>
        <message>
            <source>已发 {n}，先退药</source>
            <translation>{n} handed out: return first</translation>
        </message>
        <message>
            <source>{name} 退几个</source>
            <translation>How many {name} come back</translation>
        </message>
        <message>
            <source>退</source>
            <translation>back</translation>
        </message>
    </context>
    <context>
        <name>amounts</name>
        <message>
            <source>全自费</source>
            <translation>Own pay</translation>
        </message>
        <message>
            <source>超限价</source>
            <translation>Above limit price</translation>
        </message>
        <message>
            <source>先行自付</source>
            <translation>Self-pay first</translation>
        </message>
        <message>
            <source>政策范围内</source>
            <translation>In scope</translation>
        </message>
        <message>
            <source>机构负担</source>
            <translation>Clinic bears</translation>
        </message>
        <message>
            <source>一般诊疗费</source>
            <translation>Consultation fee</translation>
        </message>
        <message>
            <source>起付线</source>
            <translation>Deductible</translation>
        </message>
        <message>
            <source>统筹支付</source>
            <translation>Pooling fund</translation>
        </message>
        <message>
            <source>封顶</source>
            <translation>Cap</translation>
        </message>
        <message>
            <source>大病保险</source>
            <translation>Major illness</translation>
        </message>
        <message>
            <source>大额补助</source>
            <translation>Large-sum benefit</translation>
        </message>
        <message>
            <source>医疗救助</source>
            <translation>Assistance</translation>
        </message>
        <message>
            <source>个人负担</source>
            <translation>Person pays</translation>
        </message>
    </context>
    <context>
        <name>box</name>
        <message>
            <source>候选</source>
            <translation>Suggestions</translation>
        </message>
    </context>
    <context>
        <name>calls</name>
        <message>
            <source>未发出</source>
            <translation>Not sent</translation>
        </message>
        <message>
            <source>未知</source>
            <translation>Unknown</translation>
        </message>
        <message>
            <source>冲正中</source>
            <translation>Reversing</translation>
        </message>
        <message>
            <source>挂账</source>
            <translation>On account</translation>
        </message>
        <message>
            <source>准备发给平台</source>
            <translation>About to be sent</translation>
        </message>
        <message>
            <source>医保就诊登记</source>
            <translation>Insurance visit</translation>
        </message>
        <message>
            <source>医保结算</source>
            <translation>Insurance settlement</translation>
        </message>
        <message>
            <source>医保退费</source>
            <translation>Insurance refund</translation>
        </message>
        <message>
            <source>撤销医保结算</source>
            <translation>Undoing a settlement</translation>
        </message>
        <message>
            <source>等医保恢复后补结算</source>
            <translation>Waits for the insurance</translation>
        </message>
        <message>
            <source>{name}：请求还没有发给平台，没有收费。按“现在查询”放弃它，再重新结算。</source>
            <translation>{name}: the request was not sent; nothing was charged. Ask now to drop it, then settle again.</translation>
        </message>
        <message>
            <source>{name}：就诊登记没有等到应答，与钱无关。按“现在查询”，查到就用，查不到重新登记。</source>
            <translation>{name}: the registration had no answer; no money moved. Ask now: if it is there it is used, else made again.</translation>
        </message>
        <message>
            <source>{name}：结算已发给平台，没有等到应答，可能已成功。不要重复收费。查到已结算就补出收据；查不到就冲正，再重新结算。</source>
            <translation>{name}: the settlement was sent and had no answer; it may have happened. Do not charge again. If it is found, the receipt follows; if not, it is undone and you settle anew.</translation>
        </message>
        <message>
            <source>{name}：退费已发给平台，没有等到应答。先不要退现金。查到已退就补出红字收据；查不到就撤回，再重新退费。</source>
            <translation>{name}: the refund was sent and had no answer. Hand no cash back yet. If it is found, the red receipt follows; if not, it is withdrawn and you refund anew.</translation>
        </message>
        <message>
            <source>{name}：正在撤销平台上的一笔，撤销完成前不要重新结算。</source>
            <translation>{name}: a settlement is being undone at the platform; do not settle before that is done.</translation>
        </message>
        <message>
            <source>{name}：总费用 {total}，已预收 {amount}。医保恢复后请患者持卡来补结算，多退少补，差额逐项说明。</source>
            <translation>{name}: total {total}, paid in advance {amount}. When the insurance is back, settle with the patient's card; every difference is explained.</translation>
        </message>
        <message>
            <source>这笔是另一台电脑发出的，由那台电脑自动查询。</source>
            <translation>Another PC sent this and asks about it by itself.</translation>
        </message>
        <message>
            <source>查到了：平台已经结算，收据 {numbers} 已补出，应收现金共 {due}。没收的请补收，收过的不要再收。</source>
            <translation>Found: the platform has settled. Receipt {numbers} stands, cash due {due}. Collect what was not collected, nothing twice.</translation>
        </message>
        <message>
            <source>平台还没有应答。线路恢复后系统会自动再查；这段时间不要重复收费。</source>
            <translation>The platform does not answer yet. It is asked again by itself; do not charge again meanwhile.</translation>
        </message>
        <message>
            <source>查到了：平台已经办成，本机账目已补齐。</source>
            <translation>Found: it had happened; the books here have it now.</translation>
        </message>
        <message>
            <source>查清了：没有办成的已撤销，可以重新结算或退费。</source>
            <translation>Clear now: what had not happened was withdrawn. Settle or refund again.</translation>
        </message>
        <message>
            <source>没有需要查询的交易。</source>
            <translation>There is nothing to ask about.</translation>
        </message>
    </context>
    <context>
        <name>cards</name>
        <message>
            <source>一代社保卡</source>
            <translation>1st-gen. card</translation>
        </message>
        <message>
            <source>二代社保卡</source>
            <translation>2nd-gen. card</translation>
        </message>
        <message>
            <source>三代社保卡</source>
            <translation>3rd-gen. card</translation>
        </message>
        <message>
            <source>身份证</source>
            <translation>ID card</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>临时身份</source>
            <translation>Temporary identity</translation>
        </message>
    </context>
    <context>
        <name>chart</name>
        <message>
            <source>无已知过敏</source>
            <translation>No known allergy</translation>
        </message>
        <message>
            <source>过敏史未问</source>
            <translation>Allergies not asked</translation>
        </message>
        <message>
            <source>过敏史还在接收</source>
            <translation>Allergies still coming</translation>
        </message>
        <message>
            <source>{name}过敏</source>
            <translation>Allergy: {name}</translation>
        </message>
        <message>
            <source>复诊已过 {n} 天</source>
            <translation>Visit overdue {n} days</translation>
        </message>
        <message>
            <source>下次复诊 {day}</source>
            <translation>Next visit {day}</translation>
        </message>
        <message>
            <source>{name}皮试阳性</source>
            <translation>{name}: skin test positive</translation>
        </message>
        <message>
            <source>签约 {doctor}，{day} 到期</source>
            <translation>Contract: {doctor}, ends {day}</translation>
        </message>
        <message>
            <source>签约 {doctor}（{team}）</source>
            <translation>Contract: {doctor} ({team})</translation>
        </message>
        <message>
            <source>{form} 失访</source>
            <translation>{form}: lost</translation>
        </message>
        <message>
            <source>{form} 过期 {n} 天</source>
            <translation>{form}: {n} days late</translation>
        </message>
        <message>
            <source>暴露史</source>
            <translation>Exposure</translation>
        </message>
        <message>
            <source>手术史</source>
            <translation>Operation</translation>
        </message>
        <message>
            <source>外伤史</source>
            <translation>Injury</translation>
        </message>
        <message>
            <source>输血史</source>
            <translation>Transfusion</translation>
        </message>
        <message>
            <source>家族史</source>
            <translation>Family</translation>
        </message>
        <message>
            <source>遗传病</source>
            <translation>Genetic</translation>
        </message>
        <message>
            <source>残疾</source>
            <translation>Disability</translation>
        </message>
        <message>
            <source>处方笺</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>病假证明</source>
            <translation>Sickness certificate</translation>
        </message>
        <message>
            <source>报告单</source>
            <translation>Report</translation>
        </message>
        <message>
            <source>出院记录</source>
            <translation>Discharge summary</translation>
        </message>
        <message>
            <source>公卫表</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>（已作废）</source>
            <translation>(cancelled) </translation>
        </message>
        <message>
            <source>记为“{text}”</source>
            <translation>Note as “{text}”</translation>
        </message>
    </context>
    <context>
        <name>classes</name>
        <message>
            <source>甲类</source>
            <translation>Class A</translation>
        </message>
        <message>
            <source>乙类</source>
            <translation>Class B</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
    </context>
    <context>
        <name>closing</name>
        <message>
            <source>长款</source>
            <translation>Over</translation>
        </message>
        <message>
            <source>短款</source>
            <translation>Short</translation>
        </message>
        <message>
            <source>相符</source>
            <translation>Agrees</translation>
        </message>
        <message>
            <source>{value} 元的张数</source>
            <translation>Notes of {value} yuan</translation>
        </message>
        <message>
            <source>{value} 元</source>
            <translation>{value}</translation>
        </message>
        <message>
            <source>机构</source>
            <translation>Facility</translation>
        </message>
        <message>
            <source>窗口</source>
            <translation>Window</translation>
        </message>
        <message>
            <source>医疗费总额不等于各部分之和</source>
            <translation>The charges are not the sum of their parts</translation>
        </message>
        <message>
            <source>政策范围内金额不等于其各部分之和</source>
            <translation>The in-scope amount is not the sum of its parts</translation>
        </message>
        <message>
            <source>统筹支付不等于按比例支付减封顶</source>
            <translation>The pooling payment is not ratio minus cut</translation>
        </message>
        <message>
            <source>基金支付合计不等于各基金之和</source>
            <translation>The funds do not add up</translation>
        </message>
        <message>
            <source>总额不等于基金、个人、机构之和</source>
            <translation>The charges are not funds, person and clinic</translation>
        </message>
        <message>
            <source>个人负担与自费、自付、基金不相符</source>
            <translation>The person's share does not fit own-pay, self-pay and funds</translation>
        </message>
        <message>
            <source>个人负担不等于账户加现金支付</source>
            <translation>The person's share is not account and cash</translation>
        </message>
        <message>
            <source>个人现金支付不等于钱包加现金</source>
            <translation>Paid by the person is not purse and cash</translation>
        </message>
        <message>
            <source>计入基数与累计额的变动不相符</source>
            <translation>The bases are not the change of the accumulators</translation>
        </message>
        <message>
            <source>一行明细不等于其各部分之和</source>
            <translation>A line is not the sum of its parts</translation>
        </message>
        <message>
            <source>明细合计与账单不相符</source>
            <translation>The lines are not the bill</translation>
        </message>
        <message>
            <source>各收款方式之和不等于个人现金支付</source>
            <translation>The means of payment are not what the person paid</translation>
        </message>
        <message>
            <source>钱包收款与账单的电子钱包不相符</source>
            <translation>Purse money is not the bill's purse amount</translation>
        </message>
        <message>
            <source>红字不是原票据的相反数</source>
            <translation>A red is not minus its original</translation>
        </message>
        <message>
            <source>列表里的金额与日志里的记录不相符</source>
            <translation>A list shows another amount than the record</translation>
        </message>
        <message>
            <source>票据号用了不止一次</source>
            <translation>A receipt number stands twice</translation>
        </message>
        <message>
            <source>日结的合计不等于其记录之和</source>
            <translation>The closing is not the sum of its records</translation>
        </message>
        <message>
            <source>日结的分类合计不等于总计</source>
            <translation>A breakdown of the closing is not its total</translation>
        </message>
        <message>
            <source>总额对账的分组合计不等于总计</source>
            <translation>The groups are not the total</translation>
        </message>
        <message>
            <source>机构日结不等于各窗口日结之和</source>
            <translation>The facility's closing is not the sum of its windows'</translation>
        </message>
        <message>
            <source>一条记录进了两份日结（恢复过旧硬盘），现金请按实际核对</source>
            <translation>A record stands in two closings (a disk was restored): check the cash by hand</translation>
        </message>
        <message>
            <source>医疗费总额</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>统筹基金</source>
            <translation>Fund</translation>
        </message>
        <message>
            <source>大病保险</source>
            <translation>Major illness</translation>
        </message>
        <message>
            <source>大额补助</source>
            <translation>Large-sum benefit</translation>
        </message>
        <message>
            <source>医疗救助</source>
            <translation>Assistance</translation>
        </message>
        <message>
            <source>基金支付合计</source>
            <translation>Funds together</translation>
        </message>
        <message>
            <source>机构负担</source>
            <translation>Clinic bears</translation>
        </message>
        <message>
            <source>个人负担</source>
            <translation>Person pays</translation>
        </message>
        <message>
            <source>个人账户</source>
            <translation>Personal account</translation>
        </message>
        <message>
            <source>个人现金支付</source>
            <translation>Paid by the person</translation>
        </message>
        <message>
            <source>电子钱包</source>
            <translation>E-purse</translation>
        </message>
        <message>
            <source>现金部分</source>
            <translation>Cash part</translation>
        </message>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
        <message>
            <source>微信</source>
            <translation>WeChat</translation>
        </message>
        <message>
            <source>支付宝</source>
            <translation>Alipay</translation>
        </message>
        <message>
            <source>银行卡</source>
            <translation>Bank card</translation>
        </message>
        <message>
            <source>预交金</source>
            <translation>Deposits</translation>
        </message>
        <message>
            <source>挂账预收</source>
            <translation>Left on account</translation>
        </message>
        <message>
            <source>药品</source>
            <translation>Drug</translation>
        </message>
        <message>
            <source>挂号诊查</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>检验</source>
            <translation>Laboratory</translation>
        </message>
        <message>
            <source>影像</source>
            <translation>Imaging</translation>
        </message>
        <message>
            <source>检查</source>
            <translation>Exam</translation>
        </message>
        <message>
            <source>注射输液</source>
            <translation>Injection, infusion</translation>
        </message>
        <message>
            <source>治疗</source>
            <translation>Treatment</translation>
        </message>
        <message>
            <source>中医</source>
            <translation>Chinese medicine</translation>
        </message>
        <message>
            <source>护理</source>
            <translation>Nursing</translation>
        </message>
        <message>
            <source>床位</source>
            <translation>Bed</translation>
        </message>
        <message>
            <source>材料</source>
            <translation>Material</translation>
        </message>
        <message>
            <source>接种</source>
            <translation>Vaccination</translation>
        </message>
        <message>
            <source>签约服务</source>
            <translation>Contracts</translation>
        </message>
        <message>
            <source>其他</source>
            <translation>Other</translation>
        </message>
        <message>
            <source>其中预交金收入</source>
            <translation>of it deposits in</translation>
        </message>
        <message>
            <source>其中预交金退出</source>
            <translation>of it deposits out</translation>
        </message>
        <message>
            <source>其中挂账预收</source>
            <translation>of it on account</translation>
        </message>
        <message>
            <source>其中差额结清</source>
            <translation>of it differences</translation>
        </message>
        <message>
            <source>收据 {number}</source>
            <translation>Receipt {number}</translation>
        </message>
        <message>
            <source>账目</source>
            <translation>Figures</translation>
        </message>
        <message>
            <source>各项相等</source>
            <translation>Everything agrees</translation>
        </message>
        <message>
            <source>{kind} {amount}，结果未知</source>
            <translation>{kind} {amount}: outcome unknown</translation>
        </message>
        <message>
            <source>外部调用</source>
            <translation>Outside calls</translation>
        </message>
        <message>
            <source>{first} 至 {last}　用 {used}　作废 {void}</source>
            <translation>{first} to {last}  used {used}  void {void}</translation>
        </message>
        <message>
            <source>票据</source>
            <translation>Receipts</translation>
        </message>
        <message>
            <source>本机构没有用药房窗口发药，不核对</source>
            <translation>No dispensing window in use here: not compared</translation>
        </message>
        <message>
            <source>已结算 {settled}　已发药 {dispensed}</source>
            <translation>Charged {settled}  handed out {dispensed}</translation>
        </message>
        <message>
            <source>{n} 单还没有发完</source>
            <translation>{n} bills wait at the window</translation>
        </message>
        <message>
            <source>{n} 单发了药没有收费</source>
            <translation>{n} bills handed out unpaid</translation>
        </message>
        <message>
            <source>账单 {paid}，终端扣款 {debited}</source>
            <translation>Bills {paid}, terminal {debited}</translation>
        </message>
    </context>
    <context>
        <name>cold</name>
        <message>
            <source>上午</source>
            <translation>morning</translation>
        </message>
        <message>
            <source>下午</source>
            <translation>afternoon</translation>
        </message>
        <message>
            <source>1 冷柜</source>
            <translation>1 Fridge</translation>
        </message>
        <message>
            <source>2 阴凉库</source>
            <translation>2 Cool store</translation>
        </message>
    </context>
    <context>
        <name>columns</name>
        <message>
            <source>组</source>
            <translation>Group</translation>
        </message>
        <message>
            <source>名称</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>规格</source>
            <translation>Spec</translation>
        </message>
        <message>
            <source>数量</source>
            <translation>Qty</translation>
        </message>
        <message>
            <source>单价</source>
            <translation>Price</translation>
        </message>
        <message>
            <source>金额</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>号</source>
            <translation>No.</translation>
        </message>
        <message>
            <source>急</source>
            <translation>!</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>团队</source>
            <translation>Team</translation>
        </message>
        <message>
            <source>到期</source>
            <translation>Ends</translation>
        </message>
        <message>
            <source>开单</source>
            <translation>Ordered</translation>
        </message>
        <message>
            <source>提示</source>
            <translation>Flag</translation>
        </message>
        <message>
            <source>参考区间</source>
            <translation>Reference</translation>
        </message>
        <message>
            <source>服务</source>
            <translation>Service</translation>
        </message>
        <message>
            <source>履约</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>依据</source>
            <translation>Evidence</translation>
        </message>
        <message>
            <source>记录表</source>
            <translation>Record form</translation>
        </message>
        <message>
            <source>最近一次</source>
            <translation>Last</translation>
        </message>
        <message>
            <source>次数</source>
            <translation>Services</translation>
        </message>
        <message>
            <source>签名</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>健康教育</source>
            <translation>Health education</translation>
        </message>
        <message>
            <source>今年</source>
            <translation>This year</translation>
        </message>
        <message>
            <source>至少</source>
            <translation>At least</translation>
        </message>
        <message>
            <source>还差</source>
            <translation>Short of</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>年龄</source>
            <translation>Age</translation>
        </message>
        <message>
            <source>科室</source>
            <translation>Department</translation>
        </message>
        <message>
            <source>费别</source>
            <translation>Payer</translation>
        </message>
        <message>
            <source>编号</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>仪器</source>
            <translation>instrument</translation>
        </message>
        <message>
            <source>时间</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>状态</source>
            <translation>State</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>药品或项目</source>
            <translation>Drug or item</translation>
        </message>
        <message>
            <source>剂量</source>
            <translation>Amount</translation>
        </message>
        <message>
            <source>频次</source>
            <translation>Frequency</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>用法</source>
            <translation>Route</translation>
        </message>
        <message>
            <source>天数</source>
            <translation>Days</translation>
        </message>
        <message>
            <source>总量</source>
            <translation>Quantity</translation>
        </message>
        <message>
            <source>单位</source>
            <translation>Unit</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>过敏原</source>
            <translation>Allergen</translation>
        </message>
        <message>
            <source>反应或来源</source>
            <translation>Reaction, source</translation>
        </message>
        <message>
            <source>记于</source>
            <translation>Noted</translation>
        </message>
        <message>
            <source>疾病</source>
            <translation>Condition</translation>
        </message>
        <message>
            <source>编码</source>
            <translation>Code</translation>
        </message>
        <message>
            <source>在用药品</source>
            <translation>Taken now</translation>
        </message>
        <message>
            <source>用到</source>
            <translation>Until</translation>
        </message>
        <message>
            <source>日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>主诉</source>
            <translation>Complaint</translation>
        </message>
        <message>
            <source>预防接种</source>
            <translation>Immunization</translation>
        </message>
        <message>
            <source>已种</source>
            <translation>Given</translation>
        </message>
        <message>
            <source>文书</source>
            <translation>Papers</translation>
        </message>
        <message>
            <source>内容</source>
            <translation>Content</translation>
        </message>
        <message>
            <source>卡</source>
            <translation>Card</translation>
        </message>
        <message>
            <source>卡号</source>
            <translation>Card number</translation>
        </message>
        <message>
            <source>有效期止</source>
            <translation>Valid to</translation>
        </message>
        <message>
            <source>谁</source>
            <translation>Who</translation>
        </message>
        <message>
            <source>改了什么</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>系列</source>
            <translation>Series</translation>
        </message>
        <message>
            <source>剂次</source>
            <translation>Dose</translation>
        </message>
        <message>
            <source>应种</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>实种</source>
            <translation>Given</translation>
        </message>
        <message>
            <source>接种率</source>
            <translation>Coverage</translation>
        </message>
        <message>
            <source>行</source>
            <translation>Row</translation>
        </message>
        <message>
            <source>方式</source>
            <translation>By</translation>
        </message>
        <message>
            <source>原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>经手</source>
            <translation>By</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>自付类别</source>
            <translation>Class, self-paid</translation>
        </message>
        <message>
            <source>收据号</source>
            <translation>Receipt</translation>
        </message>
        <message>
            <source>总费用</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>单号</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>营业日</source>
            <translation>Business day</translation>
        </message>
        <message>
            <source>结算/退费</source>
            <translation>Bills/refunds</translation>
        </message>
        <message>
            <source>医疗费</source>
            <translation>Charges</translation>
        </message>
        <message>
            <source>基金</source>
            <translation>Fund</translation>
        </message>
        <message>
            <source>应有现金</source>
            <translation>Cash expected</translation>
        </message>
        <message>
            <source>实点</source>
            <translation>Counted</translation>
        </message>
        <message>
            <source>级别</source>
            <translation>Level</translation>
        </message>
        <message>
            <source>结账人</source>
            <translation>By</translation>
        </message>
        <message>
            <source>结账时间</source>
            <translation>Closed at</translation>
        </message>
        <message>
            <source>账户</source>
            <translation>Account</translation>
        </message>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>到哪了</source>
            <translation>Where it is</translation>
        </message>
        <message>
            <source>结清</source>
            <translation>Settled</translation>
        </message>
        <message>
            <source>差额</source>
            <translation>Difference</translation>
        </message>
        <message>
            <source>怎么办</source>
            <translation>What to do</translation>
        </message>
        <message>
            <source>工号</source>
            <translation>Staff ID</translation>
        </message>
        <message>
            <source>岗位</source>
            <translation>Roles</translation>
        </message>
        <message>
            <source>执业和处方权</source>
            <translation>Licence and rights</translation>
        </message>
        <message>
            <source>项目</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>核对</source>
            <translation>Proof</translation>
        </message>
        <message>
            <source>结果</source>
            <translation>Result</translation>
        </message>
        <message>
            <source>床</source>
            <translation>Bed</translation>
        </message>
        <message>
            <source>余额</source>
            <translation>Balance</translation>
        </message>
        <message>
            <source>药品</source>
            <translation>Drug</translation>
        </message>
        <message>
            <source>用法用量</source>
            <translation>How to take</translation>
        </message>
        <message>
            <source>应发</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>已发</source>
            <translation>Out</translation>
        </message>
        <message>
            <source>追溯码</source>
            <translation>Trace code</translation>
        </message>
        <message>
            <source>收费</source>
            <translation>Cashier</translation>
        </message>
        <message>
            <source>药</source>
            <translation>Drugs</translation>
        </message>
        <message>
            <source>已收费</source>
            <translation>Paid</translation>
        </message>
        <message>
            <source>发药人</source>
            <translation>Handed out by</translation>
        </message>
        <message>
            <source>事项</source>
            <translation>Matter</translation>
        </message>
        <message>
            <source>月份</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>险种</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>类别</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>笔数</source>
            <translation>Records</translation>
        </message>
        <message>
            <source>我方</source>
            <translation>Ours</translation>
        </message>
        <message>
            <source>医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>类型</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>县里</source>
            <translation>County</translation>
        </message>
        <message>
            <source>县里处理</source>
            <translation>County's action</translation>
        </message>
        <message>
            <source>基金应付</source>
            <translation>Due from fund</translation>
        </message>
        <message>
            <source>个人</source>
            <translation>Person</translation>
        </message>
        <message>
            <source>我方承担</source>
            <translation>We bear</translation>
        </message>
        <message>
            <source>争议</source>
            <translation>Dispute</translation>
        </message>
        <message>
            <source>拨付方式</source>
            <translation>Method</translation>
        </message>
        <message>
            <source>通知时间</source>
            <translation>Noticed</translation>
        </message>
        <message>
            <source>退回</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>记录</source>
            <translation>Record</translation>
        </message>
        <message>
            <source>已送条数</source>
            <translation>Sent</translation>
        </message>
        <message>
            <source>县里条数</source>
            <translation>County</translation>
        </message>
        <message>
            <source>已送金额</source>
            <translation>¥ sent</translation>
        </message>
        <message>
            <source>县里金额</source>
            <translation>¥ at county</translation>
        </message>
        <message>
            <source>县里会</source>
            <translation>County would</translation>
        </message>
        <message>
            <source>调价文号</source>
            <translation>Price order</translation>
        </message>
        <message>
            <source>执行日期</source>
            <translation>In force</translation>
        </message>
        <message>
            <source>批次</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>在库</source>
            <translation>On hand</translation>
        </message>
        <message>
            <source>原价</source>
            <translation>Before</translation>
        </message>
        <message>
            <source>新价</source>
            <translation>Now</translation>
        </message>
        <message>
            <source>要联系</source>
            <translation>To call</translation>
        </message>
        <message>
            <source>率</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>目标</source>
            <translation>Target</translation>
        </message>
        <message>
            <source>分子 ÷ 分母</source>
            <translation>Numerator ÷ denominator</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>其他指标</source>
            <translation>Also in</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>组与门牌</source>
            <translation>Group and house</translation>
        </message>
        <message>
            <source>户主</source>
            <translation>Head</translation>
        </message>
        <message>
            <source>人口</source>
            <translation>People</translation>
        </message>
        <message>
            <source>取药日期</source>
            <translation>Given on</translation>
        </message>
        <message>
            <source>可用</source>
            <translation>Free</translation>
        </message>
        <message>
            <source>最近效期</source>
            <translation>Expires</translation>
        </message>
        <message>
            <source>提醒</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>批号</source>
            <translation>Batch</translation>
        </message>
        <message>
            <source>有效期至</source>
            <translation>Expires</translation>
        </message>
        <message>
            <source>发货</source>
            <translation>Sent</translation>
        </message>
        <message>
            <source>实收</source>
            <translation>Came</translation>
        </message>
        <message>
            <source>少到</source>
            <translation>Lacking</translation>
        </message>
        <message>
            <source>拒收</source>
            <translation>Sent back</translation>
        </message>
        <message>
            <source>进价</source>
            <translation>Price</translation>
        </message>
        <message>
            <source>种类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>结存</source>
            <translation>Balance</translation>
        </message>
        <message>
            <source>经手人</source>
            <translation>By</translation>
        </message>
        <message>
            <source>单据或原因</source>
            <translation>Paper or reason</translation>
        </message>
        <message>
            <source>供货单位</source>
            <translation>Supplier</translation>
        </message>
        <message>
            <source>开始</source>
            <translation>Begun</translation>
        </message>
        <message>
            <source>包装</source>
            <translation>Pack</translation>
        </message>
        <message>
            <source>清点</source>
            <translation>Counted</translation>
        </message>
        <message>
            <source>账面</source>
            <translation>Book</translation>
        </message>
        <message>
            <source>盈亏</source>
            <translation>Difference</translation>
        </message>
        <message>
            <source>药味</source>
            <translation>Piece</translation>
        </message>
        <message>
            <source>克</source>
            <translation>g</translation>
        </message>
        <message>
            <source>特殊</source>
            <translation>Handling</translation>
        </message>
        <message>
            <source>序号</source>
            <translation>No.</translation>
        </message>
        <message>
            <source>就诊日期</source>
            <translation>Day</translation>
        </message>
        <message>
            <source>临床诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>发病日期</source>
            <translation>Onset</translation>
        </message>
        <message>
            <source>初/复诊</source>
            <translation>First/again</translation>
        </message>
        <message>
            <source>血压</source>
            <translation>Blood pressure</translation>
        </message>
        <message>
            <source>去向</source>
            <translation>Went</translation>
        </message>
        <message>
            <source>医师</source>
            <translation>Doctor</translation>
        </message>
        <message>
            <source>传染病</source>
            <translation>Infectious</translation>
        </message>
        <message>
            <source>情况</source>
            <translation>What</translation>
        </message>
        <message>
            <source>订购</source>
            <translation>Ordered</translation>
        </message>
        <message>
            <source>接单</source>
            <translation>Accepted</translation>
        </message>
        <message>
            <source>说明</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>在途</source>
            <translation>Coming</translation>
        </message>
        <message>
            <source>90 天用量</source>
            <translation>Used, 90 days</translation>
        </message>
        <message>
            <source>够用天数</source>
            <translation>Days left</translation>
        </message>
        <message>
            <source>建议</source>
            <translation>Advice</translation>
        </message>
        <message>
            <source>事由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>处方</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>点评</source>
            <translation>Review</translation>
        </message>
        <message>
            <source>答复</source>
            <translation>Answer</translation>
        </message>
        <message>
            <source>指标</source>
            <translation>Indicator</translation>
        </message>
        <message>
            <source>我</source>
            <translation>Mine</translation>
        </message>
        <message>
            <source>全院</source>
            <translation>Institution</translation>
        </message>
        <message>
            <source>我的分子 / 分母</source>
            <translation>Mine: numerator / denominator</translation>
        </message>
        <message>
            <source>题目</source>
            <translation>Title</translation>
        </message>
        <message>
            <source>在哪里出现</source>
            <translation>Speaks at</translation>
        </message>
        <message>
            <source>地点</source>
            <translation>Place</translation>
        </message>
        <message>
            <source>温度 °C</source>
            <translation>°C</translation>
        </message>
        <message>
            <source>应在</source>
            <translation>Between</translation>
        </message>
        <message>
            <source>记录人</source>
            <translation>By</translation>
        </message>
        <message>
            <source>措施</source>
            <translation>What was done</translation>
        </message>
        <message>
            <source>期初</source>
            <translation>Opening</translation>
        </message>
        <message>
            <source>入</source>
            <translation>In</translation>
        </message>
        <message>
            <source>出</source>
            <translation>Out</translation>
        </message>
        <message>
            <source>盘点</source>
            <translation>Stocktake opened</translation>
        </message>
        <message>
            <source>期末</source>
            <translation>Closing</translation>
        </message>
        <message>
            <source>期初元</source>
            <translation>Opening ¥</translation>
        </message>
        <message>
            <source>入元</source>
            <translation>In ¥</translation>
        </message>
        <message>
            <source>出元</source>
            <translation>Out ¥</translation>
        </message>
        <message>
            <source>盘点调价元</source>
            <translation>Adjusted ¥</translation>
        </message>
        <message>
            <source>拆零差元</source>
            <translation>Split diff. ¥</translation>
        </message>
        <message>
            <source>期末元</source>
            <translation>Closing ¥</translation>
        </message>
        <message>
            <source>患者或单据</source>
            <translation>Patient or document</translation>
        </message>
        <message>
            <source>收入</source>
            <translation>In</translation>
        </message>
        <message>
            <source>发出</source>
            <translation>Sent</translation>
        </message>
        <message>
            <source>发药／复核</source>
            <translation>Given / checked</translation>
        </message>
        <message>
            <source>空安瓿</source>
            <translation>Ampoules</translation>
        </message>
        <message>
            <source>实到</source>
            <translation>Came</translation>
        </message>
        <message>
            <source>机构</source>
            <translation>Facility</translation>
        </message>
        <message>
            <source>发药日期</source>
            <translation>Given on</translation>
        </message>
        <message>
            <source>医嘱</source>
            <translation>Orders</translation>
        </message>
        <message>
            <source>各床</source>
            <translation>By bed</translation>
        </message>
        <message>
            <source>类</source>
            <translation>Kind</translation>
        </message>
        <message>
            <source>停止</source>
            <translation>Stop</translation>
        </message>
        <message>
            <source>像同一人，因为</source>
            <translation>Perhaps one person, because</translation>
        </message>
        <message>
            <source>保留的档案</source>
            <translation>Kept record</translation>
        </message>
        <message>
            <source>并入的档案</source>
            <translation>Merged record</translation>
        </message>
        <message>
            <source>变动</source>
            <translation>Change</translation>
        </message>
        <message>
            <source>更正</source>
            <translation>Corrected</translation>
        </message>
        <message>
            <source>与户主关系</source>
            <translation>Relation to head</translation>
        </message>
        <message>
            <source>补助</source>
            <translation>Subsidy</translation>
        </message>
        <message>
            <source>序</source>
            <translation>No.</translation>
        </message>
        <message>
            <source>表</source>
            <translation>Sheet</translation>
        </message>
        <message>
            <source>村组户</source>
            <translation>Where</translation>
        </message>
        <message>
            <source>照片</source>
            <translation>Pictures</translation>
        </message>
        <message>
            <source>填写</source>
            <translation>Answer</translation>
        </message>
        <message>
            <source>带上</source>
            <translation>Take</translation>
        </message>
        <message>
            <source>门牌</source>
            <translation>House</translation>
        </message>
        <message>
            <source>做什么</source>
            <translation>What</translation>
        </message>
        <message>
            <source>期限</source>
            <translation>Term</translation>
        </message>
        <message>
            <source>最后一天</source>
            <translation>Last day</translation>
        </message>
        <message>
            <source>性别年龄</source>
            <translation>Sex, age</translation>
        </message>
        <message>
            <source>住处</source>
            <translation>Lives in</translation>
        </message>
        <message>
            <source>要做的</source>
            <translation>To do</translation>
        </message>
        <message>
            <source>检测时间</source>
            <translation>Measured</translation>
        </message>
        <message>
            <source>号码</source>
            <translation>Number</translation>
        </message>
        <message>
            <source>文件</source>
            <translation>File</translation>
        </message>
        <message>
            <source>为什么</source>
            <translation>Why</translation>
        </message>
        <message>
            <source>团队长</source>
            <translation>Leader</translation>
        </message>
        <message>
            <source>成员</source>
            <translation>Member</translation>
        </message>
        <message>
            <source>签约/上限</source>
            <translation>Held/most</translation>
        </message>
        <message>
            <source>疫苗</source>
            <translation>Vaccine</translation>
        </message>
        <message>
            <source>还剩</source>
            <translation>Left</translation>
        </message>
        <message>
            <source>第1剂</source>
            <translation>Dose 1</translation>
        </message>
        <message>
            <source>第2剂</source>
            <translation>Dose 2</translation>
        </message>
        <message>
            <source>第3剂</source>
            <translation>Dose 3</translation>
        </message>
        <message>
            <source>第4剂</source>
            <translation>Dose 4</translation>
        </message>
        <message>
            <source>第5剂</source>
            <translation>Dose 5</translation>
        </message>
    </context>
    <context>
        <name>contracts</name>
        <message>
            <source>已签约</source>
            <translation>Contracted</translation>
        </message>
        <message>
            <source>30 天内到期</source>
            <translation>Ends within 30 days</translation>
        </message>
        <message>
            <source>签而不约</source>
            <translation>Not served</translation>
        </message>
        <message>
            <source>重复签约</source>
            <translation>Twice</translation>
        </message>
        <message>
            <source>未开始</source>
            <translation>Not begun</translation>
        </message>
        <message>
            <source>签约中</source>
            <translation>In force</translation>
        </message>
        <message>
            <source>可续签</source>
            <translation>Renewable</translation>
        </message>
        <message>
            <source>已到期</source>
            <translation>Expired</translation>
        </message>
        <message>
            <source>本人要求</source>
            <translation>Own wish</translation>
        </message>
        <message>
            <source>换团队</source>
            <translation>Other team</translation>
        </message>
        <message>
            <source>迁出</source>
            <translation>Moved</translation>
        </message>
        <message>
            <source>死亡</source>
            <translation>Died</translation>
        </message>
        <message>
            <source>到期不续</source>
            <translation>Not to be renewed</translation>
        </message>
        <message>
            <source>✓ 已做</source>
            <translation>✓ Done</translation>
        </message>
        <message>
            <source>该做了</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>过期没做</source>
            <translation>Missed</translation>
        </message>
        <message>
            <source>还没到</source>
            <translation>Not yet</translation>
        </message>
        <message>
            <source>不再需要</source>
            <translation>Not needed</translation>
        </message>
        <message>
            <source>门诊病历</source>
            <translation>Visit</translation>
        </message>
        <message>
            <source>接种</source>
            <translation>Vaccination</translation>
        </message>
        <message>
            <source>处方</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>已结束（{why}）</source>
            <translation>Ended ({why})</translation>
        </message>
        <message>
            <source>已签 {team}，到 {day}</source>
            <translation>signed with {team} until {day}</translation>
        </message>
        <message>
            <source>每年 {total} 元 = 医保基金 {insurance} + 公卫经费 {public} + 个人 {resident}</source>
            <translation>A year {total} yuan = insurance {insurance} + public health {public} + resident {resident}</translation>
        </message>
        <message>
            <source>纸质签字</source>
            <translation>signed on paper</translation>
        </message>
        <message>
            <source>签名图像</source>
            <translation>signature kept</translation>
        </message>
        <message>
            <source>签约 {n} 人，其中重点人群 {key} 人；县里还没有下达常住人口数，算不出签约率</source>
            <translation>{n} contracted, {key} of key groups; the county has not stated the residents, so there is no rate</translation>
        </message>
        <message>
            <source>签约率 = {n} ÷ 常住 {people} = {rate}%，其中重点人群 {key} 人</source>
            <translation>Rate = {n} ÷ {people} residents = {rate}%, {key} of key groups</translation>
        </message>
        <message>
            <source>；目标 {goal}%，{met}</source>
            <translation>; goal {goal}%, {met}</translation>
        </message>
        <message>
            <source>已达到</source>
            <translation>reached</translation>
        </message>
        <message>
            <source>还没有达到</source>
            <translation>not reached</translation>
        </message>
    </context>
    <context>
        <name>desk</name>
        <message>
            <source>医保电子凭证要联网由医保接口解码，本机认不出是谁。请刷卡，或按姓名查找。</source>
            <translation>An electronic voucher is read by the insurance on line only. Use the card, or find by name.</translation>
        </message>
        <message>
            <source>这不是本系统的单据码。</source>
            <translation>This is not a code of ours.</translation>
        </message>
        <message>
            <source>姓名未读出</source>
            <translation>Name not read</translation>
        </message>
        <message>
            <source>年龄不详</source>
            <translation>age unknown</translation>
        </message>
        <message>
            <source>无证件号码</source>
            <translation>no ID number</translation>
        </message>
        <message>
            <source>未建档</source>
            <translation>Not registered</translation>
        </message>
        <message>
            <source>今天已挂 {number} 号</source>
            <translation>Registered today: {number}</translation>
        </message>
        <message>
            <source>{field}与卡上不同</source>
            <translation>{field} differs from the card</translation>
        </message>
    </context>
    <context>
        <name>duties</name>
        <message>
            <source>建居民健康档案</source>
            <translation>Open the health record</translation>
        </message>
        <message>
            <source>35岁首诊测血压</source>
            <translation>Measure blood pressure (35 and over)</translation>
        </message>
        <message>
            <source>血压高，换日复测</source>
            <translation>Pressure high: measure again another day</translation>
        </message>
        <message>
            <source>预防接种到期</source>
            <translation>Vaccination due</translation>
        </message>
        <message>
            <source>家庭医生续签</source>
            <translation>Contract to renew</translation>
        </message>
        <message>
            <source>纳入高血压管理</source>
            <translation>Take into hypertension care</translation>
        </message>
        <message>
            <source>纳入糖尿病管理</source>
            <translation>Take into diabetes care</translation>
        </message>
        <message>
            <source>纳入严重精神障碍管理</source>
            <translation>Take into mental disorder care</translation>
        </message>
        <message>
            <source>纳入肺结核管理</source>
            <translation>Take into TB care</translation>
        </message>
        <message>
            <source>纳入慢阻肺管理</source>
            <translation>Take into COPD care</translation>
        </message>
        <message>
            <source>纳入孕产妇管理</source>
            <translation>Take into maternal care</translation>
        </message>
        <message>
            <source>{name}（过期）</source>
            <translation>{name} (overdue)</translation>
        </message>
    </context>
    <context>
        <name>examinations</name>
        <message>
            <source>检验</source>
            <translation>Laboratory</translation>
        </message>
        <message>
            <source>心电</source>
            <translation>ECG</translation>
        </message>
        <message>
            <source>影像</source>
            <translation>Imaging</translation>
        </message>
        <message>
            <source>其他检查</source>
            <translation>Other</translation>
        </message>
        <message>
            <source>↓↓ 危急</source>
            <translation>↓↓ critical</translation>
        </message>
        <message>
            <source>↑↑ 危急</source>
            <translation>↑↑ critical</translation>
        </message>
        <message>
            <source>异常</source>
            <translation>abnormal</translation>
        </message>
        <message>
            <source>仪器</source>
            <translation>instrument</translation>
        </message>
        <message>
            <source>影像设备</source>
            <translation>imaging device</translation>
        </message>
        <message>
            <source>县级诊断</source>
            <translation>county reading</translation>
        </message>
        <message>
            <source>全部类别</source>
            <translation>All categories</translation>
        </message>
        <message>
            <source>已收费</source>
            <translation>Paid</translation>
        </message>
        <message>
            <source>未收费</source>
            <translation>unpaid</translation>
        </message>
        <message>
            <source>更正报告</source>
            <translation>corrected report</translation>
        </message>
    </context>
    <context>
        <name>facility</name>
        <message>
            <source>静脉输注抗菌药物</source>
            <translation>Antibiotics by vein</translation>
        </message>
        <message>
            <source>麻醉药品和第一类精神药品</source>
            <translation>Narcotics and class 1 psychotropics</translation>
        </message>
    </context>
    <context>
        <name>format</name>
        <message>
            <source>{n} 天</source>
            <translation>{n} days</translation>
        </message>
        <message>
            <source>{n} 月</source>
            <translation>{n} months</translation>
        </message>
        <message>
            <source>{y} 岁 {m} 月</source>
            <translation>{y} y {m} m</translation>
        </message>
        <message>
            <source>{n} 岁</source>
            <translation>{n} y</translation>
        </message>
        <message>
            <source>男</source>
            <translation>Male</translation>
        </message>
        <message>
            <source>女</source>
            <translation>Female</translation>
        </message>
        <message>
            <source>未说明</source>
            <translation>Not stated</translation>
        </message>
        <message>
            <source>未知</source>
            <translation>Unknown</translation>
        </message>
        <message>
            <source>刚刚</source>
            <translation>just now</translation>
        </message>
        <message>
            <source>{n} 分钟前</source>
            <translation>{n} min ago</translation>
        </message>
        <message>
            <source>{n} 小时前</source>
            <translation>{n} h ago</translation>
        </message>
        <message>
            <source>{n} 天前</source>
            <translation>{n} days ago</translation>
        </message>
    </context>
    <context>
        <name>forms</name>
        <message>
            <source>未到期</source>
            <translation>not yet</translation>
        </message>
        <message>
            <source>该做了</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>过期</source>
            <translation>overdue</translation>
        </message>
        <message>
            <source>已错过</source>
            <translation>missed</translation>
        </message>
        <message>
            <source>失访</source>
            <translation>Lost</translation>
        </message>
        <message>
            <source>草稿</source>
            <translation>draft</translation>
        </message>
        <message>
            <source>已撤回</source>
            <translation>withdrawn</translation>
        </message>
        <message>
            <source>已更正</source>
            <translation>corrected</translation>
        </message>
        <message>
            <source>更正件</source>
            <translation>correction</translation>
        </message>
        <message>
            <source>健康档案</source>
            <translation>Health records</translation>
        </message>
        <message>
            <source>老年人</source>
            <translation>Elderly</translation>
        </message>
        <message>
            <source>高血压</source>
            <translation>Hypertension</translation>
        </message>
        <message>
            <source>糖尿病</source>
            <translation>Diabetes</translation>
        </message>
        <message>
            <source>慢阻肺</source>
            <translation>COPD</translation>
        </message>
        <message>
            <source>精神障碍</source>
            <translation>Mental disorder</translation>
        </message>
        <message>
            <source>肺结核</source>
            <translation>Tuberculosis</translation>
        </message>
        <message>
            <source>孕产妇</source>
            <translation>Maternity</translation>
        </message>
        <message>
            <source>儿童</source>
            <translation>Children</translation>
        </message>
        <message>
            <source>预防接种</source>
            <translation>Immunization</translation>
        </message>
        <message>
            <source>传染病</source>
            <translation>Infectious</translation>
        </message>
        <message>
            <source>签约服务</source>
            <translation>Contracts</translation>
        </message>
        <message>
            <source>接诊与转诊</source>
            <translation>Visits and referral</translation>
        </message>
        <message>
            <source>健康教育</source>
            <translation>Health education</translation>
        </message>
        <message>
            <source>卫生监督</source>
            <translation>Supervision</translation>
        </message>
        <message>
            <source>其他</source>
            <translation>Other</translation>
        </message>
    </context>
    <context>
        <name>frontdesk</name>
        <message>
            <source>医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>待诊</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>就诊中</source>
            <translation>With doctor</translation>
        </message>
        <message>
            <source>待收费</source>
            <translation>To pay</translation>
        </message>
        <message>
            <source>已完成</source>
            <translation>Complete</translation>
        </message>
        <message>
            <source>已退号</source>
            <translation>Cancelled</translation>
        </message>
        <message>
            <source>登记此人已于 {death} 死亡，医保不支付，按自费；请核对是不是本人，登记有误请找参保经办。</source>
            <translation>Registered as deceased on {death}: the insurance does not pay, self-pay. Check the identity; if the register is wrong, ask the insurance office.</translation>
        </message>
        <message>
            <source>本机没有这个险种今天有效的政策，按自费；联网同步后再看。</source>
            <translation>No policy in force today is known here for this insurance: self-pay. Sync and look again.</translation>
        </message>
        <message>
            <source>本机的参保信息太旧，不能用医保结算：请联网同步或按“查参保”，或者先按自费。</source>
            <translation>What is known here is too old to settle on: sync or look the person up, or charge as self-pay.</translation>
        </message>
        <message>
            <source>参保状态是“暂停”，基金不支付，按自费；请患者到参保经办恢复。</source>
            <translation>The insurance is suspended: the fund does not pay, self-pay. The patient can have it resumed at the insurance office.</translation>
        </message>
        <message>
            <source>已经停保（参保终止），基金不支付，按自费。</source>
            <translation>The insurance has ended: the fund does not pay, self-pay.</translation>
        </message>
        <message>
            <source>此人有 {n} 个险种，请选一个；选过的下次自动选上。</source>
            <translation>{n} insurances: choose one; it is chosen by itself the next time.</translation>
        </message>
        <message>
            <source>此人有 {n} 个险种，已按上次选的{name}；要换就改选。</source>
            <translation>{n} insurances; {name} as chosen last time. Choose another to change it.</translation>
        </message>
    </context>
    <context>
        <name>gallery</name>
        <message>
            <source>漳平市新桥镇中心卫生院</source>
            <translation>Xinqiao Township Hospital</translation>
        </message>
    </context>
    <context>
        <name>health_record</name>
        <message>
            <source>临时身份</source>
            <translation>Temporary identity</translation>
        </message>
        <message>
            <source>缺</source>
            <translation>missing</translation>
        </message>
        <message>
            <source>在管</source>
            <translation>Active</translation>
        </message>
        <message>
            <source>已迁出</source>
            <translation>Moved away</translation>
        </message>
        <message>
            <source>失访</source>
            <translation>Lost</translation>
        </message>
        <message>
            <source>已死亡</source>
            <translation>Died</translation>
        </message>
        <message>
            <source>迁出</source>
            <translation>Moved</translation>
        </message>
        <message>
            <source>死亡</source>
            <translation>Died</translation>
        </message>
        <message>
            <source>迁回</source>
            <translation>Came back</translation>
        </message>
        <message>
            <source>证件号码相同</source>
            <translation>same ID number</translation>
        </message>
        <message>
            <source>证件号码不同</source>
            <translation>ID numbers differ</translation>
        </message>
        <message>
            <source>证件号码只差一位</source>
            <translation>ID numbers differ in one digit</translation>
        </message>
        <message>
            <source>档案编号相同</source>
            <translation>same record number</translation>
        </message>
        <message>
            <source>参保号相同</source>
            <translation>same insurance number</translation>
        </message>
        <message>
            <source>同一张卡</source>
            <translation>same card</translation>
        </message>
        <message>
            <source>姓名、性别、出生日期相同</source>
            <translation>same name, sex and birth date</translation>
        </message>
        <message>
            <source>姓名、出生日期相同</source>
            <translation>same name and birth date</translation>
        </message>
        <message>
            <source>电话相同</source>
            <translation>same phone</translation>
        </message>
        <message>
            <source>母亲相同</source>
            <translation>same mother</translation>
        </message>
        <message>
            <source>同村</source>
            <translation>same village</translation>
        </message>
        <message>
            <source>可能是双胞胎</source>
            <translation>perhaps twins</translation>
        </message>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>民族</source>
            <translation>People</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>封面与档案编号</source>
            <translation>Cover and number</translation>
        </message>
        <message>
            <source>{group}组</source>
            <translation>group {group}</translation>
        </message>
        <message>
            <source>{house}号</source>
            <translation>no. {house}</translation>
        </message>
        <message>
            <source>已合并</source>
            <translation>Merged</translation>
        </message>
        <message>
            <source>已拆分</source>
            <translation>Split</translation>
        </message>
    </context>
    <context>
        <name>held</name>
        <message>
            <source>本机</source>
            <translation>This PC</translation>
        </message>
        <message>
            <source>已打包</source>
            <translation>On its way</translation>
        </message>
        <message>
            <source>院内已收</source>
            <translation>Hub</translation>
        </message>
        <message>
            <source>县已收</source>
            <translation>County</translation>
        </message>
        <message>
            <source>退回</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>只在这台电脑上，联网后自动送出</source>
            <translation>On this PC alone; goes up by itself</translation>
        </message>
        <message>
            <source>已经交出（正在上传或在U盘上），等县里的收据</source>
            <translation>Handed over (going up, or on a stick); the county's receipt is due</translation>
        </message>
        <message>
            <source>本院中心已收，还没有到县里</source>
            <translation>The clinic's hub has it, the county not yet</translation>
        </message>
        <message>
            <source>县里已经收到，这台电脑坏了也不会丢</source>
            <translation>The county has it; it survives this PC</translation>
        </message>
        <message>
            <source>县里退回：{reason}</source>
            <translation>Returned by the county: {reason}</translation>
        </message>
    </context>
    <context>
        <name>immunization</name>
        <message>
            <source>已满</source>
            <translation>Over</translation>
        </message>
        <message>
            <source>{n} 分</source>
            <translation>{n} min</translation>
        </message>
        <message>
            <source>{n} 剂，末剂 {day}</source>
            <translation>{n}, last {day}</translation>
        </message>
        <message>
            <source>乙肝</source>
            <translation>HepB</translation>
        </message>
        <message>
            <source>卡介苗</source>
            <translation>BCG</translation>
        </message>
        <message>
            <source>脊灰</source>
            <translation>Polio</translation>
        </message>
        <message>
            <source>百白破</source>
            <translation>DTP</translation>
        </message>
        <message>
            <source>麻腮风</source>
            <translation>MMR</translation>
        </message>
        <message>
            <source>乙脑</source>
            <translation>JE</translation>
        </message>
        <message>
            <source>流脑</source>
            <translation>MenA/AC</translation>
        </message>
        <message>
            <source>甲肝</source>
            <translation>HepA</translation>
        </message>
        <message>
            <source>HPV</source>
            <translation>HPV</translation>
        </message>
        <message>
            <source>未到</source>
            <translation>Not yet</translation>
        </message>
        <message>
            <source>应种</source>
            <translation>Due</translation>
        </message>
        <message>
            <source>逾期</source>
            <translation>Overdue</translation>
        </message>
        <message>
            <source>已完成</source>
            <translation>Complete</translation>
        </message>
        <message>
            <source>超龄</source>
            <translation>Too old</translation>
        </message>
        <message>
            <source>不适用</source>
            <translation>Not for them</translation>
        </message>
        <message>
            <source>非免疫规划</source>
            <translation>Outside the programme</translation>
        </message>
        <message>
            <source>禁忌</source>
            <translation>Contraindicated</translation>
        </message>
        <message>
            <source>暂缓</source>
            <translation>Deferred</translation>
        </message>
        <message>
            <source>拒绝</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>已登记</source>
            <translation>Booked</translation>
        </message>
        <message>
            <source>已有</source>
            <translation>Known</translation>
        </message>
        <message>
            <source>批号不同</source>
            <translation>Other batch</translation>
        </message>
        <message>
            <source>存疑</source>
            <translation>Doubtful</translation>
        </message>
        <message>
            <source>退回</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>查无此人</source>
            <translation>Nobody</translation>
        </message>
        <message>
            <source>有重名的几个人</source>
            <translation>Several people</translation>
        </message>
        <message>
            <source>电话对不上</source>
            <translation>Another telephone</translation>
        </message>
        <message>
            <source>号码、姓名或出生日期与本机的不符</source>
            <translation>Number, name or birth date differs from ours</translation>
        </message>
        <message>
            <source>文字过长或有乱码</source>
            <translation>Text too long or garbled</translation>
        </message>
        <message>
            <source>本机记的批号不同，未改</source>
            <translation>Another batch is on record; nothing changed</translation>
        </message>
        <message>
            <source>对方已撤销这一剂；本机有的未改，请核对</source>
            <translation>Withdrawn over there; what stands here was not changed, check it</translation>
        </message>
        <message>
            <source>不认识的疫苗</source>
            <translation>Unknown vaccine</translation>
        </message>
        <message>
            <source>接种日期读不出或在今天以后</source>
            <translation>No date of vaccination, or after today</translation>
        </message>
        <message>
            <source>没有姓名、证件号或受种者编码</source>
            <translation>No name, identity number or case number</translation>
        </message>
        <message>
            <source>剂次读不出</source>
            <translation>Unreadable dose number</translation>
        </message>
        <message>
            <source>出生日期读不出</source>
            <translation>Unreadable birth date</translation>
        </message>
        <message>
            <source>有效期读不出</source>
            <translation>Unreadable expiry</translation>
        </message>
        <message>
            <source>成人型百白破疫苗</source>
            <translation>Adult DTaP vaccine</translation>
        </message>
        <message>
            <source>{vaccine} 第{n}剂</source>
            <translation>{vaccine} dose {n}</translation>
        </message>
        <message>
            <source>{said}至 {day}</source>
            <translation>{said} to {day}</translation>
        </message>
    </context>
    <context>
        <name>indicators</name>
        <message>
            <source>未登记村</source>
            <translation>no village</translation>
        </message>
        <message>
            <source>县里还没有下达这一年的人口数</source>
            <translation>the county has not stated this year's population</translation>
        </message>
        <message>
            <source>居民在医院的就诊这里不知道</source>
            <translation>visits of the residents at hospitals are not known here</translation>
        </message>
        <message>
            <source>没有数据</source>
            <translation>no figure</translation>
        </message>
        <message>
            <source>未定目标</source>
            <translation>no target</translation>
        </message>
        <message>
            <source>达标</source>
            <translation>met</translation>
        </message>
        <message>
            <source>未达标</source>
            <translation>not met</translation>
        </message>
    </context>
    <context>
        <name>inpatient</name>
        <message>
            <source>本机没有这位患者的参保信息，请同步后再试。</source>
            <translation>This PC does not know the patient's insurance; sync and try again.</translation>
        </message>
        <message>
            <source>可以等线路恢复、同步后再结；或按 Ctrl+G 改自费全额结算，患者凭收据到县医保手工报销。</source>
            <translation>Wait for the line and sync, then settle; or press Ctrl+G: the person pays all and claims it later at the county.</translation>
        </message>
        <message>
            <source>核对参保和凭证后再结；或按 Ctrl+G 改自费。</source>
            <translation>Check insurance and credential, then settle; or press Ctrl+G for self-pay.</translation>
        </message>
        <message>
            <source>在院，下面是预结（按今天出院算）。</source>
            <translation>Still in; below what it would cost if discharged today.</translation>
        </message>
        <message>
            <source>{first} 入院，{last} 出院，{name}</source>
            <translation>In {first}, out {last}, {name}</translation>
        </message>
        <message>
            <source>已结算：总费用 {total}，基金 {fund}，个人 {person}，收据 {number}</source>
            <translation>Settled: charges {total}, fund {fund}, person {person}, receipt {number}</translation>
        </message>
        <message>
            <source>自费：医保不参与，全部由个人支付</source>
            <translation>self-pay: no insurance, the person pays everything</translation>
        </message>
        <message>
            <source>名称、首字母或 ICD 编码</source>
            <translation>Name, initials or ICD code</translation>
        </message>
        <message>
            <source>在院</source>
            <translation>In</translation>
        </message>
        <message>
            <source>待结算</source>
            <translation>To settle</translation>
        </message>
        <message>
            <source>已结算</source>
            <translation>Settled</translation>
        </message>
        <message>
            <source>漏结</source>
            <translation>Not all billed</translation>
        </message>
        <message>
            <source>急诊</source>
            <translation>emergency</translation>
        </message>
        <message>
            <source>上转</source>
            <translation>up</translation>
        </message>
        <message>
            <source>下转</source>
            <translation>down</translation>
        </message>
        <message>
            <source>按病种</source>
            <translation>package</translation>
        </message>
        <message>
            <source>已停用</source>
            <translation>withdrawn</translation>
        </message>
    </context>
    <context>
        <name>instrument</name>
        <message>
            <source>已填入 {instrument} 的结果，请核对后签发。</source>
            <translation>Filled in from {instrument}; check it, then sign.</translation>
        </message>
        <message>
            <source>没有填入：{left}</source>
            <translation>Not filled in: {left}</translation>
        </message>
    </context>
    <context>
        <name>insurance</name>
        <message>
            <source>职工医保</source>
            <translation>Employees</translation>
        </message>
        <message>
            <source>居民医保</source>
            <translation>Residents</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
    </context>
    <context>
        <name>keys</name>
        <message>
            <source>键位帮助</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>读卡</source>
            <translation>Read card</translation>
        </message>
        <message>
            <source>找人</source>
            <translation>Find</translation>
        </message>
        <message>
            <source>清空</source>
            <translation>Clear</translation>
        </message>
        <message>
            <source>刷新/下一位</source>
            <translation>Refresh / next</translation>
        </message>
        <message>
            <source>退号/退费/退药</source>
            <translation>Cancel / refund / return</translation>
        </message>
        <message>
            <source>预结算/审方</source>
            <translation>Preview / review</translation>
        </message>
        <message>
            <source>保存</source>
            <translation>Save</translation>
        </message>
        <message>
            <source>收费/结算/发药</source>
            <translation>Charge / settle / dispense</translation>
        </message>
        <message>
            <source>打印</source>
            <translation>Print</translation>
        </message>
        <message>
            <source>暂挂</source>
            <translation>Aside</translation>
        </message>
        <message>
            <source>锁屏</source>
            <translation>Lock</translation>
        </message>
        <message>
            <source>改自费/改医保</source>
            <translation>Self-pay / insurance</translation>
        </message>
        <message>
            <source>其他收款方式</source>
            <translation>Other means of payment</translation>
        </message>
        <message>
            <source>电子钱包</source>
            <translation>E-purse</translation>
        </message>
        <message>
            <source>发卡方答复</source>
            <translation>Issuer's answer</translation>
        </message>
        <message>
            <source>结清差额</source>
            <translation>Settle difference</translation>
        </message>
        <message>
            <source>部分退</source>
            <translation>Choose lines</translation>
        </message>
        <message>
            <source>无挂号接诊</source>
            <translation>See without registration</translation>
        </message>
        <message>
            <source>中医诊断</source>
            <translation>TCM diagnosis</translation>
        </message>
        <message>
            <source>模板</source>
            <translation>Template</translation>
        </message>
        <message>
            <source>存为模板</source>
            <translation>Keep as template</translation>
        </message>
        <message>
            <source>普通、急诊、长期处方</source>
            <translation>Ordinary, emergency, long-term</translation>
        </message>
        <message>
            <source>成组/拆组</source>
            <translation>Group, apart</translation>
        </message>
        <message>
            <source>自备药</source>
            <translation>Own medicine</translation>
        </message>
        <message>
            <source>中药饮片</source>
            <translation>Herbs</translation>
        </message>
        <message>
            <source>开检查</source>
            <translation>Order tests</translation>
        </message>
        <message>
            <source>入户模式</source>
            <translation>Home visit</translation>
        </message>
        <message>
            <source>上一位</source>
            <translation>Back</translation>
        </message>
        <message>
            <source>完成就诊</source>
            <translation>Finish visit</translation>
        </message>
        <message>
            <source>下一页</source>
            <translation>Next page</translation>
        </message>
        <message>
            <source>上一页</source>
            <translation>Page before</translation>
        </message>
        <message>
            <source>找功能</source>
            <translation>Find a function</translation>
        </message>
        <message>
            <source>加行</source>
            <translation>Add row</translation>
        </message>
        <message>
            <source>删行</source>
            <translation>Delete row</translation>
        </message>
        <message>
            <source>下一格</source>
            <translation>Next field</translation>
        </message>
        <message>
            <source>退一步</source>
            <translation>One step back</translation>
        </message>
        <message>
            <source>在列表里选</source>
            <translation>Choose in a list</translation>
        </message>
        <message>
            <source>换页</source>
            <translation>Switch page</translation>
        </message>
    </context>
    <context>
        <name>levels</name>
        <message>
            <source>村卫生室</source>
            <translation>village clinic</translation>
        </message>
        <message>
            <source>乡镇卫生院</source>
            <translation>township hospital</translation>
        </message>
        <message>
            <source>社区卫生服务机构</source>
            <translation>community centre</translation>
        </message>
        <message>
            <source>县级医院</source>
            <translation>county hospital</translation>
        </message>
        <message>
            <source>市级医院</source>
            <translation>city hospital</translation>
        </message>
        <message>
            <source>省级医院</source>
            <translation>province hospital</translation>
        </message>
    </context>
    <context>
        <name>means</name>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
        <message>
            <source>电子钱包</source>
            <translation>E-purse</translation>
        </message>
        <message>
            <source>微信</source>
            <translation>WeChat</translation>
        </message>
        <message>
            <source>支付宝</source>
            <translation>Alipay</translation>
        </message>
        <message>
            <source>银行卡</source>
            <translation>Bank card</translation>
        </message>
    </context>
    <context>
        <name>movement</name>
        <message>
            <source>开 {packs}</source>
            <translation>{packs} opened</translation>
        </message>
        <message>
            <source>1 报损</source>
            <translation>1 Waste</translation>
        </message>
        <message>
            <source>2 过期销毁</source>
            <translation>2 Expired, destroyed</translation>
        </message>
        <message>
            <source>3 退回供货方</source>
            <translation>3 Back to the supplier</translation>
        </message>
        <message>
            <source>4 召回退出</source>
            <translation>4 Recalled, handed back</translation>
        </message>
        <message>
            <source>5 拆零（开整包装）</source>
            <translation>5 Split (open packs)</translation>
        </message>
        <message>
            <source>6 停用这一批</source>
            <translation>6 Set this batch aside</translation>
        </message>
        <message>
            <source>7 解除停用</source>
            <translation>7 Let it go again</translation>
        </message>
        <message>
            <source>入库</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>退供货方</source>
            <translation>To supplier</translation>
        </message>
        <message>
            <source>发药</source>
            <translation>Dispense</translation>
        </message>
        <message>
            <source>退药</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>调出</source>
            <translation>Transfer out</translation>
        </message>
        <message>
            <source>调入</source>
            <translation>Transfer in</translation>
        </message>
        <message>
            <source>拆零</source>
            <translation>Split</translation>
        </message>
        <message>
            <source>报损</source>
            <translation>Waste</translation>
        </message>
        <message>
            <source>过期</source>
            <translation>overdue</translation>
        </message>
        <message>
            <source>召回</source>
            <translation>Recalled</translation>
        </message>
        <message>
            <source>调价出</source>
            <translation>Revalued out</translation>
        </message>
        <message>
            <source>调价入</source>
            <translation>Revalued in</translation>
        </message>
        <message>
            <source>盘点</source>
            <translation>Stocktake opened</translation>
        </message>
    </context>
    <context>
        <name>outpatient</name>
        <message>
            <source>项目</source>
            <translation>Item</translation>
        </message>
        <message>
            <source>时间</source>
            <translation>Time</translation>
        </message>
        <message>
            <source>诊断</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <source>主诉</source>
            <translation>Complaint</translation>
        </message>
        <message>
            <source>现病史</source>
            <translation>History</translation>
        </message>
        <message>
            <source>检查</source>
            <translation>Exam</translation>
        </message>
        <message>
            <source>处理</source>
            <translation>Act</translation>
        </message>
        <message>
            <source>补记 {time}：{text}</source>
            <translation>Added {time}: {text}</translation>
        </message>
        <message>
            <source>待诊</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>就诊中</source>
            <translation>With doctor</translation>
        </message>
        <message>
            <source>已完成</source>
            <translation>Complete</translation>
        </message>
        <message>
            <source>甲类</source>
            <translation>Class A</translation>
        </message>
        <message>
            <source>乙类</source>
            <translation>Class B</translation>
        </message>
        <message>
            <source>丙类</source>
            <translation>Class C</translation>
        </message>
        <message>
            <source>不能开</source>
            <translation>Not allowed</translation>
        </message>
        <message>
            <source>须说明</source>
            <translation>Give reason</translation>
        </message>
        <message>
            <source>提醒</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>问过，无过敏</source>
            <translation>Asked: none</translation>
        </message>
        <message>
            <source>皮试阴性</source>
            <translation>Test negative</translation>
        </message>
        <message>
            <source>阳性</source>
            <translation>Positive</translation>
        </message>
        <message>
            <source>未怀孕</source>
            <translation>Not pregnant</translation>
        </message>
        <message>
            <source>怀孕</source>
            <translation>Pregnant</translation>
        </message>
        <message>
            <source>疼痛病历已查</source>
            <translation>Pain file checked</translation>
        </message>
        <message>
            <source>未哺乳</source>
            <translation>Not nursing</translation>
        </message>
        <message>
            <source>哺乳</source>
            <translation>Nursing</translation>
        </message>
        <message>
            <source>病情稳定</source>
            <translation>Stable</translation>
        </message>
        <message>
            <source>符合限定条件</source>
            <translation>Condition met</translation>
        </message>
        <message>
            <source>告知自费并同意</source>
            <translation>Told, agrees to pay</translation>
        </message>
        <message>
            <source>理由</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>读 Alt+&amp;J</source>
            <translation>Read Alt+&amp;J</translation>
        </message>
        <message>
            <source>读</source>
            <translation>Read</translation>
        </message>
        <message>
            <source>微课</source>
            <translation>Lessons</translation>
        </message>
        <message>
            <source>{name}：{grade}传染病，{hours} 小时内报卡。</source>
            <translation>{name}: infectious disease, {grade}, to be reported within {hours} hours.</translation>
        </message>
        <message>
            <source>不是病例，理由</source>
            <translation>Not a case, because</translation>
        </message>
        <message>
            <source>传染病</source>
            <translation>Infectious</translation>
        </message>
        <message>
            <source>要报卡</source>
            <translation>Report it</translation>
        </message>
        <message>
            <source>在用药 {n} 种</source>
            <translation>{n} medicines at home</translation>
        </message>
        <message>
            <source>血压 {high}/{low}（{day}）</source>
            <translation>BP {high}/{low} ({day})</translation>
        </message>
        <message>
            <source>待采样</source>
            <translation>To collect</translation>
        </message>
        <message>
            <source>待报告</source>
            <translation>To report</translation>
        </message>
        <message>
            <source>已报告</source>
            <translation>Reported</translation>
        </message>
        <message>
            <source>普通处方</source>
            <translation>Ordinary</translation>
        </message>
        <message>
            <source>急诊处方</source>
            <translation>Emergency</translation>
        </message>
        <message>
            <source>长期处方</source>
            <translation>Long-term</translation>
        </message>
    </context>
    <context>
        <name>outpatient_log</name>
        <message>
            <source>全部就诊</source>
            <translation>All visits</translation>
        </message>
        <message>
            <source>应报</source>
            <translation>To report</translation>
        </message>
        <message>
            <source>未报</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>已报</source>
            <translation>Reported</translation>
        </message>
        <message>
            <source>已排除</source>
            <translation>No case</translation>
        </message>
        <message>
            <source>初诊</source>
            <translation>First visit</translation>
        </message>
        <message>
            <source>复诊</source>
            <translation>Repeat visit</translation>
        </message>
        <message>
            <source>身份证号</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>地址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>约复诊</source>
            <translation>Next visit</translation>
        </message>
        <message>
            <source>须报</source>
            <translation>To report</translation>
        </message>
    </context>
    <context>
        <name>pages</name>
        <message>
            <source>居民</source>
            <translation>Resident</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>看病</source>
            <translation>Care</translation>
        </message>
        <message>
            <source>住院病区</source>
            <translation>Inpatients</translation>
        </message>
        <message>
            <source>管理</source>
            <translation>Office</translation>
        </message>
        <message>
            <source>门诊</source>
            <translation>Outpatient</translation>
        </message>
        <message>
            <source>健康首页</source>
            <translation>Chart</translation>
        </message>
        <message>
            <source>门诊日志</source>
            <translation>Visit log</translation>
        </message>
        <message>
            <source>收费</source>
            <translation>Cashier</translation>
        </message>
        <message>
            <source>发药</source>
            <translation>Dispense</translation>
        </message>
        <message>
            <source>库房</source>
            <translation>Stock</translation>
        </message>
        <message>
            <source>采购</source>
            <translation>Purchase</translation>
        </message>
        <message>
            <source>日结</source>
            <translation>Closing</translation>
        </message>
        <message>
            <source>病区</source>
            <translation>Ward</translation>
        </message>
        <message>
            <source>申报对账</source>
            <translation>Statements</translation>
        </message>
        <message>
            <source>点评</source>
            <translation>Review</translation>
        </message>
        <message>
            <source>工作清单</source>
            <translation>Work list</translation>
        </message>
        <message>
            <source>公卫表单</source>
            <translation>Record forms</translation>
        </message>
        <message>
            <source>下乡包</source>
            <translation>Rounds</translation>
        </message>
        <message>
            <source>入户随访</source>
            <translation>Home visit</translation>
        </message>
        <message>
            <source>接种</source>
            <translation>Vaccination</translation>
        </message>
        <message>
            <source>自测</source>
            <translation>Self-measured</translation>
        </message>
        <message>
            <source>健康档案</source>
            <translation>Health records</translation>
        </message>
        <message>
            <source>签约</source>
            <translation>Contracts</translation>
        </message>
        <message>
            <source>考核指标</source>
            <translation>Indicators</translation>
        </message>
        <message>
            <source>重大项目</source>
            <translation>Projects</translation>
        </message>
        <message>
            <source>人员</source>
            <translation>Staff</translation>
        </message>
        <message>
            <source>同步</source>
            <translation>Sync</translation>
        </message>
        <message>
            <source>摆渡</source>
            <translation>Courier</translation>
        </message>
        <message>
            <source>检验检查</source>
            <translation>Lab and tests</translation>
        </message>
        <message>
            <source>收费结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>药房</source>
            <translation>Pharmacy</translation>
        </message>
        <message>
            <source>住院</source>
            <translation>Inpatients</translation>
        </message>
        <message>
            <source>公共卫生</source>
            <translation>Public health</translation>
        </message>
        <message>
            <source>预防接种</source>
            <translation>Immunization</translation>
        </message>
        <message>
            <source>转诊</source>
            <translation>Referral</translation>
        </message>
        <message>
            <source>考核</source>
            <translation>Indicators</translation>
        </message>
        <message>
            <source>机构</source>
            <translation>Facility</translation>
        </message>
    </context>
    <context>
        <name>payers</name>
        <message>
            <source>统筹基金</source>
            <translation>Fund</translation>
        </message>
        <message>
            <source>大病保险</source>
            <translation>Major illness</translation>
        </message>
        <message>
            <source>医疗救助</source>
            <translation>Assistance</translation>
        </message>
        <message>
            <source>个人账户</source>
            <translation>Personal account</translation>
        </message>
        <message>
            <source>电子钱包</source>
            <translation>E-purse</translation>
        </message>
        <message>
            <source>机构负担</source>
            <translation>Clinic bears</translation>
        </message>
        <message>
            <source>扫码刷卡</source>
            <translation>Phone/card</translation>
        </message>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
    </context>
    <context>
        <name>pharmacy</name>
        <message>
            <source>{n} 天</source>
            <translation>{n} days</translation>
        </message>
        <message>
            <source>每次 {dose}</source>
            <translation>{dose} each</translation>
        </message>
        <message>
            <source>没有</source>
            <translation>none</translation>
        </message>
        <message>
            <source>收费未发</source>
            <translation>Paid, not out</translation>
        </message>
        <message>
            <source>发药未收</source>
            <translation>Out, not paid</translation>
        </message>
        <message>
            <source>价格不一</source>
            <translation>Price differs</translation>
        </message>
        <message>
            <source>收 {billed}，批次 {batch}</source>
            <translation>billed {billed}, batch {batch}</translation>
        </message>
    </context>
    <context>
        <name>programmes</name>
        <message>
            <source>项目还没有开始</source>
            <translation>the project has not begun</translation>
        </message>
        <message>
            <source>性别不符</source>
            <translation>sex does not fit</translation>
        </message>
        <message>
            <source>没有出生日期</source>
            <translation>no birth date</translation>
        </message>
        <message>
            <source>年龄不到</source>
            <translation>too young</translation>
        </message>
        <message>
            <source>年龄已过</source>
            <translation>too old</translation>
        </message>
        <message>
            <source>应具备的条件没有确认</source>
            <translation>conditions not confirmed</translation>
        </message>
        <message>
            <source>间隔期内已经做过</source>
            <translation>had it too recently</translation>
        </message>
        <message>
            <source>已死亡、迁出或失访</source>
            <translation>died, moved or lost</translation>
        </message>
        <message>
            <source>农村户籍</source>
            <translation>Rural</translation>
        </message>
        <message>
            <source>经济困难</source>
            <translation>Poor</translation>
        </message>
        <message>
            <source>怀孕或刚分娩</source>
            <translation>Pregnant or just delivered</translation>
        </message>
        <message>
            <source>已诊断白内障</source>
            <translation>Cataract diagnosed</translation>
        </message>
        <message>
            <source>已撤销</source>
            <translation>Taken back</translation>
        </message>
        <message>
            <source>待完成</source>
            <translation>to be done</translation>
        </message>
        <message>
            <source>已结束</source>
            <translation>closed</translation>
        </message>
        <message>
            <source>{day} 随访</source>
            <translation>see again {day}</translation>
        </message>
    </context>
    <context>
        <name>purchase</name>
        <message>
            <source>已提交</source>
            <translation>submitted</translation>
        </message>
        <message>
            <source>已撤单</source>
            <translation>taken back</translation>
        </message>
        <message>
            <source>已接单</source>
            <translation>accepted</translation>
        </message>
        <message>
            <source>已发货</source>
            <translation>shipped</translation>
        </message>
        <message>
            <source>部分到货</source>
            <translation>part arrived</translation>
        </message>
        <message>
            <source>已到货</source>
            <translation>arrived</translation>
        </message>
        <message>
            <source>已对票</source>
            <translation>matched</translation>
        </message>
        <message>
            <source>已付款</source>
            <translation>paid</translation>
        </message>
        <message>
            <source>待上传</source>
            <translation>not sent yet</translation>
        </message>
        <message>
            <source>重复付款</source>
            <translation>Paid twice</translation>
        </message>
        <message>
            <source>约定 {day} 前到</source>
            <translation>due {day}</translation>
        </message>
        <message>
            <source>实收 {yen}</source>
            <translation>received {yen}</translation>
        </message>
        <message>
            <source>发票 {number}</source>
            <translation>invoice {number}</translation>
        </message>
        <message>
            <source>{day} 付款</source>
            <translation>paid {day}</translation>
        </message>
        <message>
            <source>重复付款 {n} 笔，多付 {yen}，请追回</source>
            <translation>Paid {n} times, {yen} too much: claim it back</translation>
        </message>
        <message>
            <source>1 常规</source>
            <translation>1 normal</translation>
        </message>
        <message>
            <source>2 急需</source>
            <translation>2 urgent</translation>
        </message>
        <message>
            <source>3 抢救</source>
            <translation>3 rescue</translation>
        </message>
        <message>
            <source>近 {window} 天没有用过，不作建议，要多少由您定。</source>
            <translation>Not used in {window} days; nothing is suggested, the number is yours.</translation>
        </message>
        <message>
            <source>近 {window} 天有货 {stocked} 天，用了 {used} {unit}；在库 {here}、在途 {coming}，够 {days} 天。不足 {least} 天时补到 {target} 天：建议 {packs} {unit}。</source>
            <translation>In {window} days some was there on {stocked}, {used} {unit} were used; {here} here and {coming} coming last {days} days. Under {least} days it is filled up to {target}: {packs} {unit} suggested.</translation>
        </message>
    </context>
    <context>
        <name>readings</name>
        <message>
            <source>自测，未确认</source>
            <translation>Self-measured, unconfirmed</translation>
        </message>
        <message>
            <source>超出量程，复测后作废</source>
            <translation>Off the scale; void once read again</translation>
        </message>
        <message>
            <source>危急值，待处置</source>
            <translation>Critical, to be answered</translation>
        </message>
        <message>
            <source>没有号码</source>
            <translation>No number</translation>
        </message>
        <message>
            <source>自测危急值　{name}　{what}　{at}　电话 {phone}</source>
            <translation>Critical self-measured value  {name}  {what}  {at}  tel. {phone}</translation>
        </message>
        <message>
            <source>签约医生 {name}</source>
            <translation>Contract doctor {name}</translation>
        </message>
        <message>
            <source>请立即联系本人复测，必要时转诊。</source>
            <translation>Call the person now, measure again, refer if need be.</translation>
        </message>
        <message>
            <source>共 {n} 条</source>
            <translation>{n} in all</translation>
        </message>
    </context>
    <context>
        <name>receipt</name>
        <message>
            <source>{day} 的县级回执：还有 {n} 条没有到县里，到了以后这里说明。</source>
            <translation>County receipt of {day}: {n} entries have not arrived yet; it is told here once they have.</translation>
        </message>
        <message>
            <source>{day} 的县级回执：县里收到 {n} 条，{amount}，{agrees}。{verdicts}。</source>
            <translation>County receipt of {day}: {n} entries, {amount}, {agrees}. {verdicts}.</translation>
        </message>
        <message>
            <source>合计县里还没有告诉</source>
            <translation>the county has not told its sums</translation>
        </message>
        <message>
            <source>合计与本机不同，请报县里核对</source>
            <translation>the sums differ: tell the county</translation>
        </message>
        <message>
            <source>合计与本机一致</source>
            <translation>as counted here</translation>
        </message>
        <message>
            <source>复核一致 {n}</source>
            <translation>{n} agreed</translation>
        </message>
        <message>
            <source>调整 {n}</source>
            <translation>{n} adjusted</translation>
        </message>
        <message>
            <source>作废 {n}</source>
            <translation>{n} voided</translation>
        </message>
        <message>
            <source>退回 {n}</source>
            <translation>{n} returned</translation>
        </message>
        <message>
            <source>等待复核 {n}</source>
            <translation>{n} not judged yet</translation>
        </message>
        <message>
            <source>（基金 {amount}）</source>
            <translation> (funds {amount})</translation>
        </message>
        <message>
            <source>、</source>
            <translation>, </translation>
        </message>
        <message>
            <source>没有要复核的结算</source>
            <translation>No settlement to judge</translation>
        </message>
    </context>
    <context>
        <name>records</name>
        <message>
            <source>建档</source>
            <translation>Open record</translation>
        </message>
        <message>
            <source>改档案</source>
            <translation>Details amended</translation>
        </message>
        <message>
            <source>关联卡</source>
            <translation>Card linked</translation>
        </message>
        <message>
            <source>立户</source>
            <translation>Found household</translation>
        </message>
        <message>
            <source>改住户</source>
            <translation>Household amended</translation>
        </message>
        <message>
            <source>入户</source>
            <translation>Join household</translation>
        </message>
        <message>
            <source>离户</source>
            <translation>Left household</translation>
        </message>
        <message>
            <source>建健康档案</source>
            <translation>Health record opened</translation>
        </message>
        <message>
            <source>迁移</source>
            <translation>Moved</translation>
        </message>
        <message>
            <source>死亡</source>
            <translation>Died</translation>
        </message>
        <message>
            <source>更正死亡或迁移</source>
            <translation>Death or move corrected</translation>
        </message>
        <message>
            <source>合并档案</source>
            <translation>Records merged</translation>
        </message>
        <message>
            <source>拆分档案</source>
            <translation>Records split</translation>
        </message>
        <message>
            <source>不是同一人</source>
            <translation>Not the same</translation>
        </message>
        <message>
            <source>纳入管理</source>
            <translation>Take into care</translation>
        </message>
        <message>
            <source>结案</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>未联系上</source>
            <translation>Not reached</translation>
        </message>
        <message>
            <source>公卫表单</source>
            <translation>Record forms</translation>
        </message>
        <message>
            <source>作废表单</source>
            <translation>Form withdrawn</translation>
        </message>
        <message>
            <source>下乡包</source>
            <translation>Rounds</translation>
        </message>
        <message>
            <source>表单照片</source>
            <translation>Picture of a sheet</translation>
        </message>
        <message>
            <source>接种</source>
            <translation>Vaccination</translation>
        </message>
        <message>
            <source>留观</source>
            <translation>Observation</translation>
        </message>
        <message>
            <source>撤销接种</source>
            <translation>Dose withdrawn</translation>
        </message>
        <message>
            <source>暂缓接种</source>
            <translation>Dose deferred</translation>
        </message>
        <message>
            <source>受种者编码</source>
            <translation>Vaccination case number</translation>
        </message>
        <message>
            <source>项目登记</source>
            <translation>Enrolled</translation>
        </message>
        <message>
            <source>撤销项目登记</source>
            <translation>Enrolment withdrawn</translation>
        </message>
        <message>
            <source>项目完成</source>
            <translation>Project item done</translation>
        </message>
        <message>
            <source>项目补助</source>
            <translation>Subsidy</translation>
        </message>
        <message>
            <source>项目随访</source>
            <translation>Project follow-up</translation>
        </message>
        <message>
            <source>组建签约团队</source>
            <translation>Team formed</translation>
        </message>
        <message>
            <source>修改签约团队</source>
            <translation>Team amended</translation>
        </message>
        <message>
            <source>家庭医生签约</source>
            <translation>Contract signed</translation>
        </message>
        <message>
            <source>续签</source>
            <translation>Renew</translation>
        </message>
        <message>
            <source>解约</source>
            <translation>End</translation>
        </message>
        <message>
            <source>拒签</source>
            <translation>Contract refused</translation>
        </message>
        <message>
            <source>自测数据收到</source>
            <translation>Self-measured, received</translation>
        </message>
        <message>
            <source>自测数据确认</source>
            <translation>Self-measured, confirmed</translation>
        </message>
        <message>
            <source>自测数据作废</source>
            <translation>Self-measured reading rejected</translation>
        </message>
        <message>
            <source>自测危急值处置</source>
            <translation>Critical self-measured value answered</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>叫号</source>
            <translation>Called</translation>
        </message>
        <message>
            <source>退号</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>门诊病历</source>
            <translation>Visit</translation>
        </message>
        <message>
            <source>处方</source>
            <translation>Prescription</translation>
        </message>
        <message>
            <source>作废处方</source>
            <translation>Cancel prescription</translation>
        </message>
        <message>
            <source>病历补记</source>
            <translation>Record addended</translation>
        </message>
        <message>
            <source>病假证明</source>
            <translation>Sickness certificate</translation>
        </message>
        <message>
            <source>传染病答复</source>
            <translation>Infectious disease answered</translation>
        </message>
        <message>
            <source>过敏</source>
            <translation>Allergy recorded</translation>
        </message>
        <message>
            <source>撤销过敏</source>
            <translation>Allergy struck</translation>
        </message>
        <message>
            <source>慢病</source>
            <translation>Condition noted</translation>
        </message>
        <message>
            <source>慢病结案</source>
            <translation>Condition closed</translation>
        </message>
        <message>
            <source>测量</source>
            <translation>Measurement taken</translation>
        </message>
        <message>
            <source>皮试</source>
            <translation>Skin tested</translation>
        </message>
        <message>
            <source>入库</source>
            <translation>Receive</translation>
        </message>
        <message>
            <source>库存变动</source>
            <translation>Stock moved</translation>
        </message>
        <message>
            <source>调拨</source>
            <translation>Stock transferred</translation>
        </message>
        <message>
            <source>撤销调拨</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>冷链测温</source>
            <translation>Cold-chain temperature</translation>
        </message>
        <message>
            <source>批次处置</source>
            <translation>Batch judged</translation>
        </message>
        <message>
            <source>库存调价</source>
            <translation>Stock revalued</translation>
        </message>
        <message>
            <source>盘点</source>
            <translation>Stocktake opened</translation>
        </message>
        <message>
            <source>盘点录数</source>
            <translation>Stocktake counted</translation>
        </message>
        <message>
            <source>盘点审批</source>
            <translation>Stocktake approved</translation>
        </message>
        <message>
            <source>采购单</source>
            <translation>Order submitted</translation>
        </message>
        <message>
            <source>撤销采购单</source>
            <translation>Order cancelled</translation>
        </message>
        <message>
            <source>发票核对</source>
            <translation>Invoice matched</translation>
        </message>
        <message>
            <source>检查申请</source>
            <translation>Examination order</translation>
        </message>
        <message>
            <source>撤销检查申请</source>
            <translation>Examination cancelled</translation>
        </message>
        <message>
            <source>采样</source>
            <translation>Specimen taken</translation>
        </message>
        <message>
            <source>检查报告</source>
            <translation>Examination report</translation>
        </message>
        <message>
            <source>危急值处置</source>
            <translation>Critical value answered</translation>
        </message>
        <message>
            <source>送县里诊断</source>
            <translation>Refer to the county</translation>
        </message>
        <message>
            <source>收费结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>挂账</source>
            <translation>On account</translation>
        </message>
        <message>
            <source>结清差额</source>
            <translation>Settle difference</translation>
        </message>
        <message>
            <source>发药</source>
            <translation>Dispense</translation>
        </message>
        <message>
            <source>退药</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>冷链地点</source>
            <translation>Cold places</translation>
        </message>
        <message>
            <source>收回空安瓿</source>
            <translation>Take back ampoules</translation>
        </message>
        <message>
            <source>销毁空安瓿</source>
            <translation>Destroy ampoules</translation>
        </message>
        <message>
            <source>日结</source>
            <translation>Closing</translation>
        </message>
        <message>
            <source>入院</source>
            <translation>Admit</translation>
        </message>
        <message>
            <source>住院记账</source>
            <translation>Ward charge</translation>
        </message>
        <message>
            <source>出院</source>
            <translation>Discharge</translation>
        </message>
        <message>
            <source>转床</source>
            <translation>Move</translation>
        </message>
        <message>
            <source>床位</source>
            <translation>Bed</translation>
        </message>
        <message>
            <source>床位清洁</source>
            <translation>Bed made ready</translation>
        </message>
        <message>
            <source>医嘱</source>
            <translation>Orders</translation>
        </message>
        <message>
            <source>停医嘱</source>
            <translation>Stop order</translation>
        </message>
        <message>
            <source>医嘱执行</source>
            <translation>Orders carried out</translation>
        </message>
        <message>
            <source>病区摆药</source>
            <translation>Ward doses supplied</translation>
        </message>
        <message>
            <source>病区退药</source>
            <translation>Ward doses returned</translation>
        </message>
        <message>
            <source>病程记录</source>
            <translation>Notes</translation>
        </message>
        <message>
            <source>病程补记</source>
            <translation>Addendum to a note</translation>
        </message>
        <message>
            <source>收预交金</source>
            <translation>Take deposit</translation>
        </message>
        <message>
            <source>退预交金</source>
            <translation>Hand back</translation>
        </message>
        <message>
            <source>人员登记</source>
            <translation>Staff</translation>
        </message>
        <message>
            <source>外部调用</source>
            <translation>Outside calls</translation>
        </message>
        <message>
            <source>险种选择</source>
            <translation>Insurance chosen</translation>
        </message>
        <message>
            <source>查参保</source>
            <translation>Look up</translation>
        </message>
        <message>
            <source>查看病历</source>
            <translation>Chart viewed</translation>
        </message>
        <message>
            <source>保存模板</source>
            <translation>Template saved</translation>
        </message>
        <message>
            <source>删除模板</source>
            <translation>Template removed</translation>
        </message>
        <message>
            <source>秒表日报</source>
            <translation>Day's pace</translation>
        </message>
        <message>
            <source>申报答复</source>
            <translation>Statement answer</translation>
        </message>
        <message>
            <source>点评答复</source>
            <translation>Review answered</translation>
        </message>
        <message>
            <source>读微课</source>
            <translation>Lesson read</translation>
        </message>
        <message>
            <source>建机构</source>
            <translation>Facility</translation>
        </message>
    </context>
    <context>
        <name>rehearsal</name>
        <message>
            <source>金额会改</source>
            <translation>Adjust</translation>
        </message>
        <message>
            <source>医保不付</source>
            <translation>Not pay</translation>
        </message>
        <message>
            <source>会退回</source>
            <translation>Return</translation>
        </message>
        <message>
            <source>会等待</source>
            <translation>Hold</translation>
        </message>
        <message>
            <source>只在本机检查了 {n} 条，{bad} 条会被退回。县里没有答复：{why}</source>
            <translation>Looked at {n} entries on this PC alone, {bad} would be returned. The county did not answer: {why}</translation>
        </message>
        <message>
            <source>没有待送的记录，不用演练。</source>
            <translation>Nothing waits to be sent: nothing to rehearse.</translation>
        </message>
        <message>
            <source>演练了 {n} 条，县里都会照原样收下。</source>
            <translation>All {n} entries would be taken just as they are.</translation>
        </message>
        <message>
            <source>演练了 {n} 条，{bad} 条不会照原样收下，请在下面逐条看。</source>
            <translation>Of {n} entries {bad} would not be taken as they are; see them below. </translation>
        </message>
        <message>
            <source>基金合计差 {amount}。</source>
            <translation>The funds differ by {amount}. </translation>
        </message>
        <message>
            <source>还有 {n} 条太新，没有演练。</source>
            <translation>{n} newer ones were not looked at.</translation>
        </message>
        <message>
            <source>县里按自己的登记和政策算，基金差 {amount}</source>
            <translation>By the county's register and policy the funds differ by {amount}</translation>
        </message>
    </context>
    <context>
        <name>residents</name>
        <message>
            <source>姓名</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>性别</source>
            <translation>Sex</translation>
        </message>
        <message>
            <source>出生日期</source>
            <translation>Born</translation>
        </message>
        <message>
            <source>证件号码</source>
            <translation>ID number</translation>
        </message>
        <message>
            <source>证件来源</source>
            <translation>Source of the number</translation>
        </message>
        <message>
            <source>民族</source>
            <translation>People</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>住址</source>
            <translation>Address</translation>
        </message>
        <message>
            <source>所属村</source>
            <translation>Village</translation>
        </message>
        <message>
            <source>备注</source>
            <translation>Note</translation>
        </message>
        <message>
            <source>临时身份</source>
            <translation>Temporary identity</translation>
        </message>
        <message>
            <source>证件号码读自卡片</source>
            <translation>ID number read from card</translation>
        </message>
        <message>
            <source>证件号码手工录入</source>
            <translation>ID number typed</translation>
        </message>
        <message>
            <source>建档</source>
            <translation>Open record</translation>
        </message>
        <message>
            <source>（同第 {n} 行）</source>
            <translation> (as row {n})</translation>
        </message>
    </context>
    <context>
        <name>review</name>
        <message>
            <source>已读</source>
            <translation>read</translation>
        </message>
        <message>
            <source>未读</source>
            <translation>new</translation>
        </message>
        <message>
            <source>每张处方药品数</source>
            <translation>Drugs a prescription</translation>
        </message>
        <message>
            <source>抗菌药物处方</source>
            <translation>Antibiotics</translation>
        </message>
        <message>
            <source>抗菌药物联用</source>
            <translation>Combined antibiotics</translation>
        </message>
        <message>
            <source>注射处方</source>
            <translation>Injections</translation>
        </message>
        <message>
            <source>输液处方</source>
            <translation>Infusions</translation>
        </message>
        <message>
            <source>基本药物（品种）</source>
            <translation>Essential, by line</translation>
        </message>
        <message>
            <source>基本药物（金额）</source>
            <translation>Essential, by amount</translation>
        </message>
        <message>
            <source>通用名</source>
            <translation>Generic names</translation>
        </message>
        <message>
            <source>每张处方金额</source>
            <translation>Amount a prescription</translation>
        </message>
        <message>
            <source>干预率</source>
            <translation>Interventions</translation>
        </message>
        <message>
            <source>说明理由后开具</source>
            <translation>Overrides</translation>
        </message>
        <message>
            <source>合理率</source>
            <translation>Reasonable</translation>
        </message>
        <message>
            <source>不规范率</source>
            <translation>Irregular</translation>
        </message>
        <message>
            <source>不适宜率</source>
            <translation>Unsuitable</translation>
        </message>
        <message>
            <source>超常率</source>
            <translation>Abnormal</translation>
        </message>
        <message>
            <source>合理</source>
            <translation>reasonable</translation>
        </message>
        <message>
            <source>待答复</source>
            <translation>to answer</translation>
        </message>
        <message>
            <source>申诉已办结</source>
            <translation>concluded</translation>
        </message>
        <message>
            <source>申诉中</source>
            <translation>appealed</translation>
        </message>
        <message>
            <source>已接受</source>
            <translation>accepted</translation>
        </message>
        <message>
            <source>{n} 天</source>
            <translation>{n} days</translation>
        </message>
    </context>
    <context>
        <name>roles</name>
        <message>
            <source>挂号员</source>
            <translation>Registrar</translation>
        </message>
        <message>
            <source>医师</source>
            <translation>Doctor</translation>
        </message>
        <message>
            <source>村医</source>
            <translation>Village doctor</translation>
        </message>
        <message>
            <source>药剂员</source>
            <translation>Pharmacist</translation>
        </message>
        <message>
            <source>护士</source>
            <translation>Nurse</translation>
        </message>
        <message>
            <source>检验检查</source>
            <translation>Lab and tests</translation>
        </message>
        <message>
            <source>收费员</source>
            <translation>Cashier</translation>
        </message>
        <message>
            <source>公卫</source>
            <translation>Public health</translation>
        </message>
        <message>
            <source>管理员</source>
            <translation>Administrator</translation>
        </message>
    </context>
    <context>
        <name>rounds</name>
        <message>
            <source>已录</source>
            <translation>typed in</translation>
        </message>
        <message>
            <source>待录</source>
            <translation>to type</translation>
        </message>
        <message>
            <source>最迟 {day}</source>
            <translation>by {day}</translation>
        </message>
        <message>
            <source>最迟 {day}，过期 {n} 天</source>
            <translation>by {day}, {n} days late</translation>
        </message>
    </context>
    <context>
        <name>self._box</name>
        <message>
            <source>没有找到</source>
            <translation>Nothing found</translation>
        </message>
    </context>
    <context>
        <name>settlement</name>
        <message>
            <source>暂挂</source>
            <translation>Aside</translation>
        </message>
        <message>
            <source>医保</source>
            <translation>Insurance</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>待收</source>
            <translation>to collect</translation>
        </message>
        <message>
            <source>待退</source>
            <translation>to hand back</translation>
        </message>
        <message>
            <source>已结清</source>
            <translation>settled</translation>
        </message>
        <message>
            <source>已退</source>
            <translation>Refunded</translation>
        </message>
        <message>
            <source>县已确认</source>
            <translation>County agreed</translation>
        </message>
        <message>
            <source>有差异</source>
            <translation>Differs</translation>
        </message>
        <message>
            <source>别处已结算过这次就诊</source>
            <translation>The visit was settled elsewhere</translation>
        </message>
        <message>
            <source>县里查到不符合享受条件</source>
            <translation>Not entitled, as the county found</translation>
        </message>
        <message>
            <source>本机用的政策不是当天的版本</source>
            <translation>This PC used another version of the policy</translation>
        </message>
        <message>
            <source>目录类别或限价与县里不同</source>
            <translation>Class or limit price differs from the county's</translation>
        </message>
        <message>
            <source>参保信息与县里不同</source>
            <translation>The person's insurance differs at the county</translation>
        </message>
        <message>
            <source>该参保人在别处已用掉一部分额度</source>
            <translation>The person used part of the allowance elsewhere</translation>
        </message>
        <message>
            <source>退费时一并冲回</source>
            <translation>Taken back with the refund</translation>
        </message>
        <message>
            <source>基金应再付 {amount}：请退还患者 {amount}，并请患者签字。</source>
            <translation>The fund owes {amount} more: give {amount} back to the patient, against a signature.</translation>
        </message>
        <message>
            <source>基金应少付 {amount}：请联系患者补交 {amount}，说明原因。</source>
            <translation>The fund pays {amount} less: ask the patient for {amount} and say why.</translation>
        </message>
        <message>
            <source>差额 {amount} 由本机构承担，不要找患者。</source>
            <translation>The clinic bears {amount}; do not ask the patient.</translation>
        </message>
        <message>
            <source>差额 {amount} 由基金承担，患者和本机构都不用动。</source>
            <translation>The fund bears {amount}; neither patient nor clinic has to do anything.</translation>
        </message>
        <message>
            <source>患者和基金的总数没变，只是内部归类不同，不用处理。</source>
            <translation>The sums of patient and fund stand; only their kinds differ. Nothing to do.</translation>
        </message>
        <message>
            <source>退费已把这笔差额一并冲回，不用处理。</source>
            <translation>The refund took the difference back too. Nothing to do.</translation>
        </message>
        <message>
            <source>退还{what}</source>
            <translation>back to the person: {what}</translation>
        </message>
        <message>
            <source>补收{what}</source>
            <translation>to collect: {what}</translation>
        </message>
        <message>
            <source>退回基金 {amount}</source>
            <translation>back to the fund {amount}</translation>
        </message>
        <message>
            <source>收据已退费</source>
            <translation>the receipt was taken back</translation>
        </message>
        <message>
            <source>应补收 {amount}</source>
            <translation>{amount} to collect</translation>
        </message>
        <message>
            <source>应退还 {amount}</source>
            <translation>{amount} to hand back</translation>
        </message>
        <message>
            <source>{name} {day} 的收据 {number}，县里复核：{why}，{way}。</source>
            <translation>Receipt {number} of {name}, {day}. The county found: {why}; {way}.</translation>
        </message>
        <message>
            <source>县里搁置了这条记录：{reason}</source>
            <translation>The county set this entry aside: {reason}</translation>
        </message>
        <message>
            <source>不用重收。等县里放行或管理员处理；对账时算待定，不算零。</source>
            <translation>Do not charge again. The county releases it or the administrator mends it; it counts as pending, not as zero.</translation>
        </message>
        <message>
            <source>这次就诊已在别处收过费：请把这张收据退掉（F6），钱还给患者。</source>
            <translation>The visit was charged elsewhere: take this receipt back (F6) and return the money.</translation>
        </message>
        <message>
            <source>请联系县医保经办。</source>
            <translation>Call the county's insurance office.</translation>
        </message>
        <message>
            <source>本机没有这位患者的参保信息，请同步后再试。</source>
            <translation>This PC does not know the patient's insurance; sync and try again.</translation>
        </message>
        <message>
            <source>自费：医保不参与，全部由个人支付</source>
            <translation>self-pay: no insurance, the person pays everything</translation>
        </message>
        <message>
            <source>总费用 {total} − 基金 {fund} − 机构 {clinic} = 个人 {person}</source>
            <translation>charges {total} − fund {fund} − clinic {clinic} = person {person}</translation>
        </message>
    </context>
    <context>
        <name>setup</name>
        <message>
            <source>村卫生室</source>
            <translation>village clinic</translation>
        </message>
        <message>
            <source>乡镇卫生院</source>
            <translation>township hospital</translation>
        </message>
        <message>
            <source>社区卫生服务中心</source>
            <translation>Community health centre</translation>
        </message>
        <message>
            <source>不能空着。</source>
            <translation>Must not be empty.</translation>
        </message>
        <message>
            <source>至少 {n} 位。</source>
            <translation>At least {n} characters.</translation>
        </message>
        <message>
            <source>两次输入不一样。</source>
            <translation>The two are not the same.</translation>
        </message>
        <message>
            <source>请填县服务器地址，以 https:// 开头。</source>
            <translation>Give the county server's address, beginning with https://.</translation>
        </message>
        <message>
            <source>请填县里给的登记码。</source>
            <translation>Give the code the county issued.</translation>
        </message>
        <message>
            <source>找不到这个文件。</source>
            <translation>There is no such file.</translation>
        </message>
        <message>
            <source>恢复码，只显示这一次</source>
            <translation>Recovery code, shown only once</translation>
        </message>
    </context>
    <context>
        <name>shell</name>
        <message>
            <source>请插卡</source>
            <translation>Insert card</translation>
        </message>
        <message>
            <source>正在读卡…</source>
            <translation>Reading card…</translation>
        </message>
        <message>
            <source>卡在位</source>
            <translation>Card inserted</translation>
        </message>
        <message>
            <source>无读卡器</source>
            <translation>No card reader</translation>
        </message>
        <message>
            <source>读卡服务未启动</source>
            <translation>Card service not running</translation>
        </message>
        <message>
            <source>读卡器故障</source>
            <translation>Reader fault</translation>
        </message>
        <message>
            <source>卡读不出</source>
            <translation>Card unreadable</translation>
        </message>
        <message>
            <source>已连县里</source>
            <translation>County connected</translation>
        </message>
        <message>
            <source>正在上传</source>
            <translation>Sending</translation>
        </message>
        <message>
            <source>断网，照常工作</source>
            <translation>Offline, work goes on</translation>
        </message>
        <message>
            <source>未入网</source>
            <translation>Not enrolled</translation>
        </message>
        <message>
            <source>县里拒收本机</source>
            <translation>County refuses this PC</translation>
        </message>
        <message>
            <source>、</source>
            <translation>, </translation>
        </message>
        <message>
            <source>正在接收本机构的资料：可挂号、找人，列表还不完整</source>
            <translation>Receiving records; lists are incomplete</translation>
        </message>
        <message>
            <source>正在接收本机构的资料 {n} %：可挂号、找人，列表还不完整</source>
            <translation>Receiving records, {n} %; lists are incomplete</translation>
        </message>
        <message>
            <source>本机 {n} 条，尚未入网：数据只在这台电脑上</source>
            <translation>{n} entries, not enrolled: the data are on this PC only</translation>
        </message>
        <message>
            <source>县里 {day} 的合计与本机不同，记录都在：请看“同步”页</source>
            <translation>The county's sums of {day} are not ours; nothing is lost: see the page Sync</translation>
        </message>
        <message>
            <source>全部已安全送达县里（至 #{seq}）</source>
            <translation>All safe at the county (up to #{seq})</translation>
        </message>
        <message>
            <source>本院中心已收 {n} 条，待送县里 · 最早 {age} · 县里已确认到 #{seq}</source>
            <translation>{n} at the clinic's hub, not yet at the county · oldest {age} · the county has confirmed #{seq}</translation>
        </message>
        <message>
            <source>本机 {n} 条未上传 · 最早 {age} · 县里已确认到 #{seq}</source>
            <translation>{n} not sent yet · oldest {age} · county has confirmed up to #{seq}</translation>
        </message>
    </context>
    <context>
        <name>staff</name>
        <message>
            <source>在岗</source>
            <translation>At work</translation>
        </message>
        <message>
            <source>已离职</source>
            <translation>Left</translation>
        </message>
        <message>
            <source>按岗位</source>
            <translation>As the role says</translation>
        </message>
        <message>
            <source>执业医师</source>
            <translation>Physician</translation>
        </message>
        <message>
            <source>执业助理医师</source>
            <translation>Assistant physician</translation>
        </message>
        <message>
            <source>乡村医生</source>
            <translation>Village doctor</translation>
        </message>
        <message>
            <source>未填</source>
            <translation>Not entered</translation>
        </message>
        <message>
            <source>高级职称</source>
            <translation>Senior title</translation>
        </message>
        <message>
            <source>中级职称</source>
            <translation>Middle title</translation>
        </message>
        <message>
            <source>初级职称</source>
            <translation>Junior title</translation>
        </message>
        <message>
            <source>抗菌药物</source>
            <translation>Antibiotics</translation>
        </message>
        <message>
            <source>麻醉、精一</source>
            <translation>Narcotics</translation>
        </message>
        <message>
            <source>试用期，须带教签名</source>
            <translation>Trainee: countersigned</translation>
        </message>
    </context>
    <context>
        <name>statements</name>
        <message>
            <source>草稿</source>
            <translation>draft</translation>
        </message>
        <message>
            <source>待确认</source>
            <translation>To confirm</translation>
        </message>
        <message>
            <source>已确认</source>
            <translation>Confirmed</translation>
        </message>
        <message>
            <source>有争议</source>
            <translation>Disputed</translation>
        </message>
        <message>
            <source>县已审核</source>
            <translation>Approved</translation>
        </message>
        <message>
            <source>已拨付</source>
            <translation>Paid</translation>
        </message>
        <message>
            <source>自费</source>
            <translation>Self-pay</translation>
        </message>
        <message>
            <source>职工医保</source>
            <translation>Employees</translation>
        </message>
        <message>
            <source>新农合</source>
            <translation>Rural scheme</translation>
        </message>
        <message>
            <source>居民医保</source>
            <translation>Residents</translation>
        </message>
        <message>
            <source>门诊</source>
            <translation>Outpatient</translation>
        </message>
        <message>
            <source>慢特病</source>
            <translation>Chronic</translation>
        </message>
        <message>
            <source>住院</source>
            <translation>Inpatients</translation>
        </message>
        <message>
            <source>结算</source>
            <translation>Settlement</translation>
        </message>
        <message>
            <source>退费</source>
            <translation>Refund</translation>
        </message>
        <message>
            <source>差额裁定</source>
            <translation>Adjustment</translation>
        </message>
        <message>
            <source>扣款</source>
            <translation>Deduction</translation>
        </message>
        <message>
            <source>退还个人</source>
            <translation>Pay back to person</translation>
        </message>
        <message>
            <source>向个人补收</source>
            <translation>Collect from person</translation>
        </message>
        <message>
            <source>机构承担</source>
            <translation>Clinic bears it</translation>
        </message>
        <message>
            <source>基金承担</source>
            <translation>Fund bears it</translation>
        </message>
        <message>
            <source>只调归类</source>
            <translation>Reclassified</translation>
        </message>
        <message>
            <source>随退费冲回</source>
            <translation>Undone with refund</translation>
        </message>
        <message>
            <source>金额不一致</source>
            <translation>amounts differ</translation>
        </message>
        <message>
            <source>县里还没有</source>
            <translation>Not yet at the county</translation>
        </message>
        <message>
            <source>本机没有</source>
            <translation>not on this PC</translation>
        </message>
        <message>
            <source>请联网同步（F5）</source>
            <translation>Sync (F5)</translation>
        </message>
        <message>
            <source>县里搁置了：{reason}</source>
            <translation>Set aside by the county: {reason}</translation>
        </message>
        <message>
            <source>请县医保经办查清后调整</source>
            <translation>The county office finds out and adjusts</translation>
        </message>
        <message>
            <source>请联网取回本机构的数据（F5）</source>
            <translation>Sync to fetch the clinic's own data back (F5)</translation>
        </message>
        <message>
            <source>同步也没有用：请报县医保经办</source>
            <translation>No sync mends it: tell the county office</translation>
        </message>
        <message>
            <source>按申报结算</source>
            <translation>By statement</translation>
        </message>
        <message>
            <source>预付</source>
            <translation>Prepayment</translation>
        </message>
        <message>
            <source>按人头</source>
            <translation>Capitation</translation>
        </message>
        <message>
            <source>慢病包干</source>
            <translation>Chronic package</translation>
        </message>
        <message>
            <source>病种结余</source>
            <translation>Per-disease surplus</translation>
        </message>
        <message>
            <source>签约服务费</source>
            <translation>Contract fee</translation>
        </message>
        <message>
            <source>医共体包干</source>
            <translation>Community package</translation>
        </message>
        <message>
            <source>计入总额预算</source>
            <translation>Counted against the budget</translation>
        </message>
        <message>
            <source>计入人头</source>
            <translation>Counted by head</translation>
        </message>
        <message>
            <source>医联体额度调剂</source>
            <translation>Budget moved in the alliance</translation>
        </message>
        <message>
            <source>年终清算</source>
            <translation>Year-end settlement</translation>
        </message>
        <message>
            <source>质量保证金返还</source>
            <translation>Quality deposit returned</translation>
        </message>
        <message>
            <source>上期结转</source>
            <translation>Brought forward</translation>
        </message>
        <message>
            <source>结转下期</source>
            <translation>Carried forward</translation>
        </message>
        <message>
            <source>争议中：{reason}</source>
            <translation>disputed: {reason}</translation>
        </message>
        <message>
            <source>县里支持：{decision}</source>
            <translation>upheld: {decision}</translation>
        </message>
        <message>
            <source>县里驳回：{decision}</source>
            <translation>rejected: {decision}</translation>
        </message>
    </context>
    <context>
        <name>stock</name>
        <message>
            <source>180 天内</source>
            <translation>In 180 days</translation>
        </message>
        <message>
            <source>90 天内</source>
            <translation>In 90 days</translation>
        </message>
        <message>
            <source>30 天内</source>
            <translation>In 30 days</translation>
        </message>
        <message>
            <source>已过期</source>
            <translation>Expired</translation>
        </message>
        <message>
            <source>可发</source>
            <translation>Usable</translation>
        </message>
        <message>
            <source>停用</source>
            <translation>Set aside</translation>
        </message>
        <message>
            <source>待处理</source>
            <translation>To decide</translation>
        </message>
        <message>
            <source>召回</source>
            <translation>Recalled</translation>
        </message>
        <message>
            <source>过期待处理</source>
            <translation>Expired</translation>
        </message>
        <message>
            <source>冷链超温</source>
            <translation>Out of range</translation>
        </message>
        <message>
            <source>冷链漏测</source>
            <translation>Reading missed</translation>
        </message>
        <message>
            <source>冷链未测温</source>
            <translation>Not read</translation>
        </message>
        <message>
            <source>账面为负</source>
            <translation>Below zero</translation>
        </message>
        <message>
            <source>停用待处理</source>
            <translation>Set aside</translation>
        </message>
        <message>
            <source>目录停用待退</source>
            <translation>Struck off, to return</translation>
        </message>
        <message>
            <source>30 天内过期</source>
            <translation>Expires within 30 days</translation>
        </message>
        <message>
            <source>90 天内过期</source>
            <translation>Expires within 90 days</translation>
        </message>
        <message>
            <source>180 天内过期</source>
            <translation>Expires within 180 days</translation>
        </message>
        <message>
            <source>7 天内漏测 {n} 次，最近 {day}</source>
            <translation>{n} readings missed in 7 days, last {day}</translation>
        </message>
        <message>
            <source>退回供货方</source>
            <translation>Return to supplier</translation>
        </message>
        <message>
            <source>改用 {names}</source>
            <translation>Use {names} instead</translation>
        </message>
        <message>
            <source>缺药</source>
            <translation>Short</translation>
        </message>
    </context>
    <context>
        <name>stocktake</name>
        <message>
            <source>已审批</source>
            <translation>Approved</translation>
        </message>
        <message>
            <source>在盘</source>
            <translation>Open</translation>
        </message>
        <message>
            <source>记账差错</source>
            <translation>Miscount</translation>
        </message>
        <message>
            <source>破损</source>
            <translation>Broken</translation>
        </message>
        <message>
            <source>丢失</source>
            <translation>Lost</translation>
        </message>
        <message>
            <source>错发药</source>
            <translation>Wrong drug given</translation>
        </message>
        <message>
            <source>拆零损耗</source>
            <translation>Split loss</translation>
        </message>
        <message>
            <source>月盘点</source>
            <translation>Month</translation>
        </message>
        <message>
            <source>周盘点</source>
            <translation>Week</translation>
        </message>
        <message>
            <source>交接班</source>
            <translation>Shift</translation>
        </message>
    </context>
    <context>
        <name>stopwatch</name>
        <message>
            <source>今天 {n} 人，中位 {seconds} 秒 · {keys} 键</source>
            <translation>{n} today, median {seconds} s · {keys} keys</translation>
        </message>
    </context>
    <context>
        <name>sync</name>
        <message>
            <source>不同</source>
            <translation>Differs</translation>
        </message>
        <message>
            <source>待送 {n}</source>
            <translation>{n} to send</translation>
        </message>
        <message>
            <source>未核</source>
            <translation>Not told</translation>
        </message>
        <message>
            <source>一致</source>
            <translation>Agrees</translation>
        </message>
        <message>
            <source>先处理它所依据的那一条，这条会跟着放行。</source>
            <translation>Put right what it builds on; this one follows.</translation>
        </message>
        <message>
            <source>不用处理：以先作出的答复为准。</source>
            <translation>Nothing to do: the first answer counts.</translation>
        </message>
        <message>
            <source>不要重做。请联系县里处理，放行后自动计入。</source>
            <translation>Do not do it again. Ask the county; once released, it counts by itself.</translation>
        </message>
        <message>
            <source>本机还没有入网：{n} 条只在这台电脑上</source>
            <translation>Not enrolled: {n} entries are on this PC alone</translation>
        </message>
        <message>
            <source>请管理员在“机构”页用县里给的登记码入网。在那以前照常看病，记得每天备份。</source>
            <translation>Let the administrator enrol this PC on the facility page. Until then work on, and back up every day.</translation>
        </message>
        <message>
            <source>{day} 这一天，县里的合计与本机不同</source>
            <translation>On {day} the county's sums are not ours</translation>
        </message>
        <message>
            <source>本机的记录都在，没有丢。请按 F5 再同步一次；还不同，就把下表标红的日子报给县里核对，不要重做。</source>
            <translation>Nothing is lost here. Sync once more with F5; if it still differs, tell the county the days in red, and do nothing again.</translation>
        </message>
        <message>
            <source>新电脑正在接收数据：本机写的县里都收到了</source>
            <translation>A new PC is filling; the county has all that was written here</translation>
        </message>
        <message>
            <source>可以挂号、找人。收完以前，历史记录和累计数不完整。</source>
            <translation>People can be registered and found. Histories and totals are incomplete until it is done.</translation>
        </message>
        <message>
            <source>全部安全：本机 {n} 条县里都收到了，每天的合计也一致</source>
            <translation>All safe: the county holds all {n} entries, and each day's sums agree</translation>
        </message>
        <message>
            <source>不用做什么。这台电脑坏了，数据也能从县里取回。</source>
            <translation>Nothing to do. Should this PC break, the data comes back from the county.</translation>
        </message>
        <message>
            <source>还有 {n} 条没有到县里，最早的是 {age}</source>
            <translation>{n} entries have not reached the county, the oldest {age}</translation>
        </message>
        <message>
            <source>其中本院中心已收 {n} 条</source>
            <translation>{n} of them are at the clinic's hub</translation>
        </message>
        <message>
            <source>其中 {n} 条在U盘上</source>
            <translation>{n} of them are on a stick</translation>
        </message>
        <message>
            <source>正在送出，不用等，照常工作。</source>
            <translation>They are going up; work on, nobody has to wait.</translation>
        </message>
        <message>
            <source>U盘送到县里、拿回来按“从U盘读入”，县里的收据才算数。</source>
            <translation>Take the stick to the county and read it in again: only the county's receipt counts.</translation>
        </message>
        <message>
            <source>线路断了，照常工作：恢复后自动补送。断了几天，就用U盘摆渡。</source>
            <translation>The line is down; work on, they go up once it is back. After days, use a USB stick.</translation>
        </message>
        <message>
            <source>会自动送出；现在就要送，按 F5。</source>
            <translation>They go by themselves; F5 sends them now.</translation>
        </message>
        <message>
            <source>还没有与县里同步过。</source>
            <translation>No sync with the county yet.</translation>
        </message>
        <message>
            <source>上次同步 {at} 没有完成：{why}</source>
            <translation>The last sync {at} did not finish: {why}</translation>
        </message>
        <message>
            <source>上次同步 {at} 成功：送出 {up} 条，收到 {down} 条，流量 {kb} KB，用时 {s} 秒</source>
            <translation>Last sync {at}: {up} entries up, {down} down, {kb} KB, {s} s</translation>
        </message>
    </context>
    <context>
        <name>tenders</name>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
        </message>
        <message>
            <source>微信</source>
            <translation>WeChat</translation>
        </message>
        <message>
            <source>支付宝</source>
            <translation>Alipay</translation>
        </message>
        <message>
            <source>银行卡</source>
            <translation>Bank card</translation>
        </message>
    </context>
    <context>
        <name>trace</name>
        <message>
            <source>1 药盒没有码</source>
            <translation>1 Box has no code</translation>
        </message>
        <message>
            <source>2 码破损</source>
            <translation>2 Code is torn</translation>
        </message>
        <message>
            <source>3 扫码枪坏了</source>
            <translation>3 Scanner is broken</translation>
        </message>
        <message>
            <source>4 拆零，盒已不在</source>
            <translation>4 Split, box is gone</translation>
        </message>
        <message>
            <source>5 中药饮片</source>
            <translation>5 Herbs</translation>
        </message>
        <message>
            <source>6 有码制度以前的药</source>
            <translation>6 Made before codes</translation>
        </message>
        <message>
            <source>{lot}　{day} 到期　在库 {there}</source>
            <translation>{lot}  until {day}  {there} here</translation>
        </message>
        <message>
            <source>发不了</source>
            <translation>Cannot go</translation>
        </message>
        <message>
            <source>已扫齐 {n}</source>
            <translation>{n} scanned</translation>
        </message>
        <message>
            <source>无码</source>
            <translation>No code</translation>
        </message>
        <message>
            <source>待扫 {n}</source>
            <translation>{n} to scan</translation>
        </message>
    </context>
    <context>
        <name>transfer</name>
        <message>
            <source>在途</source>
            <translation>Coming</translation>
        </message>
        <message>
            <source>已到</source>
            <translation>Arrived</translation>
        </message>
        <message>
            <source>有差异</source>
            <translation>Differs</translation>
        </message>
        <message>
            <source>已撤销</source>
            <translation>Taken back</translation>
        </message>
        <message>
            <source>来自</source>
            <translation>from</translation>
        </message>
    </context>
    <context>
        <name>ward</name>
        <message>
            <source>空床</source>
            <translation>Free</translation>
        </message>
        <message>
            <source>待清洁</source>
            <translation>To clean</translation>
        </message>
        <message>
            <source>与 {names} 同床，请转床</source>
            <translation>In one bed with {names}: move one</translation>
        </message>
        <message>
            <source>{bed} 床</source>
            <translation>Bed {bed}</translation>
        </message>
        <message>
            <source>第 {n} 天</source>
            <translation>Day {n}</translation>
        </message>
        <message>
            <source>无过敏</source>
            <translation>No allergies</translation>
        </message>
        <message>
            <source>未问过敏</source>
            <translation>Allergies not asked</translation>
        </message>
        <message>
            <source>余 {sum}</source>
            <translation>{sum} left</translation>
        </message>
        <message>
            <source>过敏：{names}</source>
            <translation>Allergies: {names}</translation>
        </message>
        <message>
            <source>待摆药</source>
            <translation>Not supplied</translation>
        </message>
        <message>
            <source>未执行：{why}</source>
            <translation>Not given: {why}</translation>
        </message>
        <message>
            <source>已执行</source>
            <translation>Given</translation>
        </message>
        <message>
            <source>文字医嘱</source>
            <translation>In words</translation>
        </message>
        <message>
            <source>长期</source>
            <translation>Long</translation>
        </message>
        <message>
            <source>临时</source>
            <translation>Once</translation>
        </message>
        <message>
            <source>日常病程</source>
            <translation>Daily note</translation>
        </message>
        <message>
            <source>入院记录</source>
            <translation>Admission record</translation>
        </message>
        <message>
            <source>首次病程</source>
            <translation>First note</translation>
        </message>
        <message>
            <source>查房记录</source>
            <translation>Ward round</translation>
        </message>
        <message>
            <source>出院记录</source>
            <translation>Discharge summary</translation>
        </message>
    </context>
    <context>
        <name>witness</name>
        <message>
            <source>第二人工号</source>
            <translation>Id of the second person</translation>
        </message>
        <message>
            <source>第二人密码</source>
            <translation>Password of the second person</translation>
        </message>
    </context>
    <context>
        <name>worklist</name>
        <message>
            <source>{n}组</source>
            <translation>Group {n}</translation>
        </message>
        <message>
            <source>已做</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>住处</source>
            <translation>Lives in</translation>
        </message>
        <message>
            <source>原因</source>
            <translation>Reason</translation>
        </message>
        <message>
            <source>可从</source>
            <translation>From</translation>
        </message>
        <message>
            <source>上次</source>
            <translation>last</translation>
        </message>
        <message>
            <source>电话</source>
            <translation>Phone</translation>
        </message>
        <message>
            <source>高血压</source>
            <translation>Hypertension</translation>
        </message>
        <message>
            <source>糖尿病</source>
            <translation>Diabetes</translation>
        </message>
        <message>
            <source>精神障碍</source>
            <translation>Mental disorder</translation>
        </message>
        <message>
            <source>肺结核</source>
            <translation>Tuberculosis</translation>
        </message>
        <message>
            <source>慢阻肺</source>
            <translation>COPD</translation>
        </message>
        <message>
            <source>孕产妇</source>
            <translation>Maternity</translation>
        </message>
        <message>
            <source>儿童</source>
            <translation>Children</translation>
        </message>
        <message>
            <source>老年人</source>
            <translation>Elderly</translation>
        </message>
        <message>
            <source>可执行</source>
            <translation>Due now</translation>
        </message>
        <message>
            <source>今天</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>紧急</source>
            <translation>Urgent</translation>
        </message>
        <message>
            <source>过期</source>
            <translation>overdue</translation>
        </message>
        <message>
            <source>未到期</source>
            <translation>not yet</translation>
        </message>
        <message>
            <source>失访</source>
            <translation>Lost</translation>
        </message>
        <message>
            <source>已错过</source>
            <translation>missed</translation>
        </message>
        <message>
            <source>所有</source>
            <translation>All</translation>
        </message>
        <message>
            <source>拒绝</source>
            <translation>Refused</translation>
        </message>
        <message>
            <source>治愈、完成疗程</source>
            <translation>Cured, treatment done</translation>
        </message>
        <message>
            <source>已分娩</source>
            <translation>Delivered</translation>
        </message>
        <message>
            <source>其他（写明）</source>
            <translation>Other (say what)</translation>
        </message>
        <message>
            <source>新纳入管理</source>
            <translation>Newly taken into care</translation>
        </message>
        <message>
            <source>未见到患者，报告上级专业机构</source>
            <translation>patient not met: report to the institution above</translation>
        </message>
        <message>
            <source>上次稳定，三个月内</source>
            <translation>All well last time: within three months</translation>
        </message>
        <message>
            <source>上次未达标，两周内</source>
            <translation>Not at target last time: within two weeks</translation>
        </message>
        <message>
            <source>仍未稳定，一个月内</source>
            <translation>Still not stable: within a month</translation>
        </message>
        <message>
            <source>按上次约定</source>
            <translation>As agreed last time</translation>
        </message>
        <message>
            <source>按疗程</source>
            <translation>By the treatment</translation>
        </message>
        <message>
            <source>每年一次</source>
            <translation>Once a year</translation>
        </message>
        <message>
            <source>按月龄</source>
            <translation>By age</translation>
        </message>
        <message>
            <source>按孕周</source>
            <translation>By week of pregnancy</translation>
        </message>
        <message>
            <source>上次异常，两周内看转诊结果</source>
            <translation>abnormal last time: result of the referral within two weeks</translation>
        </message>
        <message>
            <source>预产期已到，问是否分娩</source>
            <translation>due date reached: ask whether she gave birth</translation>
        </message>
        <message>
            <source>产后</source>
            <translation>After the birth</translation>
        </message>
        <message>
            <source>按免疫程序</source>
            <translation>By the schedule</translation>
        </message>
        <message>
            <source>高血压随访</source>
            <translation>Hypertension follow-up</translation>
        </message>
        <message>
            <source>糖尿病随访</source>
            <translation>Diabetes follow-up</translation>
        </message>
        <message>
            <source>精神障碍补充表</source>
            <translation>Mental disorder supplement</translation>
        </message>
        <message>
            <source>精神障碍随访</source>
            <translation>Mental disorder follow-up</translation>
        </message>
        <message>
            <source>肺结核首次入户</source>
            <translation>TB first home visit</translation>
        </message>
        <message>
            <source>肺结核随访</source>
            <translation>TB follow-up</translation>
        </message>
        <message>
            <source>慢阻肺随访</source>
            <translation>COPD follow-up</translation>
        </message>
        <message>
            <source>年度体检</source>
            <translation>Yearly check</translation>
        </message>
        <message>
            <source>自理能力评估</source>
            <translation>Self-care assessment</translation>
        </message>
        <message>
            <source>中医体质辨识</source>
            <translation>TCM constitution</translation>
        </message>
        <message>
            <source>新生儿访视</source>
            <translation>Newborn visit</translation>
        </message>
        <message>
            <source>儿童检查</source>
            <translation>Child check</translation>
        </message>
        <message>
            <source>儿童中医</source>
            <translation>Child TCM</translation>
        </message>
        <message>
            <source>首次产检（建册）</source>
            <translation>First antenatal check</translation>
        </message>
        <message>
            <source>产前随访</source>
            <translation>Antenatal visit</translation>
        </message>
        <message>
            <source>产后访视</source>
            <translation>Postpartum visit</translation>
        </message>
        <message>
            <source>预防接种</source>
            <translation>Immunization</translation>
        </message>
        <message>
            <source>产后42天检查</source>
            <translation>42-day check</translation>
        </message>
        <message>
            <source>未联系上 {n} 次</source>
            <translation>not reached {n} times</translation>
        </message>
    </context>
</TS>
