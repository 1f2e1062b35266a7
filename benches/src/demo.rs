//! The demo of `examples/`: what everything here is measured on.

use std::io;
use std::path::PathBuf;

use k8sgen_core::{Project, Sources, Tree};
use k8sgen_templates::kind::{Deployment, Manifest};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Result;

/// The demo's inventory.
#[must_use]
pub fn config() -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "..",
        "examples",
        "demo-replica-agent",
        "k8sgen.yaml",
    ]
    .iter()
    .collect()
}

/// A folder to write to: in memory where there is such a place, because how fast files are made on a disk depends
/// more on the disk, and on what was lately deleted from it, than on who makes them.
///
/// # Errors
/// There is no such place, nor one for temporary files.
pub fn scratch() -> io::Result<TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// The demo's Deployments, as the structs that render themselves.
///
/// # Errors
/// The demo can't be generated, or a Deployment says something that is not read back here.
pub fn deployments() -> Result<Vec<Deployment>> {
    let tree = Project::load(&config(), &Sources::default(), None)
        .and_then(|project| project.generate())?;
    texts(&tree).map(read_back).collect()
}

fn texts(tree: &Tree) -> impl Iterator<Item = &str> {
    let documents = tree.iter().flat_map(|(_, documents)| documents);
    documents
        .filter(|document| document.kind == Deployment::KIND)
        .map(|document| document.text.as_str())
}

/// The struct that rendered `text`, which is checked: a tool gives away its document only.
fn read_back(text: &str) -> Result<Deployment> {
    let manifest: Value = serde_saphyr::from_str(text)?;
    let spec = &manifest["spec"];
    let template = &spec["template"];
    let pod = &template["spec"];
    let container = &pod["containers"][0];
    let deployment = json!({
        "metadata": manifest["metadata"],
        "replicas": spec["replicas"],
        "selector": spec["selector"]["matchLabels"],
        "rolling_update": {
            "max_surge": spec["strategy"]["rollingUpdate"]["maxSurge"],
            "max_unavailable": spec["strategy"]["rollingUpdate"]["maxUnavailable"],
        },
        "min_ready_seconds": spec["minReadySeconds"],
        "pod": {
            "labels": template["metadata"]["labels"],
            "annotations": template["metadata"].get("annotations").unwrap_or(&json!({})),
            "spread": pod["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
            "service_account": pod["serviceAccountName"],
            "termination_grace_period_seconds": pod["terminationGracePeriodSeconds"],
            "run_as": pod["securityContext"]["runAsUser"],
            "container": {
                "name": container["name"],
                "image": container["image"],
                "ports": each(&container["ports"], |port| json!({"name": port["name"], "port": port["containerPort"]})),
                "env": each(&container["env"], |variable| json!({"name": variable["name"], "source": source(variable)})),
                "resources": {
                    "requests": resources(&container["resources"]["requests"]),
                    "limits": resources(&container["resources"]["limits"]),
                },
                "startup_probe": container.get("startupProbe").map(probe),
                "readiness_probe": container.get("readinessProbe").map(probe),
                "liveness_probe": container.get("livenessProbe").map(probe),
                "pre_stop_sleep_seconds": container["lifecycle"]["preStop"]["sleep"]["seconds"],
                "mounts": each(&container["volumeMounts"], mount),
            },
            "volumes": each(&pod["volumes"], volume),
        },
    });
    match serde_json::from_value::<Deployment>(deployment) {
        Ok(deployment) if deployment.to_yaml() == text => Ok(deployment),
        Ok(_) => Err(unlike(&format!("something is lost of\n{text}"))),
        Err(error) => Err(unlike(&error.to_string())),
    }
}

fn unlike(why: &str) -> Box<dyn std::error::Error> {
    format!("benches/src/demo.rs no longer reads back what a Deployment says: {why}").into()
}

fn list(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn each(values: &Value, read: impl Fn(&Value) -> Value) -> Vec<Value> {
    list(values).map(read).collect()
}

fn source(variable: &Value) -> Value {
    let from = &variable["valueFrom"];
    match (from.get("configMapKeyRef"), from.get("secretKeyRef")) {
        (Some(reference), _) => json!({ "config_map_key": reference }),
        (_, Some(reference)) => json!({ "secret_key": reference }),
        _ => json!({ "value": variable["value"] }),
    }
}

fn resources(list: &Value) -> Value {
    json!({"cpu": list["cpu"], "memory": list["memory"], "ephemeral_storage": list["ephemeral-storage"]})
}

fn mount(mount: &Value) -> Value {
    let access = if mount["readOnly"] == true {
        "read_only"
    } else {
        "read_write"
    };
    json!({"volume": mount["name"], "path": mount["mountPath"], "access": access})
}

fn volume(volume: &Value) -> Value {
    let source = match volume.get("secret") {
        Some(secret) => {
            let keys = each(&secret["items"], |item| item["key"].clone());
            json!({"secret": {"name": secret["secretName"], "keys": keys}})
        }
        None => json!({"empty_dir": {}}),
    };
    json!({"name": volume["name"], "source": source})
}

fn probe(probe: &Value) -> Value {
    let http = &probe["httpGet"];
    let action = if http["port"].is_number() {
        "http_by_number"
    } else {
        "http_by_name"
    };
    json!({
        "action": {action: http},
        "initial_delay_seconds": probe["initialDelaySeconds"],
        "period_seconds": probe["periodSeconds"],
        "timeout_seconds": probe["timeoutSeconds"],
        "failure_threshold": probe["failureThreshold"],
    })
}
