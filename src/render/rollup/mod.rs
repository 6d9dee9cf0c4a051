//! A roll-up for people and programs. Values → [`RollupPage`] (everything in words, with marks) → a template writes Markdown → from that
//! one Markdown the file, the terminal's text or an HTML page. Programs get the values themselves.

mod chart;
mod comparison;
mod document;
mod fold;
mod html;
mod inert;
mod line;
mod link;
mod page;
mod sparkline;
mod tell;
mod teller;
mod template;
mod terminal;
#[cfg(test)]
mod tests;

pub use chart::{MetricChart, charts, charts_in_page};
pub use comparison::ComparisonPage;
pub use html::{html, html_part};
pub use inert::{inert, not_inert};
pub use line::{Line, Words};
pub use link::Links;
pub use page::{RollupPage, with_prose};
pub use tell::{comparison_page, page};
pub use template::{Template, TemplateError, comparison_markdown, markdown};
pub use terminal::{Terminal, text};
