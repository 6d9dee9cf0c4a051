//! `zhoubao mcp`: stdout belongs to the protocol; what people should know goes to stderr.

use super::RunOutcome;
use super::args::{Global, McpArgs};
use super::context::today;
use super::print::note;
use super::serve::stopped;
use crate::context::{Failure, ModelRequest, Tools};
use crate::serve::{McpSettings, speak_mcp};

pub(super) async fn run(args: McpArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let config = global.config_with(args.llm.overrides())?;
    let settings = McpSettings { today: today(&config) };
    let (tools, model) = tokio::try_join!(Tools::load(config.clone()), ModelRequest::open(&config))?;
    if let ModelRequest::Without(why) = &model {
        note(&format!("note: {why}"));
    }
    let is_ended = speak_mcp(tools, model, settings, stopped()).await?;
    if !is_ended {
        // A read of stdin cannot be called off: what is left of the process waits for nothing.
        std::process::exit(0);
    }
    Ok(RunOutcome::Done)
}
