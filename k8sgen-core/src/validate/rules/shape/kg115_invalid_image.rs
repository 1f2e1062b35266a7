//! An image that no container runtime can ask for.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{image_ref, is_stand_in};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG115",
    name: "invalid-image",
    severity: Severity::Error,
    finds: "An image of a container or a volume that is no reference to one: it is empty, its name has capitals, \
        its tag or its digest is none. `$IMAGE`, `<image>` and `PROJECT_ID/web` are left alone: something else \
        is put in their place.",
    why: "The kubelet can't read it: the pod stays in `InvalidImageName`. An empty one the API server refuses.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/Shop/web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/shop/web:1.2.0
",
    help: "write `REGISTRY/NAME:TAG`: the name in lower-case letters, and a tag of letters, digits, `_`, `.` and `-`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            if let Some(image) = container.image() {
                judge(image, found);
            }
        }
        for volume in workload.volumes() {
            if let Some(image) = volume.at(["image", "reference"]) {
                judge(image, found);
            }
        }
    }
}

fn judge(image: &Node, found: &mut Found<'_>) {
    let Some(text) = image.text().filter(|text| !is_stand_in(text)) else {
        return;
    };
    if text.is_empty() {
        found.at(image.mark, "the image is empty");
    }
    // A space alone is OpenShift's, which sets the image itself.
    if text.trim().is_empty() {
        return;
    }
    if text.trim() != text {
        let message = format!("the image `{}` begins or ends with a space", shown(text));
        found.with_help(image.mark, message, Some("take the space away"));
        return;
    }
    match image_ref(text) {
        Err(error) => found.at(image.mark, error.to_string()),
        Ok(reference) => {
            let registry = reference.registry().unwrap_or_default();
            let is_host = registry.contains(['.', ':']) || registry == "localhost";
            if !registry.is_empty() && !is_host {
                let message = format!(
                    "`{}` has capitals, and so is taken for the host of a registry",
                    shown(registry)
                );
                let help = "write the name in lower-case letters, or the registry's whole host";
                found.say(image.mark, Severity::Warning, message, Some(help));
            }
        }
    }
}
