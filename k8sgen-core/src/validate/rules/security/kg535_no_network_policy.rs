//! A namespace in which everybody may call everybody.

use crate::validate::finding::Severity;
use crate::validate::objects::{is_true, serves_nodes};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::HashSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG535",
    name: "no-network-policy",
    severity: Severity::Info,
    finds: "A namespace with pods and without any NetworkPolicy, where all that is applied together is known. \
        Policies of Cilium and Calico count as well.",
    why: "Every pod of the cluster can call every pod of the namespace, and each of them can call everything: \
        whoever breaks into one goes on from there.",
    wrong: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop/web:1.2.0
",
    right: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop/web:1.2.0
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector: {}
",
    help: "begin with a policy that denies all traffic into the namespace, and one for each call that is meant",
    check: Check::Applied(check),
};

/// What allows and denies calls inside of a namespace.
const POLICIES: [&str; 4] = [
    "NetworkPolicy",
    "CiliumNetworkPolicy.cilium.io",
    "NetworkPolicy.crd.projectcalico.org",
    "NetworkPolicy.projectcalico.org",
];
/// And in the whole cluster.
const OF_CLUSTER: [&str; 6] = [
    "AdminNetworkPolicy",
    "BaselineAdminNetworkPolicy",
    "ClusterNetworkPolicy",
    "CiliumClusterwideNetworkPolicy.cilium.io",
    "GlobalNetworkPolicy.crd.projectcalico.org",
    "GlobalNetworkPolicy.projectcalico.org",
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let written = repository.written();
    let mut of_cluster = OF_CLUSTER.iter();
    if !scope.is_whole || of_cluster.any(|kind| !written.of_kind(kind).is_empty()) {
        return;
    }
    let here = POLICIES.iter().flat_map(|kind| scope.of_kind(kind));
    let here = here.map(|policy| policy.namespace());
    let anywhere = POLICIES.iter().flat_map(|kind| written.of_kind(kind));
    // One that names no namespace counts where it is applied.
    let anywhere = anywhere.filter_map(|policy| policy.namespace().map(Some));
    let mut seen: HashSet<Option<&str>> = here.chain(anywhere).collect();
    for workload in scope.workloads() {
        let on_node = is_true(workload.spec, &["hostNetwork"]).is_some();
        if on_node || serves_nodes(workload) || !seen.insert(workload.namespace()) {
            continue;
        }
        let name = workload.namespace().unwrap_or_default();
        let object = scope
            .find("Namespace", None, name)
            .unwrap_or(workload.document);
        let mark = object.at(["metadata", "name"]);
        let mark = mark.map_or(object.mark(), |name| name.mark);
        found.at(
            mark,
            "no NetworkPolicy is applied to the pods of this namespace",
        );
    }
}
