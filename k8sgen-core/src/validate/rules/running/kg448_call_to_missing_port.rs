//! A call to a port that a Service does not have.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::ports;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG448",
    name: "call-to-missing-port",
    severity: Severity::Warning,
    finds: "A variable, an argument or a value of a ConfigMap that names a Service and a port that this Service does \
        not have. An address without a port has its scheme's: `http://api` is port 80.",
    why: "A Service answers on the ports that it lists, and on no others, whatever its pods listen on. The call is \
        refused or times out.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
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
spec:
  selector:
    app: orders
  ports:
    - port: 80
      targetPort: 8080
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: ORDERS_URL
          value: http://orders
---
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  selector:
    app: orders
  ports:
    - port: 80
      targetPort: 8080
",
    help: "call a port that the Service has, or give it this one",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for call in scope.calls() {
        let Some(service) = call.service(scope).filter(|service| !call.is_own(service)) else {
            continue;
        };
        // The name of a headless Service is the addresses of its pods, with all their ports.
        let is_headless = service.text_at(["spec", "clusterIP"]) == Some("None");
        let is_elsewhere = service.text_at(["spec", "type"]) == Some("ExternalName");
        let known: Vec<u16> = ports(service).map(|port| port.number).collect();
        let written = service
            .at(["spec", "ports"])
            .map_or(0, |ports| ports.items().len());
        let Some(port) = call.address.port else {
            continue;
        };
        let is_known = !known.is_empty() && known.len() == written;
        if is_headless || is_elsewhere || !is_known || known.contains(&port) {
            continue;
        }
        let (host, name) = (shown(call.address.host), shown(service.name()));
        let known: Vec<String> = known.iter().map(u16::to_string).collect();
        let called = match call.address.port_of {
            Some(scheme) => format!("`{scheme}://{host}` is port {port}, and"),
            None => format!("`{host}:{port}`:"),
        };
        let message = format!(
            "{called} Service `{name}` has no port {port}, only {}",
            listed(&known)
        );
        found.at(call.mark, message);
    }
}
