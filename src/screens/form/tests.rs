use super::*;
use crate::app::key::Key;
use crate::app::key::KeyCode as K;
use crate::domain::project::{Cause, MonthForm, MonthReading, Outlook};
use crate::domain::status::Status;
use crate::screens::goals::harness::{Desk, reservoirs, thirty};

fn desk(project: Project, of: FormOf) -> Desk {
    Desk::new(project, Screen::Form(Form::new(of)))
}

/// A July form: the first indicator is far behind and its cause is not written.
fn july() -> Project {
    let mut project = reservoirs();
    project.documents.goal.status = Status::Approved;
    let reading = |id: &str, actual: &str| MonthReading {
        id: RowKey::from(id.to_owned()),
        actual: actual.into(),
        ..MonthReading::default()
    };
    project.monitoring.months.insert(
        7,
        MonthForm {
            readings: vec![
                reading("indicator:1", "2"),
                reading("fund:f1", "286.40"),
                reading("fund:f2", "100"),
            ],
            ..MonthForm::default()
        },
    );
    project
}

fn row_of_july() -> FormOf {
    FormOf::Reading(7, RowKey::Indicator("1".into()))
}

#[test]
fn pictures() {
    let forms = [
        ("head", FormOf::Head, reservoirs()),
        ("funds", FormOf::Funds, reservoirs()),
        (
            "indicator",
            FormOf::Indicator(Block::Annual, "1".into()),
            reservoirs(),
        ),
        ("reading", row_of_july(), july()),
    ];
    for (name, of, project) in forms {
        for (columns, rows) in [(80, 24), (120, 40)] {
            let mut desk = desk(project.clone(), of.clone());
            desk.size(columns, rows);
            insta::assert_snapshot!(format!("{name}_zh_{columns}"), desk.picture());
            desk.english();
            insta::assert_snapshot!(format!("{name}_en_{columns}"), desk.picture());
        }
    }
}

#[test]
fn it_can_be_drawn_at_any_size() {
    let forms = [
        FormOf::Head,
        FormOf::Funds,
        FormOf::Indicator(Block::Annual, "r3".into()),
        FormOf::Indicator(Block::Annual, "gone".into()),
        row_of_july(),
        FormOf::Reading(7, RowKey::Execution),
    ];
    for of in forms {
        for project in [thirty(), july(), Project::default()] {
            let unit = reservoirs().unit;
            let mut desk = desk(Project { unit, ..project }, of.clone());
            for (columns, rows) in [(40, 8), (41, 9), (60, 20), (110, 30), (300, 100)] {
                desk.size(columns, rows).picture();
                for _ in 0..35 {
                    desk.key(K::Down);
                }
                desk.key(K::Enter).picture();
                desk.key(K::Esc).key(K::Home).picture();
            }
        }
    }
}

#[test]
fn a_field_of_the_head_is_edited_where_it_stands() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    desk.key(K::Down).key(K::Down);
    assert_eq!(desk.reversed(), "小型水库除险加固");
    desk.key(K::Enter).keys("水库加固");
    let picture = desk.picture();
    let line = picture
        .lines()
        .find(|line| line.contains("水库加固") && line.contains("项目名称"));
    assert!(line.is_some(), "{picture}");
    desk.key(K::Enter);
    assert_eq!(desk.stored.name, "水库加固");
}

#[test]
fn tab_saves_and_goes_to_the_field_below() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    desk.key(K::Down).key(K::Down).key(K::Enter);
    desk.keys("甲").key(K::Tab).keys("乙单位").key(K::Enter);
    assert_eq!(
        (desk.stored.name.as_str(), desk.stored.unit.as_str()),
        ("甲", "乙单位")
    );
}

#[test]
fn a_choice_is_made_from_a_menu_and_a_long_text_in_its_editor() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    for _ in 0..9 {
        desk.key(K::Down);
    }
    desk.key(K::Enter).keys("延续").key(K::Enter);
    assert_eq!(
        desk.stored.about.attribute,
        Some(crate::domain::project::Attribute::Continuing)
    );
    assert!(desk.picture().contains("延续项目"));
    for _ in 0..6 {
        desk.key(K::Down);
    }
    desk.key(K::Enter)
        .keys("第一行")
        .key(K::Enter)
        .keys("第二行");
    desk.press(Key::ctrl('s'));
    assert_eq!(desk.stored.about.overview, "第一行\n第二行");
    assert!(
        desk.picture().contains("(6 字) 第一行"),
        "{}",
        desk.picture()
    );
}

