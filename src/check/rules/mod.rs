//! The rules, one a file. Each says what it finds, why it matters and when it keeps silent.

mod arithmetic;
mod copied_paragraph;
mod empty_cell;
mod follow_up_missing;
mod goal_repeated;
mod incident_incomplete;
mod item_number;
mod length;
mod metric_stopped;
mod missing_section;
mod network_address;
mod over_whole;
mod personal_data;
mod planned_date_past;
mod progress_back;
mod secret;
mod time_order;
mod two_values;
pub(super) mod unfilled;
mod unreadable_date;
mod week_label;
mod weekday;

use super::rule::Rule;

static RULES: [&Rule; 22] = [
    &unreadable_date::RULE,
    &week_label::RULE,
    &two_values::RULE,
    &arithmetic::RULE,
    &planned_date_past::RULE,
    &progress_back::RULE,
    &metric_stopped::RULE,
    &incident_incomplete::RULE,
    &follow_up_missing::RULE,
    &goal_repeated::RULE,
    &copied_paragraph::RULE,
    &missing_section::RULE,
    &personal_data::RULE,
    &secret::RULE,
    &network_address::RULE,
    &unfilled::RULE,
    &over_whole::RULE,
    &time_order::RULE,
    &length::RULE,
    &weekday::RULE,
    &item_number::RULE,
    &empty_cell::RULE,
];

/// Every rule, by code.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// The rule of a code or a name, in any case.
pub fn rule(text: &str) -> Option<&'static Rule> {
    let text = text.trim();
    rules().iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(text) || rule.name.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::rules;
    use crate::check::RulePart;

    #[test]
    fn every_rule_is_explained_in_both_languages() {
        for rule in rules() {
            for part in [RulePart::Finds, RulePart::Why, RulePart::Limits] {
                let text = rule.explained(part);
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{} {part:?}", rule.code);
            }
            assert!(!rule.explained(RulePart::Example).zh.is_empty(), "{}", rule.code);
        }
    }
}
