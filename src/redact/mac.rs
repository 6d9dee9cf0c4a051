//! Addresses of network cards (IEEE 802): six pairs of hexadecimal digits with `:` or `-`, or three groups of four with `.`,
//! `-` or `:`; after the word also without. All zeros and all ones name no card.

use super::Kind;
use super::number::is_called;
use super::view::{Found, View, is_word};

/// Digits a group, groups, and the separators between them.
const SHAPES: [(usize, usize, &str); 2] = [(2, 6, ":-"), (4, 3, ".-:")];

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    let mut place = 0;
    while let Some(start) = (place..view.len()).find(|at| view.at(*at).is_ascii_hexdigit()) {
        let end = view.until(start, |c| !is_word(c));
        place = end;
        let before = view.before(start);
        // Longer rows are fingerprints.
        let is_within = is_word(before) || (":-.".contains(before) && start > 1 && is_word(view.at(start - 2)));
        if is_within {
            continue;
        }
        let is_bare = end - start == 12
            && (start..end).all(|at| view.at(at).is_ascii_hexdigit())
            && is_called(view, start, ["mac"]);
        let grouped = SHAPES.iter().find_map(|shape| groups(view, start, *shape));
        let places = grouped.or(is_bare.then_some(end)).map(|end| start..end);
        if let Some(places) = places {
            place = places.end;
            found.push(Found { places, kind: Kind::Mac });
        }
    }
}

fn groups(view: &View, start: usize, (width, count, separators): (usize, usize, &str)) -> Option<usize> {
    let step = width + 1;
    let separator = view.at(start + width);
    let end = start + count * step - 1;
    let is_digit = |place: usize| view.at(place).is_ascii_hexdigit();
    let is_whole = separators.contains(separator)
        && (start..end).all(|place| match (place - start) % step == width {
            true => view.at(place) == separator,
            false => is_digit(place),
        });
    let after = view.at(end);
    let goes_on = is_word(after) || (after == separator && is_digit(end + 1));
    let mut digits = (start..end).map(|place| view.at(place).to_ascii_lowercase()).filter(char::is_ascii_hexdigit);
    let first = digits.next();
    let says_nothing = matches!(first, Some('0' | 'f')) && digits.all(|digit| Some(digit) == first);
    // 2023-0615-1101 is a time.
    let has_letter = (start..end).any(|place| view.at(place).is_ascii_alphabetic());
    (is_whole && !goes_on && !says_nothing && (width == 2 || has_letter)).then_some(end)
}
