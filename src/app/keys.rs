//! The one key table. Its rows drive dispatch, the footer, the help screen with the reason why a
//! key is off, the palette, `wenxiao keys` and the documentation; there is no second list.
//!
//! A bare letter always has a twin that a Chinese input method lets through, because letters never
//! arrive while one composes. No two rows of one place share a key.

use super::action::Action;
use super::key::{Key, KeyCode};
use crate::lang::Language;
use crate::widgets::table::Step;

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// On every screen.
    Everywhere,
    /// 项目库
    Projects,
    /// 项目
    Project,
    /// 绩效目标
    Goals,
    /// 绩效监控
    Monitoring,
    /// 绩效评价
    Evaluation,
    /// 变更记录
    History,
    /// 待办
    Inbox,
    /// A list of fields.
    Form,
    /// While a field is being edited.
    Field,
    /// While a text of several lines is being edited.
    Text,
    /// While a filter is being typed.
    Filter,
    /// In a menu.
    Overlay,
    /// In a question with buttons.
    Question,
    /// In a question whose answer is typed.
    Prompt,
    /// In a text to read: an explanation, the help, a report.
    Reading,
}

impl Place {
    /// All places, in the order of the help and the documentation.
    pub const ALL: [Self; 16] = [
        Self::Everywhere,
        Self::Projects,
        Self::Project,
        Self::Goals,
        Self::Monitoring,
        Self::Evaluation,
        Self::History,
        Self::Inbox,
        Self::Form,
        Self::Field,
        Self::Text,
        Self::Filter,
        Self::Overlay,
        Self::Question,
        Self::Prompt,
        Self::Reading,
    ];

    /// Places in which a typed letter is text.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Field | Self::Text | Self::Filter)
    }

    /// Places that lie in front of a screen.
    pub fn is_box(self) -> bool {
        matches!(
            self,
            Self::Overlay | Self::Question | Self::Prompt | Self::Reading
        )
    }
}

/// The words of a binding: one short for the footer, one sentence for the help, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

impl Words {
    /// The word of the footer.
    pub fn short(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh.0,
            Language::En => self.en.0,
        }
    }

    /// The sentence of the help.
    pub fn long(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh.1,
            Language::En => self.en.1,
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub place: Place,
    /// Any of these; the first is the one that is shown.
    pub keys: &'static [Key],
    /// What it does.
    pub action: Action,
    /// What it is called.
    pub words: Words,
    /// Its rank in the footer; 0 is help only.
    pub footer: u8,
}

const fn row(
    place: Place,
    keys: &'static [Key],
    action: Action,
    footer: u8,
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
) -> Binding {
    Binding {
        place,
        keys,
        action,
        words: Words { zh, en },
        footer,
    }
}

const fn k(code: KeyCode) -> Key {
    Key::new(code)
}
const fn c(letter: char) -> Key {
    Key::char(letter)
}
const fn ctrl(letter: char) -> Key {
    Key::ctrl(letter)
}
const fn alt(letter: char) -> Key {
    Key::alt(letter)
}
const fn f(number: u8) -> Key {
    Key::new(KeyCode::F(number))
}

use Action as A;
use KeyCode as K;
use Place as P;

