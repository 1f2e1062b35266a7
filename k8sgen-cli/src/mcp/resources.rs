//! Resources: what a client may read without a call. None of them holds anything that Terraform marks sensitive,
//! because nothing in a session does.

use k8sgen_core::{Session, context_files, plan};
use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::json;

const CONTEXT: &str = "k8sgen://context";
const PLAN: &str = "k8sgen://plan";
const TREE: &str = "k8sgen://tree";
const FINDINGS: &str = "k8sgen://findings";

/// What every file's address begins with.
const FILE: &str = "k8sgen://tree/";

const YAML: &str = "application/yaml";
const JSON: &str = "application/json";

/// The session's own, and each file that has been made so far.
pub(super) fn all(session: &Session) -> Vec<Resource> {
    let own = [
        (
            CONTEXT,
            "context",
            "What Terraform made, and which output each value came from.",
            YAML,
        ),
        (
            PLAN,
            "plan",
            "The plan: which tool is called for what, in which order.",
            YAML,
        ),
        (
            TREE,
            "tree",
            "The paths of all files that have been made so far, with their documents.",
            JSON,
        ),
        (
            FINDINGS,
            "findings",
            "What is wrong with what has been made so far.",
            JSON,
        ),
    ];
    let own = own.map(|(uri, name, description, mime)| {
        Resource::new(uri, name)
            .with_description(description)
            .with_mime_type(mime)
    });
    let files = session.tree().files().map(|(path, text)| {
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Resource::new(format!("{FILE}{path}"), path.as_str())
            .with_mime_type(mime(path.as_str()))
            .with_size(size)
    });
    own.into_iter().chain(files).collect()
}

/// How a file is addressed.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let file = ResourceTemplate::new("k8sgen://tree/{+path}", "file")
        .with_description("One file of the repository, such as `base/services/services.yaml`.");
    vec![file]
}

/// One of them.
pub(super) fn read(session: &Session, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let project = session.project();
    let (text, mime) = match uri {
        CONTEXT => {
            let summary = context_files::summary_only(&project.context);
            let text = summary.files().map(|(_, text)| text).collect();
            (text, YAML)
        }
        PLAN => (plan::to_yaml(&project.plan, &project.inventory), YAML),
        TREE => {
            let files = session.tree().iter().map(|(path, documents)| {
                let documents = documents
                    .iter()
                    .map(|document| format!("{}/{}", document.kind, document.name));
                json!({"path": path, "documents": documents.collect::<Vec<_>>()})
            });
            let files: Vec<_> = files.collect();
            (json!({ "files": files }).to_string(), JSON)
        }
        FINDINGS => {
            let findings = session.observe().findings;
            (json!({ "findings": findings }).to_string(), JSON)
        }
        _ => {
            // Only what the session made is found: an address is looked up, never opened.
            let path = uri.strip_prefix(FILE).and_then(|path| path.parse().ok());
            let text = path.and_then(|path| session.tree().file(&path));
            let text = text.ok_or_else(|| missing(uri))?;
            (text, mime(uri))
        }
    };
    let contents = ResourceContents::text(text, uri).with_mime_type(mime);
    Ok(ReadResourceResult::new(vec![contents]))
}

fn missing(uri: &str) -> ErrorData {
    let message = format!("there is no resource `{}`", uri.escape_debug());
    ErrorData::resource_not_found(message, Some(json!({ "uri": uri })))
}

fn mime(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("yaml") => YAML,
        Some("json") => JSON,
        Some("md") => "text/markdown",
        _ => "text/plain",
    }
}
