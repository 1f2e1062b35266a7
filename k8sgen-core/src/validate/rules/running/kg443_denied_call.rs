//! A call that network policies deny.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Call, Direction, Policies, Selector, Verdict, Workload, ports};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG443",
    name: "denied-call",
    severity: Severity::Warning,
    finds: "A variable, an argument or a value of a ConfigMap that names a Service and its port, where the network \
        policies do not let the pods out to it, or do not let them in there.",
    why: "The call times out. Nothing in the pods' logs says that a policy is the reason. Both sides must allow it: \
        what goes out of the one, and what comes into the other.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: ORDERS_URL
          value: http://orders:8080
---
apiVersion: v1
kind: Service
metadata:
  name: orders
  namespace: shop
spec:
  selector:
    app: orders
  ports:
    - port: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: orders
  namespace: shop
  labels:
    app: orders
spec:
  containers:
    - name: orders
      image: orders:1.2.0
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: orders
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: orders
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: admin
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: ORDERS_URL
          value: http://orders:8080
---
apiVersion: v1
kind: Service
metadata:
  name: orders
  namespace: shop
spec:
  selector:
    app: orders
  ports:
    - port: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: orders
  namespace: shop
  labels:
    app: orders
spec:
  containers:
    - name: orders
      image: orders:1.2.0
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: orders
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: orders
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: admin
        - podSelector:
            matchLabels:
              app: web
",
    help: "allow the call on both sides: `egress` to the called pods and their port, and `ingress` from the calling ones",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let policies = scope.policies();
    if policies.as_slice().is_empty() || (scope.folder.is_some() && !scope.is_whole) {
        return;
    }
    for call in scope.calls() {
        let targets = targets(scope, call);
        let Some((target, port)) = targets.first() else {
            continue;
        };
        let is_denied = |direction| {
            let mut targets = targets.iter();
            targets.all(|(target, port)| {
                policies.judge(direction, &call.by, target, *port) == Verdict::Denied
            })
        };
        let out = is_denied(Direction::Egress).then(|| {
            let names = names(policies, &call.by, Direction::Egress);
            format!("no policy lets it out ({names})")
        });
        let into = is_denied(Direction::Ingress).then(|| {
            let names = names(policies, target, Direction::Ingress);
            format!("no policy lets it in there ({names})")
        });
        let denied: Vec<String> = out.into_iter().chain(into).collect();
        if !denied.is_empty() {
            let (by, to, host) = (call.by.title(), target.title(), shown(call.address.host));
            let message = format!(
                "{by} calls `{host}` here, port {port} of {to}, and {}",
                denied.join(", and ")
            );
            found.at(call.mark, message);
        }
    }
}

/// The pods that a call gets to, and their ports.
fn targets<'a>(scope: &Scope<'a>, call: &Call<'a>) -> Vec<(Workload<'a>, u16)> {
    let service = call.service(scope).filter(|service| !call.is_own(service));
    let selector = service.and_then(|service| service.at(["spec", "selector"]));
    let (Some(service), Some(selector), Some(port)) = (service, selector, call.address.port) else {
        return Vec::new();
    };
    let selector = Selector::of_labels(selector);
    let port = ports(service).find(|known| known.number == port);
    let Some(port) = port.filter(|_| selector.is_known && !selector.is_empty()) else {
        return Vec::new();
    };
    let pods = scope
        .all_workloads()
        .selected(service.namespace(), &selector);
    let pods = pods.filter(|pods| scope.has_both(service, pods.document));
    pods.filter_map(|pods| Some((*pods, port.target(pods)?)))
        .collect()
}

/// The names of the policies that close a direction.
fn names<'a>(policies: &Policies<'a>, pods: &Workload<'a>, direction: Direction) -> String {
    let names = policies.isolating(pods, direction);
    let names: Vec<String> = names
        .map(|policy| format!("`{}`", shown(policy.document.name())))
        .collect();
    let word = if names.len() == 1 {
        "NetworkPolicy"
    } else {
        "NetworkPolicies"
    };
    format!("{word} {}", listed(&names))
}
