//! A draft of goals for programs.

use serde_json::{Value, json};

use super::goals_words::{factor, ground_name, reason};
use crate::goals::{DraftGoal, Goals, Ground};
use crate::json::exact;
use crate::vocabulary::Language;

/// The JSON contract of `goals`: the week, the goals with their reasons and points, the sources they cite, and what was read. `goals` may
/// be empty.
pub fn goals_json(found: &Goals, language: Language) -> Value {
    let coverage = &found.coverage;
    json!({
        "week": found.week,
        "from": found.days.from().to_string(),
        "to": found.days.to().to_string(),
        "listed": found.listed.iter().enumerate().map(|(at, goal)| goal_json(at + 1, goal, language)).collect::<Vec<_>>(),
        "goals": found.goals.iter().enumerate().map(|(at, goal)| goal_json(at + 1, goal, language)).collect::<Vec<_>>(),
        "left_out": found.left_out,
        "citations": found.sources,
        "coverage": {
            "until": coverage.until.to_string(),
            "reports": coverage.reports,
            "from": coverage.days.from().to_string(),
            "to": coverage.days.to().to_string(),
            "last": { "report": coverage.last, "date": coverage.last_date.to_string() },
            "missing_weeks": coverage.missing_weeks,
            "undated": coverage.undated,
        },
    })
}

fn goal_json(rank: usize, goal: &DraftGoal, language: Language) -> Value {
    let reasons = goal.reasons.iter().map(|why| {
        json!({
            "kind": ground_name(&why.ground),
            "text": reason(&why.ground, language),
            "facts": facts(&why.ground),
            "citations": why.cites,
        })
    });
    let points = goal.rank.points.iter();
    let points = points.map(|points| json!({ "for": factor(points.factor, language), "points": points.points }));
    json!({
        "rank": rank,
        "text": goal.text,
        "author": goal.author,
        "section": goal.section,
        "due": goal.due.map(|due| due.to_string()),
        "score": goal.rank.score,
        "points": points.collect::<Vec<_>>(),
        "reasons": reasons.collect::<Vec<_>>(),
        "citations": goal.cites,
    })
}

fn facts(ground: &Ground) -> Value {
    match ground {
        Ground::SetGoal { report } => json!({ "report": report }),
        Ground::UnkeptGoal { outcome, why, times, report, due } => json!({
            "outcome": outcome, "rule": why, "times": times, "report": report,
            "due": due.map(|day| day.to_string()),
        }),
        Ground::DueSoon { step, text, day, is_in_week } => {
            json!({ "step": step, "planned": text, "day": day.to_string(), "in_week": is_in_week })
        }
        Ground::Overdue { step, text, day, days, moves } => {
            json!({ "step": step, "planned": text, "day": day.to_string(), "days": days, "moves": moves })
        }
        Ground::OpenIncident { occurred, days, is_cause_missing } => json!({
            "occurred": occurred.map(|day| day.to_string()), "days": days, "cause_missing": is_cause_missing,
        }),
        Ground::PromisedReview { text, made, days } => {
            json!({ "quote": text, "made": made.to_string(), "days": days })
        }
        Ground::WorseningMetric { metric, better, first, last, since, how } => json!({
            "metric": metric, "better": better, "first": first, "last": last,
            "since": since.to_string(), "how": format!("{how:?}").to_lowercase(),
        }),
        Ground::LeftOpen { left, report } => {
            json!({ "left": format!("{left:?}").to_lowercase(), "report": report })
        }
        Ground::Stalled { since, report, reports, progress } => json!({
            "since": since.to_string(), "report": report, "reports": reports, "progress": progress.map(exact),
        }),
        Ground::Seasonal { season, seen } => {
            json!({ "season": format!("{season:?}").to_lowercase(), "seen": seen })
        }
    }
}
