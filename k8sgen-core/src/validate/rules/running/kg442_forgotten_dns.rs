//! Network policies that let pods call others, and not ask for their addresses.

use indexmap::IndexMap;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, Policy, PolicyRule, covers_everyone};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG442",
    name: "forgotten-dns",
    severity: Severity::Warning,
    finds: "Pods whose network policies let them call other pods, or every address, but not ask the cluster's DNS on \
        port 53. Where only UDP is open it is said as an advice: answers that are too long for it come over TCP.",
    why: "A Service is called by its name. Without DNS no name has an address, and every call fails with a timeout \
        that looks like a fault of what is called.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: orders
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: orders
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
",
    help: "allow UDP and TCP on port 53 to the namespace `kube-system`",
    check: Check::Applied(check),
};

/// What is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Closed {
    All,
    Elsewhere,
    Tcp,
}

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let policies = scope.policies();
    if policies.has_others || (scope.folder.is_some() && !scope.is_whole) {
        return;
    }
    let mut closed: IndexMap<(Mark, Closed), (&Policy<'_>, Vec<String>)> = IndexMap::new();
    for pods in scope.workloads() {
        let isolating: Vec<&Policy<'_>> = policies.isolating(pods, Direction::Egress).collect();
        let asks = pods.spec.at(["dnsPolicy"]).and_then(Node::text) != Some("None");
        let is_known = isolating.iter().all(|policy| policy.selector.is_known);
        let Some(what) = closed_to(&isolating).filter(|_| asks && is_known) else {
            continue;
        };
        let for_all = isolating.iter().find(|policy| policy.selector.is_empty());
        let Some(policy) = for_all.or(isolating.first()) else {
            continue;
        };
        let key = (policy.mark(Direction::Egress), what);
        let (_, titles) = closed.entry(key).or_insert((*policy, Vec::new()));
        titles.push(pods.title());
    }
    for ((mark, what), (policy, titles)) in closed {
        let (pods, policy) = (listed(&titles), shown(policy.document.name()));
        match what {
            Closed::All => {
                let message = format!(
                    "{pods} can't ask DNS: NetworkPolicy `{policy}` closes what goes out, and no policy opens port 53"
                );
                found.at(mark, message);
            }
            Closed::Elsewhere => {
                let message = format!(
                    "{pods} can't ask DNS: port 53 is only open to pods of their own namespace, and DNS runs in `kube-system`"
                );
                let help = Some(
                    "add a `namespaceSelector` for `kubernetes.io/metadata.name: kube-system` to the peer",
                );
                found.with_help(mark, message, help);
            }
            Closed::Tcp => {
                let message =
                    format!("{pods} can ask DNS over UDP only; long answers come over TCP");
                found.say(
                    mark,
                    Severity::Info,
                    message,
                    Some("allow TCP on port 53 as well"),
                );
            }
        }
    }
}

/// What of DNS these policies leave closed. Pods that may call nobody by name need none.
fn closed_to(policies: &[&Policy<'_>]) -> Option<Closed> {
    let rules = policies.iter().flat_map(|policy| {
        let namespace = policy.document.namespace();
        policy
            .rules(Direction::Egress)
            .map(move |rule| (rule, namespace))
    });
    let rules: Vec<_> = rules.collect();
    let calls_by_name = |(rule, _): &&(PolicyRule<'_>, _)| {
        let mut peers = rule.peers().iter();
        rule.peers().is_empty()
            || peers.any(|peer| peer.at(["ipBlock"]).is_none() || covers_everyone(peer))
    };
    rules.iter().find(calls_by_name)?;
    let opening =
        |protocol: &'static str| rules.iter().filter(move |(rule, _)| opens(rule, protocol));
    let leaves = |(rule, namespace): &(PolicyRule<'_>, Option<&str>)| {
        let is_own = |peer: &Node| {
            peer.at(["namespaceSelector"]).is_none() && peer.at(["ipBlock"]).is_none()
        };
        *namespace == Some("kube-system")
            || rule.peers().is_empty()
            || !rule.peers().iter().all(is_own)
    };
    if opening("UDP").next().is_none() {
        return Some(Closed::All);
    }
    if !opening("UDP").any(leaves) {
        return Some(Closed::Elsewhere);
    }
    (!opening("TCP").any(leaves)).then_some(Closed::Tcp)
}

/// Whether a rule opens DNS' port: 53, or 5353 where the pods of DNS listen on that. A named port may be it.
fn opens(rule: &PolicyRule<'_>, protocol: &str) -> bool {
    let is_open = |entry: &Node| {
        let text = |field: &str| entry.at([field]).and_then(Node::text);
        let number = |field: &str| text(field)?.parse::<u16>().ok();
        let is_port = match (text("port"), number("port")) {
            (None, _) | (_, None) => true,
            (_, Some(first)) => {
                let range = first..=number("endPort").unwrap_or(first);
                range.contains(&53) || range.contains(&5353)
            }
        };
        is_port && text("protocol").unwrap_or("TCP") == protocol
    };
    rule.ports().is_empty() || rule.ports().iter().any(is_open)
}