/// The table. Within a place the order is that of the help.
#[rustfmt::skip]
pub const KEYS: &[Binding] = &[
    // Everywhere: moving about.
    row(P::Everywhere, &[k(K::Up), c('k'), alt('k')], A::Step(Step::Up), 0, ("上", "上一行"), ("Up", "One row up")),
    row(P::Everywhere, &[k(K::Down), c('j'), alt('j')], A::Step(Step::Down), 0, ("下", "下一行"), ("Down", "One row down")),
    row(P::Everywhere, &[k(K::Left)], A::Left, 0, ("左", "左移一列"), ("Left", "One column left")),
    row(P::Everywhere, &[k(K::Right)], A::Right, 0, ("右", "右移一列"), ("Right", "One column right")),
    row(P::Everywhere, &[k(K::PageUp), ctrl('b')], A::Step(Step::PageUp), 0, ("上页", "上一页"), ("Page up", "One page up")),
    row(P::Everywhere, &[k(K::PageDown), ctrl('f')], A::Step(Step::PageDown), 0, ("下页", "下一页"), ("Page down", "One page down")),
    row(P::Everywhere, &[k(K::Home)], A::Step(Step::First), 0, ("首行", "到第一行"), ("First", "To the first row")),
    row(P::Everywhere, &[k(K::End)], A::Step(Step::Last), 0, ("末行", "到最后一行"), ("Last", "To the last row")),
    row(P::Everywhere, &[k(K::Tab)], A::Next, 0, ("下一栏", "下一栏"), ("Next", "To the next column")),
    row(P::Everywhere, &[k(K::BackTab)], A::Previous, 0, ("上一栏", "上一栏"), ("Previous", "To the column before")),
    row(P::Everywhere, &[k(K::Esc)], A::Back, 80, ("返回", "返回上一屏的同一行"), ("Back", "Back to the same row of the screen before")),
    // Everywhere: the five links of the loop.
    row(P::Everywhere, &[c('0')], A::Link(0), 0, ("总览", "0 总览 (目前是项目库)"), ("Overview", "0 Overview (the project list for now)")),
    row(P::Everywhere, &[c('1')], A::Link(1), 0, ("目标", "1 绩效目标"), ("Goals", "1 Performance goals")),
    row(P::Everywhere, &[c('2')], A::Link(2), 0, ("预算", "2 预算编制"), ("Budget", "2 Budget preparation")),
    row(P::Everywhere, &[c('3')], A::Link(3), 0, ("监控", "3 绩效运行监控"), ("Monitor", "3 Performance monitoring")),
    row(P::Everywhere, &[c('4')], A::Link(4), 0, ("评价", "4 绩效评价"), ("Evaluate", "4 Evaluation")),
    row(P::Everywhere, &[c('5')], A::Link(5), 0, ("应用", "5 结果应用"), ("Results", "5 Use of results")),
    // Everywhere: asking and going back in time.
    row(P::Everywhere, &[c('w'), f(3), alt('w')], A::Why, 30, ("为什么", "这个数从哪里来: 规则、条款和算式"), ("Why", "Where this number comes from: rule, clause, arithmetic")),
    row(P::Everywhere, &[c('h'), f(4), alt('h')], A::History, 60, ("记录", "变更记录: 谁在何时把什么改成了什么"), ("History", "Who changed what from what to what, and when")),
    row(P::Everywhere, &[c('u'), ctrl('z')], A::Undo, 0, ("撤回", "撤回自己最近的一次修改 (先预览)"), ("Undo", "Take back your newest change (shown first)")),
    row(P::Everywhere, &[ctrl('r'), ctrl('y')], A::Redo, 0, ("重做", "恢复刚撤回的修改 (先预览)"), ("Redo", "Do again what was taken back (shown first)")),
    row(P::Everywhere, &[c('/')], A::Filter, 0, ("筛选", "筛选眼前的列表"), ("Filter", "Filter the list in front")),
    row(P::Everywhere, &[c('x'), f(6), alt('x')], A::Export, 70, ("导出", "导出眼前的内容, 与所见一致"), ("Export", "Export what is in front, exactly as shown")),
    row(P::Everywhere, &[c('t'), f(2), alt('t')], A::Inbox, 0, ("待办", "等待当前角色办理的文书"), ("Inbox", "Documents that wait for the acting role")),
    row(P::Everywhere, &[c('.')], A::Repeat, 0, ("重复", "重复上一个动作; 填过的值放进这一格, Enter 保存"), ("Repeat", "Do the last thing again; what was written stands in this cell, Enter saves it")),
    // Everywhere: the program.
    row(P::Everywhere, &[ctrl('p')], A::Palette, 90, ("命令", "按名称、全拼或拼音首字母查找任何命令"), ("Commands", "Find any command by its name")),
    row(P::Everywhere, &[c('?'), f(1)], A::Help, 95, ("帮助", "这里能按的所有键, 以及为什么有的不能按"), ("Help", "All keys of this place, and why one is off")),
    row(P::Everywhere, &[f(7)], A::Theme, 0, ("主题", "切换主题: 深色、浅色、16 色、单色、高对比"), ("Theme", "Next theme: dark, light, 16 colours, mono, high contrast")),
    row(P::Everywhere, &[f(8)], A::Person, 0, ("身份", "选择当前办理人和角色"), ("Person", "Choose the acting person and role")),
    row(P::Everywhere, &[f(9)], A::Language, 0, ("语言", "切换中文 / English"), ("Language", "Switch 中文 / English")),
    row(P::Everywhere, &[f(10)], A::Mouse, 0, ("鼠标", "开关鼠标 (默认关, 以便选择文字)"), ("Mouse", "Mouse on or off (off leaves text selection to the terminal)")),
    row(P::Everywhere, &[f(12)], A::Clock, 0, ("日期", "移动样例的日期 (只用于样例库)"), ("Date", "Move the date of the samples (sample stores only)")),
    row(P::Everywhere, &[ctrl('l')], A::Redraw, 0, ("重画", "重画整个屏幕"), ("Redraw", "Draw the whole screen anew")),
    row(P::Everywhere, &[ctrl('q')], A::Quit, 0, ("退出", "退出程序"), ("Quit", "Leave the program")),
    // 项目库
    row(P::Projects, &[k(K::Enter)], A::Enter, 1, ("打开", "打开项目"), ("Open", "Open the project")),
    row(P::Projects, &[c('/')], A::Filter, 2, ("筛选", "边输边筛: 名称、编码、单位, 可用全拼或拼音首字母"), ("Filter", "Filter as you type: name, code, unit, pinyin or its initials")),
    row(P::Projects, &[c('s'), alt('s')], A::Sort, 3, ("排序", "选择排序的列"), ("Sort", "Choose the column to sort by")),
    row(P::Projects, &[c('S'), alt('S')], A::SortReverse, 0, ("倒序", "升序降序互换"), ("Reverse", "Turn the order round")),
    row(P::Projects, &[c('g'), alt('g')], A::Group, 4, ("分组", "按部门或阶段分组"), ("Group", "Group by department or stage")),
    row(P::Projects, &[c('y'), alt('y')], A::Year, 5, ("年度", "换一个年度, 或显示所有年度"), ("Year", "Another year, or all years")),
    row(P::Projects, &[c(' ')], A::Mark, 6, ("标记", "标记或取消标记这一行"), ("Mark", "Mark the row, or not")),
    row(P::Projects, &[c('*')], A::MarkAll, 0, ("全标", "标记筛选出的全部行, 或全部取消"), ("Mark all", "Mark all rows shown, or none")),
    row(P::Projects, &[c('b'), alt('b')], A::Bulk, 0, ("批量", "对标记的行一起办理"), ("Bulk", "Do one thing to all marked rows")),
    row(P::Projects, &[c('a'), alt('a')], A::New, 7, ("新建", "新建项目"), ("New", "A new project")),
    row(P::Projects, &[c('i'), alt('i')], A::Import, 0, ("导入", "从 wenxiao/1 文件导入项目"), ("Import", "Import projects from a wenxiao/1 file")),
    row(P::Projects, &[k(K::Delete)], A::Delete, 0, ("删除", "删除草稿项目 (先询问, 可撤回)"), ("Delete", "Delete a draft project (asks first, can be undone)")),
    // 项目
    row(P::Project, &[k(K::Enter)], A::Enter, 1, ("前往", "前往这条问题或下一步的位置"), ("Go", "Go to the place of this finding or next step")),
    row(P::Project, &[c('m'), alt('m')], A::Move, 2, ("办理", "送审、撤销、通过、退回、批复"), ("Act", "Send, withdraw, pass, return, approve")),
    row(P::Project, &[c('e'), alt('e')], A::Head, 3, ("基本信息", "编辑基本信息和申报文字"), ("Basics", "Edit the basics and the texts of the declaration")),
    row(P::Project, &[c('f'), alt('f')], A::Funds, 4, ("资金", "编辑各来源的年初预算、全年预算、执行数"), ("Funds", "Edit the money by source")),
    row(P::Project, &[c('n'), alt('n')], A::NextFinding, 0, ("下一问题", "到下一条检查发现"), ("Next finding", "To the next finding")),
    row(P::Project, &[c('N'), alt('N')], A::PreviousFinding, 0, ("上一问题", "到上一条检查发现"), ("Finding before", "To the finding before")),
    // 绩效目标
    row(P::Goals, &[k(K::Enter)], A::Enter, 1, ("编辑", "编辑光标处的内容"), ("Edit", "Edit what is under the cursor")),
    row(P::Goals, &[c('g'), alt('g')], A::GoalText, 2, ("目标", "编辑年度总体目标"), ("Goal", "Edit the text of the goal")),
    row(P::Goals, &[c('a'), k(K::Insert), alt('a')], A::Add, 3, ("加行", "在下面加一条三级指标"), ("Add", "Add an indicator below")),
    row(P::Goals, &[c('i'), alt('i')], A::Library, 4, ("指标库", "从指标库插入"), ("Library", "Insert from the indicator library")),
    row(P::Goals, &[c('l'), alt('l')], A::Details, 5, ("属性", "这条指标的全部属性"), ("Details", "Every attribute of this indicator")),
    row(P::Goals, &[c('m'), alt('m')], A::Move, 6, ("办理", "送审、撤销、通过、退回、批复"), ("Act", "Send, withdraw, pass, return, approve")),
    row(P::Goals, &[c('n'), alt('n')], A::NextFinding, 0, ("下一问题", "到下一条检查发现"), ("Next finding", "To the next finding")),
    row(P::Goals, &[c('N'), alt('N')], A::PreviousFinding, 0, ("上一问题", "到上一条检查发现"), ("Finding before", "To the finding before")),
    row(P::Goals, &[c('c'), alt('c')], A::Copy, 0, ("复制", "复制这条指标"), ("Copy", "Copy the indicator")),
    row(P::Goals, &[c('K'), alt('K')], A::RowUp, 0, ("上移", "把这条指标上移"), ("Move up", "Move the indicator up")),
    row(P::Goals, &[c('J'), alt('J')], A::RowDown, 0, ("下移", "把这条指标下移"), ("Move down", "Move the indicator down")),
    row(P::Goals, &[c('v'), alt('v')], A::Block, 0, ("中期", "年度指标与中期指标互换"), ("Multi-year", "Between annual and multi-year indicators")),
    row(P::Goals, &[k(K::Delete)], A::Delete, 0, ("删除", "删除这条指标 (先询问, 可撤回)"), ("Delete", "Delete the indicator (asks first, can be undone)")),
    // 绩效监控
    row(P::Monitoring, &[k(K::Enter)], A::Enter, 1, ("填报", "填写光标所在月份的累计完成值"), ("Fill in", "Fill in the cumulative value of the month under the cursor")),
    row(P::Monitoring, &[c('c'), alt('c')], A::Cause, 2, ("原因", "偏差原因、可能性、全年预计和措施"), ("Cause", "Cause, outlook, forecast and measures")),
    row(P::Monitoring, &[c('['), alt('[')], A::MonthBefore, 3, ("上月", "看上一个月"), ("Month -", "The month before")),
    row(P::Monitoring, &[c(']'), alt(']')], A::MonthAfter, 4, ("下月", "看下一个月"), ("Month +", "The month after")),
    row(P::Monitoring, &[c('p'), alt('p')], A::Plan, 5, ("计划", "填写光标所在月份的累计计划"), ("Plan", "Write the cumulative plan of the month under the cursor")),
    row(P::Monitoring, &[c('m'), alt('m')], A::Move, 6, ("办理", "本月监控表的送审、撤销、通过、退回"), ("Act", "Send, withdraw, pass or return this month's form")),
    row(P::Monitoring, &[c('d'), alt('d')], A::Disposal, 0, ("处置", "预警后的处置: 继续、调剂、调整目标、取消"), ("Disposal", "What follows from a warning")),
    row(P::Monitoring, &[c('f'), alt('f')], A::Funds, 0, ("资金", "编辑各来源的资金"), ("Funds", "Edit the money by source")),
    row(P::Monitoring, &[c('v'), alt('v')], A::Amounts, 0, ("金额", "预算执行在累计百分比与累计金额之间互换"), ("Amounts", "Execution in per cent or as amounts")),
    row(P::Monitoring, &[c('n'), alt('n')], A::NextFinding, 0, ("下一问题", "到下一条检查发现"), ("Next finding", "To the next finding")),
    row(P::Monitoring, &[c('N'), alt('N')], A::PreviousFinding, 0, ("上一问题", "到上一条检查发现"), ("Finding before", "To the finding before")),
    // 绩效评价
    row(P::Evaluation, &[k(K::Enter)], A::Enter, 1, ("填写", "填写光标处的内容: 完成值、档次、得分或原因"), ("Fill in", "Fill in what is under the cursor")),
    row(P::Evaluation, &[c('r'), alt('r')], A::Reason, 2, ("原因", "偏差原因分析及改进措施"), ("Reason", "Reason of the deviation and measures")),
    row(P::Evaluation, &[c('g'), alt('g')], A::Grade, 3, ("差几分", "怎样才到上一等级"), ("Grade", "What would change the grade")),
    row(P::Evaluation, &[c('z'), alt('z')], A::NotApplicable, 4, ("不适用", "这条指标不适用, 或恢复 (可撤回)"), ("Not applicable", "The indicator does not apply, or does again (can be undone)")),
    row(P::Evaluation, &[c('m'), alt('m')], A::Move, 5, ("办理", "自评表的送审、撤销、通过、退回"), ("Act", "Send, withdraw, pass or return the sheet")),
    row(P::Evaluation, &[c('l'), alt('l')], A::Details, 0, ("属性", "这条指标的全部属性"), ("Details", "Every attribute of this indicator")),
    row(P::Evaluation, &[c('f'), alt('f')], A::Funds, 0, ("资金", "填写各来源的全年预算数和执行数"), ("Funds", "Fill in adjusted and executed amounts by source")),
    row(P::Evaluation, &[c('p'), alt('p')], A::Policy, 0, ("换政策", "换一个政策试算, 不保存"), ("Policy", "Score under another policy, nothing is saved")),
    row(P::Evaluation, &[c('n'), alt('n')], A::NextFinding, 0, ("下一问题", "到下一条检查发现"), ("Next finding", "To the next finding")),
    row(P::Evaluation, &[c('N'), alt('N')], A::PreviousFinding, 0, ("上一问题", "到上一条检查发现"), ("Finding before", "To the finding before")),
    // 变更记录
    row(P::History, &[k(K::Enter)], A::Enter, 1, ("看当时", "看这一条之后的项目 (历史视图)"), ("As of", "The project as it was after this entry")),
    row(P::History, &[c('/')], A::Filter, 2, ("筛选", "按人员、操作、字段或内容筛选"), ("Filter", "Filter by person, step, field or value")),
    // 待办
    row(P::Inbox, &[k(K::Enter)], A::Enter, 1, ("打开", "打开等待办理的文书"), ("Open", "Open the waiting document")),
    row(P::Inbox, &[c('m'), alt('m')], A::Move, 2, ("办理", "通过、退回、批复"), ("Act", "Pass, return, approve")),
    row(P::Inbox, &[c('/')], A::Filter, 0, ("筛选", "边输边筛: 名称、编码、单位、文书, 可用全拼或拼音首字母"), ("Filter", "Filter as you type: name, code, unit, document, pinyin or its initials")),
    row(P::Inbox, &[c(' ')], A::Mark, 3, ("标记", "标记或取消标记这个项目"), ("Mark", "Mark the project, or not")),
    row(P::Inbox, &[c('*')], A::MarkAll, 0, ("全标", "标记全部待办的项目, 或全部取消"), ("Mark all", "Mark all waiting projects, or none")),
    row(P::Inbox, &[c('b'), alt('b')], A::Bulk, 4, ("批量", "对标记的项目一起办理"), ("Bulk", "Do one thing to all marked projects")),
    // A list of fields
    row(P::Form, &[k(K::Enter)], A::Enter, 1, ("编辑", "编辑这一栏"), ("Edit", "Edit this field")),
    row(P::Form, &[c('a'), k(K::Insert), alt('a')], A::Add, 2, ("加行", "加一行"), ("Add", "Add a row")),
    row(P::Form, &[k(K::Delete)], A::Delete, 0, ("删除", "删除这一行 (先询问, 可撤回)"), ("Delete", "Delete this row (asks first, can be undone)")),
    // A field that is being edited
    row(P::Field, &[k(K::Enter)], A::Save, 1, ("保存", "保存并关闭"), ("Save", "Save and close")),
    row(P::Field, &[k(K::Tab)], A::Next, 2, ("存并下一栏", "保存并到下一栏"), ("Save, next", "Save and go to the next field")),
    row(P::Field, &[k(K::BackTab)], A::Previous, 0, ("存并上一栏", "保存并回到上一栏"), ("Save, back", "Save and go back to the field before")),
    row(P::Field, &[k(K::Esc)], A::Back, 3, ("取消", "取消; 改过的内容先询问"), ("Cancel", "Cancel; asks when something was typed")),
    // A text of several lines that is being edited
    row(P::Text, &[ctrl('s'), f(5)], A::Save, 1, ("保存", "保存并关闭"), ("Save", "Save and close")),
    row(P::Text, &[k(K::Esc)], A::Back, 2, ("取消", "取消; 改过的内容先询问"), ("Cancel", "Cancel; asks when something was typed")),
    // A filter that is being typed
    row(P::Filter, &[k(K::Enter)], A::Save, 1, ("留住筛选", "留住筛选, 回到列表"), ("Keep", "Keep the filter and go back to the list")),
    row(P::Filter, &[k(K::Down)], A::Step(Step::Down), 2, ("选行", "留住筛选, 到下一行"), ("To a row", "Keep the filter and go to the next row")),
    row(P::Filter, &[k(K::Esc)], A::Back, 3, ("清除", "清除筛选"), ("Clear", "Take the filter away")),
    // A menu
    row(P::Overlay, &[k(K::Enter)], A::Enter, 1, ("选定", "选定这一项"), ("Choose", "Choose this one")),
    row(P::Overlay, &[k(K::Down)], A::Step(Step::Down), 2, ("下一项", "到下一项"), ("Next", "To the next line")),
    row(P::Overlay, &[k(K::Esc)], A::Back, 3, ("关闭", "关闭"), ("Close", "Close")),
    // A question with buttons
    row(P::Question, &[k(K::Tab)], A::Next, 1, ("换一个", "到下一个按钮"), ("Next", "To the next button")),
    row(P::Question, &[k(K::Enter)], A::Enter, 2, ("确定", "按下这个按钮"), ("Answer", "Press this button")),
    row(P::Question, &[k(K::Esc)], A::Back, 3, ("取消", "取消, 什么都不改"), ("Cancel", "Cancel; nothing changes")),
    // A question whose answer is typed
    row(P::Prompt, &[k(K::Enter)], A::Enter, 1, ("确定", "照所写的办"), ("Go on", "Go on with what is written")),
    row(P::Prompt, &[k(K::Esc)], A::Back, 2, ("取消", "取消; 写了内容先询问"), ("Cancel", "Cancel; asks when something was typed")),
    // A text to read
    row(P::Reading, &[k(K::Down), c('j'), alt('j')], A::Step(Step::Down), 1, ("下翻", "下翻一行"), ("Down", "One line down")),
    row(P::Reading, &[k(K::Up), c('k'), alt('k')], A::Step(Step::Up), 2, ("上翻", "上翻一行"), ("Up", "One line up")),
    row(P::Reading, &[k(K::PageDown), c(' ')], A::Step(Step::PageDown), 3, ("下页", "下翻一页"), ("Page down", "One page down")),
    row(P::Reading, &[k(K::PageUp)], A::Step(Step::PageUp), 0, ("上页", "上翻一页"), ("Page up", "One page up")),
    row(P::Reading, &[k(K::End)], A::Step(Step::Last), 4, ("末尾", "到末尾"), ("End", "To the end")),
    row(P::Reading, &[k(K::Home)], A::Step(Step::First), 0, ("开头", "到开头"), ("Start", "To the start")),
    row(P::Reading, &[k(K::Esc)], A::Back, 5, ("关闭", "关闭"), ("Close", "Close")),
];

