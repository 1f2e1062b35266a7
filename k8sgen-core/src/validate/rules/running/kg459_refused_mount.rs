//! Paths of mounts, and of files in volumes, that can't be.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Workload, is_placeholder, is_true, is_windows};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG459",
    name: "refused-mount",
    severity: Severity::Error,
    finds: "A volume over the whole file system of a container (`mountPath: /`); a `subPath`, or the path of a \
        file in a volume, that is absolute or leads out with `..`; `subPath` beside `subPathExpr`; a \
        `hostPath` with `..`; `Bidirectional` in a container that is not privileged. As a warning, a \
        `mountPath` with a colon.",
    why: "The API server refuses the object. A volume over `/` it takes, but nothing starts: the image's own \
        files, and so the program, are not to be seen.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: data
          mountPath: /data
          subPath: ../web
  volumes:
    - name: data
      emptyDir: {}
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: data
          mountPath: /data
          subPath: web
  volumes:
    - name: data
      emptyDir: {}
",
    help: "write a path inside of the volume, without `/` at its beginning and without `..`",
    check: Check::Applied(check),
};

/// The parts of a projected volume, and of others, that list files.
const LISTS: [&str; 3] = ["configMap", "secret", "downwardAPI"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            mounts(workload, &container, found);
        }
        for volume in workload.volumes() {
            files(volume, found);
        }
    }
}

/// What a path is that must lead down from where it begins.
fn refused(path: &str) -> Option<&'static str> {
    if path.starts_with('/') {
        Some("is absolute")
    } else if path.split('/').any(|part| part == "..") {
        Some("leads out of the volume")
    } else {
        None
    }
}

fn mounts(workload: &Workload<'_>, container: &Container<'_>, found: &mut Found<'_>) {
    for mount in container.items("volumeMounts") {
        if let Some(path) = mount.given("mountPath") {
            mount_path(path, is_windows(workload), found);
        }
        for field in ["subPath", "subPathExpr"] {
            let path = mount.given(field);
            if let Some((node, text)) = path.and_then(|node| Some((node, node.text()?)))
                && let Some(why) = refused(text)
                && !is_placeholder(text)
            {
                found.at(node.mark, format!("`{field}: {}` {why}", shown(text)));
            }
        }
        let is_set = |field| mount.text_of(field).is_some_and(|text| !text.is_empty());
        if is_set("subPath")
            && is_set("subPathExpr")
            && let Some(second) = mount.entry("subPathExpr")
        {
            let message = "`subPath` and `subPathExpr` are both set, and one may be";
            let help =
                "keep the one that is meant; in a patch, `subPath: null` takes the base's away";
            found.with_help(second.mark, message, Some(help));
        }
        let privileged = is_true(container.node, &["securityContext", "privileged"]);
        if let Some(way) = mount.given("mountPropagation")
            && way.text() == Some("Bidirectional")
            && privileged.is_none()
        {
            let message = "`mountPropagation: Bidirectional` is for privileged containers alone";
            let help = "write `HostToContainer`, if the container need not mount anything itself";
            found.with_help(way.mark, message, Some(help));
        }
    }
    for device in container.items("volumeDevices") {
        if let Some(path) = device.given("devicePath")
            && path.text().is_some_and(leads_up)
        {
            let message = format!(
                "`devicePath: {}` has `..`",
                shown(path.text().unwrap_or_default())
            );
            found.with_help(path.mark, message, Some("write the path without `..`"));
        }
    }
}

fn leads_up(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

fn mount_path(node: &Node, is_windows: bool, found: &mut Found<'_>) {
    let Some(path) = node.text().filter(|text| !is_placeholder(text)) else {
        return;
    };
    let is_drive = |path: &str| path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') && path.split('/').all(|part| matches!(part, "" | ".")) {
        let message = "the volume is mounted over the container's whole file system";
        let help = "mount it into a folder, such as `/data`";
        found.with_help(node.mark, message, Some(help));
    } else if path.contains(':') && !is_windows && !is_drive(path) {
        let message = format!(
            "`mountPath: {}` has a colon, which no path of a mount may have",
            shown(path)
        );
        let help = "write a path without a colon";
        found.say(node.mark, Severity::Warning, message, Some(help));
    }
}

/// The paths of files in a volume.
fn files(volume: &Node, found: &mut Found<'_>) {
    if let Some(path) = volume.at(["hostPath", "path"])
        && path.text().is_some_and(leads_up)
    {
        let message = format!(
            "`hostPath.path: {}` has `..`",
            shown(path.text().unwrap_or_default())
        );
        found.with_help(path.mark, message, Some("write the path without `..`"));
    }
    let projected = volume
        .at(["projected"])
        .map_or(&[][..], |projected| projected.list("sources"));
    for source in projected.iter().chain([volume]) {
        let lists = LISTS.iter().filter_map(|list| source.at([*list]));
        let items = lists.flat_map(|list| list.list("items"));
        let token = source.at(["serviceAccountToken"]);
        let bundle = source.at(["clusterTrustBundle"]);
        for item in items.chain(token).chain(bundle) {
            let Some((node, path)) = item
                .given("path")
                .and_then(|node| Some((node, node.text()?)))
            else {
                continue;
            };
            // Kubernetes' own links in such a volume are called so.
            let is_reserved = path.starts_with("..");
            let why = refused(path).or(is_reserved.then_some("begins with `..`"));
            if let Some(why) = why.filter(|_| !is_placeholder(path)) {
                found.at(node.mark, format!("`path: {}` {why}", shown(path)));
            }
        }
    }
}
