//! What is replaced, what stays, and that all of it comes back.

mod conversation;
mod facts;
mod property;
mod speed;
mod spellings;
mod values;

use super::{Redactor, Rules};

/// With a few invented persons, words and domains.
fn redactor() -> Redactor {
    let strings = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
    Redactor::new(Rules {
        names: strings(&["柳如烟", "柳如", "Ann Lee", "José"]),
        words: strings(&["北辰集团", "Project Kite", "ＫＹＣ库"]),
        hosts: strings(&["pay.example.com", ".bj.example.org"]),
    })
}

/// Each text alone: what leaves of it, and that it comes back as it was.
#[track_caller]
fn assert_redacted(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let mut redactor = redactor();
        let redacted = redactor.redact(text);
        assert_eq!(&redacted, expected, "{text}");
        assert_eq!(redactor.restore(&redacted), *text);
        assert_eq!(redactor.redact(&redacted), redacted, "twice is once");
    }
}
