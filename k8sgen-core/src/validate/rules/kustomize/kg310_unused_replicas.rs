//! Replicas of nothing.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG310",
    name: "unused-replicas",
    severity: Severity::Error,
    finds: "An entry of `replicas` whose name nothing with replicas has.",
    why: "`kustomize build` refuses the whole overlay.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
replicas:
  - name: wbe
    count: 3
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "write the name of a Deployment, StatefulSet or ReplicaSet, without prefix and suffix",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoReplicas, found);
}