/// The action of a key in the first of `places` that has one; the table's order inside a place.
pub fn action(places: &[Place], key: Key) -> Option<Action> {
    let plain = key.plain();
    places.iter().find_map(|place| {
        bindings(*place)
            .find(|row| row.keys.contains(&plain))
            .map(|row| row.action)
    })
}

/// The rows of a place.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    KEYS.iter().filter(move |row| row.place == place)
}

/// How a key is printed: `Ctrl-P`, `F7`, `Enter`, `w`.
pub fn label(key: Key) -> String {
    let name = match key.code {
        K::Char(' ') => "Space".to_owned(),
        K::Char(letter) if key.ctrl || key.alt => letter.to_uppercase().collect(),
        K::Char(letter) => letter.to_string(),
        K::F(number) => format!("F{number}"),
        K::Esc => "Esc".to_owned(),
        K::BackTab => "Shift-Tab".to_owned(),
        K::Delete => "Del".to_owned(),
        K::Insert => "Ins".to_owned(),
        K::PageUp => "PgUp".to_owned(),
        K::PageDown => "PgDn".to_owned(),
        other => format!("{other:?}"),
    };
    match (key.ctrl, key.alt, key.code) {
        (true, ..) => format!("Ctrl-{name}"),
        // Alt with a capital is Alt-Shift; the letter alone would look like its small twin.
        (_, true, K::Char(letter)) if letter.is_uppercase() => format!("Alt-Shift-{name}"),
        (_, true, _) => format!("Alt-{name}"),
        _ => name,
    }
}

