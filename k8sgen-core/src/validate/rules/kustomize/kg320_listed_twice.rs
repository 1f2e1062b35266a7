//! The same thing in one list twice.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::kustomize::to_json;
use crate::validate::paths::{folder, joined};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG320",
    name: "listed-twice",
    severity: Severity::Error,
    finds: "A resource, component or patch that a kustomization names twice, or an image or replica count that it sets twice.",
    why: "kustomize refuses a resource that is there already. A component or patch is laid on twice, so that a prefix or a JSON patch adds twice; of images and replicas, the last one counts.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
  - ./web.yaml
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
    help: "delete one of the two",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for document in repository.kustomizations() {
        let folder = folder(&document.path);
        let list = |field: &str| document.at([field]).map_or(&[][..], Node::items);
        let path = |node: &Node| joined(folder, node.text()?);
        let mut twice = Twice {
            seen: HashMap::new(),
            found,
        };
        for node in list("resources").iter().chain(list("bases")) {
            twice.note("resource", Severity::Error, node, path(node));
        }
        for node in list("components") {
            twice.note("component", Severity::Warning, node, path(node));
        }
        for patch in list("patches") {
            if let Some(node) = patch.at(["path"]) {
                let target = patch
                    .at(["target"])
                    .map(|target| to_json(target).to_string());
                let file = path(node).map(|path| path + "\n" + &target.unwrap_or_default());
                twice.note("patch", Severity::Warning, node, file);
            }
        }
        for node in list("patchesStrategicMerge") {
            let is_path = !node.text().is_some_and(|text| text.contains('\n'));
            twice.note(
                "patch",
                Severity::Warning,
                node,
                path(node).filter(|_| is_path),
            );
        }
        for image in list("images") {
            for field in ["newName", "newTag", "digest"] {
                if let (Some(node), Some(_)) = (image.at(["name"]), image.at([field])) {
                    let set = node.text().map(|name| format!("{name}\n{field}"));
                    twice.note("image", Severity::Warning, node, set);
                }
            }
        }
        for replicas in list("replicas") {
            if let Some(node) = replicas.at(["name"]) {
                let name = node.text().map(str::to_owned);
                twice.note("replica count", Severity::Warning, node, name);
            }
        }
    }
}

/// What a kustomization has named so far.
struct Twice<'f, 'a> {
    seen: HashMap<(&'static str, String), usize>,
    found: &'f mut Found<'a>,
}

impl Twice<'_, '_> {
    /// Notes what is named; says so, if it was before.
    fn note(&mut self, what: &'static str, severity: Severity, node: &Node, key: Option<String>) {
        let Some(key) = key else {
            return;
        };
        let line = node.mark.line;
        let first = *self.seen.entry((what, key)).or_insert(line);
        if first != line {
            let name = shown(node.text().unwrap_or_default());
            let message = format!("the {what} `{name}` is there already, in line {first}");
            self.found.say(node.mark, severity, message, None);
        }
    }
}
