//! A Secret for pulling images that nothing makes.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG206",
    name: "missing-pull-secret",
    severity: Severity::Info,
    finds: "An entry of `imagePullSecrets`, of a pod or of a ServiceAccount, whose Secret \
        nothing in the repository makes.",
    why: "The pod starts without it, and its private images can't be pulled. Such Secrets are \
        often made by hand, so it is a warning only where a Secret is called almost so.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Secret
metadata:
  name: registry
stringData:
  PASSWORD: ${PASSWORD}
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  imagePullSecrets:
    - name: registy
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Secret
metadata:
  name: registry
stringData:
  PASSWORD: ${PASSWORD}
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  imagePullSecrets:
    - name: registry
  containers:
    - name: web
      image: web:1.2.0
",
    help: "make the Secret, of type `kubernetes.io/dockerconfigjson`, or mend its name",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let pods = scope.workloads().iter();
    let pods = pods.map(|workload| (workload.namespace(), workload.spec));
    let accounts = scope.of_kind("ServiceAccount").iter();
    let accounts = accounts.map(|account| (account.namespace(), &account.node));
    for (namespace, of) in pods.chain(accounts) {
        for entry in of.at(["imagePullSecrets"]).map_or(&[][..], Node::items) {
            let Some((node, name)) = entry.at(["name"]).and_then(|it| Some((it, it.text()?)))
            else {
                continue;
            };
            if lookout.misses_secret(namespace, name).is_none() {
                continue;
            }
            let help = lookout.suggestion("Secret", namespace, name);
            let severity = if help.is_some() {
                Severity::Warning
            } else {
                Severity::Info
            };
            let message = format!("nothing makes the Secret `{}`", shown(name));
            found.say(node.mark, severity, message, help.as_deref());
        }
    }
}
