//! The protocol's side: each request is handed to the file of its concern.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use k8sgen_core::Session;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorData, GetPromptRequestParams, GetPromptResponse,
    Implementation, InitializeResult, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ServerCapabilities, Tool,
};
use rmcp::service::{RequestContext, ServerInitializeError};
use rmcp::{RoleServer, ServerHandler, ServiceExt};

use super::{prompts, resources, tools};

/// What a client is told when it connects.
const INSTRUCTIONS: &str = "k8sgen makes a Kubernetes repository from what Terraform made and the inventory k8sgen.yaml. \
Call `observe` first: it says which call the plan has next. Make the plan's calls in order, documentation first; each reply \
names the next one. A call needs little more than a name: everything else is filled in from the inventory and from Terraform. \
What is wrong with a call is said so that you can correct it. Never write manifests yourself: for what no tool covers there is \
`write_custom_manifest`.";

/// One session, and where it may be written to.
pub(crate) struct Server {
    session: Mutex<Session>,
    write: Option<PathBuf>,
}

impl Server {
    /// A session that only `write` lets out, if there is such a folder.
    pub(crate) fn new(session: Session, write: Option<PathBuf>) -> Self {
        Self {
            session: Mutex::new(session),
            write,
        }
    }

    /// The session. A call that panicked has changed nothing of it: a session changes all at once.
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves on standard input and output until the client is gone.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(async {
        let running = match server.serve(rmcp::transport::stdio()).await {
            Ok(running) => running,
            Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
            // What it said instead is not repeated: it may be long, and it is its own.
            Err(ServerInitializeError::ExpectedInitializeRequest(_)) => {
                return Err(io::Error::other("its first message was no request"));
            }
            Err(error) => return Err(io::Error::other(error)),
        };
        running.waiting().await.map(drop).map_err(io::Error::other)
    });
    // A read of standard input that nobody waits for any more must not keep the process.
    runtime.shutdown_background();
    ended
}

impl ServerHandler for Server {
    fn get_info(&self) -> InitializeResult {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .build();
        InitializeResult::new(capabilities)
            .with_server_info(Implementation::new("k8sgen", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all(
            self.write.is_some(),
        )))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        let tools = tools::all(self.write.is_some());
        tools.into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let args = request.arguments.unwrap_or_default();
        let result = tools::call(
            &mut self.session(),
            self.write.as_deref(),
            &request.name,
            &args,
        )?;
        Ok(CallToolResponse::Complete(result))
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::all(
            &self.session(),
        )))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(
            resources::templates(),
        ))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        resources::read(&self.session(), &request.uri).map(ReadResourceResponse::Complete)
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::all()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let args = request.arguments.unwrap_or_default();
        prompts::get(&self.session(), &request.name, &args).map(GetPromptResponse::Complete)
    }
}
