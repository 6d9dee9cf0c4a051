//! The frame of every HTML page: one file, no script, no request, light and dark, on a phone and on A4.

use super::safe::{safe, without_markup};
use crate::vocabulary::Language;

const STYLE: &str = include_str!("page.css");

/// A whole page. `body` is HTML; `title` is text.
pub(super) fn page(title: &str, language: Language, body: &str) -> String {
    let lang = language.tag();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(title),
    )
}

/// Text that means nothing to HTML, in an element or in a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    without_markup(&safe(text))
}
