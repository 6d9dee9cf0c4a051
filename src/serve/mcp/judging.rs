//! `feedback`: what a person says of an answer.

use jiff::Timestamp;
use serde_json::json;

use super::call::Call;
use super::inputs::{FeedbackInput, FeedbackOpinion};
use super::outputs::FeedbackOutput;
use super::reply::Reply;
use crate::context::Failure;
use crate::feedback::{Opinion, Said};
use crate::render::judged_line;
use crate::serve::fields::given;
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;

pub(super) async fn judged(call: &Call, input: FeedbackInput) -> Result<Reply, Problem> {
    let correct = given(&input.correct).map(str::to_string);
    call.require(if correct.is_some() { Scope::Write } else { Scope::Ask })?;
    if correct.is_some() && input.opinion == FeedbackOpinion::Right {
        let hint = "an answer that is corrected is `wrong`; what is only added goes into `because`";
        return Err(Problem::bad_request("`correct` goes with `wrong`").with_hint(hint));
    }
    let feedback = call.app.live().tools().feedback().clone();
    // The server's own user speaks for nobody who calls from elsewhere.
    let own = if call.is_local { feedback.by().map(str::to_string) } else { None };
    let by = call
        .caller_name()
        .or_else(|| given(&input.by).map(str::to_string))
        .or(own)
        .ok_or_else(|| Problem::bad_request("nobody says so").with_hint("name the person in `by`"))?;
    let opinion = match input.opinion {
        FeedbackOpinion::Right => Opinion::Right,
        FeedbackOpinion::Wrong => Opinion::Wrong,
    };
    let said = Said {
        by,
        opinion,
        because: given(&input.because).map(str::to_string),
        correct,
        sources: input.sources.clone(),
    };
    let id = input.id;
    let work = async move {
        let kept = tokio::task::spawn_blocking(move || {
            let known = feedback.find(&id)?;
            let Some(answer) = known.answer else {
                return Ok(Err(Problem::not_found(format!("the answer `{id}` was forgotten"))));
            };
            let said = feedback.judge(&answer, said, Timestamp::now())?;
            Ok(Ok((judged_line(&said, answer.language), said)))
        });
        let kept: Result<_, Failure> = kept.await.map_err(Failure::from_error)?;
        kept?
    };
    let (line, said) = call.done("keeping what was said", work).await?;
    let output: FeedbackOutput = serde_json::from_value(json!(said)).map_err(Failure::from_error)?;
    Reply::new(line, &output)
}
