//! `POST /answers/{id}/feedback`: right, wrong, or what is right instead.

use std::sync::Arc;

use axum::extract::{Extension, Form, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use jiff::Timestamp;
use minijinja::context;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::super::app::App;
use super::super::fields::given;
use super::super::guard::Caller;
use super::super::problem::Problem;
use super::look::Look;
use super::settings::see_other;
use crate::context::Failure;
use crate::feedback::{Opinion, Said};
use crate::vocabulary::both;

#[derive(Debug, Deserialize)]
pub(super) struct Judged {
    /// `right`, `wrong`, `correct`.
    opinion: String,
    #[serde(default)]
    because: Option<String>,
    #[serde(default)]
    correct: Option<String>,
    #[serde(default)]
    by: Option<String>,
    /// Where to go back to without script.
    #[serde(default)]
    conversation: Option<String>,
    #[serde(default)]
    turn: Option<String>,
}

impl Judged {
    /// # Errors
    /// 400: an unknown opinion; a correction without words.
    fn said(&self, by: String) -> Result<Said, Problem> {
        let is_correction = self.opinion == "correct";
        let correct = given(&self.correct).filter(|_| is_correction).map(str::to_string);
        if is_correction && correct.is_none() {
            return Err(Problem::bad_request(both!("没有写正确的是什么", "what is right was not said")));
        }
        let opinion = match self.opinion.as_str() {
            "right" => Opinion::Right,
            "wrong" | "correct" => Opinion::Wrong,
            _ => {
                return Err(Problem::bad_request(both!(
                    "`opinion` 不是 right、wrong、correct", "`opinion` is not right, wrong or correct"
                )));
            }
        };
        Ok(Said { by, opinion, because: given(&self.because).map(str::to_string), correct, sources: Vec::new() })
    }
}

pub(super) async fn judge(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    look: Look,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(judged): Form<Judged>,
) -> Result<Response, Problem> {
    let feedback = app.live().tools().feedback().clone();
    let unnamed = || look.language.pick("未署名", "unnamed").to_string();
    let typed = given(&judged.by).map(str::to_string);
    // A token's name is who it is; whoever needs none says it.
    let by = caller.name.or(typed).or_else(|| feedback.by().map(str::to_string)).unwrap_or_else(unnamed);
    let said = judged.said(by)?;
    let is_right = said.opinion == Opinion::Right;
    let is_correction = said.correct.is_some();
    let kept = spawn_blocking(move || {
        let known = feedback.find(&id)?;
        let answer = known.answer.ok_or_else(|| {
            Failure::usage(both!("回答“{id}”的记录已经清理", "the answer `{id}` was forgotten"), None)
        })?;
        feedback.judge(&answer, said, Timestamp::now())?;
        Ok::<_, Failure>(())
    });
    kept.await.map_err(Failure::from_error)??;
    let wants_part = headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"text/html");
    if wants_part {
        return look.part("judged.html", context! { is_right, is_correction });
    }
    let turn = given(&judged.turn).filter(|turn| turn.chars().all(|c| c.is_ascii_alphanumeric())).unwrap_or_default();
    let conversation: Option<uuid::Uuid> = given(&judged.conversation).and_then(|id| id.parse().ok());
    Ok(see_other(&conversation.map_or("/".to_string(), |id| format!("/?c={id}#{turn}"))))
}
