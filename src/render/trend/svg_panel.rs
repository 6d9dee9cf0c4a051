//! One series in the SVG: its title, its axes, its values, gaps and incidents, and what is said of it.

use super::axis::{TICKS, ValueAxis, value_axis};
use super::label::placed;
use super::measure::Measure;
use super::svg::{LINE, MARGIN, TEXT, TITLE, WIDTH, text};
use super::svg_text::{coordinate, escaped, fitted, folded, width};
use super::terminal::line_points;
use super::time::{TimeAxis, Week, day_text, is_broken, weeks};
use super::wording::{Wording, mark_text, place_text};
use crate::calendar::Date;
use crate::record::Place;
use crate::render::text::one_line;
use crate::trend::{Traced, Trend};
use crate::vocabulary::Language;

/// More lines than this would hide the values.
const MOST_LINES: usize = 12;

/// The width that the latest value may take beside its point.
const LONGEST_VALUE: f64 = 110.0;

/// What is drawn so far, and how far down it reaches.
pub(super) struct SvgPage<'a> {
    pub body: String,
    pub y: f64,
    /// The address of a place: values and incidents lead there. Without one they are drawn alone.
    pub address: Option<&'a dyn Fn(&Place) -> String>,
}

impl SvgPage<'_> {
    /// A sign, as a link to its place where there are links.
    fn sign(&self, sign: Sign, (x, y): (f64, f64), place: &Place, told: &str) -> String {
        match self.address {
            None => sign.draw(x, y, told),
            Some(address) => {
                let (address, told) = (escaped(&address(place)), escaped(told));
                let drawn = sign.draw(x, y, "");
                // A point is small: its link is as large as a finger needs, as far as the picture has room.
                let (left, top) = (coordinate(x - TOUCH / 2.0), coordinate(y - TOUCH / 2.0));
                let touch = format!(
                    "<rect class=\"zb-touch\" fill=\"none\" x=\"{left}\" y=\"{top}\" width=\"{TOUCH}\" height=\"{TOUCH}\"/>\n"
                );
                format!("<a href=\"{address}\" aria-label=\"{told}\"><title>{told}</title>{touch}{drawn}</a>\n")
            }
        }
    }
}

/// Width and height of what takes a click.
const TOUCH: f64 = 24.0;

/// The marks of the picture and of its legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Point,
    /// A value among very many.
    SmallPoint,
    Outlier,
    Conflict,
    Gap,
    Incident,
    /// A value off the axis, above or below.
    Above,
    Below,
}

impl Sign {
    /// The sign around a point; `title` is its tooltip, none where it is empty.
    pub(super) fn draw(self, x: f64, y: f64, told: &str) -> String {
        let told = if told.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(told)) };
        let path = |class: &str, steps: &[(f64, f64)], is_closed: bool| {
            let steps: Vec<String> =
                steps.iter().map(|(dx, dy)| format!("{} {}", coordinate(x + dx), coordinate(y + dy))).collect();
            let end = if is_closed { "Z" } else { "" };
            format!("<path class=\"{class}\" d=\"M{}{end}\">{told}</path>\n", steps.join("L"))
        };
        let circle = |radius: &str| {
            format!(
                "<circle class=\"zb-point\" cx=\"{}\" cy=\"{}\" r=\"{radius}\">{told}</circle>\n",
                coordinate(x),
                coordinate(y)
            )
        };
        match self {
            Self::Point => circle("4"),
            Self::SmallPoint => circle("2.5"),
            Self::Outlier => path("zb-outlier", &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)], true),
            Self::Conflict => {
                let stroke = [(-5.0, -5.0), (5.0, 5.0), (0.0, 0.0), (5.0, -5.0), (-5.0, 5.0)];
                path("zb-conflict", &stroke, false)
            }
            Self::Gap => format!(
                "<rect class=\"zb-gap\" x=\"{}\" y=\"{}\" width=\"14\" height=\"14\">{told}</rect>\n",
                coordinate(x - 7.0),
                coordinate(y - 7.0)
            ),
            Self::Incident => path("zb-incident", &[(0.0, -6.0), (6.5, 5.0), (-6.5, 5.0)], true),
            Self::Above => path("zb-outlier", &[(0.0, -6.0), (6.0, 4.0), (-6.0, 4.0)], true),
            Self::Below => path("zb-outlier", &[(0.0, 6.0), (6.0, -4.0), (-6.0, -4.0)], true),
        }
    }
}

/// Where a panel lies on the page.
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn x(&self, share: f64) -> f64 {
        self.left + (self.right - self.left) * share
    }

    fn y(&self, share: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * share
    }
}

