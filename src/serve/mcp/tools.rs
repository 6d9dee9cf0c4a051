//! The tools: what each is called, takes and gives, and who does it.

use std::sync::LazyLock;

use rmcp::model::{CallToolResult, Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::inputs::{
    AskInput, CheckInput, FeedbackInput, GoalsInput, IncidentsInput, MetricsInput, MilestonesInput, PromisesInput,
    ReportInput, RollupInput, SearchInput, TrendInput,
};
use super::outputs::{
    AskOutput, CheckOutput, FeedbackOutput, GoalsOutput, IncidentsOutput, Metric, Milestone, Promise, ReportOutput,
    RollupOutput, Rows, SearchOutput, TrendOutput,
};
use super::reply::{Reply, refusal};
use super::schema::{Object, input, output, read};
use super::{asking, checking, judging, ledgers, reports, writing};
use crate::serve::problem::Problem;

/// Names, titles and descriptions, which models read.
const WORDS: &str = include_str!("tools.tsv");

/// Every tool as it is announced to clients, in the order of `tools.tsv`.
pub(super) static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(|| {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| tool(&mut line.split('\t'))).collect()
});

fn tool<'a>(fields: &mut impl Iterator<Item = &'a str>) -> Option<Tool> {
    let (name, title, description) = (fields.next()?, fields.next()?, fields.next()?);
    let (takes, gives) = schemas(name)?;
    // A question may be put to a model of the server's; nothing else leaves it.
    let is_open = matches!(name, "ask" | "rollup");
    let reads = name != "feedback";
    let annotations = ToolAnnotations::new().read_only(reads).destructive(false).idempotent(reads).open_world(is_open);
    let tool = Tool::new(name.to_string(), description.to_string(), takes).with_title(title);
    Some(tool.with_raw_output_schema(gives.into()).with_annotations(annotations))
}

fn schemas(name: &str) -> Option<(Object, Object)> {
    fn of<I: JsonSchema, O: JsonSchema>() -> (Object, Object) {
        (input::<I>(), output::<O>())
    }
    Some(match name {
        "ask" => of::<AskInput, AskOutput>(),
        "search" => of::<SearchInput, SearchOutput>(),
        "incidents" => of::<IncidentsInput, IncidentsOutput>(),
        "metrics" => of::<MetricsInput, Rows<Metric>>(),
        "trend" => of::<TrendInput, TrendOutput>(),
        "milestones" => of::<MilestonesInput, Rows<Milestone>>(),
        "promises" => of::<PromisesInput, Rows<Promise>>(),
        "rollup" => of::<RollupInput, RollupOutput>(),
        "goals" => of::<GoalsInput, GoalsOutput>(),
        "check" => of::<CheckInput, CheckOutput>(),
        "report" => of::<ReportInput, ReportOutput>(),
        "feedback" => of::<FeedbackInput, FeedbackOutput>(),
        _ => return None,
    })
}

/// Does what a call asks for; what went wrong is a result, too, for the model to read. `None`: there is no such tool.
pub(super) async fn run(call: &Call, name: &str, arguments: Option<Object>) -> Option<CallToolResult> {
    let tool = TOOLS.iter().find(|tool| tool.name == name)?;
    let done = done(call, tool, arguments).await;
    Some(done.map_or_else(|problem| refusal(&problem), Reply::into_result))
}

async fn done(call: &Call, tool: &Tool, arguments: Option<Object>) -> Result<Reply, Problem> {
    fn of<T: DeserializeOwned>(tool: &Tool, arguments: Option<Object>) -> Result<T, Problem> {
        read(arguments, &tool.input_schema)
    }
    match tool.name.as_ref() {
        "ask" => asking::asked(call, of(tool, arguments)?).await,
        "search" => asking::searched(call, of(tool, arguments)?).await,
        "incidents" => ledgers::incidents(call, of(tool, arguments)?).await,
        "metrics" => ledgers::metric_list(call, of(tool, arguments)?).await,
        "trend" => ledgers::traced(call, of(tool, arguments)?).await,
        "milestones" => ledgers::milestone_list(call, of(tool, arguments)?).await,
        "promises" => ledgers::promise_list(call, of(tool, arguments)?).await,
        "rollup" => writing::roll_up(call, of(tool, arguments)?).await,
        "goals" => writing::goal_list(call, of(tool, arguments)?).await,
        "check" => checking::checked(call, of(tool, arguments)?).await,
        "report" => reports::report(call, of(tool, arguments)?).await,
        "feedback" => judging::judged(call, of(tool, arguments)?).await,
        other => Err(Problem::not_found(format!("there is no tool `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{TOOLS, WORDS};

    #[test]
    fn every_line_is_a_tool_with_schemas_of_objects() {
        assert_eq!(TOOLS.len(), WORDS.lines().count() - 1);
        for tool in TOOLS.iter() {
            let gives = tool.output_schema.as_ref().expect("an output schema");
            assert_eq!(
                (&tool.input_schema["type"], &gives["type"]),
                (&"object".into(), &"object".into()),
                "{}",
                tool.name
            );
            assert!(
                tool.input_schema["properties"]
                    .as_object()
                    .is_some_and(|all| all.values().all(|one| one.get("description").is_some())),
                "{}",
                tool.name
            );
        }
    }
}
