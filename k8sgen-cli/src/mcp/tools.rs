//! Tools: the registry's, and the session's own two.

use std::path::Path;
use std::sync::Arc;

use k8sgen_core::repo::{self, OnConflict};
use k8sgen_core::session::Detail;
use k8sgen_core::{Problem, Problems, Session, tool};
use rmcp::model::{CallToolResult, ContentBlock, ErrorData, JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

/// Says where the session stands.
const OBSERVE: &str = "observe";

/// Writes what the session made.
const WRITE: &str = "write_repository";

/// All tools. The one that writes is only there where there is a folder to write to.
pub(super) fn all(may_write: bool) -> Vec<Tool> {
    let observe = own(
        OBSERVE,
        "Says where the repository stands: how many of the plan's steps are made, the calls that can be made now, and what is \
         wrong with what was made. Call it first, and whenever you are lost.",
        ToolAnnotations::new().read_only(true),
    );
    let write = own(
        WRITE,
        "Checks the whole repository and writes it to the folder that the user chose. Call it last, when no step of the plan is \
         left. Files that somebody edited by hand are not written over: the reply names them.",
        ToolAnnotations::new()
            .read_only(false)
            .destructive(false)
            .idempotent(true),
    );
    let write = may_write.then_some(write);
    let registry = tool::all().into_iter().map(|listed| {
        let schema = object(listed.schema);
        // A call makes documents of the session, in memory, and one that is repeated changes nothing.
        Tool::new(listed.name, listed.description, schema).with_annotations(
            annotations()
                .read_only(false)
                .destructive(false)
                .idempotent(true),
        )
    });
    std::iter::once(observe)
        .chain(registry)
        .chain(write)
        .collect()
}

/// No tool asks anybody outside.
fn annotations() -> ToolAnnotations {
    ToolAnnotations::new().open_world(false)
}

fn own(name: &'static str, description: &'static str, annotations: ToolAnnotations) -> Tool {
    let schema = json!({"type": "object", "properties": {}, "additionalProperties": false});
    Tool::new(name, description, object(schema)).with_annotations(annotations.open_world(false))
}

fn object(schema: Value) -> Arc<JsonObject> {
    match schema {
        Value::Object(schema) => Arc::new(schema),
        _ => Arc::default(),
    }
}

/// Makes one call. What is wrong with it is its result, for the model to correct; that there is no such tool is an
/// error of the protocol.
pub(super) fn call(
    session: &mut Session,
    write: Option<&Path>,
    name: &str,
    args: &Map<String, Value>,
) -> Result<CallToolResult, ErrorData> {
    let result = match (name, write) {
        (OBSERVE | WRITE, _) if !args.is_empty() && (name == OBSERVE || write.is_some()) => {
            let problem = no_arguments(name, args);
            return Ok(refused(&problem));
        }
        (OBSERVE, _) => {
            let seen = session.observe();
            Ok((seen.to_string(), json!(seen)))
        }
        (WRITE, Some(folder)) => write_to(session, folder),
        _ if tool::NAMES.contains(&name) => session.act(name, args).map(|reply| {
            let value = reply.to_value(Detail::Short, &session.project().context);
            (reply.to_string(), value)
        }),
        _ => {
            let problem = Problem::new(&tool::Error::unknown_tool(name));
            let data = json!({ "problems": [problem] });
            return Err(ErrorData::invalid_params(problem.message, Some(data)));
        }
    };
    Ok(match result {
        Ok((text, value)) => {
            let mut result = CallToolResult::structured(value);
            result.content = vec![ContentBlock::text(text)];
            result
        }
        Err(problems) => refused(&problems),
    })
}

fn refused(problems: &Problems) -> CallToolResult {
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let mut result = CallToolResult::error(vec![ContentBlock::text(said.join("\n"))]);
    result.structured_content = Some(json!({ "problems": problems }));
    result
}

fn no_arguments(name: &str, args: &Map<String, Value>) -> Problems {
    let given: Vec<&str> = args.keys().map(String::as_str).collect();
    let error = tool::Error::Arguments {
        tool: name.to_owned(),
        why: format!(
            "it takes no arguments, and `{}` was given",
            given.join("`, `")
        ),
        help: Some("call it with `{}`".to_owned()),
        correction: Box::default(),
    };
    Problem::new(&error).into()
}

/// The finished tree, to the folder and nowhere else.
fn write_to(session: &Session, folder: &Path) -> Result<(String, Value), Problems> {
    let tree = session.finish()?;
    repo::recover(folder)?;
    let origin = session.project().origin();
    let changes = repo::compare(&tree, &origin, folder, OnConflict::Refuse)?;
    let report = repo::apply(&changes)?;
    let value = json!({
        "folder": folder.display().to_string(),
        "files": tree.len(),
        "written": report.written(),
        "kept": report.kept.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    Ok((report.to_string(), value))
}