/// The left and right ends of all panels, which have one time axis: there is room for the widest label on either side.
pub(super) fn ends(trend: &Trend, language: Language) -> (f64, f64) {
    let (mut before, mut after) = (0.0_f64, 0.0_f64);
    for traced in trend.traced.iter().filter(|traced| !traced.series.points.is_empty()) {
        let axis = value_axis(traced, &Measure::of(&traced.series, language), TICKS);
        before = axis.ticks.iter().map(|tick| width(&tick.label, TEXT)).fold(before, f64::max);
        after = after.max(width(&latest_text(traced), TEXT).min(LONGEST_VALUE));
    }
    (MARGIN + before + 10.0, WIDTH - MARGIN - after - 12.0)
}

pub(super) fn draw(
    page: &mut SvgPage<'_>,
    trend: &Trend,
    traced: &Traced,
    axes: (TimeAxis, f64, f64),
    language: Language,
) {
    let measure = Measure::of(&traced.series, language);
    let wording = Wording { traced, measure: &measure, language };
    let axis = value_axis(traced, &measure, TICKS);
    let whole = WIDTH - 2.0 * MARGIN;
    for line in folded(&wording.title(), whole, TITLE) {
        page.body.push_str(&text(MARGIN, page.y + TITLE, TITLE, "zb-strong", "start", &line));
        page.y += TITLE * 1.3;
    }
    for line in folded(&wording.axis(&axis), whole, TEXT) {
        page.body.push_str(&text(MARGIN, page.y + TEXT, TEXT, "zb-quiet", "start", &line));
        page.y += LINE;
    }
    plot(page, trend, traced, axes, language);
    for remark in wording.remarks() {
        for line in folded(&remark.text, whole, TEXT) {
            page.body.push_str(&text(MARGIN, page.y + TEXT, TEXT, "", "start", &line));
            page.y += LINE;
        }
        for place in &remark.places {
            let place = fitted(&place_text(place), whole - 16.0, TEXT - 2.0);
            page.body.push_str(&text(MARGIN + 16.0, page.y + TEXT - 2.0, TEXT - 2.0, "zb-quiet", "start", &place));
            page.y += LINE - 2.0;
        }
    }
    page.y += LINE;
}

/// The values between their axes, without the words above and below.
pub(super) fn plot(
    page: &mut SvgPage<'_>,
    trend: &Trend,
    traced: &Traced,
    (time, left, right): (TimeAxis, f64, f64),
    language: Language,
) {
    let measure = Measure::of(&traced.series, language);
    let wording = Wording { traced, measure: &measure, language };
    let axis = value_axis(traced, &measure, TICKS);
    let last = latest_text(traced);
    let height = if trend.traced.len() > 2 { 130.0 } else { 190.0 };
    let area = Area { left, right, top: page.y + 14.0, bottom: page.y + 14.0 + height };
    let panel = Panel { page, trend, traced, time, area: &area, axis: &axis, measure: &measure, wording: &wording };
    panel.draw(&last);
    page.y = area.bottom + 22.0 + 2.0 * LINE + 6.0;
}

fn latest_text(traced: &Traced) -> String {
    let last = traced.series.points.iter().max_by_key(|point| point.date);
    last.map(|point| fitted(&one_line(&point.text), LONGEST_VALUE, TEXT)).unwrap_or_default()
}

struct Panel<'a, 'p> {
    page: &'a mut SvgPage<'p>,
    trend: &'a Trend,
    traced: &'a Traced,
    time: TimeAxis,
    area: &'a Area,
    axis: &'a ValueAxis,
    measure: &'a Measure,
    wording: &'a Wording<'a>,
}

impl Panel<'_, '_> {
    fn draw(mut self, last: &str) {
        self.gaps();
        self.grid();
        self.incidents();
        self.values(last);
        self.weeks();
    }

    fn push(&mut self, drawn: &str) {
        self.page.body.push_str(drawn);
    }

    fn x(&self, date: Date) -> f64 {
        self.area.x(self.time.share(date))
    }

    fn grid(&mut self) {
        let (left, right) = (coordinate(self.area.left), coordinate(self.area.right));
        for (at, tick) in self.axis.ticks.iter().enumerate() {
            let y = self.area.y(self.axis.share(tick.value));
            let class = if at == 0 { "zb-axis" } else { "zb-grid" };
            let height = coordinate(y);
            self.push(&format!("<path class=\"{class}\" d=\"M{left} {height}L{right} {height}\"/>\n"));
            let words = text(self.area.left - 8.0, y + TEXT * 0.35, TEXT, "zb-quiet", "end", &tick.label);
            self.push(&words);
        }
    }

