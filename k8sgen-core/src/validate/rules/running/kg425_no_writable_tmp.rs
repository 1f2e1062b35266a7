//! A read-only root, and no place to write.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG425",
    name: "no-writable-tmp",
    severity: Severity::Warning,
    finds: "A container with a read-only root file system that writes to `/tmp`, as its arguments, its variables or its image show, and has no volume there; as a word of advice, one beside a volume for such files that nothing mounts.",
    why: "The program fails when it writes: at its start, or on the day when it handles a large upload.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: TMPDIR
          value: /tmp
      securityContext:
        readOnlyRootFilesystem: true
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: tmp
      emptyDir: {}
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: TMPDIR
          value: /tmp
      securityContext:
        readOnlyRootFilesystem: true
      volumeMounts:
        - name: tmp
          mountPath: /tmp
",
    help: "add a volume `emptyDir: {}`, and mount it there",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let mut not_mounted = not_mounted(workload);
        for container in workload.containers() {
            let Some(at) = container
                .node
                .at(["securityContext", "readOnlyRootFilesystem"])
            else {
                continue;
            };
            if at.text() != Some("true") {
                continue;
            }
            let may_write = |path: &str| mounts(workload, &container, path);
            let by_image = || {
                image_writes(&container).filter(|paths| !paths.iter().any(|path| may_write(path)))
            };
            let name = shown(container.name());
            if let Some((node, path)) = named(&container).find(|(_, path)| !may_write(path)) {
                let message = format!(
                    "the root of container `{name}` is read-only, and it has no volume at `{}`",
                    shown(path)
                );
                found.at(node.mark, message);
            } else if let Some([usual, ..]) = by_image() {
                let message = format!(
                    "the root is read-only, and container `{name}` has no volume at `{usual}`, where its program writes"
                );
                found.at(at.mark, message);
            } else if let Some(volume) = not_mounted
                && !may_write("/tmp")
            {
                let message = format!(
                    "the root is read-only, and no container mounts the volume `{}`",
                    shown(volume)
                );
                found.say(at.mark, Severity::Info, message, None);
                not_mounted = None;
            }
        }
    }
}

/// An empty volume for such files, if no container mounts it.
fn not_mounted<'a>(workload: &Workload<'a>) -> Option<&'a str> {
    let names = workload
        .volumes()
        .iter()
        .filter(|volume| volume.entry("emptyDir").is_some());
    let mut names = names.filter_map(|volume| volume.at(["name"])?.text());
    names.find(|name| {
        let is_tmp = name.split('-').any(|part| matches!(part, "tmp" | "temp"));
        let mut mounts = workload
            .containers()
            .flat_map(|container| container.items("volumeMounts"));
        is_tmp && !mounts.any(|mount| mount.at(["name"]).and_then(Node::text) == Some(name))
    })
}

/// Whether a container has a volume at a path, or above it, that can be written to.
fn mounts(workload: &Workload<'_>, container: &Container<'_>, path: &str) -> bool {
    container.items("volumeMounts").iter().any(|mount| {
        let text = |field| mount.at([field]).and_then(Node::text);
        let at = text("mountPath").unwrap_or_default().trim_end_matches('/');
        let below = path.strip_prefix(at);
        let volume = workload
            .volumes()
            .iter()
            .find(|volume| volume.at(["name"]).and_then(Node::text) == text("name"));
        let fixed = ["configMap", "secret", "projected", "downwardAPI"];
        let is_fixed =
            volume.is_some_and(|volume| fixed.iter().any(|kind| volume.entry(kind).is_some()));
        below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            && text("readOnly") != Some("true")
            && !is_fixed
    })
}

/// The paths below `/tmp` that arguments and variables name.
fn named<'a>(container: &Container<'a>) -> impl Iterator<Item = (&'a Node, &'a str)> + use<'a> {
    let container = *container;
    let arguments = ["command", "args"]
        .into_iter()
        .flat_map(move |list| container.items(list));
    let values = container
        .variables()
        .filter_map(|variable| variable.value());
    arguments
        .chain(values)
        .filter_map(|node| Some((node, tmp(node.text()?)?)))
}

/// The first path in a text that is `/tmp`, or below it.
fn tmp(text: &str) -> Option<&str> {
    let ends = |c: char| c.is_whitespace() || "=:;,'\"()|&<>".contains(c);
    let mut words = text.split(ends);
    words.find(|word| *word == "/tmp" || word.starts_with("/tmp/"))
}

/// Where the program of a well-known image writes: one of these must be a volume.
fn image_writes(container: &Container<'_>) -> Option<&'static [&'static str]> {
    let image = container.image().and_then(Node::text).unwrap_or_default();
    let image = image.rsplit('/').next().unwrap_or_default();
    let command = container
        .items("command")
        .first()
        .or(container.items("args").first());
    let command = command.and_then(Node::text).unwrap_or_default();
    let arguments = container
        .items("args")
        .iter()
        .chain(container.items("command"));
    let mut arguments = arguments.filter_map(Node::text);
    if image.split([':', '@']).next() == Some("nginx") && container.items("command").is_empty() {
        return Some(&["/var/cache/nginx", "/tmp"]);
    }
    let is_gunicorn = command.rsplit('/').next() == Some("gunicorn");
    let elsewhere = arguments.any(|argument| argument.starts_with("--worker-tmp-dir"));
    (is_gunicorn && !elsewhere).then_some(&["/tmp", "/var/tmp", "/usr/tmp"])
}
