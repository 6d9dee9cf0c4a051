//! The templates, one set for each language: in a template `t("中文", "English")` is the wording of its language, and what is
//! filled in is escaped.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::assets;
use super::report_text::escaped;
use crate::vocabulary::Language;

static CHINESE: LazyLock<Environment<'static>> = LazyLock::new(|| make(Language::Chinese));
static ENGLISH: LazyLock<Environment<'static>> = LazyLock::new(|| make(Language::English));

/// Names and drawings of the icons: `name`, then the inside of an SVG of 24 × 24, drawn in strokes.
const ICONS: &str = include_str!("icons.tsv");

/// A template by its file name.
macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("templates/", $name)))),*]
    };
}

/// Every template of the pages.
const TEMPLATES: &[(&str, &str)] = &templates![
    "base.html", "parts.html", "error.html", "audit.html", "check.html", "draft.html", "goals.html", "incidents.html",
    "ledger_parts.html", "mark.html", "metrics.html", "projects.html", "promises.html", "quality.html", "rollups.html",
    "report.html", "report_panel.html", "report_body.html", "quote.html", "reports.html", "ask.html", "answer.html",
    "sentence.html", "failed.html", "judged.html", "login.html", "welcome.html", "uploaded.html", "uploaded_body.html",
    "uploaded_part.html",
];

pub(super) fn environment(language: Language) -> &'static Environment<'static> {
    language.pick(&CHINESE, &ENGLISH)
}

fn make(language: Language) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.add_global("lang", language.code());
    environment.add_global("lang_tag", language.tag());
    environment.add_function("t", move |chinese: String, english: String, values: Kwargs| {
        worded(&language.pick(chinese, english), &values)
    });
    environment.add_function("asset", |name: String| {
        assets::address(&name).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there is no such asset"))
    });
    environment.add_function("icon", |name: String| {
        icon(&name).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there is no such icon"))
    });
    environment.add_filter("urlpart", |text: String| utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string());
    environment.add_filter("unbroken", |text: String| Value::from_safe_string(unbroken(&text)));
    environment.add_function("source_url", source_url);
    environment
        .add_function("lines_of", |source: Value| lines(&source).map_or(String::new(), |lines| shown(lines, "–")));
    for (name, text) in TEMPLATES {
        // Found by the test below; here the page is missing.
        if let Err(error) = environment.add_template(name, text) {
            tracing::error!(name, %error, "a template cannot be read");
        }
    }
    environment
}

/// `t("共 {count} 篇", "{count} reports", count=5)`.
fn worded(wording: &str, values: &Kwargs) -> Result<String, Error> {
    let mut text = wording.to_string();
    for name in values.args() {
        let value: Value = values.get(name)?;
        text = text.replace(&format!("{{{name}}}"), &value.to_string());
    }
    Ok(text)
}

/// A text as HTML in which no day breaks at its hyphens: `2023-06-20` is one word.
fn unbroken(text: &str) -> String {
    let is_of_day = |c: char| c.is_ascii_digit() || c == '-';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_day) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|c| !is_of_day(c)).unwrap_or(from.len()));
        out.push_str(&escaped(before));
        match run.contains('-') {
            true => out.push_str(&format!("<span class=\"nowrap\">{run}</span>")),
            false => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(&escaped(rest));
    out
}

/// The drawing of an icon as HTML; its meaning is said beside it.
pub(super) fn icon_svg(name: &str) -> Option<String> {
    let drawing = ICONS.lines().filter_map(|line| line.split_once('\t')).find(|(known, _)| *known == name)?.1;
    Some(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{drawing}</svg>"
    ))
}

fn icon(name: &str) -> Option<Value> {
    icon_svg(name).map(Value::from_safe_string)
}

/// The address of a source's lines: `/reports/ID?lines=12-14#L12`. A source has `report_id` and `lines`.
fn source_url(source: Value) -> Result<String, Error> {
    let report = source.get_attr("report_id")?;
    let Some(lines) = lines(&source) else { return Ok(format!("/reports/{report}")) };
    Ok(format!("/reports/{report}?lines={}#L{}", shown(lines, "-"), lines.0))
}

/// The lines of a source in any form that they are given in: `{first, last}`, `[first, last]`, `"12-14"`.
fn lines(source: &Value) -> Option<(usize, usize)> {
    let lines = source.get_attr("lines").ok()?;
    match lines.kind() {
        ValueKind::Map => Some((number(&lines.get_attr("first").ok()?)?, number(&lines.get_attr("last").ok()?)?)),
        ValueKind::Seq => {
            Some((number(&lines.get_item_by_index(0).ok()?)?, number(&lines.get_item_by_index(1).ok()?)?))
        }
        ValueKind::String => super::lines::read(lines.as_str()?).map(|lines| (lines.first, lines.last)),
        _ => None,
    }
}

fn number(value: &Value) -> Option<usize> {
    value.as_usize()
}

fn shown((first, last): (usize, usize), between: &str) -> String {
    if first == last { first.to_string() } else { format!("{first}{between}{last}") }
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::{TEMPLATES, environment, unbroken};
    use crate::vocabulary::Language;

    #[test]
    fn every_template_can_be_read() {
        for language in [Language::Chinese, Language::English] {
            for (name, _) in TEMPLATES {
                if let Err(error) = environment(language).get_template(name) {
                    panic!("{name}: {error:#}");
                }
            }
        }
    }

    #[test]
    fn no_template_has_script_or_style_of_its_own_or_loads_from_elsewhere() {
        for (name, text) in TEMPLATES {
            for forbidden in
                [" style=", "<style", " onclick=", " onload=", " onsubmit=", " onchange=", "http://", "https://"]
            {
                assert!(!text.contains(forbidden), "{name}: {forbidden}");
            }
            assert!(text.matches("<script").count() == text.matches("<script src=\"{{ asset(").count(), "{name}");
        }
    }

    #[test]
    fn what_is_filled_in_is_escaped_and_worded() {
        let page = |language, template: &str, value: &str| {
            environment(language).render_str(template, context! { name => value }).expect("a page")
        };
        let hostile = "<img src=x onerror=alert(1)>";
        let escaped = "&lt;img src=x onerror=alert(1)&gt;";
        assert_eq!(page(Language::English, "{{ name }}", hostile), escaped);
        let worded = "{{ t('报告 {name}', 'report {name}', name=name) }}";
        assert_eq!(page(Language::English, worded, hostile), format!("report {escaped}"));
        assert_eq!(page(Language::Chinese, worded, "26"), "报告 26");
    }

    #[test]
    fn a_day_is_one_word_and_what_stands_around_it_stays_text() {
        assert_eq!(
            unbroken("<b>2023-06-01 至 6/20 第26周"),
            "&lt;b&gt;<span class=\"nowrap\">2023-06-01</span> 至 6/20 第26周"
        );
    }

    #[test]
    fn a_source_is_linked_by_its_lines_in_any_form() {
        let address = |lines: minijinja::Value| {
            let source = context! { report_id => "id", lines };
            environment(Language::English)
                .render_str("{{ source_url(source)|safe }}", context! { source })
                .expect("a page")
        };
        assert_eq!(address(context! { first => 3, last => 5 }), "/reports/id?lines=3-5#L3");
        assert_eq!(address(vec![7_usize, 7].into()), "/reports/id?lines=7#L7");
        assert_eq!(address("12-14".into()), "/reports/id?lines=12-14#L12");
        assert_eq!(address(().into()), "/reports/id");
    }
}
