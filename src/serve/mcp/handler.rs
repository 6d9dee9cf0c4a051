//! The protocol's requests, to what does them.

use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, CompletionInfo,
    GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
    Reference, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};

use super::call::Call;
use super::tools::TOOLS;
use super::{prompts, resources, tools};
use crate::prompt::INSTRUCTIONS;
use crate::serve::app::App;
use crate::serve::guard::Scope;

/// One client's server.
#[derive(Clone)]
pub(super) struct Handler {
    pub app: Arc<App>,
    /// See [`Call::is_local`].
    pub is_local: bool,
}

impl Handler {
    fn call(&self, context: RequestContext<RoleServer>) -> Call {
        Call { app: Arc::clone(&self.app), context, is_local: self.is_local }
    }
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let capabilities =
            ServerCapabilities::builder().enable_tools().enable_resources().enable_prompts().enable_completions();
        let own = Implementation::new("zhoubao", env!("CARGO_PKG_VERSION"))
            .with_title("zhoubao 周报")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        ServerConfig::new(capabilities.build()).with_server_info(own).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(TOOLS.clone()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        TOOLS.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let _in_hand = self.app.call_in_hand();
        let call = self.call(context);
        match tools::run(&call, &request.name, request.arguments).await {
            Some(result) => Ok(result.into()),
            None => {
                let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name.as_ref()).collect();
                let message = format!("there is no tool `{}`; there are: {}", request.name, names.join(", "));
                Err(ErrorData::invalid_params(message, None))
            }
        }
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        resources::list(&self.call(context), cursor).await.map_err(|problem| resources::error(&problem))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(resources::templates())
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let read = resources::read(&self.call(context), request.uri).await;
        read.map(Into::into).map_err(|problem| resources::error(&problem))
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(prompts::list())
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        match prompts::get(&self.call(context), &request.name, request.arguments).await {
            Ok(Some(prompt)) => Ok(prompt.into()),
            Ok(None) => {
                let message = format!("there is no prompt `{}`", request.name);
                let names = format!("; there are: {}, {}", prompts::MONTH, prompts::NEXT_WEEK);
                Err(ErrorData::invalid_params(message + &names, None))
            }
            Err(problem) => Err(resources::error(&problem)),
        }
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let call = self.call(context);
        call.require(Scope::Read).map_err(|problem| resources::error(&problem))?;
        let begun = request.argument.value.trim();
        let values = match (&request.r#ref, request.argument.name.as_str()) {
            (Reference::Resource(_), "id") => resources::completed(&self.app, begun).await,
            (_, "author") => match self.app.live().context().await {
                Ok(context) => {
                    context.catalogue.authors().into_iter().filter(|author| author.contains(begun)).take(100).collect()
                }
                Err(_) => Vec::new(),
            },
            _ => Vec::new(),
        };
        CompletionInfo::new(values).map(CompleteResult::new).map_err(|message| ErrorData::internal_error(message, None))
    }
}
