//! A namespace that is not made, although others are.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG237",
    name: "missing-namespace",
    severity: Severity::Info,
    finds: "Objects in a namespace that no object makes, where what is applied together makes \
        other namespaces.",
    why: "Everything in it is refused unless somebody makes the namespace first. Where one is \
        made that is called almost so, it is a warning: one of the two is misspelled.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shpo
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
",
    help: "mend the name, or add the Namespace to what is applied",
    check: Check::Applied(check),
};

/// The namespaces that every cluster has.
const GIVEN: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    const KIND: &str = "Namespace";
    // Where nothing is in what is made, another rule says so.
    let made = scope.of_kind(KIND).iter().map(|made| made.name());
    let made: BTreeSet<&str> = made.collect();
    let mut all = scope.documents().iter().filter_map(|it| it.namespace());
    if !all.any(|namespace| made.contains(namespace)) {
        return;
    }
    let lookout = Lookout::new(repository, scope);
    let mut seen = BTreeSet::new();
    for document in scope.documents() {
        let namespace = document.at(["metadata", "namespace"]);
        let Some((node, name)) = namespace.and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        if !seen.insert(name) || GIVEN.contains(&name) || lookout.misses(KIND, None, name).is_none()
        {
            continue;
        }
        let meant = lookout.nearest(KIND, None, name);
        let meant = meant.filter(|meant| strsim::damerau_levenshtein(name, meant) <= 2);
        let severity = match meant {
            Some(_) => Severity::Warning,
            None if scope.is_whole => Severity::Info,
            None => continue,
        };
        let help = meant.map(|meant| format!("did you mean `{}`?", shown(meant)));
        let message = format!("nothing makes the namespace `{}`", shown(name));
        found.say(node.mark, severity, message, help.as_deref());
    }
}
