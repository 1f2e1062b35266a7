//! What schemas do not notice, and what would fail in a cluster: names that lead nowhere, names that are there
//! twice, and labels that lie.

use std::collections::BTreeSet;

use serde_json::Value;

use super::builds::Build;
use super::manifest::{self, Manifest};

/// Everything that a build's documents name is there.
///
/// # Panics
/// Something is not, or is there twice.
#[track_caller]
pub(crate) fn check(build: &Build) {
    let unsound = unsound(&build.manifests);
    assert!(
        unsound.is_empty(),
        "{}:\n{}",
        build.name,
        unsound.join("\n")
    );
}

/// What has pods.
const WORKLOADS: [&str; 5] = ["CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet"];

/// The template of a workload's pods.
fn template(workload: &Manifest) -> &Value {
    match workload.kind() {
        "CronJob" => &workload.0["spec"]["jobTemplate"]["spec"]["template"],
        _ => &workload.0["spec"]["template"],
    }
}

/// All containers of a pod.
fn containers(pod: &Value) -> impl Iterator<Item = &Value> {
    each(&pod["initContainers"]).chain(each(&pod["containers"]))
}

fn unsound(all: &[Manifest]) -> Vec<String> {
    let mut unsound = Vec::new();
    for manifest in all {
        let mut found = Vec::new();
        labels(manifest, &mut found);
        match manifest.kind() {
            kind if WORKLOADS.contains(&kind) => workload(all, manifest, &mut found),
            "Service" => service(all, &manifest.0, &mut found),
            "HorizontalPodAutoscaler" => {
                let target = &manifest.0["spec"]["scaleTargetRef"];
                there(
                    all,
                    text(&target["kind"]),
                    text(&target["name"]),
                    &mut found,
                );
            }
            "Ingress" => ingress(all, &manifest.0, &mut found),
            "ExternalSecret" => {
                let store = &manifest.0["spec"]["secretStoreRef"];
                there(all, text(&store["kind"]), text(&store["name"]), &mut found);
            }
            "SecretStore" => {
                let account = &manifest.0["spec"]["provider"]["aws"]["auth"]["jwt"];
                let account = text(&account["serviceAccountRef"]["name"]);
                there(all, "ServiceAccount", account, &mut found);
            }
            "RoleBinding" => there(
                all,
                "Role",
                text(&manifest.0["roleRef"]["name"]),
                &mut found,
            ),
            _ => {}
        }
        unsound.extend(
            found
                .into_iter()
                .map(|what| format!("{}: {what}", manifest.id())),
        );
    }
    unsound
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn there(all: &[Manifest], kind: &str, name: &str, found: &mut Vec<String>) {
    if manifest::find(all, kind, name).is_none() {
        found.push(format!("names the {kind} `{name}`, which is not there"));
    }
}

/// Names in a list are there once.
fn once(list: &Value, what: &str, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for name in each(list).map(|item| text(&item["name"])) {
        if !seen.insert(name) {
            found.push(format!("has the {what} `{name}` twice"));
        }
    }
}

/// Labels are text of at most 63 characters.
fn labels(manifest: &Manifest, found: &mut Vec<String>) {
    let labels = manifest.0["metadata"]
        .get("labels")
        .and_then(Value::as_object);
    for (key, value) in labels.into_iter().flatten() {
        let is_one = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if !value
            .as_str()
            .is_some_and(|text| text.len() <= 63 && text.chars().all(is_one))
        {
            found.push(format!("the label {key} is {value}"));
        }
    }
}

fn workload(all: &[Manifest], workload: &Manifest, found: &mut Vec<String>) {
    let template = template(workload);
    let pod = &template["spec"];
    there(
        all,
        "ServiceAccount",
        text(&pod["serviceAccountName"]),
        found,
    );
    let names: Vec<&str> = containers(pod)
        .map(|container| text(&container["name"]))
        .collect();
    if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
        found.push(format!("has the containers {names:?}"));
    }
    once(&pod["volumes"], "volume", found);
    let claims = &workload.0["spec"]["volumeClaimTemplates"];
    let claims = each(claims).map(|claim| &claim["metadata"]["name"]);
    let volumes = each(&pod["volumes"]).map(|volume| &volume["name"]);
    let volumes: Vec<&Value> = volumes.chain(claims).collect();
    for container in containers(pod) {
        self::container(all, container, &volumes, found);
    }
    for volume in each(&pod["volumes"]) {
        for item in each(&volume["secret"]["items"]) {
            key(
                all,
                "Secret",
                &volume["secret"]["secretName"],
                &item["key"],
                found,
            );
        }
        if let Some(map) = volume.get("configMap") {
            there(all, "ConfigMap", text(&map["name"]), found);
        }
    }
    if workload.kind() == "StatefulSet" {
        there(
            all,
            "Service",
            text(&workload.0["spec"]["serviceName"]),
            found,
        );
    }
    let container = &pod["containers"][0];
    // A version that is not what runs is worse than none.
    let version = text(&template["metadata"]["labels"]["app.kubernetes.io/version"]);
    let image = text(&container["image"]);
    let name = image.split('@').next().unwrap_or_default();
    let tag = name.rsplit_once(':').map_or("", |(_, tag)| tag);
    if !version.is_empty() && !tag.is_empty() && tag != version {
        found.push(format!(
            "runs {image} and says that its version is {version}"
        ));
    }
}

