//! A fact as the manifests say it, each read from where Kubernetes looks for it.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Amounts, Autoscaling, Fact, Keys, Probe, Probes, Resources, Strategy};
use crate::harness::manifest::{self, Manifest};

/// The label that selects a service's pods.
const NAME: &str = "app.kubernetes.io/name";

/// Everything that is known about a service.
pub(super) fn fact(all: &[Manifest], name: &str) -> Fact {
    let deployment = manifest::find(all, "Deployment", name).expect("a Deployment");
    let (spec, template) = (&deployment["spec"], &deployment["spec"]["template"]);
    let (pod, container) = (&template["spec"], &template["spec"]["containers"][0]);
    assert_eq!(spec["selector"]["matchLabels"][NAME], name);
    assert_eq!(template["metadata"]["labels"][NAME], name);
    assert_eq!(deployment["metadata"]["labels"], template["metadata"]["labels"]);

    let port: u16 = get(&container["ports"][0]["containerPort"]);
    service_leads_to(all, name, port);
    let autoscaling = manifest::find(all, "HorizontalPodAutoscaler", name).map(autoscaling);
    let budget = manifest::find(all, "PodDisruptionBudget", name);
    let rolling_update = &spec["strategy"]["rollingUpdate"];
    let path = ingress_paths(all).into_iter().find(|(_, to)| to == name);
    Fact {
        port,
        tier: get(&template["metadata"]["labels"]["app.kubernetes.io/component"]),
        service_account: get(&pod["serviceAccountName"]),
        // An autoscaler begins with its fewest.
        replicas: match &autoscaling {
            Some(scaling) => {
                assert_eq!(spec.get("replicas"), None, "{name}: fixed, and autoscaled");
                scaling.min
            }
            None => get(&spec["replicas"]),
        },
        calls: calls(all, name),
        config: keys(container, "configMapKeyRef"),
        secrets: keys(container, "secretKeyRef"),
        env: each(&container["env"])
            .filter_map(|variable| Some((get(&variable["name"]), get(variable.get("value")?))))
            .collect(),
        storage: BTreeMap::new(),
        resources: Resources {
            requests: amounts(&container["resources"]["requests"]),
            limits: amounts(&container["resources"]["limits"]),
        },
        probes: Probes {
            readiness: container.get("readinessProbe").map(|it| probe(it, port)),
            liveness: container.get("livenessProbe").map(|it| probe(it, port)),
            startup: container.get("startupProbe").map(|it| probe(it, port)),
        },
        strategy: Strategy {
            max_surge: get(&rolling_update["maxSurge"]),
            max_unavailable: get(&rolling_update["maxUnavailable"]),
        },
        min_ready_seconds: get(&spec["minReadySeconds"]),
        termination_grace_period_seconds: get(&pod["terminationGracePeriodSeconds"]),
        pre_stop_sleep: get(&container["lifecycle"]["preStop"]["sleep"]["seconds"]),
        writable_paths: writable_paths(pod),
        autoscaling,
        min_available: budget.and_then(|budget| get(&budget["spec"]["minAvailable"])),
        ingress_path: path.map(|(path, _)| path),
    }
}

/// Paths of the base's load balancer, and the service of each.
pub(super) fn ingress_paths(all: &[Manifest]) -> BTreeMap<String, String> {
    let ingresses = manifest::of_kind(all, "Ingress").into_iter();
    let rules = ingresses.flat_map(|ingress| each(&ingress.0["spec"]["rules"]));
    let paths = rules.flat_map(|rule| each(&rule["http"]["paths"]));
    paths
        .map(|path| {
            let service = &path["backend"]["service"];
            assert_eq!(service["port"]["name"], "http");
            (get(&path["path"]), get(&service["name"]))
        })
        .collect()
}

fn get<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// The Service of the same name has the same port, and leads to the pods.
fn service_leads_to(all: &[Manifest], name: &str, port: u16) {
    let service = manifest::find(all, "Service", name).expect("a Service");
    let spec = &service["spec"];
    assert_eq!(spec["selector"][NAME], name);
    assert_eq!(spec["ports"].as_array().map(Vec::len), Some(1));
    assert_eq!(get::<u16>(&spec["ports"][0]["port"]), port);
    assert_eq!(spec["ports"][0]["targetPort"], "http");
}

/// Whom its network policy lets it call, by name.
fn calls(all: &[Manifest], name: &str) -> BTreeSet<String> {
    let policy = manifest::find(all, "NetworkPolicy", name).expect("a NetworkPolicy");
    let peers = each(&policy["spec"]["egress"]).flat_map(|rule| each(&rule["to"]));
    peers
        .filter_map(|peer| peer.get("podSelector"))
        .map(|selector| get(&selector["matchLabels"][NAME]))
        .collect()
}

/// Keys that its variables are read from.
fn keys(container: &Value, reference: &str) -> Keys {
    let mut keys = Keys::new();
    for variable in each(&container["env"]) {
        if let Some(from) = variable["valueFrom"].get(reference) {
            assert_eq!(from["key"], variable["name"], "a variable is called as its key");
            keys.entry(get(&from["name"])).or_default().insert(get(&from["key"]));
        }
    }
    keys
}

fn amounts(list: &Value) -> Amounts {
    Amounts {
        cpu: get(&list["cpu"]),
        memory: get(&list["memory"]),
    }
}

fn probe(probe: &Value, port: u16) -> Probe {
    let http = &probe["httpGet"];
    assert!(http["port"] == "http" || http["port"] == port, "{http}");
    Probe {
        path: get(&http["path"]),
        initial_delay: get(&probe["initialDelaySeconds"]),
        period: get(&probe["periodSeconds"]),
        timeout: get(&probe["timeoutSeconds"]),
        failure_threshold: get(&probe["failureThreshold"]),
    }
}

fn autoscaling(autoscaler: &Value) -> Autoscaling {
    let spec = &autoscaler["spec"];
    assert_eq!(spec["scaleTargetRef"]["name"], autoscaler["metadata"]["name"]);
    let percent = |resource: &str| {
        each(&spec["metrics"])
            .find(|metric| metric["resource"]["name"] == resource)
            .map(|metric| get(&metric["resource"]["target"]["averageUtilization"]))
    };
    Autoscaling {
        min: get(&spec["minReplicas"]),
        max: get(&spec["maxReplicas"]),
        cpu_percent: percent("cpu"),
        memory_percent: percent("memory"),
    }
}

/// Where a volume is mounted, beside /tmp; the rest is read only.
fn writable_paths(pod: &Value) -> BTreeSet<String> {
    let container = &pod["containers"][0];
    assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true);
    for mount in each(&container["volumeMounts"]) {
        let volume = each(&pod["volumes"]).find(|volume| volume["name"] == mount["name"]);
        assert!(volume.is_some_and(|volume| volume.get("emptyDir").is_some()), "{mount}");
    }
    let mut paths: BTreeSet<String> = each(&container["volumeMounts"])
        .map(|mount| get(&mount["mountPath"]))
        .collect();
    assert!(paths.remove("/tmp"), "no writable /tmp");
    paths
}
