//! Trends as pictures and data: a chart for terminals, an SVG, CSV. Every series has a panel and a value axis of its
//! own, so that no two units share one; all panels share the time axis.

mod axis;
mod canvas;
mod label;
mod measure;
mod spreadsheet;
mod svg;
mod svg_panel;
mod svg_text;
mod terminal;
#[cfg(test)]
mod tests;
mod time;
mod wording;

pub use spreadsheet::trend_csv;
pub use svg::{trend_picture, trend_picture_in_page, trend_plot, trend_svg};
pub use terminal::{Chart, trend_text, trend_words};
pub use wording::{SeriesWords, left_out_line, series_words};
