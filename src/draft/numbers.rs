//! Counts the numbers of lists anew where lines were left out or came in.

use super::model::DraftLine;

/// A list whose number is being counted.
struct Counter {
    indentation: usize,
    /// The last number as the form had it.
    was: u32,
    count: u32,
}

/// Gives numbered lines their numbers in order. A list that the form numbers 1, 1, 1 stays so; a number that does not go on from the
/// one before begins another list.
pub(super) fn renumber(lines: &mut [DraftLine]) {
    let mut open: Vec<Counter> = Vec::new();
    for line in lines {
        let mark = line.mark.clone();
        let indentation = mark.len() - mark.trim_start().len();
        open.retain(|counter| counter.indentation <= indentation);
        let Some((start, number)) = number_in(&mark) else { continue };
        let length = number.to_string().len();
        match open.iter_mut().find(|counter| counter.indentation == indentation) {
            Some(counter) if number < counter.was => {
                (counter.was, counter.count) = (number, 1);
            }
            Some(counter) => {
                (counter.was, counter.count) = (number, counter.count + 1);
            }
            None => open.push(Counter { indentation, was: number, count: 1 }),
        }
        let Some(counter) = open.iter().find(|counter| counter.indentation == indentation) else { continue };
        line.mark = format!("{}{}{}", &mark[..start], counter.count, &mark[start + length..]);
    }
}

/// Offset and value of the number in a mark: `    3. `, `（2）`, `4、`.
fn number_in(mark: &str) -> Option<(usize, u32)> {
    let start = mark.find(|c: char| c.is_ascii_digit())?;
    let length = mark[start..].bytes().take_while(u8::is_ascii_digit).count();
    let number = &mark[start..start + length];
    // 03 is written so on purpose.
    if number.starts_with('0') { None } else { Some((start, number.parse().ok()?)) }
}