fn container(all: &[Manifest], container: &Value, volumes: &[&Value], found: &mut Vec<String>) {
    once(&container["env"], "variable", found);
    let mounts = || each(&container["volumeMounts"]);
    for mount in mounts() {
        if !volumes.contains(&&mount["name"]) {
            found.push(format!("mounts {}, which is no volume", mount["name"]));
        }
    }
    let paths: BTreeSet<&str> = mounts().map(|mount| text(&mount["mountPath"])).collect();
    if paths.len() < mounts().count() {
        found.push(format!("mounts two things at one of {paths:?}"));
    }
    let ports: Vec<&Value> = each(&container["ports"])
        .map(|port| &port["name"])
        .collect();
    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
        for how in ["httpGet", "tcpSocket"] {
            let port = &container[probe][how]["port"];
            if port.is_string() && !ports.contains(&port) {
                found.push(format!("asks on the port {port}, which is not there"));
            }
        }
    }
    for variable in each(&container["env"]) {
        match (variable.get("value"), variable.get("valueFrom")) {
            (Some(value), None) if value.is_string() => {}
            (None, Some(from)) => {
                for (kind, reference) in
                    [("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef")]
                {
                    if let Some(reference) = from.get(reference) {
                        key(all, kind, &reference["name"], &reference["key"], found);
                    }
                }
            }
            _ => found.push(format!("{variable} is no variable")),
        }
    }
}

/// A key of a ConfigMap, or of the Secret that an ExternalSecret makes.
fn key(all: &[Manifest], kind: &str, name: &Value, key: &Value, found: &mut Vec<String>) {
    let name = text(name);
    let is_there = match kind {
        "ConfigMap" => {
            manifest::find(all, kind, name).is_some_and(|map| map["data"].get(text(key)).is_some())
        }
        _ => manifest::find(all, "ExternalSecret", name).is_some_and(|secret| {
            each(&secret["spec"]["data"]).any(|data| data["secretKey"] == *key)
        }),
    };
    if !is_there {
        found.push(format!(
            "reads {key} of the {kind} `{name}`, which is not there"
        ));
    }
}

/// A Service's selector selects one workload's pods, and its ports are theirs.
fn service(all: &[Manifest], service: &Value, found: &mut Vec<String>) {
    let selector = service["spec"]["selector"].as_object();
    let workloads = all
        .iter()
        .filter(|manifest| WORKLOADS.contains(&manifest.kind()));
    let selected: Vec<&Value> = workloads
        .map(template)
        .filter(|template| {
            let labels = &template["metadata"]["labels"];
            selector.is_some_and(|pairs| pairs.iter().all(|(key, value)| labels[key] == *value))
        })
        .collect();
    let [template] = selected.as_slice() else {
        found.push(format!("selects the pods of {} workloads", selected.len()));
        return;
    };
    let ports: Vec<&Value> = containers(&template["spec"])
        .flat_map(|container| each(&container["ports"]))
        .map(|port| &port["name"])
        .collect();
    for port in each(&service["spec"]["ports"]) {
        if !ports.contains(&&port["targetPort"]) {
            found.push(format!(
                "leads to the port {}, which pods do not have",
                port["targetPort"]
            ));
        }
    }
}

fn ingress(all: &[Manifest], ingress: &Value, found: &mut Vec<String>) {
    let rules = each(&ingress["spec"]["rules"]);
    for path in rules.flat_map(|rule| each(&rule["http"]["paths"])) {
        let backend = &path["backend"]["service"];
        let service = manifest::find(all, "Service", text(&backend["name"]));
        let ports = service.map(|service| &service["spec"]["ports"]);
        let port = &backend["port"]["name"];
        if !ports.is_some_and(|ports| each(ports).any(|of_service| of_service["name"] == *port)) {
            found.push(format!(
                "sends {} to {backend}, which is not there",
                path["path"]
            ));
        }
    }
}
