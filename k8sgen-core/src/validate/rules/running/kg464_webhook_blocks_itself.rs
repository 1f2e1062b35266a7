//! A webhook that has to be asked before its own pods may start.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::Selector;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG464",
    name: "webhook-blocks-itself",
    severity: Severity::Warning,
    finds: "An admission webhook with `failurePolicy: Fail` (the default) that is asked about new pods, in the \
        namespace of its own Service as well.",
    why: "When none of its pods runs, no pod may start without its word, its own neither. The cluster stands still \
        until somebody deletes the configuration by hand. A namespace of the system is no different: without DNS and \
        the network's pods, no node comes up.",
    wrong: "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: policy
webhooks:
  - name: pods.policy.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service:
        name: policy
        namespace: policy-system
    rules:
      - apiGroups: ['']
        apiVersions: [v1]
        operations: [CREATE]
        resources: [pods]
",
    right: "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: policy
webhooks:
  - name: pods.policy.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service:
        name: policy
        namespace: policy-system
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [policy-system, kube-system]
    rules:
      - apiGroups: ['']
        apiVersions: [v1]
        operations: [CREATE]
        resources: [pods]
",
    help: "leave out its own namespace and `kube-system` with a `namespaceSelector`, or write `failurePolicy: Ignore`",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let kinds = [
        "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration",
    ];
    for configuration in kinds.into_iter().flat_map(|kind| scope.of_kind(kind)) {
        let webhooks = configuration.at(["webhooks"]).map_or(&[][..], Node::items);
        for webhook in webhooks {
            let text =
                |path: &[&'static str]| webhook.at(path.iter().copied()).and_then(Node::text);
            let namespace = text(&["clientConfig", "service", "namespace"]);
            let is_lenient = text(&["failurePolicy"]) == Some("Ignore");
            // What else it is asked about depends on more than is known here.
            let is_narrow = webhook
                .at(["objectSelector"])
                .is_some_and(|of| !Selector::of(of).is_empty())
                || webhook
                    .at(["matchConditions"])
                    .is_some_and(|of| !of.items().is_empty());
            let Some(namespace) = namespace.filter(|_| !is_lenient && !is_narrow) else {
                continue;
            };
            let rules = webhook.at(["rules"]).map_or(&[][..], Node::items);
            let Some(rule) = rules.iter().find(|rule| is_for_pods(rule)) else {
                continue;
            };
            if covers(scope, webhook, namespace) {
                let name = text(&["name"]).unwrap_or_else(|| configuration.name());
                let message = format!(
                    "webhook `{}` must allow every pod of namespace `{}`, where its own pods run",
                    shown(name),
                    shown(namespace)
                );
                found.at(rule.mark, message);
            }
        }
    }
}

/// Whether a webhook is asked about objects of a namespace. Labels of one that is not written down are not known.
fn covers<'a>(scope: &Scope<'a>, webhook: &'a Node, namespace: &'a str) -> bool {
    let Some(selector) = webhook.at(["namespaceSelector"]).map(Selector::of) else {
        return true;
    };
    let written: Option<&'a Document> = scope.find("Namespace", None, namespace);
    let is_name = |key: &str| key == "kubernetes.io/metadata.name";
    if selector.is_empty() {
        return true;
    }
    if !selector.is_known || (written.is_none() && !selector.keys().all(is_name)) {
        return false;
    }
    let labels = written.and_then(|written| written.at(["metadata", "labels"]));
    let label = |key: &str| {
        if is_name(key) {
            return Some(namespace);
        }
        labels?.at([key])?.text()
    };
    selector.misses_where(label).is_none()
}

/// Whether a rule is about new pods.
fn is_for_pods(rule: &Node) -> bool {
    let has = |field: &str, wanted: &[&str]| {
        let mut values = rule.at([field]).map_or(&[][..], Node::items).iter();
        values.any(|value| value.text().is_some_and(|text| wanted.contains(&text)))
    };
    has("apiGroups", &["", "*"])
        && has("resources", &["pods", "*", "*/*", "pods/*"])
        && has("operations", &["CREATE", "*"])
        && rule.at(["scope"]).and_then(Node::text) != Some("Cluster")
}
