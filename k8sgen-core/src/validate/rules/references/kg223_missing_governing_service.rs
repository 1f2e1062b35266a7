//! A StatefulSet without the Service that names its pods.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG223",
    name: "missing-governing-service",
    severity: Severity::Warning,
    finds: "A StatefulSet whose `serviceName` names a Service which nothing makes, or one that \
        is not headless.",
    why: "The pods run, but they have no names of their own in DNS, such as `db-0.db`: what \
        counts on those can't find them.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: database
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.2.0
          ports:
            - name: http
              containerPort: 8080
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: db:1.2.0
          ports:
            - name: http
              containerPort: 8080
",
    help: "add a headless Service (`clusterIP: None`) that selects the pods, and name it",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for set in scope.of_kind("StatefulSet") {
        let service = set.at(["spec", "serviceName"]);
        let Some((node, name)) = service.and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        let namespace = set.namespace();
        if let Some(service) = scope.find("Service", namespace, name) {
            let is_headless = service.text_at(["spec", "clusterIP"]) == Some("None");
            if !is_headless {
                let message = format!(
                    "Service `{}` is not headless: it names no pods",
                    shown(name)
                );
                found.say(node.mark, Severity::Info, message, None);
            }
        } else if lookout.misses("Service", namespace, name).is_some() {
            let help = lookout.suggestion("Service", namespace, name);
            let message = format!("there is no Service `{}`", shown(name));
            found.with_help(node.mark, message, help.as_deref());
        }
    }
}
