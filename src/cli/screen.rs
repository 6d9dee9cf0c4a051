//! An answer on the terminal while it is written: checked sentences on stdout as they come, what is going on on stderr.

use std::io::Write;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::render::{Paint, safe, sentence_line};
use crate::write::Event;

/// Characters of an unfinished sentence that are shown: its end, on one line.
const SHOWN_CHARS: usize = 30;

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
            Event::Unfinished(text) => {
                let text = safe(text);
                let skipped = text.chars().count().saturating_sub(SHOWN_CHARS);
                self.bar.set_message(text.chars().skip(skipped).collect::<String>());
            }
            Event::Sentence { sentence, .. } if self.streams && !self.is_broken => {
                let line = sentence_line(sentence, self.paint);
                // A reader that left early wants no more of it.
                self.is_broken = self.bar.suspend(|| writeln!(std::io::stdout(), "{line}")).is_err();
            }
            Event::Sentence { .. } => {}
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
