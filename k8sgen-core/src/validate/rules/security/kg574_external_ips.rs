//! Services that take addresses for themselves.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG574",
    name: "external-ips",
    severity: Severity::Warning,
    finds: "A Service with `externalIPs`.",
    why: "Whoever may write such a Service can take the traffic of the cluster to any address, that of others' \
          services too (CVE-2020-8554). Many clusters refuse it, and Kubernetes advises against the field.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  externalIPs: [203.0.113.10]
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [203.0.113.0/24]
  selector:
    app: web
  ports:
    - port: 80
",
    help: "use a load balancer, an Ingress or a Gateway; without a cloud, MetalLB gives out addresses",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for service in scope.of_kind("Service") {
        let addresses = service
            .at(["spec", "externalIPs"])
            .map_or(&[][..], Node::items);
        if let Some(first) = addresses.first() {
            let address = shown(first.text().unwrap_or_default());
            found.at(
                first.mark,
                format!("the Service takes the traffic to `{address}` for itself"),
            );
        }
    }
}
