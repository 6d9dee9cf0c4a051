//! Progress on stderr: bars that show rate and time left, nothing where stderr is not a terminal.

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::backup;
use crate::embed::PullProgress;
use crate::ingest::Event;
use crate::narrate;

/// One bar over all passages; how many there will be is estimated from the files read so far.
pub(super) struct IngestProgress {
    bar: ProgressBar,
    files_read: AtomicUsize,
    files: AtomicUsize,
}

impl IngestProgress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length().with_style(style("{spinner} {msg}"));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, files_read: AtomicUsize::new(0), files: AtomicUsize::new(0) }
    }

    pub(super) fn show(&self, event: Event) {
        match event {
            Event::Wait => self.bar.set_message("waiting for another run on this index to end"),
            Event::Read { done, total } => {
                self.files_read.store(done, Ordering::Relaxed);
                self.files.store(total, Ordering::Relaxed);
                self.bar.set_message(format!("reading {done} of {total} files"));
            }
            Event::Embed { before, progress } => {
                let (read, files) = (self.files_read.load(Ordering::Relaxed), self.files.load(Ordering::Relaxed));
                let known = before + progress.total_texts;
                let estimate = (known * files).checked_div(read).unwrap_or(known);
                self.bar.set_style(style("{bar:24} file {msg}  {pos} of about {len} passages  {rate}  {eta} left"));
                self.bar.set_length(estimate.max(known) as u64);
                self.bar.set_position((before + progress.done_texts) as u64);
                self.bar.set_message(format!("{read} of {files}"));
            }
            Event::Write { .. } => {}
            Event::Optimize => {
                self.bar.set_style(style("{spinner} {msg}"));
                self.bar.set_message("optimising the index");
            }
        }
    }

    /// Nothing is being done; the line says what for.
    pub(super) fn rest(&self, message: &'static str) {
        self.bar.set_style(style("{spinner} {msg}"));
        self.bar.set_message(message);
    }

    /// Prints above the line.
    pub(super) fn above<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over the questions of a set, which shows itself once they take longer than a moment.
pub(super) struct EvalProgress {
    bar: ProgressBar,
    start: Instant,
}

/// What is over sooner needs no bar.
const A_MOMENT: Duration = Duration::from_secs(1);

impl EvalProgress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length().with_style(style("{bar:24} {pos} of {len} questions  {rate}  {eta} left"));
        bar.set_draw_target(ProgressDrawTarget::hidden());
        Self { bar, start: Instant::now() }
    }

    pub(super) fn show(&self, done: usize, all: usize) {
        if self.bar.is_hidden() && self.start.elapsed() > A_MOMENT {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over the points of an index, which shows itself once they take longer than a moment.
pub(super) struct PointsProgress {
    bar: Cleared,
    start: Instant,
}

impl PointsProgress {
    pub(super) fn new(doing: &'static str) -> Self {
        let bar =
            ProgressBar::no_length().with_style(style("{msg} {bar:24} {pos} of {len} passages  {rate}  {eta} left"));
        bar.set_message(doing);
        bar.set_draw_target(ProgressDrawTarget::hidden());
        Self { bar: Cleared(bar), start: Instant::now() }
    }

    pub(super) fn show(&self, event: backup::Event) {
        let bar = &self.bar.0;
        match event {
            backup::Event::Wait => {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.set_style(style("{spinner} waiting for another run on this index to end"));
                bar.enable_steady_tick(Duration::from_millis(120));
            }
            backup::Event::Points { done, total } => {
                if bar.is_hidden() && self.start.elapsed() > A_MOMENT {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.set_style(style("{msg} {bar:24} {pos} of {len} passages  {rate}  {eta} left"));
                bar.set_length(total);
                bar.set_position(done);
            }
        }
    }
}

/// Which prompt of how many is with the model.
pub(super) struct NarrateProgress(Cleared);

impl NarrateProgress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length().with_style(style("{spinner} {msg}  {elapsed}"));
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(Cleared(bar))
    }

    pub(super) fn show(&self, event: narrate::Event) {
        let message = match event {
            narrate::Event::Part { at, of, part } => format!("the model writes: prompt {at} of {of} ({})", part.name()),
            narrate::Event::Goals { at, of } => format!("the model words the goals: prompt {at} of {of}"),
        };
        self.0.0.set_message(message);
    }
}

/// What `work` comes to; when it takes longer than a moment, a spinner says what is being waited for.
pub(super) async fn waiting<T>(what: &'static str, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    if let Ok(done) = tokio::time::timeout(A_MOMENT, &mut work).await {
        return done;
    }
    let bar = ProgressBar::no_length().with_style(style("{spinner} {msg}  {elapsed}")).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    // Whoever stops waiting takes the line away, too.
    let _cleared = Cleared(bar);
    work.await
}

/// A bar that leaves no line behind.
struct Cleared(ProgressBar);

impl Drop for Cleared {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar over the bytes of one file after the other.
pub(super) struct PullBar {
    bar: ProgressBar,
}

impl PullBar {
    pub(super) fn new() -> Self {
        let template = "{msg} {bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
        Self { bar: ProgressBar::no_length().with_style(style(template)) }
    }

    pub(super) fn show(&self, progress: PullProgress) {
        self.bar.set_message(progress.file);
        if let Some(total) = progress.total_bytes {
            self.bar.set_length(total);
        }
        self.bar.set_position(progress.done_bytes);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    let whole_rate = |state: &ProgressState, to: &mut dyn Write| {
        // A progress line that cannot be written is no reason to stop.
        let _ = write!(to, "{:.0}/s", state.per_sec());
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", whole_rate)
}
