//! Pods that Argo CD waits for, while what they need comes after them.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Wave, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG460",
    name: "needed-in-later-wave",
    severity: Severity::Error,
    finds: "Pods whose ConfigMap, Secret, ServiceAccount or PersistentVolumeClaim comes in a later sync wave of Argo \
        CD than they do, or after the `PreSync` hook that they are; an ExternalSecret whose store comes later, and a \
        SecretStore whose ServiceAccount does.",
    why: "Argo CD begins a wave when the one before it is healthy. The pods can't start without what they need, so \
        their wave never is, and the next one never comes: the first sync hangs until somebody helps. \
        Namespaces and CustomResourceDefinitions are no trap: Argo CD applies them before what needs them.",
    wrong: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: PreSync
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1.2.0
          envFrom:
            - configMapRef:
                name: migrate
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: migrate
data:
  LOCK_TIMEOUT: 10s
",
    right: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: Sync
    argocd.argoproj.io/sync-wave: '1'
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1.2.0
          envFrom:
            - configMapRef:
                name: migrate
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: migrate
data:
  LOCK_TIMEOUT: 10s
",
    help: "give what is needed an earlier `argocd.argoproj.io/sync-wave` (and the same hook), or the pods a later one",
    check: Check::Applied(check),
};

/// Something that pods can't start without: its kind, and where its name stands.
type Need<'a> = (&'static str, &'a Node);

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let is_ordered = |document: &&Document| {
        let annotations = document.at(["metadata", "annotations"]);
        let mut entries = annotations.map_or(&[][..], Node::entries).iter();
        entries.any(|entry| {
            matches!(
                &*entry.key,
                "argocd.argoproj.io/sync-wave" | "argocd.argoproj.io/hook"
            )
        })
    };
    if !scope.documents().iter().any(is_ordered) {
        return;
    }
    for pods in scope.workloads() {
        // Nobody waits for the pods of a CronJob, nor for none.
        if pods.kind() == "CronJob" || pods.replicas() == Some(0) {
            continue;
        }
        for need in needs(pods) {
            compare(scope, pods.document, need, found);
        }
    }
    for secret in scope.of_kind("ExternalSecret.external-secrets.io") {
        let store = secret.at(["spec", "secretStoreRef"]);
        let cluster_wide = store
            .and_then(|store| store.at(["kind"]))
            .and_then(Node::text);
        let kind = match cluster_wide {
            Some("ClusterSecretStore") => "ClusterSecretStore.external-secrets.io",
            _ => "SecretStore.external-secrets.io",
        };
        if let Some(name) = store.and_then(|store| store.at(["name"])) {
            compare(scope, secret, (kind, name), found);
        }
    }
    for store in scope.of_kind("SecretStore.external-secrets.io") {
        let mut accounts = Vec::new();
        if let Some(provider) = store.at(["spec", "provider"]) {
            add_accounts(provider, &mut accounts);
        }
        for account in accounts {
            compare(scope, store, ("ServiceAccount", account), found);
        }
    }
}

/// The names of the accounts with which a provider is spoken to, wherever each provider has them.
fn add_accounts<'a>(node: &'a Node, accounts: &mut Vec<&'a Node>) {
    for entry in node.entries() {
        if entry.key == "serviceAccountRef" {
            accounts.extend(entry.value.at(["name"]));
        } else {
            add_accounts(&entry.value, accounts);
        }
    }
}

/// Says it, if what is needed comes later than who needs it.
fn compare<'a>(scope: &Scope<'a>, by: &'a Document, (kind, node): Need<'a>, found: &mut Found<'_>) {
    let Some(name) = node.text() else {
        return;
    };
    let namespace = by.namespace().filter(|_| !kind.starts_with("Cluster"));
    let made: Vec<&Document> = match kind {
        "Secret" => {
            let sources = scope.secrets().find(namespace, name);
            sources
                .map(|source| source.by)
                .filter(|made| scope.has_both(by, made))
                .collect()
        }
        _ => scope
            .find_with(by, kind, namespace, name)
            .into_iter()
            .collect(),
    };
    let waves: Option<Vec<Wave>> = made.iter().map(|made| Wave::of(made)).collect();
    let first = waves.and_then(|waves| waves.into_iter().min());
    let (Some(own), Some(first)) = (Wave::of(by), first) else {
        return;
    };
    if first > own {
        let kind = kind.split('.').next().unwrap_or(kind);
        let (by_kind, by_name, name) = (by.kind(), shown(by.name()), shown(name));
        let message = format!(
            "{by_kind} `{by_name}` ({own}) needs {kind} `{name}`, which Argo CD applies later ({first}), \
            when the {by_kind} is healthy"
        );
        found.at(node.mark, message);
    }
}

/// What pods can't start without.
fn needs<'a>(pods: &Workload<'a>) -> Vec<Need<'a>> {
    let mut needs: Vec<Need<'a>> = Vec::new();
    let mut add = |kind: &'static str, node: Option<&'a Node>, field: &str| {
        let node = node.filter(|node| node.at(["optional"]).and_then(Node::text) != Some("true"));
        needs.extend(
            node.and_then(|node| node.at([field]))
                .map(|name| (kind, name)),
        );
    };
    for container in pods.containers() {
        for from in container.items("envFrom") {
            add("ConfigMap", from.at(["configMapRef"]), "name");
            add("Secret", from.at(["secretRef"]), "name");
        }
        for variable in Container::variables(&container) {
            add("ConfigMap", variable.from("configMapKeyRef"), "name");
            add("Secret", variable.from("secretKeyRef"), "name");
        }
    }
    for volume in pods.volumes() {
        add("ConfigMap", volume.at(["configMap"]), "name");
        add("Secret", volume.at(["secret"]), "secretName");
        add(
            "PersistentVolumeClaim",
            volume.at(["persistentVolumeClaim"]),
            "claimName",
        );
        let sources = volume
            .at(["projected", "sources"])
            .map_or(&[][..], Node::items);
        for source in sources {
            add("ConfigMap", source.at(["configMap"]), "name");
            add("Secret", source.at(["secret"]), "name");
        }
    }
    needs.extend(pods.service_account().map(|name| ("ServiceAccount", name)));
    needs
}
