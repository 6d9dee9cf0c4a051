//! Hostile lengths end: nothing takes time that grows with the square of the text.

use std::time::{Duration, Instant};

use super::redactor;

/// Far more than any of these takes, and far less than a search that goes back to the start at each place.
const MOST: Duration = Duration::from_secs(20);

#[test]
fn long_texts_of_one_kind_end() {
    for piece in [
        "<", ":", "1", "a1", "@", "=", " =", "1 ", "1.", "13812345678", "13812345678 ", "10.1.2.3 ", "<PHONE_1>", "\\",
        "-----BEGIN ", "fe80::", "://", "a@b.cc", "柳如", "eyJ", "PHONE_1", "0.13812345678.", "a.", "<PHONE_1",
        "密码：", "token", "*", "_", "&#", "<b", "/a", "A1/", "aa:", "1_", "key=\"",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        let start = Instant::now();
        let mut redactor = redactor();
        let redacted = redactor.redact(&text);
        assert!(redactor.restore(&redacted) == text, "{piece}");
        assert!(start.elapsed() < MOST, "{piece}: {:?}", start.elapsed());
    }
}
