//! Facts: what one passage states, typed and with its place in the source; read from the text, never generated.

mod amount;
mod cell_days;
mod clause;
mod confidence;
mod count;
mod duration;
mod ending;
mod facts;
mod figure;
mod finding;
mod folded;
mod goal;
mod incident;
mod length;
mod metric;
mod metric_admission;
mod metric_beside;
mod metric_clause;
mod metric_correction;
mod metric_line;
mod metric_name;
mod metric_noun;
mod metric_parts;
mod metric_reader;
mod metric_statement;
mod metric_table;
mod metric_unit;
mod metric_weeks;
mod metric_words;
mod milestone;
mod placeholder;
mod standing;
mod statement;
mod stored;
mod timed;
mod trouble;

pub(crate) use clause::is_abbreviated;
pub use clause::{marked_sentences, sentences};
pub use confidence::{Confidence, INCIDENT_FEATURES, METRIC_FEATURES, MILESTONE_FEATURES};
pub use count::Count;
pub use facts::{Facts, ToLearn, facts, facts_beside, features, goals, metrics, milestones};
pub use figure::{Figure, Standing, figures};
pub(crate) use finding::{
    announces_a_correction, heads_corrections, is_finding, names_what_was_found, tells_why_after_all,
};
pub use goal::Goal;
pub use incident::account::{Account, account_features, accounts};
pub use incident::candidate::{Candidate, MAX_ACCOUNT_CHARS};
pub use incident::clue::{states_cause, states_handling, states_impact};
pub use incident::heading::{looks_back, names_one_incident};
pub use incident::opening::{names_its_time, opens_with_a_clock};
pub use incident::parts::{PartKind, part_named_first};
pub use incident::reader::says_what;
pub use incident::spans::incident_spans;
pub use incident::status::says_open;
pub use incident::table::IncidentRows;
pub use incident::{Incident, IncidentPiece, Review, Status, day_in, read_incident, reviews};
pub(crate) use length::next_length;
pub use metric::{Direction, Metric};
pub use metric_line::figures_alone;
pub use metric_words::names_a_measure;
pub use milestone::step::is_step;
pub use milestone::{Done, Milestone, Planned, State, Stated};
pub use placeholder::is_placeholder;
pub(crate) use standing::{
    closes, corrects, denies, dropped_at, gives_up, has_done_state, is_done, is_dropped, is_held_up, is_only_planned,
    is_part_done, is_part_of_all, is_plain, is_put_off, is_stated, is_to_come, is_unfinished, moves_a_day,
};
pub(crate) use statement::{heading_words, kind_below, kind_under, states_something};
pub use trouble::states_trouble;
