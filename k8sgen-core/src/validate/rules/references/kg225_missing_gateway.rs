//! A route to a Gateway or a listener that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, ROUTES, instead, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::validate::scope::may_meet;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG225",
    name: "missing-gateway",
    severity: Severity::Warning,
    finds: "A route of the Gateway API whose `parentRefs` name a Gateway which nothing in the \
        repository makes, although it knows the namespace, or a listener that the Gateway \
        does not have.",
    why: "The route is attached to nothing, and takes no requests.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: gateway
spec:
  gatewayClassName: nginx
  listeners:
    - name: http
      port: 80
      protocol: HTTP
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
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
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  parentRefs:
    - name: gatway
  rules:
    - backendRefs:
        - name: web
          port: 80
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: gateway
spec:
  gatewayClassName: nginx
  listeners:
    - name: http
      port: 80
      protocol: HTTP
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
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
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  parentRefs:
    - name: gateway
      sectionName: http
  rules:
    - backendRefs:
        - name: web
          port: 80
",
    help: "mend the name, or say the Gateway's `namespace` if it is in another one",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for route in ROUTES.iter().flat_map(|kind| scope.of_kind(kind)) {
        let parents = route.at(["spec", "parentRefs"]);
        for parent in parents.map_or(&[][..], Node::items) {
            let text = |field: &str| parent.at([field]).and_then(Node::text);
            let is_gateway = matches!(text("kind"), None | Some("Gateway"))
                && matches!(text("group"), None | Some("gateway.networking.k8s.io"));
            let name = parent.at(["name"]).filter(|_| is_gateway);
            let Some((node, name)) = name.and_then(|it| Some((it, it.text()?))) else {
                continue;
            };
            let namespace = text("namespace").or(route.namespace());
            let gateways = scope.named("Gateway", name).iter();
            let gateways = gateways.filter(|it| may_meet(it.namespace(), namespace));
            let mut gateways = gateways.peekable();
            if gateways.peek().is_some() {
                let listeners = gateways.filter_map(|it| it.at(["spec", "listeners"]));
                let listeners = listeners.flat_map(Node::items);
                let names: Vec<&str> = listeners.filter_map(|it| it.at(["name"])?.text()).collect();
                let section = parent.at(["sectionName"]);
                let section = section.and_then(|it| Some((it, it.text()?)));
                if let Some((node, section)) = section
                    && !names.contains(&section)
                    && !is_placeholder(section)
                {
                    let help = instead(section, "its listeners are", names);
                    let (name, section) = (shown(name), shown(section));
                    let message = format!("Gateway `{name}` has no listener `{section}`");
                    found.with_help(node.mark, message, help.as_deref());
                }
            } else if lookout.misses("Gateway", namespace, name).is_some() {
                let help = lookout.suggestion("Gateway", namespace, name);
                let message = format!("there is no Gateway `{}`", shown(name));
                found.with_help(node.mark, message, help.as_deref());
            }
        }
    }
}
