//! Settings of a pod that the API server refuses.

use std::collections::HashSet;
use std::net::IpAddr;

use k8sgen_templates::names::{DnsLabel, DnsSubdomain};

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Place, Workload, is_placeholder, quantity};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG466",
    name: "refused-pod",
    severity: Severity::Error,
    finds: "A pod without containers; a port of the node that two of its ports ask for; a resource such as \
        `nvidia.com/gpu` with a request and no equal limit, or with a part of one; `dnsPolicy: None` without a \
        name server, or more of those than three; an entry of `hostAliases` that is no address with names; a \
        `hostname` that is none; `activeDeadlineSeconds` in a workload that never ends.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: train
spec:
  containers:
    - name: train
      image: train:1.2.0
      resources:
        requests:
          nvidia.com/gpu: 1
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: train
spec:
  containers:
    - name: train
      image: train:1.2.0
      resources:
        limits:
          nvidia.com/gpu: 1
",
    help: "mend it as the message says",
    check: Check::Applied(check),
};

const MOST_NAME_SERVERS: usize = 3;
const MOST_SEARCHES: usize = 32;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let containers = workload.spec.entry("containers");
        if let Some(entry) = containers
            && matches!(&entry.value.value, Value::List(items) if items.is_empty())
        {
            found.with_help(entry.mark, "the pod has no containers", Some("add one"));
        }
        let ends = matches!(workload.kind(), "Pod" | "Job" | "CronJob");
        if let Some(entry) = workload.spec.entry("activeDeadlineSeconds")
            && !ends
            && entry.value.value != Value::Null
        {
            let message = format!(
                "`activeDeadlineSeconds` may not be set for the pods of a {}",
                workload.kind()
            );
            let help = "take it away: these pods have no end";
            found.with_help(entry.mark, message, Some(help));
        }
        names(workload.spec, found);
        domain_names(workload.spec, found);
        ports(workload, found);
        for container in workload.containers() {
            if let Some(resources) = container.node.at(["resources"]) {
                whole_resources(resources, found);
            }
        }
    }
}

/// The pod's own names, and those that it gives to addresses.
fn names(spec: &Node, found: &mut Found<'_>) {
    for field in ["hostname", "subdomain"] {
        if let Some(node) = spec.given(field)
            && let Some(text) = node.text()
            && !text.is_empty()
            && !is_placeholder(text)
            && let Err(error) = text.parse::<DnsLabel>()
        {
            let help = "write lower-case letters, digits and `-`, at most 63";
            found.with_help(node.mark, format!("`{field}`: {error}"), Some(help));
        }
    }
    for alias in spec.list("hostAliases") {
        if let Some(node) = alias.given("ip") {
            address(node, "hostAliases", found);
        }
        for name in alias.list("hostnames") {
            if let Some(text) = name.text().filter(|text| !is_placeholder(text))
                && let Err(error) = text.parse::<DnsSubdomain>()
            {
                let help = "write a host's name, in lower-case letters";
                found.with_help(name.mark, format!("`hostAliases`: {error}"), Some(help));
            }
        }
    }
}

fn address(node: &Node, field: &str, found: &mut Found<'_>) {
    let text = node.text().unwrap_or_default();
    // Zeros before a number were taken once, and still are where they were.
    let is_address =
        text.parse::<IpAddr>().is_ok() || text.split('.').all(|part| part.parse::<u8>().is_ok());
    if !is_address && !is_placeholder(text) {
        let message = format!("`{field}`: `{}` is no IP address", shown(text));
        found.with_help(
            node.mark,
            message,
            Some("write an address, such as `10.0.0.10`"),
        );
    }
}

fn domain_names(spec: &Node, found: &mut Found<'_>) {
    let config = spec.given("dnsConfig");
    let servers = config.map_or(&[][..], |config| config.list("nameservers"));
    if let Some(policy) = spec.given("dnsPolicy")
        && policy.text() == Some("None")
        && servers.is_empty()
    {
        let message = "`dnsPolicy: None` needs a name server in `dnsConfig.nameservers`";
        let help = "name one, or take `dnsPolicy` away; `Default` is the node's";
        found.with_help(policy.mark, message, Some(help));
    }
    if let Some(server) = servers.get(MOST_NAME_SERVERS) {
        let message = format!(
            "`nameservers` has {} entries, and may have 3",
            servers.len()
        );
        found.with_help(server.mark, message, Some("keep the first three"));
    }
    for server in servers {
        address(server, "nameservers", found);
    }
    let searches = config.map_or(&[][..], |config| config.list("searches"));
    if let Some(search) = searches.get(MOST_SEARCHES) {
        let message = format!("`searches` has {} entries, and may have 32", searches.len());
        found.with_help(search.mark, message, Some("keep those that are needed"));
    }
}

/// Ports of the node that are asked for twice.
fn ports(workload: &Workload<'_>, found: &mut Found<'_>) {
    let mut seen = HashSet::new();
    let main = workload
        .containers()
        .filter(|container| container.place == Place::Main);
    for port in main.flat_map(|container| container.items("ports")) {
        let text = |field| port.text_of(field).unwrap_or_default();
        let protocol = port.text_of("protocol").unwrap_or("TCP");
        if let Some(node) = port.given("hostPort")
            && let Some(number) = node.text()
            && number != "0"
            && !is_placeholder(number)
            && !seen.insert((protocol, text("hostIP"), number))
        {
            let message = format!(
                "another port of the pod has `hostPort: {}` as well",
                shown(number)
            );
            let help = "one port of a node is for one port of a pod";
            found.with_help(node.mark, message, Some(help));
        }
    }
}

/// What is given in whole numbers, and not more of it than is there.
fn whole_resources(resources: &Node, found: &mut Found<'_>) {
    let set = |list| resources.at([list]).map_or(&[][..], Node::entries);
    let amount = |node: &Node| quantity(node.text()?);
    for entry in set("requests").iter().chain(set("limits")) {
        let (key, text) = (shown(&entry.key), entry.value.text().unwrap_or_default());
        match amount(&entry.value) {
            Some(amount) if amount < 0.0 => {
                let message = format!("`{key}: {}` is less than nothing", shown(text));
                found.with_help(entry.value.mark, message, Some("write an amount"));
            }
            Some(amount) if is_of_others(&entry.key) && amount.fract() != 0.0 => {
                let message = format!("`{key}: {}` is no whole number", shown(text));
                found.with_help(entry.value.mark, message, Some("ask for whole ones"));
            }
            _ => {}
        }
    }
    let limits = resources.at(["limits"]);
    let exact = set("requests").iter();
    let exact =
        exact.filter(|entry| is_of_others(&entry.key) || entry.key.starts_with("hugepages-"));
    for request in exact {
        let key = shown(&request.key);
        match limits.and_then(|limits| limits.given(&request.key)) {
            None => {
                let message = format!("the request for `{key}` has no limit");
                let help = format!("write `{key}` below `limits`, which is its request as well");
                found.with_help(request.mark, message, Some(&help));
            }
            Some(limit) => {
                if let (Some(asked), Some(most)) = (amount(&request.value), amount(limit))
                    && (asked - most).abs() > f64::EPSILON
                {
                    let message = format!("the request for `{key}` is not equal to its limit");
                    let help = "write the limit alone, which is the request as well";
                    found.with_help(request.value.mark, message, Some(help));
                }
            }
        }
    }
}

/// Whether a resource is not Kubernetes' own, and so is given away in whole ones: `nvidia.com/gpu`.
fn is_of_others(key: &str) -> bool {
    key.contains('/') && !key.contains("kubernetes.io/")
}
