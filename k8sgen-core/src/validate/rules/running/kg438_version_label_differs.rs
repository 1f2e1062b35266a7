//! A version label that is not the image's.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Place, Workload, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG438",
    name: "version-label-differs",
    severity: Severity::Warning,
    finds: "A workload whose label `app.kubernetes.io/version` is another version than the tag of its image, where both have one name.",
    why: "Dashboards, alerts and people who look for the cause of a failure read the label, and believe that another version runs. Often an overlay's `images` changes the tag, and the label stays.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app.kubernetes.io/version: 1.2.0
spec:
  containers:
    - name: web
      image: registry.example.org/web:1.3.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app.kubernetes.io/version: 1.3.0
spec:
  containers:
    - name: web
      image: registry.example.org/web:1.3.0
",
    help: "change the label with the image, or leave it out",
    check: Check::Applied(check),
};

const LABEL: &str = "app.kubernetes.io/version";

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let of_object = workload.document.at(["metadata", "labels", LABEL]);
        let of_pods = workload.template.at(["metadata", "labels", LABEL]);
        let Some((at, label)) = of_object.or(of_pods).and_then(|at| Some((at, at.text()?))) else {
            continue;
        };
        // Which of several images the label is about, nobody says.
        let containers = workload
            .containers()
            .filter(|container| container.place == Place::Main);
        let images: Vec<&str> = containers
            .filter_map(|container| container.image()?.text())
            .collect();
        let [image] = images[..] else {
            continue;
        };
        let Some(tag) = tag(image).filter(|_| is_own(workload, image)) else {
            continue;
        };
        let versions = (version(label), version(tag));
        if let (Some(of_label), Some(of_tag)) = versions
            && !agree(of_label, of_tag)
        {
            let message = format!(
                "`{LABEL}` is `{}`, and the image's tag is `{}`",
                shown(label),
                shown(tag)
            );
            found.at(at.mark, message);
        }
    }
}

/// Whether an image is the workload's program, and not a helper of it: a chart gives both its own version.
fn is_own(workload: &Workload<'_>, image: &str) -> bool {
    let labels = ["app.kubernetes.io/name", "app"].map(|label| workload.labels().get(label));
    let names = [labels[0], labels[1], Some(workload.document.name())];
    let image = image.split('@').next().unwrap_or_default();
    let mut parts = image
        .split('/')
        .map(|part| part.split(':').next().unwrap_or_default());
    parts.any(|part| !part.is_empty() && names.contains(&Some(part)))
}

/// The tag of an image.
fn tag(image: &str) -> Option<&str> {
    let image = image.split('@').next()?;
    let name = image.rsplit('/').next()?;
    name.split_once(':').map(|(_, tag)| tag)
}

/// The text without its `v`, if it is a version such as `1.2.0`.
fn version(text: &str) -> Option<&str> {
    let number = text.strip_prefix('v').unwrap_or(text);
    let is_version = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.');
    (is_version && !is_placeholder(text)).then_some(number)
}

/// Whether one is the other, or says more of the same: `1.2` and `1.2.0-alpine`.
fn agree(one: &str, other: &str) -> bool {
    let continues = |long: &str, short: &str| {
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    // A label can't hold the `+` of a build.
    let (one, other) = (one.replace('+', "_"), other.replace('+', "_"));
    continues(&one, &other) || continues(&other, &one)
}