    /// A band a week without a value: seven days around the middle of the gap.
    fn gaps(&mut self) {
        for missing in &self.traced.series.missing {
            let half = 3.5 * self.time.share_of_a_day() * (self.area.right - self.area.left);
            let middle = self.x(missing.date);
            let from = (middle - half).max(self.area.left);
            let to = (middle + half).min(self.area.right);
            let band = format!(
                "<rect class=\"zb-gap\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
                coordinate(from),
                coordinate(self.area.top),
                coordinate((to - from).max(3.0)),
                coordinate(self.area.bottom - self.area.top),
                escaped(&self.wording.gap(missing))
            );
            self.push(&band);
        }
    }

    /// A mark an incident below the axis, and, where they are few, a line up through the values.
    fn incidents(&mut self) {
        let are_few = self.trend.marks.len() <= MOST_LINES;
        for mark in &self.trend.marks {
            let x = self.x(mark.date);
            let (across, top, bottom) = (coordinate(x), coordinate(self.area.top), coordinate(self.area.bottom + 4.0));
            if are_few {
                self.push(&format!("<path class=\"zb-incident-line\" d=\"M{across} {top}L{across} {bottom}\"/>\n"));
            }
            let told = format!("{} — {}", mark_text(mark), place_text(&mark.place));
            let sign = self.page.sign(Sign::Incident, (x, self.area.bottom + 12.0), &mark.place, &told);
            self.push(&sign);
        }
    }

    fn values(&mut self, last: &str) {
        let Traced { series, statistics } = self.traced;
        let place = |at: usize| {
            let point = &series.points[at];
            let share = self.axis.share(self.measure.scaled(point.value));
            (self.x(point.date), self.area.y(share))
        };
        let holds = |at: usize| self.axis.holds(self.measure.scaled(series.points[at].value));
        let drawn = line_points(series);
        let mut path = String::new();
        let mut pen_is_down = false;
        for (order, at) in drawn.iter().enumerate() {
            let joins = order > 0
                && holds(*at)
                && holds(drawn[order - 1])
                && !is_broken(series, series.points[drawn[order - 1]].date, series.points[*at].date);
            pen_is_down &= joins;
            let (x, y) = place(*at);
            path.push_str(&format!("{}{} {}", if pen_is_down { "L" } else { "M" }, coordinate(x), coordinate(y)));
            pen_is_down = true;
        }
        let mut signs = format!("<path class=\"zb-line\" d=\"{path}\"/>\n");
        let is_dense = drawn.len() > 60;
        for (at, point) in series.points.iter().enumerate() {
            let value = self.measure.scaled(point.value);
            let sign = match () {
                () if !holds(at) && value > self.axis.high => Sign::Above,
                () if !holds(at) => Sign::Below,
                () if statistics.contradicts(at) => Sign::Conflict,
                () if statistics.outliers.contains(&at) => Sign::Outlier,
                () if is_dense => Sign::SmallPoint,
                () => Sign::Point,
            };
            let (x, y) = place(at);
            signs.push_str(&self.page.sign(sign, (x, y), point.source(), &self.wording.point(point)));
            if matches!(sign, Sign::Above | Sign::Below) {
                let words = fitted(&one_line(&point.text), 140.0, TEXT);
                let is_left = x - self.area.left > (self.area.right - self.area.left) / 2.0;
                let (x, anchor) = if is_left { (x - 10.0, "end") } else { (x + 10.0, "start") };
                signs.push_str(&text(x, y + TEXT * 0.35, TEXT, "zb-strong", anchor, &words));
            }
        }
        if let Some(at) = drawn.last().filter(|at| holds(**at)) {
            let (x, y) = place(*at);
            signs.push_str(&text(x + 9.0, y + TEXT * 0.35, TEXT, "zb-strong", "start", last));
        }
        self.push(&signs);
    }

    /// Names of weeks below the axis, and their days below them.
    fn weeks(&mut self) {
        let weeks: Vec<Week> = weeks(&self.traced.series);
        let centres: Vec<f64> = weeks.iter().map(|week| self.x(week.date) - MARGIN).collect();
        let name = |at: usize| fitted(&weeks[at].name, 110.0, TEXT);
        let day = |at: usize, before: Option<usize>| day_text(weeks[at].date, before.map(|at| weeks[at].date));
        let wide = |at: usize, before: Option<usize>| width(&name(at), TEXT).max(width(&day(at, before), TEXT));
        let mut before = None;
        for label in placed(&centres, WIDTH - 2.0 * MARGIN, 10.0, &wide) {
            let middle = MARGIN + label.start + wide(label.at, before) / 2.0;
            let y = self.area.bottom + 22.0 + TEXT;
            let mut words = text(middle, y, TEXT, "zb-quiet", "middle", &name(label.at));
            words.push_str(&text(middle, y + LINE - 3.0, TEXT, "zb-quiet", "middle", &day(label.at, before)));
            self.push(&words);
            before = Some(label.at);
        }
    }
}
