//! A profile of the node that is not named, or not used.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{contexts, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG523",
    name: "localhost-profile",
    severity: Severity::Error,
    finds: "A `seccompProfile` or `appArmorProfile` of type `Localhost` without `localhostProfile`; one of \
        another type with it; or a seccomp profile whose path leads out of the kubelet's folder.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seccompProfile:
      type: Localhost
  containers:
    - name: web
      image: shop/web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seccompProfile:
      type: Localhost
      localhostProfile: profiles/web.json
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "name the profile with `localhostProfile`, as a path below the kubelet's `seccomp` folder or as the \
        name of a profile that AppArmor has loaded; or write `type: RuntimeDefault`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for context in contexts(workload) {
            for field in ["seccompProfile", "appArmorProfile"] {
                let Some(profile) = context.node.at([field]) else {
                    continue;
                };
                let Some(of) = profile.at(["type"]) else {
                    continue;
                };
                let Some(text) = of.text().filter(|text| !is_placeholder(text)) else {
                    continue;
                };
                let name = profile
                    .at(["localhostProfile"])
                    .filter(|name| name.text().is_some());
                let whose = &context.of;
                match (text, name) {
                    ("Localhost", None) => {
                        let message = format!(
                            "`{field}` of {whose} is `Localhost` and names no `localhostProfile`"
                        );
                        found.at(of.mark, message);
                    }
                    ("Localhost", Some(name)) if field == "seccompProfile" => {
                        let path = name.text().unwrap_or_default();
                        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
                            let path = shown(path);
                            let message = format!(
                                "`{field}.localhostProfile` of {whose} leads out of the kubelet's folder: `{path}`"
                            );
                            found.at(name.mark, message);
                        }
                    }
                    ("Localhost", Some(_)) | (_, None) => {}
                    (other, Some(name)) => {
                        let other = shown(other);
                        let message = format!(
                            "`{field}` of {whose} is `{other}`, and only `Localhost` may have a `localhostProfile`"
                        );
                        found.at(name.mark, message);
                    }
                }
            }
        }
    }
}