#[test]
fn the_policy_is_chosen_by_its_title() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    for _ in 0..5 {
        desk.key(K::Down);
    }
    desk.key(K::Enter).keys("strict").key(K::Enter);
    assert_eq!(desk.stored.policy.as_deref(), Some("strict"));
    desk.key(K::Enter).keys("库的默认").key(K::Enter);
    assert_eq!(desk.stored.policy, None);
}

#[test]
fn money_is_summed_and_the_total_is_computed() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    let picture = desk.picture();
    assert!(picture.contains("2,310.00"), "{picture}");
    // The cursor stands on the first amount.
    desk.key(K::Enter).keys("1900.5").key(K::Enter);
    assert_eq!(desk.stored.funds[0].initial.as_str(), "1900.5");
    assert!(desk.picture().contains("2,410.50"), "{}", desk.picture());
    desk.key(K::End).key(K::Enter);
    assert!(desk.toast().contains("算出来的"), "{}", desk.toast());
    desk.keys("w");
    assert!(
        desk.picture().contains("各资金来源之和"),
        "{}",
        desk.picture()
    );
}

#[test]
fn the_execution_rate_is_explained_with_its_clause() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    desk.key(K::End).key(K::Right).key(K::Right).key(K::Right);
    desk.keys("w");
    let picture = desk.picture();
    assert!(
        picture.contains("执行率 52.4% = 1,210.00 / 2,310.00"),
        "{picture}"
    );
    assert!(picture.contains("财预〔2021〕101号"), "{picture}");
}

#[test]
fn a_adds_a_source_and_delete_takes_it_away_after_a_question() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    desk.keys("a");
    assert_eq!(desk.stored.funds.len(), 4);
    desk.keys("债券资金").key(K::Tab).keys("50");
    desk.key(K::Enter);
    let fund = desk.stored.funds.last().unwrap();
    assert_eq!(
        (fund.source.as_str(), fund.initial.as_str()),
        ("债券资金", "50")
    );
    desk.key(K::Delete).key(K::Enter);
    assert_eq!(desk.stored.funds.len(), 4);
    desk.key(K::Delete).key(K::Right).key(K::Enter);
    assert_eq!(desk.stored.funds.len(), 3);
}

#[test]
fn tab_goes_from_amount_to_amount_past_the_names_of_the_sources() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    desk.key(K::Right).key(K::Enter).keys("1");
    for _ in 0..3 {
        desk.key(K::Tab).keys("2");
    }
    desk.key(K::Enter);
    let [first, second, ..] = desk.stored.funds.as_slice() else {
        panic!("two sources");
    };
    assert_eq!(first.source.as_str(), "财政拨款");
    assert!(first.executed.as_str().ends_with('2'), "{first:?}");
    assert!(second.initial.as_str().ends_with('2'), "{second:?}");
    assert_eq!(second.source.as_str(), "上年结转");
}

/// Three thirds of a cent more each: shown they are 30.03 together, as a total 30.02.
#[test]
fn j3_amounts_that_do_not_add_up_as_they_are_shown_are_told_with_the_difference() {
    let mut project = reservoirs();
    for (fund, amount) in project.funds.iter_mut().zip(["10.005", "10.005", "10.005"]) {
        fund.adjusted = amount.into();
    }
    for fund in project.funds.iter_mut().skip(3) {
        fund.adjusted = "".into();
    }
    assert!(project.funds.len() >= 3, "{}", project.funds.len());
    let mut desk = desk(project, FormOf::Funds);
    assert!(
        desk.picture().contains("合计 (有尾差)"),
        "{}",
        desk.picture()
    );
    desk.key(K::Right).keys("w");
    let picture = desk.picture();
    assert!(
        picture.contains("= 30.02") && picture.contains("尾差 -0.01"),
        "{picture}"
    );
}

#[test]
fn j1_a_month_of_amounts_beyond_a_decimal_is_explained_without_a_panic() {
    let mut project = july();
    for reading in &mut project.monitoring.months.get_mut(&7).unwrap().readings {
        if matches!(reading.id, RowKey::Fund(_)) {
            reading.actual = "79228162514264337593543950335".into();
        }
    }
    let mut desk = desk(project, FormOf::Reading(7, RowKey::Execution));
    desk.keys("w");
    let picture = desk.picture();
    assert!(picture.contains("这个数从哪里来"), "{picture}");
}

#[test]
fn a_form_of_fields_has_no_rows_to_add_or_delete() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    for code in [K::Char('a'), K::Delete] {
        desk.key(code);
        assert!(
            desk.toast().contains("这里的各项是固定的"),
            "{}",
            desk.toast()
        );
    }
}

