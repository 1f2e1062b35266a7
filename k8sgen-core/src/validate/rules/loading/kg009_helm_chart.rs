//! A chart of Helm, which is left alone.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG009",
    name: "helm-chart",
    severity: Severity::Info,
    finds: "A folder with a `Chart.yaml`. It is not looked at.",
    why: "Templates are no YAML before Helm renders them, so nothing can be said about them here.",
    wrong: "\
# file: charts/web/Chart.yaml
apiVersion: v2
name: web
version: 1.0.0
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
    help: "check what comes out: `helm template CHART | k8sgen validate -`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for chart in &repository.documents.charts {
        found.at(*chart, "this is a chart of Helm; it is left alone");
    }
}
