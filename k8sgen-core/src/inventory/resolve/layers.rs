//! Layers of settings, laid on each other.

use crate::inventory::volume::SOURCES;
use crate::yaml::{Entry, Node, Segment, Value};

/// The probes of a container.
const PROBES: [&str; 3] = ["startup", "readiness", "liveness"];
/// The forms of a probe, of which one counts.
const FORMS: [&str; 5] = ["path", "http", "grpc", "tcp", "exec"];
/// Containers beside a service's own.
const EXTRA: [&str; 2] = ["init_containers", "sidecars"];

/// `under` with `over` laid on it. Where both say one of several things that exclude each other, the upper one counts.
pub(super) fn lay(under: &Node, over: &Node) -> Node {
    let mut under = under.clone();
    for probe in PROBES {
        give_way(&mut under, over, &["probes", probe], &FORMS);
    }
    let volumes = over.at(["volumes"]).map_or(&[][..], Node::entries);
    for volume in volumes {
        give_way(&mut under, over, &["volumes", &volume.key], &SOURCES);
    }
    under.overlaid(over)
}

/// Takes the forms of what stands at `path` away from `under` where `over` names one.
fn give_way(under: &mut Node, over: &Node, path: &[&str], forms: &[&str]) {
    let said = over.at(path.iter().copied());
    if !forms
        .iter()
        .any(|form| said.is_some_and(|said| said.entry(form).is_some()))
    {
        return;
    }
    for form in forms {
        let path = path.iter().chain([form]);
        let path: Vec<Segment> = path.map(|key| Segment::Key((*key).to_owned())).collect();
        under.prune(&path);
    }
}

/// Lays each container beside the service's own on the built-in resources. What the service's own container needs
/// says nothing about it.
pub(super) fn complete_containers(merged: &mut Node, builtin: &Node) {
    let Some(resources) = builtin.entry("resources") else {
        return;
    };
    let Value::Map(entries) = &mut merged.value else {
        return;
    };
    let extra = entries
        .iter_mut()
        .filter(|entry| EXTRA.contains(&entry.key.as_str()));
    for containers in extra {
        let Value::Map(containers) = &mut containers.value.value else {
            continue;
        };
        for container in containers {
            complete(container, resources);
        }
    }
}

fn complete(container: &mut Entry, resources: &Entry) {
    let under = Node {
        value: Value::Map(vec![resources.clone()]),
        mark: container.value.mark,
    };
    container.value = match &container.value.value {
        // It says nothing, and is all that it takes to be there.
        Value::Null => under,
        _ => under.overlaid(&container.value),
    };
}
