//! An image whose content changes under the same name.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG527",
    name: "unpinned-image",
    severity: Severity::Warning,
    finds: "An image with the tag `latest`, or with neither tag nor digest, which means `latest`.",
    why: "Two pods of one workload may run different programs, nobody can tell which one runs, and none can go \
        back to the one before.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
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
          image: shop/web:latest
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
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
          image: shop/web:1.2.0
",
    help: "name a version with a tag that is never moved, or a digest; in a kustomization, `images` does it for \
        all",
    check: Check::Applied(check),
};

/// What the scaffolding of operators writes where its build puts an image in.
const STAND_IN: &str = "controller:latest";

/// The tag of an image, and nothing if it has a digest.
fn tag(image: &str) -> Option<&str> {
    if image.contains('@') {
        return None;
    }
    let name = image.rsplit_once('/').map_or(image, |(_, name)| name);
    Some(name.split_once(':').map_or("", |(_, tag)| tag))
}

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let Some(image) = container.image() else {
                continue;
            };
            let Some(text) = image.text().map(str::trim) else {
                continue;
            };
            // `ko` and the like build what stands after their name.
            let is_built = text.contains("://") || text == STAND_IN;
            if text.is_empty() || is_placeholder(text) || is_built {
                continue;
            }
            let what = match tag(text) {
                Some("") => "has no tag, which means `latest`",
                Some("latest") => "changes with every release",
                _ => continue,
            };
            found.at(image.mark, format!("the image `{}` {what}", shown(text)));
        }
    }
}
