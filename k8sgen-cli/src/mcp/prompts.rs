//! Prompts: how a person starts the work. Built from the session, which holds no secret.

use k8sgen_core::Session;
use rmcp::model::{ErrorData, GetPromptResult, Prompt, PromptArgument, PromptMessage, Role};
use serde_json::{Map, Value};

const GENERATE: &str = "generate_repository";
const CUSTOM: &str = "add_custom_manifest";
const MEND: &str = "mend_findings";

/// What the one argument is called.
const WISH: &str = "wish";

/// All prompts.
pub(super) fn all() -> Vec<Prompt> {
    let wish = PromptArgument::new(WISH)
        .with_description(
            "What the manifest is to do, such as `a PriorityClass for the payment service`.",
        )
        .with_required(true);
    vec![
        Prompt::new(
            GENERATE,
            Some("Make the whole repository, step by step."),
            None,
        ),
        Prompt::new(
            CUSTOM,
            Some("Add a manifest that no tool covers."),
            Some(vec![wish]),
        ),
        Prompt::new(
            MEND,
            Some("Mend what is wrong with what has been made."),
            None,
        ),
    ]
}

/// One of them.
pub(super) fn get(
    session: &Session,
    name: &str,
    args: &Map<String, Value>,
) -> Result<GetPromptResult, ErrorData> {
    let project = session.project().inventory.project.as_ref();
    let text = match name {
        GENERATE => format!(
            "Make the Kubernetes repository of `{project}`, one call at a time. Begin with `observe`. Then make the call that each reply \
             names as the next one, with the arguments it gives, until nothing is left of the plan: documentation first, then level by \
             level. Change an argument only if I asked for it. If a call is refused, correct what the problem names and call again.\n\n{}",
            session.observe()
        ),
        CUSTOM => {
            let Some(wish) = args.get(WISH).and_then(Value::as_str) else {
                let message =
                    format!("the prompt `{CUSTOM}` needs `{WISH}`: what the manifest is to do");
                return Err(ErrorData::invalid_params(message, None));
            };
            format!(
                "Add one manifest to the repository of `{project}`: {wish}\n\nIf one of the other tools makes this kind, use that tool. \
                 Otherwise write the manifest and hand it to `write_custom_manifest`. Name no namespace: the environments do. Use no \
                 Secret with values in it: the values stay in AWS Secrets Manager, and `generate_external_secret` fetches them."
            )
        }
        MEND => {
            let findings = session.observe().findings;
            let lines = findings.iter().map(|finding| {
                format!(
                    "- {} in {}: {}\n",
                    finding.rule, finding.path, finding.message
                )
            });
            let said = match findings.len() {
                0 => "Nothing is wrong with what has been made.".to_owned(),
                _ => lines.collect(),
            };
            format!(
                "Mend what is wrong with the repository of `{project}`. Call the tool that made the document again, with the argument \
                 that mends it. Try three times at most; then tell me what is left.\n\n{said}"
            )
        }
        _ => {
            let known = [GENERATE, CUSTOM, MEND].join("`, `");
            let message = format!(
                "there is no prompt `{}`; there are `{known}`",
                name.escape_debug()
            );
            return Err(ErrorData::invalid_params(message, None));
        }
    };
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(
        Role::User,
        text,
    )]))
}
