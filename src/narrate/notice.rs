//! Notices about the model for the reader of a roll-up: one line each, in its language.

use crate::vocabulary::Language;
use crate::write::Failed;

/// Why the model went no further. `done` of `of` prompts were answered.
pub(super) fn ended(failed: &Failed, language: Language, done: usize, of: usize) -> String {
    let why = failed.why(language);
    match language {
        Language::Chinese => format!("模型没有写完（{why}），写了 {of} 段中的 {done} 段；同一命令再运行，从这里接着写"),
        Language::English => {
            format!("the model did not finish ({why}): {done} of {of} prompts; the same command goes on from there")
        }
    }
}

/// Some prompts came to nothing; `failed` is the first.
pub(super) fn skipped(failed: &Failed, language: Language, count: usize) -> String {
    let why = failed.why(language);
    match language {
        Language::Chinese => format!("模型有 {count} 段没有写成（{why}），以程序汇总的为准"),
        Language::English if count == 1 => {
            format!("1 prompt came to nothing ({why}); what the program computed stands")
        }
        Language::English => format!("{count} prompts came to nothing ({why}); what the program computed stands"),
    }
}
