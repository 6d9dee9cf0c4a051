//! Prompts that people choose in their client: the month for the boss, and the next week. Their words are templates of `prompts/`.

use rmcp::model::{GetPromptResult, ListPromptsResult, Prompt, PromptArgument, PromptMessage, Role};

use super::call::Call;
use super::schema::Object;
use super::writing::{goals_page, leadership_page};
use crate::context::Failure;
use crate::prompt::{GuidePrompt, Nonce, Prompts};
use crate::serve::fields::LanguageField;
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;

pub(super) const MONTH: &str = "month";
pub(super) const NEXT_WEEK: &str = "next_week";

/// Month and next week, with what each takes.
pub(super) fn list() -> ListPromptsResult {
    let argument = |name: &str, what: &str| PromptArgument::new(name).with_description(what).with_required(false);
    let author = || argument("author", "Only reports by authors whose names contain these words · 只看这些人的周报");
    let lang = || argument("lang", "zh or en [default: that of the reports] · 语言");
    let month = Prompt::new(
        MONTH,
        Some("A summary of a month for the boss, from the roll-up of its reports · 给领导的月度总结"),
        Some(vec![
            argument("period", "2023-06, 2023Q2, 上个月 [default: last month] · 时间，默认上个月"),
            author(),
            lang(),
        ]),
    );
    let week = Prompt::new(
        NEXT_WEEK,
        Some("Goals of next week, from what is planned, late, open or promised · 下周目标"),
        Some(vec![
            argument(
                "week",
                "第27周, 2024-W14 or a day in it [default: the week after the last report] · 哪一周，默认最后一篇周报的下一周",
            ),
            author(),
            lang(),
        ]),
    );
    let month = month.with_title("Month for the boss · 月度总结");
    ListPromptsResult::with_all_items(vec![month, week.with_title("Next week · 下周目标")])
}

/// A prompt filled in from the reports; `None`: nothing has this name.
///
/// # Errors
/// 400: an invalid argument; 404: no report of that time; those of the index.
pub(super) async fn get(
    call: &Call,
    name: &str,
    arguments: Option<Object>,
) -> Result<Option<GetPromptResult>, Problem> {
    call.require(Scope::Read)?;
    let text = |name: &str| {
        let value = arguments.as_ref().and_then(|arguments| arguments.get(name)).and_then(|value| value.as_str());
        value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_string)
    };
    let lang = text("lang").as_deref().map(LanguageField::named).transpose()?;
    let (page, is_month) = match name {
        MONTH => (leadership_page(call, text("period"), text("author"), lang).await?, true),
        NEXT_WEEK => (goals_page(call, text("week"), text("author"), lang).await?, false),
        _ => return Ok(None),
    };
    let own = call.app.config().llm.own_prompts().map_err(Failure::from)?;
    let prompts = Prompts::new(&own).map_err(Failure::from)?;
    let nonce = Nonce::new(std::iter::once(page.markdown.as_str())).as_str().to_string();
    let guide = GuidePrompt { nonce, period: page.period, page: page.markdown };
    let written = match is_month {
        true => prompts.month(page.language, &guide),
        false => prompts.next_week(page.language, &guide),
    };
    let written = written.map_err(Failure::from)?;
    let words = [written.system, written.user].into_iter().filter(|part| !part.is_empty());
    let message = PromptMessage::new_text(Role::User, crate::render::safe(&words.collect::<Vec<_>>().join("\n\n")));
    Ok(Some(GetPromptResult::new(vec![message]).with_description(guide.period)))
}
