//! Load balancers that the whole internet reaches.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG570",
    name: "open-load-balancer",
    severity: Severity::Info,
    finds: "A Service of type `LoadBalancer` that is not internal and that every address may reach: without \
          `loadBalancerSourceRanges`, or with `0.0.0.0/0`.",
    why: "For a web site that is meant to be. A database, a queue or a door for administrators is tried by \
          strangers within the hour: where the ports are none of a web site, it is a warning.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: database
spec:
  type: LoadBalancer
  selector:
    app: database
  ports:
    - port: 5432
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: database
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [203.0.113.0/24]
  selector:
    app: database
  ports:
    - port: 5432
",
    help: "name in `loadBalancerSourceRanges` the addresses that may reach it, or make it internal with the \
          annotation of the cloud",
    check: Check::Applied(check),
};

/// Ports of web sites.
const WEB: [&str; 6] = ["80", "443", "8080", "8443", "http", "https"];

/// Annotations that make a load balancer internal, and the value that does.
const INTERNAL: [(&str, &str); 12] = [
    (
        "service.beta.kubernetes.io/aws-load-balancer-scheme",
        "internal",
    ),
    (
        "service.beta.kubernetes.io/aws-load-balancer-internal",
        "true",
    ),
    (
        "service.beta.kubernetes.io/aws-load-balancer-internal",
        "0.0.0.0/0",
    ),
    (
        "service.beta.kubernetes.io/azure-load-balancer-internal",
        "true",
    ),
    ("networking.gke.io/load-balancer-type", "Internal"),
    ("cloud.google.com/load-balancer-type", "Internal"),
    (
        "service.beta.kubernetes.io/openstack-internal-load-balancer",
        "true",
    ),
    (
        "service.beta.kubernetes.io/oci-load-balancer-internal",
        "true",
    ),
    (
        "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type",
        "private",
    ),
    (
        "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type",
        "intranet",
    ),
    ("service.beta.kubernetes.io/vultr-loadbalancer-vpc", "true"),
    ("load-balancer.hetzner.cloud/disable-public-network", "true"),
];

/// Annotations that say which addresses may reach it, as the field does.
const RANGES: [&str; 4] = [
    "service.beta.kubernetes.io/load-balancer-source-ranges",
    "service.beta.kubernetes.io/aws-load-balancer-security-groups",
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/azure-allowed-service-tags",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for service in scope.of_kind("Service") {
        let Some(kind) = service
            .at(["spec", "type"])
            .filter(|kind| kind.text() == Some("LoadBalancer"))
        else {
            continue;
        };
        let ranges = service
            .at(["spec", "loadBalancerSourceRanges"])
            .map_or(&[][..], Node::items);
        let open = ranges
            .iter()
            .find(|range| matches!(range.text(), Some("0.0.0.0/0" | "::/0")));
        if is_internal(service) || open.is_none() && !ranges.is_empty() {
            continue;
        }
        let ports = service.at(["spec", "ports"]).map_or(&[][..], Node::items);
        let is_web = |port: &Node| {
            port.at(["port"])
                .and_then(Node::text)
                .is_none_or(|port| WEB.contains(&port) || is_placeholder(port))
        };
        let (severity, to) = match ports.iter().find(|port| !is_web(port)) {
            Some(port) => (
                Severity::Warning,
                format!(
                    "port {}",
                    shown(port.at(["port"]).and_then(Node::text).unwrap_or_default())
                ),
            ),
            None => (RULE.severity, "it".to_owned()),
        };
        let (mark, message) = match open {
            Some(open) => (
                open.mark,
                format!("every address of the internet may reach {to}"),
            ),
            None => (
                kind.mark,
                format!(
                    "every address of the internet may reach {to}: there are no `loadBalancerSourceRanges`"
                ),
            ),
        };
        found.say(mark, severity, message, None);
    }
}

/// Whether annotations keep it from the internet, or say who may reach it.
fn is_internal(service: &Document) -> bool {
    let annotation = |key: &str| service.text_at(["metadata", "annotations", key]);
    let is_set = INTERNAL.iter().any(|(key, value)| {
        annotation(key).is_some_and(|is| is.eq_ignore_ascii_case(value) || is_placeholder(is))
    });
    // The load balancers that AWS' own controller makes are internal, if nothing else is said.
    let class = service.text_at(["spec", "loadBalancerClass"]);
    let kind = annotation("service.beta.kubernetes.io/aws-load-balancer-type");
    let is_controllers =
        class == Some("service.k8s.aws/nlb") || matches!(kind, Some("external" | "nlb-ip"));
    let has_scheme = annotation("service.beta.kubernetes.io/aws-load-balancer-scheme").is_some();
    // Others than those of clouds reach as far as the network that they stand in.
    let is_others = class.is_some_and(|class| {
        ["metallb", "cilium", "tailscale", "kube-vip"]
            .iter()
            .any(|name| class.contains(name))
    });
    is_set
        || is_others
        || is_controllers && !has_scheme
        || RANGES.iter().any(|key| annotation(key).is_some())
}
