//! Templates of the user's own: what they may do, and what they hear where they cannot.

use std::error::Error as _;

use super::made_up::may;
use super::paged;
use crate::render::{Template, TemplateError, markdown};
use crate::vocabulary::Language;

fn filled(text: &str) -> Result<String, TemplateError> {
    let template = Template { name: "own.md".to_string(), text: text.to_string() };
    markdown(&paged(&may(), Language::Chinese), &template)
}

/// The message with its causes.
fn complaint(text: &str) -> String {
    let error = filled(text).expect_err("broken");
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}

#[test]
fn a_template_picks_what_it_wants_and_its_sources_follow() {
    let made = filled(
        "# {{ title }}\n{% for row in metrics.rows[:1] %}\n- {{ row.name }} {{ row.last | cited }}\n{% endfor %}\n",
    );
    let made = made.expect("filled in");
    assert!(
        made.starts_with(
            "# 周报汇总 2023-05（2023-05-01 至 2023-05-31）\n- 订单成功率 99.4%[^3]（第22周）\n\n[^3]: 第22周"
        ),
        "{made}"
    );
    assert_eq!(made.matches("[^").count(), 2);
}

#[test]
fn a_template_may_write_its_own_footnotes() {
    let own = "{{ metrics.rows[0].last | cited }}\n\n{% for source in sources if source.n == 3 %}\n[^{{ source.n }}]: {{ source.place }}\n{% endfor %}\n";
    let made = filled(own).expect("filled in");
    assert_eq!(made.matches("[^3]:").count(), 1, "{made}");
}

#[test]
fn a_template_of_nothing_is_an_empty_page() {
    assert_eq!(filled("").expect("filled in"), "\n");
}

#[test]
fn a_misspelt_name_is_told_with_its_line() {
    let told = complaint("# {{ title }}\n\n{{ titel }}\n");
    assert!(told.contains("own.md") && told.contains(":3"), "{told}");
    let told = complaint("{{ labels.metrcs }}");
    assert!(told.contains("undefined"), "{told}");
}

#[test]
fn what_is_no_template_is_told_with_its_line() {
    let told = complaint("甲\n{% for row in metrics.rows %}\n");
    assert!(told.contains("`own.md` is not a template") && told.contains("own.md:"), "{told}");
    let told = complaint("{{ title | nosuch }}");
    assert!(told.contains("nosuch"), "{told}");
    let told = complaint("{{ title | cited }}");
    assert!(told.contains("wants a line of the page"), "{told}");
    let told = complaint("{% include '/etc/passwd' %}");
    assert!(told.contains("own.md:1"), "{told}");
}

#[test]
fn a_loop_without_end_is_stopped() {
    let rounds = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    let told = complaint(rounds);
    assert!(told.contains("does not come to an end") && told.contains("line 1"), "{told}");
    let told = complaint("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}");
    assert!(told.contains("own.md"), "{told}");
}

#[test]
fn a_page_without_end_is_stopped() {
    let told = complaint(
        "{% for a in range(99999) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
    );
    assert!(told.contains("prints more than 16000000 bytes"), "{told}");
}

#[test]
fn html_of_a_template_is_shown_as_text() {
    let made = filled("<b>{{ title }}</b>\n\n<script>alert(1)</script>\n").expect("filled in");
    let page = crate::render::html(&made, Language::Chinese, &[]);
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
}
