//! Messages → the question and the conversation before it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::content::without_sources;
use crate::context::{Failure, Heard, hear};
use crate::question::Turn;
use crate::serve::problem::Problem;

/// Turns that a follow-up may look back at.
const MOST_TURNS: usize = 20;

/// A message as OpenAI's clients send it.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Message {
    role: String,
    #[serde(default)]
    content: Option<MessageContent>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum MessageContent {
    Text(String),
    Parts(Vec<MessagePart>),
}

#[derive(Debug, Deserialize, JsonSchema)]
struct MessagePart {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    text: Option<String>,
}

impl Message {
    fn text(&self) -> String {
        match &self.content {
            None => String::new(),
            Some(MessageContent::Text(text)) => text.clone(),
            Some(MessageContent::Parts(parts)) => {
                let texts = parts.iter().filter(|part| part.kind == "text").filter_map(|part| part.text.as_deref());
                texts.collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// The question that the last message of a user asks, and the turns before it. What the system or a tool says is no part of them.
///
/// # Errors
/// 400: no message of a user, or the last one says something else after it.
pub(super) fn conversation(messages: &[Message]) -> Result<(String, Vec<Turn>), Problem> {
    let last = messages.iter().rposition(|message| message.role == "user");
    let last = last.ok_or_else(|| Problem::bad_request("no message is of a user"))?;
    let mut turns: Vec<Turn> = Vec::new();
    let mut said = messages[..last].iter().peekable();
    while let Some(message) = said.next() {
        if message.role != "user" {
            continue;
        }
        let answer = said.next_if(|next| next.role == "assistant").map(Message::text).unwrap_or_default();
        turns.extend(turn(&message.text(), &answer, &turns));
    }
    let from = turns.len().saturating_sub(MOST_TURNS);
    Ok((messages[last].text(), turns.split_off(from)))
}

/// A question that was asked and answered before; nothing for thanks, and for what could not be read.
fn turn(question: &str, answer: &str, before: &[Turn]) -> Option<Turn> {
    let lines: Vec<String> = without_sources(answer);
    let lines = || lines.iter().map(String::as_str);
    match hear(question, before, false).map_err(|_: Failure| ()).ok()? {
        Heard::Question(read) => Some(match &read.completed {
            Some(completed) => Turn::of(completed, lines()),
            None => Turn::new(&read.question.text, lines()),
        }),
        Heard::Courtesy | Heard::Sources(_) | Heard::PastTheList(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, conversation};

    fn messages(json: serde_json::Value) -> Vec<Message> {
        serde_json::from_value(json).expect("messages")
    }

    #[test]
    fn the_last_message_of_a_user_is_the_question_and_earlier_ones_are_turns() {
        let (question, turns) = conversation(&messages(serde_json::json!([
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": "6月有哪些线上事件？" },
            { "role": "assistant", "content": "6/15 账户流水差异。 [1]\n\n- [1] [第24周](http://localhost/reports/1)" },
            { "role": "user", "content": [{ "type": "text", "text": "原因呢？" }, { "type": "image_url" }] },
        ])))
        .expect("a question");
        assert_eq!(question, "原因呢？");
        assert_eq!(turns.len(), 1);
        assert_eq!(turns[0].question, "6月有哪些线上事件？");
        assert_eq!(turns[0].items.len(), 1);
    }

    #[test]
    fn messages_of_no_user_ask_nothing() {
        let problem = conversation(&messages(serde_json::json!([{ "role": "system", "content": "x" }])));
        assert_eq!(problem.expect_err("a problem").status, 400);
    }
}
