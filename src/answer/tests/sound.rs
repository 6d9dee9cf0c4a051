//! Names that a question spells as they sound.

use super::{Office, SEGMENTER};
use crate::answer::sound::names_by_sound;

fn heard(asked: &str) -> Vec<String> {
    let office = Office::of(&[
        ("第20周 2024-05-14", "## 双塔粮库\n\n- 双塔的比例降到五成\n- 爽塔停产\n"),
        ("第21周 2024-05-21", "## 本周进展\n\n- 我们走访双塔\n- 女工宿舍\n"),
        ("Week 22 2024-05-28", "## Depots\n\n- The depot at Qiaonan moved to Qiaobei. There is Danger of fire.\n"),
    ]);
    let passages: Vec<_> = office.passages.iter().collect();
    names_by_sound(asked, &passages, &SEGMENTER)
}

#[test]
fn a_name_is_what_most_passages_write_that_sounds_so() {
    assert_eq!(heard("How much wheat from the Shuangta depot?"), ["双塔"]);
    assert!(heard("How much wheat from the Shuangtan depot?").is_empty());
}

#[test]
fn words_are_no_names() {
    for asked in ["Women who were asked", "how much from shuangta?", "What did Wo say?"] {
        assert!(heard(asked).is_empty(), "{asked}: {:?}", heard(asked));
    }
}

#[test]
fn a_name_in_ideographs_is_found_as_english_reports_spell_it() {
    assert_eq!(heard("桥南粮库搬了吗"), ["qiaonan"]);
    assert!(heard("粮库搬了吗").is_empty());
    assert!(heard("这一档二号仓搬了吗").is_empty(), "danger is a word");
}
