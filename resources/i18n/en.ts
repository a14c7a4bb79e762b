<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
    <context>
        <name>BusyState</name>
        <message>
            <source>正在取数…</source>
            <translation>Loading…</translation>
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
            <translation>Settle</translation>
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
        <name>JoinForm</name>
        <message>
            <source>加入</source>
            <translation>Join</translation>
        </message>
        <message>
            <source>这台电脑将成为本机构的又一台设备。每个人第一次在这里登录要联网，或由管理员在旁。</source>
            <translation>This PC becomes one more device of the clinic. Everybody's first login here needs the line, or an administrator beside.</translation>
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
        <name>SearchBox</name>
        <message>
            <source>查找</source>
            <translation>Search</translation>
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
        <name>StatusLine</name>
        <message>
            <source>县里退回 {n} 条</source>
            <translation>{n} returned by the county</translation>
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
            <translation>Date of birth</translation>
        </message>
        <message>
            <source>体重</source>
            <translation>Weight</translation>
        </message>
        <message>
            <source>预交金</source>
            <translation>Deposit</translation>
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
            <translation>Remarks</translation>
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
            <source>入网码</source>
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
        <name>box</name>
        <message>
            <source>候选</source>
            <translation>Suggestions</translation>
        </message>
    </context>
    <context>
        <name>cards</name>
        <message>
            <source>一代社保卡</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>二代社保卡</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>三代社保卡</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>身份证</source>
            <translation type="unfinished" />
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
            <translation>Date of birth</translation>
        </message>
        <message>
            <source>临时身份</source>
            <translation type="unfinished" />
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
    </context>
    <context>
        <name>desk</name>
        <message>
            <source>医保电子凭证要联网由医保接口解码，本机认不出是谁。请刷卡，或按姓名查找。</source>
            <translation>An electronic insurance code is decoded online by the insurance; this PC cannot tell who it is. Use the card, or search by name.</translation>
        </message>
        <message>
            <source>这不是本系统的单据码。</source>
            <translation>This is not a code of this system.</translation>
        </message>
        <message>
            <source>姓名未读出</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>年龄不详</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>无证件号码</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>未建档</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>今天已挂 {number} 号</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{field}与卡上不同</source>
            <translation type="unfinished" />
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
        <name>gallery</name>
        <message>
            <source>漳平市新桥镇中心卫生院</source>
            <translation>Xinqiao Township Hospital</translation>
        </message>
    </context>
    <context>
        <name>insurance</name>
        <message>
            <source>职工医保</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>居民医保</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>自费</source>
            <translation type="unfinished" />
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
            <translation>Hold</translation>
        </message>
        <message>
            <source>锁屏</source>
            <translation>Lock</translation>
        </message>
        <message>
            <source>完成就诊</source>
            <translation>Finish visit</translation>
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
        <name>pages</name>
        <message>
            <source>居民</source>
            <translation>Residents</translation>
        </message>
        <message>
            <source>挂号</source>
            <translation>Registration</translation>
        </message>
        <message>
            <source>门诊</source>
            <translation>Outpatients</translation>
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
            <translation>Account</translation>
        </message>
        <message>
            <source>现金</source>
            <translation>Cash</translation>
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
        <name>self._box</name>
        <message>
            <source>没有找到</source>
            <translation>Nothing found</translation>
        </message>
    </context>
    <context>
        <name>setup</name>
        <message>
            <source>村卫生室</source>
            <translation>Village clinic</translation>
        </message>
        <message>
            <source>乡镇卫生院</source>
            <translation>Township hospital</translation>
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
            <source>请填县里给的入网码。</source>
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
            <source>本机 {n} 条，尚未入网：数据只在这台电脑上</source>
            <translation>{n} entries, not enrolled: the data are on this PC only</translation>
        </message>
        <message>
            <source>全部已安全送达县里（至 #{seq}）</source>
            <translation>All safe at the county (up to #{seq})</translation>
        </message>
        <message>
            <source>{n} 条已到院内服务器，县里已确认到 #{seq}</source>
            <translation>{n} at the clinic's hub, county has confirmed up to #{seq}</translation>
        </message>
        <message>
            <source>本机 {n} 条未上传 · 最早 {age} · 县里已确认到 #{seq}</source>
            <translation>{n} not sent yet · oldest {age} · county has confirmed up to #{seq}</translation>
        </message>
    </context>
</TS>