#[test]
fn an_indicator_shows_every_attribute_with_its_findings() {
    let of = FormOf::Indicator(Block::Annual, "3".into());
    let mut desk = desk(reservoirs(), of);
    for _ in 0..3 {
        desk.key(K::Down);
    }
    let picture = desk.picture();
    assert!(picture.contains("E G-08"), "{picture}");
    desk.keys("w");
    assert!(desk.picture().contains("写作: 100"), "{}", desk.picture());
    desk.key(K::Esc).key(K::Home).key(K::Down).key(K::Enter);
    desk.keys("sx").key(K::Enter);
    assert_eq!(desk.stored.indicators[2].level2, "时效指标");
}

#[test]
fn the_month_says_what_the_policy_demands_and_why() {
    let mut desk = desk(july(), row_of_july());
    let picture = desk.picture();
    assert!(picture.contains("必填 缺"), "{picture}");
    assert!(picture.contains("R 滞后"), "{picture}");
    desk.key(K::Down);
    assert!(
        desk.picture().contains("必填 缺: 亮红灯"),
        "{}",
        desk.picture()
    );
    desk.key(K::Enter).keys("经费").key(K::Enter);
    let reading = desk
        .stored
        .reading(7, &RowKey::Indicator("1".into()))
        .unwrap();
    assert_eq!(reading.cause, Some(Cause::Funding));
    assert!(desk.picture().contains("必填 已填"), "{}", desk.picture());
    // The class of the cause makes its words a duty, the outlook the forecast.
    desk.key(K::Down);
    assert!(
        desk.picture().contains("必填 缺: 已选原因类别"),
        "{}",
        desk.picture()
    );
    desk.key(K::Down).key(K::Enter).keys("完全不").key(K::Enter);
    let reading = desk
        .stored
        .reading(7, &RowKey::Indicator("1".into()))
        .unwrap();
    assert_eq!(reading.outlook, Some(Outlook::Impossible));
    assert!(desk.picture().contains("本月处置"), "{}", desk.picture());
}

#[test]
fn the_money_of_a_month_is_computed_from_its_sources() {
    let mut desk = desk(july(), FormOf::Reading(7, RowKey::Execution));
    let picture = desk.picture();
    assert!(picture.contains("386.40 (计算)"), "{picture}");
    desk.key(K::Enter);
    assert!(desk.app.editing.is_none());
    desk.keys("w");
    assert!(desk.picture().contains("286.40"), "{}", desk.picture());
}

#[test]
fn a_row_that_is_gone_says_so() {
    let of = FormOf::Indicator(Block::Annual, "gone".into());
    let mut desk = desk(reservoirs(), of);
    assert!(desk.picture().contains("这一行已经不在了"));
    desk.key(K::Enter);
    assert!(desk.app.editing.is_none());
}

#[test]
fn no_source_of_money_says_what_to_do_first() {
    let mut project = reservoirs();
    project.funds.clear();
    let mut desk = desk(project, FormOf::Funds);
    assert!(desk.picture().contains("按 a 加一行"));
    desk.keys("a");
    assert_eq!(desk.stored.funds.len(), 1);
}

#[test]
fn another_role_and_a_look_back_only_read() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    desk.act_as_finance();
    for code in [K::Enter, K::Char('a'), K::Delete] {
        desk.key(code);
        assert!(desk.toast().contains("单位填报"), "{}", desk.toast());
    }
    let mut desk = self::desk(reservoirs(), FormOf::Head);
    desk.as_of(reservoirs(), Screen::Form(Form::new(FormOf::Head)));
    desk.key(K::Enter);
    assert!(desk.toast().contains("历史视图"), "{}", desk.toast());
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_shown() {
    let mut desk = desk(reservoirs(), FormOf::Funds);
    desk.key(K::Enter).keys("财政资金");
    desk.elsewhere(Edit::Set {
        at: At::Fund("f1".into(), FundField::Source),
        value: "中央补助".into(),
    });
    desk.key(K::Enter);
    let picture = desk.picture();
    assert!(
        picture.contains("中央补助") && picture.contains("财政资金"),
        "{picture}"
    );
}

#[test]
fn h_and_x_do_what_they_do_everywhere_and_esc_goes_back() {
    let mut desk = desk(reservoirs(), FormOf::Head);
    desk.keys("x");
    assert!(matches!(&desk.app.overlay, Some(Overlay::Prompt(_))));
    desk.key(K::Esc).keys("h");
    assert!(matches!(desk.app.screen(), Some(Screen::History(_))));
    // The first Esc shows the whole history, the next one leaves it.
    desk.key(K::Esc).key(K::Esc);
    assert!(matches!(desk.app.screen(), Some(Screen::Form(_))));
    desk.key(K::Esc);
    assert!(matches!(desk.app.screen(), Some(Screen::Projects(_))));
}
