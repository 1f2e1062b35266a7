//! A kustomization that makes nothing.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG322",
    name: "takes-in-nothing",
    severity: Severity::Warning,
    finds: "A kustomization that says how objects are to be changed, and neither takes in nor makes any.",
    why: "`kustomize build` makes nothing of it, and says nothing: what was meant to be in it is not applied, or is taken \
        away where Argo CD or Flux prune.",
    wrong: "\
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
images:
  - name: web
    newTag: 1.2.0
",
    right: "\
# file: base/kustomization.yaml
resources:
  - web.yaml
# file: base/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - ../../base
",
    help: "name in `resources` what it is for; write `resources: []` where nothing is meant",
    check: Check::Written(check),
};

/// The fields with which a kustomization takes in or makes objects, or says how others are to be built.
const TAKING_IN: [&str; 15] = [
    "resources",
    "bases",
    "components",
    "configMapGenerator",
    "secretGenerator",
    "generators",
    "transformers",
    "validators",
    "helmCharts",
    "helmChartInflationGenerator",
    "helmGlobals",
    "crds",
    "configurations",
    "openapi",
    "metadata",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in repository.kustomizations() {
        let says_so = TAKING_IN
            .iter()
            .any(|field| document.at([*field]).is_some());
        let fields = document.node.entries().iter();
        let mut changing =
            fields.filter(|entry| !["apiVersion", "kind"].contains(&entry.key.as_str()));
        // A component is laid over what others take in, and one without any fields is refused.
        if says_so || document.kind() == "Component" {
            continue;
        }
        if let Some(first) = changing.next() {
            let message = "this takes in nothing that could be changed: it has no `resources`";
            found.at(first.value.mark, message);
        }
    }
}
