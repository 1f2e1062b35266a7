//! What is known about the demo's services, against the inventory and against what is generated from it.
//!
//! `fixtures/demo-facts.yaml` was written down before there was an inventory. A fact is one field of [`Fact`],
//! and the file has no other, so none is left out; the inventory and the manifests are both read into the
//! same struct.

mod from_inventory;
mod from_manifests;
mod terraform;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::harness::{demo, manifest};

/// Names, and the keys of each.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    port: u16,
    tier: String,
    service_account: String,
    replicas: u32,
    #[serde(default)]
    calls: BTreeSet<String>,
    #[serde(default)]
    config: Keys,
    #[serde(default)]
    secrets: Keys,
    /// Variables with a value.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// Variables with a value of Terraform's: `<storage.bucket_name>`.
    #[serde(default)]
    storage: BTreeMap<String, String>,
    resources: Resources,
    probes: Probes,
    strategy: Strategy,
    min_ready_seconds: Option<u32>,
    #[serde(default = "kubernetes_grace_period")]
    termination_grace_period_seconds: u32,
    pre_stop_sleep: Option<u32>,
    writable_paths: BTreeSet<String>,
    autoscaling: Option<Autoscaling>,
    min_available: Option<u32>,
    ingress_path: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Resources {
    requests: Amounts,
    limits: Amounts,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amounts {
    cpu: String,
    memory: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probes {
    readiness: Option<Probe>,
    liveness: Option<Probe>,
    startup: Option<Probe>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    path: String,
    initial_delay: u32,
    period: u32,
    #[serde(default = "kubernetes_timeout")]
    timeout: u32,
    failure_threshold: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strategy {
    max_surge: u32,
    max_unavailable: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Autoscaling {
    min: u32,
    max: u32,
    cpu_percent: Option<u32>,
    memory_percent: Option<u32>,
}

/// Seconds that a pod has to end where nobody says otherwise.
fn kubernetes_grace_period() -> u32 {
    30
}

/// Seconds that a probe waits where nobody says otherwise.
fn kubernetes_timeout() -> u32 {
    1
}

/// The facts as the demo is to carry them.
fn facts() -> BTreeMap<String, Fact> {
    #[derive(Deserialize)]
    struct File {
        services: BTreeMap<String, Fact>,
    }
    let file: File = serde_saphyr::from_str(include_str!("../fixtures/demo-facts.yaml"))
        .expect("every field of the facts is a field here");
    let mut facts = file.services;
    for (name, fact) in &mut facts {
        // Every container has a writable /tmp, so nobody needs to ask for it.
        fact.writable_paths.remove("/tmp");
        // The one deliberate difference: it alone needs the bucket, so it alone has its account's role.
        if name == "image-processor" {
            assert_eq!(fact.service_account, "processing-sa");
            "image-processor-sa".clone_into(&mut fact.service_account);
        }
    }
    facts
}

#[test]
fn the_inventory_carries_every_fact() {
    let inventory = &demo::project().inventory;
    let facts = facts();
    assert_eq!(facts.len(), 20);
    assert_eq!(inventory.services.len(), facts.len());
    for (name, mut fact) in facts {
        for (variable, value) in std::mem::take(&mut fact.storage) {
            let reference = value.replace('<', "${").replace('>', "}");
            fact.env.insert(variable, reference);
        }
        let service = &inventory.services[name.as_str()];
        assert_eq!(from_inventory::fact(service), fact, "{name}");
    }
}

#[test]
fn the_manifests_carry_every_fact() {
    let all = demo::base();
    assert_eq!(manifest::of_kind(all, "Deployment").len(), 20);
    assert_eq!(manifest::of_kind(all, "Service").len(), 20);
    for (name, mut fact) in facts() {
        for (variable, value) in std::mem::take(&mut fact.storage) {
            fact.env.insert(variable, terraform::value(&value));
        }
        assert_eq!(from_manifests::fact(all, &name), fact, "{name}");
    }
}

#[test]
fn scaling_and_budgets_are_there_for_whom_the_facts_say() {
    let all = demo::base();
    let names = |kind: &str| -> BTreeSet<String> {
        let all = manifest::of_kind(all, kind);
        all.iter().map(|one| one.name().to_owned()).collect()
    };
    let who = |is: fn(&Fact) -> bool| -> BTreeSet<String> {
        let facts = facts().into_iter();
        facts
            .filter(|(_, fact)| is(fact))
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(
        names("HorizontalPodAutoscaler"),
        who(|fact| fact.autoscaling.is_some())
    );
    // A budget for a single pod would block every drain.
    assert_eq!(
        names("PodDisruptionBudget"),
        who(|fact| fact.replicas > 1)
    );
    for (name, fact) in facts() {
        if let Some(budget) = manifest::find(all, "PodDisruptionBudget", &name) {
            let spec = &budget["spec"];
            assert_eq!(spec["selector"]["matchLabels"]["app.kubernetes.io/name"], name);
            assert_eq!(spec["minAvailable"].as_u64(), fact.min_available.map(u64::from));
            let or_else = fact.min_available.is_none().then_some(1);
            assert_eq!(spec["maxUnavailable"].as_u64(), or_else);
        }
    }
}

#[test]
fn the_load_balancer_has_three_paths() {
    let ingress = manifest::of_kind(demo::base(), "Ingress");
    let [ingress] = ingress.as_slice() else {
        panic!("one Ingress, not {}", ingress.len());
    };
    assert_eq!(ingress.0["spec"]["ingressClassName"], "alb");
    let paths = from_manifests::ingress_paths(demo::base());
    let expected = [("/", "web-ui"), ("/admin", "admin-dashboard"), ("/api", "api-gateway")];
    let expected = expected.map(|(path, service)| (path.to_owned(), service.to_owned()));
    assert_eq!(paths, BTreeMap::from(expected));
}
