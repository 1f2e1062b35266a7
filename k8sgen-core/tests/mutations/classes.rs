//! The classes of changes.

mod access;
mod added;
mod harmless;
mod kustomize;
mod loading;
mod network;
mod pods;
mod reasons;
mod references;
mod running;
mod shape;
mod syncs;
mod syntax;

use crate::class::Class;

/// All classes, in the order in which they are reported.
pub(crate) fn all() -> Vec<&'static Class> {
    [
        loading::CLASSES,
        syntax::CLASSES,
        shape::keys::CLASSES,
        shape::values::CLASSES,
        shape::names::CLASSES,
        shape::objects::CLASSES,
        references::CLASSES,
        syncs::CLASSES,
        kustomize::CLASSES,
        network::CLASSES,
        running::scaling::CLASSES,
        running::rollout::CLASSES,
        running::probes::CLASSES,
        running::state::CLASSES,
        running::advice::CLASSES,
        pods::privileges::CLASSES,
        pods::images::CLASSES,
        pods::credentials::CLASSES,
        access::CLASSES,
        harmless::CLASSES,
        harmless::pods::CLASSES,
        harmless::unread::CLASSES,
    ]
    .iter()
    .chain(added::CLASSES)
    .copied()
    .flatten()
    .collect()
}

pub(crate) use reasons::{MISSED, NEVER_HIT};

/// Everything that runs pods.
const WORKLOADS: &str = "Deployment StatefulSet DaemonSet Job CronJob";
/// Those of them that run on.
pub(crate) const SERVERS: &str = "Deployment StatefulSet DaemonSet";
const KUSTOMIZATION: &str = "Kustomization.kustomize.config.k8s.io";
const FLUX: &str = "Kustomization.kustomize.toolkit.fluxcd.io";

/// The word without the letter in its middle.
fn misspelt(text: &str) -> Option<String> {
    let text = crate::lines::unquoted(text);
    let at = text.len() / 2;
    let is_short = text.len() < 4 || !text.is_ascii();
    (!is_short).then(|| format!("{}{}", &text[..at], &text[at + 1..]))
}

/// Another name, which nothing has.
fn elsewhere(text: &str) -> Option<String> {
    let text = crate::lines::unquoted(text);
    (!text.is_empty()).then(|| format!("{text}-elsewhere"))
}

/// A number, one higher.
fn one_more(text: &str) -> Option<String> {
    text.parse::<u32>()
        .ok()
        .map(|number| (number + 1).to_string())
}

/// All in small letters.
fn lower(text: &str) -> Option<String> {
    Some(text.to_lowercase())
}

/// The object, and once more under another name.
fn two(document: &str) -> Option<String> {
    let at = document.find("\n  name: ")? + "\n  name: ".len();
    Some(format!(
        "{document}\n---\n{}another-{}",
        &document[..at],
        &document[at..]
    ))
}

/// A text in quotes, without them.
fn without_quotes(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.to_owned())
}
