//! A model's sentences on a roll-up, and where they go.

use crate::cli::ask::interrupted;
use crate::cli::print::note;
use crate::cli::progress::NarrateProgress;
use crate::context::Model;
use crate::narrate::{Narrator, Prose};
use crate::render::spent_line;
use crate::rollup::Rollup;
use crate::vocabulary::{Language, plural};

/// Has the model word `found`, until it is done or Ctrl-C. Its replies are kept: the same command resumes a stopped run.
pub(super) async fn write(model: &Model, found: &Rollup, language: Language, verbose: bool) -> Prose {
    let progress = NarrateProgress::new();
    let mut stop = std::pin::pin!(interrupted());
    let narrator = Narrator::new(model.writer());
    let prose = narrator.narrate(found, language, stop.as_mut(), &mut |event| progress.show(event)).await;
    drop(progress);
    prose.notices.iter().for_each(|notice| note(&format!("note: {notice}")));
    if prose.stopped {
        let sentences: usize = prose.parts.iter().map(|part| part.sentences.len()).sum();
        let kept = plural(sentences, "sentence");
        note(&format!("stopped: {kept} of the model so far; the same command goes on where it was stopped"));
    }
    if let (true, Some(spent)) = (verbose, &prose.spent) {
        note(&spent_line(model.name(), model.url(), model.prompts.fingerprint(), spent));
    }
    prose
}
