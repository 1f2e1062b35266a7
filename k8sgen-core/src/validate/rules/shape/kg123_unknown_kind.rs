//! A kind that its API does not have.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::api_mark;
use crate::validate::schema::Known;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG123",
    name: "unknown-kind",
    severity: Severity::Error,
    finds: "A kind of one of Kubernetes' own API groups that is not there, in that version or at all.",
    why: "The API server does not know it, and refuses the object.",
    wrong: "\
apiVersion: v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
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
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
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
",
    help: "look up the kind's API with `kubectl api-resources`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let schemas = repository.schemas;
    for document in &repository.documents.documents {
        let (api, kind) = (document.api_version(), document.kind());
        let is_ours = document.is_object();
        if !is_ours || !matches!(schemas.find(api, kind), Known::Misspelled) {
            continue;
        }
        let help = match schemas.apis_of(kind).as_slice() {
            [] => {
                nearest(kind, schemas.kinds_of(api)).map(|meant| format!("did you mean `{meant}`?"))
            }
            apis => Some(format!("{} has it", apis.join(", "))),
        };
        let message = format!("there is no kind `{}` in {}", shown(kind), shown(api));
        found.with_help(api_mark(document), message, help.as_deref());
    }
}
