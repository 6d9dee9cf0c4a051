//! The language model's line of the doctor: what would be asked, and whether it answers.

use std::time::Duration;

use super::{Finding, Health};
use crate::chat::discover;
use crate::config::Config;

/// How long the endpoint may take to list its models.
const LISTING: Duration = Duration::from_secs(5);

const NAME: &str = "model";

pub(super) async fn language_model(config: &Config) -> Finding {
    let llm = &config.llm;
    let url = match llm.endpoint(config.offline) {
        Ok(None) => return Finding::good(NAME, "no language model: answers in the reports' own words"),
        Ok(Some(url)) => url,
        Err(why) => return Finding { name: NAME, state: Health::Less, text: why.en, hint: None },
    };
    let place = if url.is_loopback() { "on this machine" } else { "outside this machine" };
    let hidden = if llm.redacts(url) { "personal data and secrets are hidden" } else { "nothing is hidden" };
    let served = match discover(url, llm.api_key.as_ref(), LISTING).await {
        Ok(served) => served,
        Err(error) => {
            let hint = error.hint();
            return Finding { name: NAME, state: Health::Less, text: format!("{error}; {hidden}"), hint };
        }
    };
    let names = || served.iter().take(5).map(|model| model.id.as_str()).collect::<Vec<_>>().join(", ");
    let wanted = match &llm.model {
        Some(wanted) => served.iter().find(|model| model.id == *wanted).ok_or_else(|| {
            (
                format!("`{wanted}` is not among the {} models served: {}", served.len(), names()),
                "set OPENAI_MODEL to one of them",
            )
        }),
        None => match served.as_slice() {
            [model] => Ok(model),
            _ => {
                Err((format!("{} models are served and none is named: {}", served.len(), names()), "set OPENAI_MODEL"))
            }
        },
    };
    match wanted {
        Ok(model) => {
            let window = model.context_tokens.or(llm.context_tokens);
            let window = window.map_or(String::new(), |tokens| format!(", window of {tokens} tokens"));
            Finding::good(NAME, format!("{} answers {place}{window}; {hidden}", model.id))
        }
        Err((text, hint)) => Finding { name: NAME, state: Health::Less, text, hint: Some(hint.to_string()) },
    }
}
