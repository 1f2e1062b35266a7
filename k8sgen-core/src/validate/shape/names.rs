//! Names of objects: which rule holds depends on the kind.

use k8sgen_templates::names::{DnsLabel, DnsSubdomain};

use super::{Misfit, Wrong};
use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::objects::is_placeholder;
use crate::yaml::{Node, Value};

/// Kinds whose names become a part of a DNS name.
const LABELS: [&str; 2] = ["Service", "Namespace"];
/// The longest name of a CronJob, whose Jobs' names are eleven characters longer.
const MOST_OF_CRON_JOB: usize = 52;

/// The name and the namespace of an object. What is no object has no metadata, such as a kubelet's settings.
pub(super) fn check(document: &Document, misfits: &mut Vec<Misfit>) {
    let Some(metadata) = document.node.entry("metadata") else {
        return;
    };
    if !matches!(metadata.value.value, Value::Map(_)) {
        return;
    }
    if let Some((node, name)) = metadata
        .value
        .at(["name"])
        .and_then(|node| Some((node, node.text()?)))
        && !is_placeholder(name)
        && let Some(why) = refused(document, name)
    {
        misfits.push(Misfit {
            mark: node.mark,
            wrong: Wrong::Name,
            message: format!("`metadata.name`: {why}"),
            help: None,
            mend: None,
        });
    }
    let namespace = metadata.value.at(["namespace"]);
    check_namespace(namespace, "metadata.namespace", misfits);
}

/// The name of a namespace, at a path.
pub(super) fn check_namespace(node: Option<&Node>, path: &str, misfits: &mut Vec<Misfit>) {
    if let Some((node, text)) = node.and_then(|node| Some((node, node.text()?)))
        && !is_placeholder(text)
        && !text.is_empty()
        && let Err(error) = text.parse::<DnsLabel>()
    {
        misfits.push(Misfit {
            mark: node.mark,
            wrong: Wrong::Name,
            message: format!("`{path}`: {error}"),
            help: None,
            mend: None,
        });
    }
}

/// The name of an object that has none.
pub(super) fn missing(document: &Document) -> Option<Misfit> {
    let mark = match document.node.entry("metadata") {
        None => document.mark(),
        Some(metadata) if !matches!(metadata.value.value, Value::Map(_)) => return None,
        Some(metadata) => {
            let mut names = ["name", "generateName"].into_iter();
            if names.any(|name| metadata.value.entry(name).is_some()) {
                return None;
            }
            metadata.mark
        }
    };
    Some(Misfit {
        mark,
        wrong: Wrong::Missing,
        message: "`metadata.name` is missing".to_owned(),
        help: None,
        mend: None,
    })
}

fn refused(document: &Document, name: &str) -> Option<String> {
    let kind = document.kind();
    if document.group() == "rbac.authorization.k8s.io" {
        let bad = name.is_empty() || name == "." || name == ".." || name.contains(['/', '%']);
        return bad.then(|| {
            format!(
                "`{}` is no part of a path, which has no `/` and no `%`",
                shown(name)
            )
        });
    }
    if document.group().is_empty() && LABELS.contains(&kind) {
        if kind == "Service" && name.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(format!(
                "`{}`: a Service's name begins with a letter",
                shown(name)
            ));
        }
        return name
            .parse::<DnsLabel>()
            .err()
            .map(|error| error.to_string());
    }
    if kind == "CronJob" && name.len() > MOST_OF_CRON_JOB {
        return Some(format!(
            "`{}` has more than {MOST_OF_CRON_JOB} characters",
            shown(name)
        ));
    }
    // Names of what is not Kubernetes' own, such as those of Events, may have rules of their own.
    name.parse::<DnsSubdomain>()
        .err()
        .map(|error| error.to_string())
}
