//! The picture as an SVG file: legible in light and dark, with selectable text and sources as tooltips. The same trend gives
//! the same bytes.

use super::axis::value_axis;
use super::measure::Measure;
use super::svg_panel::{self, SvgPage};
use super::svg_text::{coordinate, escaped, fitted, width};
use super::time::TimeAxis;
use super::wording::{mark_text, place_text, title};
use crate::record::Place;
use crate::render::text::one_line;
use crate::trend::{Traced, Trend};
use crate::vocabulary::{Language, worded};

/// The width of the picture. It may be shown at 400 pixels, so its letters are large for it.
pub(super) const WIDTH: f64 = 640.0;
pub(super) const MARGIN: f64 = 18.0;

/// Sizes of letters: titles, text and axis labels.
pub(super) const TITLE: f64 = 20.0;
pub(super) const TEXT: f64 = 15.0;
pub(super) const LINE: f64 = 21.0;

/// Incidents listed below the panels, at most; every incident has a mark with a tooltip.
const MOST_TOLD: usize = 6;

/// Colours: every text, line and mark has a contrast of at least 6 to 1 to its ground (WCAG 2.2 wants 4.5 and 3), but for
/// the grid and the bands of gaps, which say nothing that the ticks, the broken line and the words below do not.
/// What reads no media queries shows the light ones.
const STYLE: &str = "\
.zb-ground{fill:#ffffff}\
.zb-trend text{font-family:system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif;fill:#1f2328}\
.zb-trend text.zb-quiet{fill:#57606a}\
.zb-trend text.zb-strong{font-weight:600}\
.zb-grid{stroke:#d0d7de;stroke-width:1}\
.zb-axis{stroke:#57606a;stroke-width:1}\
.zb-line{fill:none;stroke:#0550ae;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
.zb-point{fill:#0550ae}\
.zb-outlier{fill:#ffffff;stroke:#0550ae;stroke-width:2}\
.zb-conflict{fill:none;stroke:#a40e26;stroke-width:2.5}\
.zb-gap{fill:#afb8c1;fill-opacity:.35;shape-rendering:crispEdges}\
.zb-incident{fill:#953800}\
.zb-incident-line{stroke:#953800;stroke-width:1;stroke-dasharray:2 3;stroke-opacity:.6}\
@media (prefers-color-scheme:dark){\
.zb-ground{fill:#0d1117}\
.zb-trend text{fill:#e6edf3}\
.zb-trend text.zb-quiet{fill:#9198a1}\
.zb-grid{stroke:#30363d}\
.zb-axis{stroke:#9198a1}\
.zb-line{stroke:#79c0ff}\
.zb-point{fill:#79c0ff}\
.zb-outlier{fill:#0d1117;stroke:#79c0ff}\
.zb-conflict{stroke:#ff7b72}\
.zb-gap{fill:#6e7681;fill-opacity:.35}\
.zb-incident{fill:#ffa657}\
.zb-incident-line{stroke:#ffa657}\
}";

/// Text at a place; `class` may be empty, `anchor` is `start`, `middle` or `end`.
pub(super) fn text(x: f64, y: f64, size: f64, class: &str, anchor: &str, words: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
    let (x, y, size) = (coordinate(x), coordinate(y), coordinate(size));
    format!("<text{class} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{}</text>\n", escaped(words))
}

/// The picture of all series, one under the other, and the incidents in words. A picture without a value says so.
pub fn trend_svg(trend: &Trend, language: Language) -> String {
    drawn(trend, language, true, None)
}

/// As [`trend_svg`], for a page that lists the incidents itself: they are marks only.
pub fn trend_picture(trend: &Trend, language: Language) -> String {
    drawn(trend, language, false, None)
}

/// As [`trend_picture`], for a page that has the style of the classes itself: values and incidents lead to the addresses of
/// their places.
pub fn trend_picture_in_page(trend: &Trend, language: Language, address: &dyn Fn(&Place) -> String) -> String {
    drawn(trend, language, false, Some(address))
}

/// The values of one of the series of a trend between their axes, and no words: for a page that says them itself. `None` for
/// a series without a value.
pub fn trend_plot(
    trend: &Trend,
    traced: &Traced,
    language: Language,
    address: &dyn Fn(&Place) -> String,
) -> Option<String> {
    let time = TimeAxis::new(trend).filter(|_| !traced.series.points.is_empty())?;
    let (left, right) = svg_panel::ends(trend, language);
    let mut page = SvgPage { body: String::new(), y: MARGIN, address: Some(address) };
    legend(&mut page, trend, language);
    svg_panel::plot(&mut page, trend, traced, (time, left, right), language);
    Some(framed(&page, &title(&traced.series, language), language))
}

fn drawn(
    trend: &Trend,
    language: Language,
    tells_incidents: bool,
    address: Option<&dyn Fn(&Place) -> String>,
) -> String {
    let mut page = SvgPage { body: String::new(), y: MARGIN, address };
    if let Some(time) = TimeAxis::new(trend) {
        let (left, right) = svg_panel::ends(trend, language);
        legend(&mut page, trend, language);
        for traced in trend.traced.iter().filter(|traced| !traced.series.points.is_empty()) {
            svg_panel::draw(&mut page, trend, traced, (time, left, right), language);
        }
        if tells_incidents {
            incidents(&mut page, trend, language);
        }
    } else {
        let words = language.pick("没有数据", "no values");
        page.body.push_str(&text(MARGIN, page.y + TEXT, TEXT, "", "start", words));
        page.y += LINE;
    }
    let names: Vec<String> = trend.traced.iter().map(|traced| title(&traced.series, language)).collect();
    framed(&page, &names.join(language.pick("、", ", ")), language)
}

/// What is drawn as a whole SVG. One with links is a part of a page, which has its style.
fn framed(page: &SvgPage<'_>, name: &str, language: Language) -> String {
    let name = escaped(name);
    let (width, height) = (coordinate(WIDTH), coordinate((page.y + MARGIN).ceil()));
    let tag = language.tag();
    let (frame, style) = match page.address {
        None => (
            "style=\"max-width:100%;height:auto;color-scheme:light dark\"".to_string(),
            format!("<style>{STYLE}</style>\n"),
        ),
        Some(_) => (format!("role=\"group\" aria-label=\"{name}\""), String::new()),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"zb-trend\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" {frame} xml:lang=\"{tag}\">\n\
         <title>{name}</title>\n{style}\
         <rect class=\"zb-ground\" fill=\"#ffffff\" width=\"{width}\" height=\"{height}\"/>\n{}</svg>\n",
        page.body
    )
}

/// What the signs mean: those that occur.
fn legend(page: &mut SvgPage<'_>, trend: &Trend, language: Language) {
    let any = |has: &dyn Fn(&Traced) -> bool| trend.traced.iter().any(has);
    let signs: [(bool, svg_panel::Sign, &str, &str); 6] = [
        (true, svg_panel::Sign::Point, "值", "value"),
        (any(&|traced| has_outlier_on_axis(traced, language)), svg_panel::Sign::Outlier, "离群值", "far from the rest"),
        (any(&|traced| is_cut(traced, language)), svg_panel::Sign::Above, "超出纵轴", "off the axis"),
        (
            any(&|traced| !traced.statistics.conflicts.is_empty()),
            svg_panel::Sign::Conflict,
            "互相矛盾",
            "contradictory",
        ),
        (any(&|traced| !traced.series.missing.is_empty()), svg_panel::Sign::Gap, "无数据", "no value"),
        (!trend.marks.is_empty(), svg_panel::Sign::Incident, "事件", "incident"),
    ];
    let mut x = MARGIN;
    let y = page.y + TEXT / 2.0;
    for (_, sign, chinese, english) in signs.into_iter().filter(|(is_there, ..)| *is_there) {
        let words = language.pick(chinese, english);
        page.body.push_str(&sign.draw(x + 7.0, y, ""));
        page.body.push_str(&text(x + 20.0, y + TEXT * 0.35, TEXT, "zb-quiet", "start", words));
        x += 20.0 + width(words, TEXT) + 20.0;
    }
    page.y += LINE + 8.0;
}

fn is_cut(traced: &Traced, language: Language) -> bool {
    !traced.series.points.is_empty() && value_axis(traced, &Measure::of(&traced.series, language), 5).is_cut
}

fn has_outlier_on_axis(traced: &Traced, language: Language) -> bool {
    !traced.statistics.outliers.is_empty() && !is_cut(traced, language)
}

/// The incidents in words, a line each with its place below.
fn incidents(page: &mut SvgPage<'_>, trend: &Trend, language: Language) {
    if trend.marks.is_empty() {
        return;
    }
    let most = WIDTH - 2.0 * MARGIN - 20.0;
    for mark in trend.marks.iter().take(MOST_TOLD) {
        let y = page.y + TEXT;
        page.body.push_str(&svg_panel::Sign::Incident.draw(MARGIN + 7.0, y - TEXT * 0.35, ""));
        let words = fitted(&one_line(&mark_text(mark)), most, TEXT);
        page.body.push_str(&text(MARGIN + 20.0, y, TEXT, "", "start", &words));
        let place = place_text(&mark.place);
        page.body.push_str(&text(
            MARGIN + 20.0,
            y + LINE - 2.0,
            TEXT - 2.0,
            "zb-quiet",
            "start",
            &fitted(&place, most, TEXT - 2.0),
        ));
        page.y += 2.0 * LINE;
    }
    let more = trend.marks.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        let words = worded!(
            language, "另有 {more} 起事件，见时间轴上的标记", "{more} more incidents: see their marks on the time line"
        );
        page.body.push_str(&text(MARGIN + 20.0, page.y + TEXT, TEXT, "zb-quiet", "start", &words));
        page.y += LINE;
    }
}