/// What a place is called.
pub fn place_name(place: Place, language: Language) -> &'static str {
    let (zh, en) = match place {
        P::Everywhere => ("通用", "Everywhere"),
        P::Projects => ("项目库", "Project list"),
        P::Project => ("项目", "Project"),
        P::Goals => ("绩效目标", "Goals and indicators"),
        P::Monitoring => ("绩效监控", "Monitoring"),
        P::Evaluation => ("绩效评价", "Evaluation"),
        P::History => ("变更记录", "History"),
        P::Inbox => ("待办", "Inbox"),
        P::Form => ("表单", "Form"),
        P::Field => ("编辑一栏", "Editing a field"),
        P::Text => ("编辑文字", "Editing a text"),
        P::Filter => ("输入筛选", "Typing a filter"),
        P::Overlay => ("菜单", "Menu"),
        P::Question => ("询问", "Question"),
        P::Prompt => ("填写", "Prompt"),
        P::Reading => ("阅读", "Text to read"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_rows_of_a_place_share_a_key() {
        for place in Place::ALL {
            let mut seen = BTreeMap::new();
            for row in bindings(place) {
                for key in row.keys {
                    let before = seen.insert(label(*key), row.action);
                    assert_eq!(before, None, "{place:?}: {}", label(*key));
                }
            }
        }
    }

    #[test]
    fn a_bare_letter_has_a_twin_that_an_input_method_lets_through() {
        for row in KEYS {
            let bare = |key: &&Key| {
                matches!(key.code, K::Char(letter) if letter.is_alphabetic())
                    && !key.ctrl
                    && !key.alt
            };
            if row.keys.iter().any(|key| bare(&key)) {
                let twin = row.keys.iter().any(|key| !bare(&key));
                assert!(twin, "{:?} has only {}", row.action, label(row.keys[0]));
            }
        }
    }

    #[test]
    fn every_row_has_words_in_both_languages() {
        for row in KEYS {
            for language in [Language::Zh, Language::En] {
                assert!(!row.words.short(language).is_empty(), "{:?}", row.action);
                assert!(!row.words.long(language).is_empty(), "{:?}", row.action);
            }
        }
    }

    #[test]
    fn full_width_keys_of_an_input_method_do_what_their_plain_twins_do() {
        let places = [P::Projects, P::Everywhere];
        assert_eq!(action(&places, Key::char('／')), Some(A::Filter));
        assert_eq!(action(&places, Key::char('３')), Some(A::Link(3)));
        assert_eq!(action(&places, Key::char('？')), Some(A::Help));
    }

    #[test]
    fn a_screens_own_key_wins_over_the_common_one() {
        assert_eq!(
            action(&[P::Goals, P::Everywhere], Key::char('i')),
            Some(A::Library)
        );
        assert_eq!(action(&[P::Everywhere], Key::char('i')), None);
    }
}
