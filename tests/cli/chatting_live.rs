//! `zhoubao chat` on a terminal: editing, history, Ctrl-C, completion.

use std::os::unix::fs::PermissionsExt;

use crate::desk::Desk;
use crate::pty::{BACKSPACE, CTRL_C, CTRL_D, ENTER, LEFT, Terminal, UP};
use crate::sharing::{Chat, signal};

const HISTORY: &str = ".local/state/zhoubao/chat-history";

#[test]
fn a_line_is_edited_by_whole_characters_and_answered() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("8 reports, 2023-05-03 to 2024-03-31").shows("> ");
    terminal.types(&format!("6/15账户流水差异的原因误{BACKSPACE}？{LEFT}是什么{ENTER}"));
    terminal.shows("原因：DBA做Oracle存储扩容").shows("已检索 8 篇周报");
    terminal.asks("那影响了多少商户？").shows("（读作：6/15账户流水差异影响了多少商户？）").shows("影响：764个商户");
    terminal.shows("> ").types(CTRL_D);
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    let history = std::fs::read_to_string(desk.path(HISTORY)).expect("a history");
    assert!(history.contains("6/15账户流水差异的原因是什么？\n那影响了多少商户？"), "{history}");
}

#[test]
fn what_was_typed_is_kept_for_the_next_chat_and_for_nobody_else() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.asks("6/15账户流水差异的原因").shows("原因：DBA").shows("已检索");
    terminal.asks(" 6/16 csp-agent-oss告警怎么处理的").shows("处置：").shows("已检索");
    terminal.asks("/quit");
    assert_eq!(terminal.ends().0, 0);
    let file = desk.path(HISTORY);
    let history = std::fs::read_to_string(&file).expect("a history");
    assert!(history.contains("6/15账户流水差异的原因"), "{history}");
    assert!(!history.contains("csp-agent-oss"), "a line that begins with a space is not kept: {history}");
    let mode = |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().expect("a folder")), 0o700);
    let mut again = Terminal::start(&desk, "chat").expect("as before");
    again.shows("> ").types(UP).shows("/quit").types(UP).shows("账户流水差异的原因").types(ENTER).shows("原因：DBA");
    again.shows("> ").types(CTRL_D);
    assert_eq!(again.ends().0, 0);
}

#[test]
fn without_a_history_nothing_is_written() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat --no-history") else { return };
    terminal.asks("6/15账户流水差异的原因").shows("原因：DBA").shows("已检索");
    terminal.asks("/quit");
    assert_eq!(terminal.ends().0, 0);
    assert!(!desk.path(".local/state").exists());
}

#[test]
fn a_history_that_cannot_be_read_is_said_and_the_chat_goes_on() {
    let desk = Desk::with_seeds();
    std::fs::create_dir_all(desk.path(HISTORY)).expect("a folder in the way");
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("note: no history: ").asks("6/15账户流水差异的原因").shows("原因：DBA");
    terminal.shows("> ").types(CTRL_D);
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn ctrl_c_drops_what_is_being_typed() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("> ").types("6/15账户流水").types(CTRL_C).shows("(Ctrl-D or /quit ends)");
    terminal.asks("/sources").shows("error: no question was answered yet");
    terminal.asks("/quit");
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn ctrl_c_stops_an_answer_in_the_making_and_the_chat_goes_on() {
    let desk = Desk::with_seeds();
    let holder = Chat::open(&desk);
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("> ");
    // Somebody else has the index, and does nothing for a while: the answer waits.
    signal(&holder.child, "STOP");
    terminal.types(&format!("6/15账户流水差异的原因{ENTER}")).shows("looking it up").types(CTRL_C);
    terminal.shows("（已中断，没有答完）");
    signal(&holder.child, "CONT");
    terminal.asks("/save talk.md").shows("wrote 1 question to talk.md");
    terminal.asks("那怎么处理的").shows("（读作：6/15账户流水差异怎么处理的）").shows("处置：重跑商户对账单数据");
    terminal.asks("/quit");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    let saved = std::fs::read_to_string(desk.path("talk.md")).expect("saved");
    assert_eq!(saved, "## 1. 6/15账户流水差异的原因\n\n（已中断，没有答完）\n");
    holder.end();
}

#[test]
fn an_index_in_use_by_what_serves_nobody_is_said_before_anything_is_typed() {
    let desk = Desk::with_seeds();
    let lock = std::fs::File::options().write(true).open(desk.index().join("zhoubao.lock")).expect("a lock");
    lock.lock().expect("nobody has it");
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("is in use").shows("hint: ");
    assert_eq!(terminal.ends().0, 1);
}

#[test]
fn tab_completes_a_command() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal.shows("> ").types("/so\t").shows("/sources ").types(ENTER).shows("no question was answered yet");
    terminal.asks("/quit");
    assert_eq!(terminal.ends().0, 0);
}

#[test]
fn a_pasted_text_of_several_lines_is_one_question() {
    let desk = Desk::with_seeds();
    let Some(mut terminal) = Terminal::start(&desk, "chat") else { return };
    terminal
        .shows("> ")
        .types("\u{1b}[200~6/15账户流水差异\n的原因是什么？\u{1b}[201~")
        .types(ENTER)
        .shows("原因：DBA");
    terminal.shows("> ").types(CTRL_D);
    assert_eq!(terminal.ends().0, 0);
}
