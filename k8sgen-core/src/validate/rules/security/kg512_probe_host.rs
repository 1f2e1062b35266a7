//! A probe that asks another host.

use crate::problem::shown;
use crate::validate::Version;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, Said, is_true};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG512",
    name: "probe-host",
    severity: Severity::Error,
    finds: "A probe or a lifecycle hook with a `host`, where the Pod Security Standards are at least `baseline`: \
        they forbid it from Kubernetes 1.34 on. Where nobody demands them, `localhost` is a warning.",
    why: "The kubelet calls that host from the node's network: it is a way to reach what the pod itself may \
        not. And `localhost` is the node, not the pod.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      readinessProbe:
        httpGet:
          port: 8080
          host: 127.0.0.1
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      readinessProbe:
        httpGet:
          port: 8080
",
    help: "take `host` away: the pod's own address is asked; a name that the program expects goes into \
        `httpHeaders`, as `Host`",
    check: Check::Applied(check),
};

const HOOKS: [&[&str]; 5] = [
    &["livenessProbe"],
    &["readinessProbe"],
    &["startupProbe"],
    &["lifecycle", "postStart"],
    &["lifecycle", "preStop"],
];
/// The first version that forbids it.
const SINCE: Version = Version {
    major: 1,
    minor: 34,
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let hooks = HOOKS.iter().filter_map(|hook| {
                let node = container.node.at(hook.iter().copied())?;
                Some((hook.join("."), node))
            });
            for (name, hook) in hooks {
                for action in ["httpGet", "tcpSocket"] {
                    let Some(host) = hook.at([action, "host"]) else {
                        continue;
                    };
                    let Some(text) = host.text().filter(|text| !text.is_empty()) else {
                        continue;
                    };
                    let demand = Demand::of(repository, scope, workload);
                    let what = format!("`{name}.{action}.host` is `{}`", shown(text));
                    let is_own = matches!(text, "localhost" | "127.0.0.1" | "::1");
                    let is_node = is_true(workload.spec, &["hostNetwork"]).is_some();
                    if demand.version(PodSecurity::Baseline) >= SINCE
                        && demand.say(found, PodSecurity::Baseline, host.mark, &what)
                            == Said::Demanded
                    {
                        continue;
                    }
                    if is_own && !is_node {
                        let what = format!("{what}; the kubelet asks its own node, not the pod");
                        found.say(host.mark, Severity::Warning, what, None);
                    }
                }
            }
        }
    }
}
