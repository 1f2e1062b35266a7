//! Names of objects in arguments and variables.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Renames, Setting, settings};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG317",
    name: "name-left-behind",
    severity: Severity::Warning,
    finds: "An argument or a variable that names a ConfigMap, a Secret, a Service or a ServiceAccount as it was called before `namePrefix`, `nameSuffix` or a generator's hash.",
    why: "kustomize mends no plain text: the program asks the API for an object that is not there.",
    wrong: "\
# file: kustomization.yaml
resources:
  - proxy.yaml
configMapGenerator:
  - name: routes
    literals:
      - default=web
# file: proxy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: proxy
spec:
  selector:
    matchLabels:
      app: proxy
  template:
    metadata:
      labels:
        app: proxy
    spec:
      containers:
        - name: proxy
          image: proxy:1.2.0
          args:
            - --configmap=routes
",
    right: "\
# file: kustomization.yaml
resources:
  - proxy.yaml
configMapGenerator:
  - name: routes
    literals:
      - default=web
    options:
      disableNameSuffixHash: true
# file: proxy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: proxy
spec:
  selector:
    matchLabels:
      app: proxy
  template:
    metadata:
      labels:
        app: proxy
    spec:
      containers:
        - name: proxy
          image: proxy:1.2.0
          args:
            - --configmap=routes
",
    help: "make the object without a hash (`disableNameSuffixHash`), set the value by a replacement, or separate environments by `namespace`",
    check: Check::Applied(check),
};

/// What a flag or a variable speaks of, by a word in its name without `-` and `_`.
const WORDS: [(&str, &str); 5] = [
    ("configmap", "ConfigMap"),
    ("secret", "Secret"),
    ("certificate", "Secret"),
    ("serviceaccount", "ServiceAccount"),
    ("service", "Service"),
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let before = Renames::of(scope);
    if before.is_empty() {
        return;
    }
    for document in scope.documents() {
        for Setting { key, value, mark } in settings(document) {
            let key_letters: String = key.chars().filter(|c| !"-_.".contains(*c)).collect();
            let key_letters = key_letters.to_ascii_lowercase();
            let word = WORDS.iter().find(|(word, _)| key_letters.contains(word));
            let (namespace, name) = match value.split_once('/') {
                Some((namespace, name)) => (Some(namespace), name),
                None => (None, value),
            };
            let Some((_, kind)) = word else {
                continue;
            };
            // `SERVICE_NAME: web` is what a program calls itself as often as not.
            if *kind == "Service" && namespace.is_none() {
                continue;
            }
            let namespace = namespace.filter(|namespace| !namespace.contains('$'));
            let namespace = namespace.or(document.namespace());
            if let Some(renamed) = before.find(repository, scope, kind, namespace, name) {
                let message = format!(
                    "there is no {kind} `{}`: it is called `{}` here",
                    shown(name),
                    shown(&renamed.to)
                );
                found.at(mark, message);
            }
        }
    }
}
