//! A Secret that two objects make.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Mark;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG455",
    name: "secret-with-two-owners",
    severity: Severity::Warning,
    finds: "A Secret that two objects make in one namespace: a Secret as it is written and an ExternalSecret, two \
        ExternalSecrets, a SealedSecret and a Certificate, and so on. Two ExternalSecrets of `creationPolicy: Owner` \
        are an error; one of `creationPolicy: Merge` adds to a Secret on purpose.",
    why: "Each writes what it knows, over what the other one wrote: the pods get the placeholder that was committed, \
        or keys disappear. A second ExternalSecret that wants to own the Secret is never ready.",
    wrong: "\
apiVersion: v1
kind: Secret
metadata:
  name: database
stringData:
  PASSWORD: change-me
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
spec:
  secretStoreRef:
    name: aws
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/database
",
    right: "\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: database
spec:
  secretStoreRef:
    name: aws
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/database
",
    help: "let one of them make the Secret, and take the other away or give it another name",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for (name, sources) in scope.secrets().iter() {
        if sources.len() < 2 || is_placeholder(name) {
            continue;
        }
        let mut owners: HashMap<Option<&str>, &Document> = HashMap::new();
        for source in sources.iter().filter(|source| owns(source.by)) {
            let owner = source.by;
            let Some(first) = owners.get(&source.namespace) else {
                owners.insert(source.namespace, owner);
                continue;
            };
            // That two objects are called the same is said elsewhere.
            let is_same = first.kind() == owner.kind() && first.name() == owner.name();
            if is_same || std::ptr::eq(*first, owner) || !scope.has_both(first, owner) {
                continue;
            }
            let is_external = |document: &Document| document.kind() == "ExternalSecret";
            let severity = if is_external(first) && is_external(owner) && scope.folder.is_some() {
                Severity::Error
            } else {
                Severity::Warning
            };
            let title =
                |document: &Document| format!("{} `{}`", document.kind(), shown(document.name()));
            let message = format!(
                "{} makes the Secret `{}`, and so does {}",
                title(owner),
                shown(name),
                title(first)
            );
            found.say(mark(owner), severity, message, None);
        }
    }
}

/// Whether it takes the Secret for its own, and does not only add to one or take what is there.
fn owns(document: &Document) -> bool {
    let spec: &[&str] = match document.kind() {
        "ClusterExternalSecret" => &["spec", "externalSecretSpec", "target", "creationPolicy"],
        _ => &["spec", "target", "creationPolicy"],
    };
    let policy = document.text_at(spec.iter().copied());
    let is_taken_over = document
        .at([
            "metadata",
            "annotations",
            "sealedsecrets.bitnami.com/managed",
        ])
        .is_some()
        || document.text_at(["type"]) == Some("kubernetes.io/service-account-token");
    !is_taken_over && matches!(policy, None | Some("Owner" | "Orphan"))
}

/// Where an object names the Secret that it makes.
fn mark(document: &Document) -> Mark {
    let paths: [&[&str]; 5] = [
        &["spec", "target", "name"],
        &["spec", "externalSecretSpec", "target", "name"],
        &["spec", "secretName"],
        &["spec", "destination", "name"],
        &["metadata", "name"],
    ];
    let named = paths
        .iter()
        .find_map(|path| document.at(path.iter().copied()));
    named.map_or(document.mark(), |node| node.mark)
}
