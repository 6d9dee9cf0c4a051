//! An answer on the terminal while it is written: checked sentences on stdout as they come, what is going on on stderr.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::print::print_line;
use crate::render::{Paint, sentence_line};
use crate::write::Event;

pub(super) struct Screen {
    paint: Paint,
    bar: ProgressBar,
    /// Whether sentences go to stdout as they come.
    streams: bool,
    is_broken: bool,
}

impl Screen {
    /// `streams`: sentences are printed as they come, not only counted.
    pub(super) fn new(paint: Paint, streams: bool) -> Self {
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner().with_style(style);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { paint, bar, streams, is_broken: false }
    }

    pub(super) fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Asked { sources, tokens } => {
                self.bar.set_message(format!("the model reads {sources} sources (about {tokens} tokens)"));
            }
            Event::Repairing { sentences } => {
                self.bar.set_message(format!("the model corrects {sentences} of its sentences"));
            }
            Event::Writing { chars } => self.bar.set_message(format!("the model has written {chars} characters")),
            Event::Sentence { sentence, .. } if self.streams && !self.is_broken => {
                let line = sentence_line(sentence, self.paint);
                // A reader that left early wants no more of it.
                self.is_broken = !self.bar.suspend(|| print_line(&line));
            }
            Event::Sentence { .. } => {}
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
