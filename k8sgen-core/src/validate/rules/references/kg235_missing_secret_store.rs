//! An ExternalSecret of a store that is not there.

use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG235",
    name: "missing-secret-store",
    severity: Severity::Warning,
    finds: "An ExternalSecret, ClusterExternalSecret or PushSecret whose `secretStoreRef` names \
        a SecretStore or ClusterSecretStore that nothing in the repository makes. A \
        ClusterSecretStore is only worth a word where the repository makes none.",
    why: "No Secret is made, and the pods that need it do not start.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    fake:
      data:
        - key: shop/PASSWORD
          value: none
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: web
spec:
  secretStoreRef:
    name: valt
    kind: SecretStore
  target:
    name: web
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/PASSWORD
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
spec:
  provider:
    fake:
      data:
        - key: shop/PASSWORD
          value: none
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: web
spec:
  secretStoreRef:
    name: vault
    kind: SecretStore
  target:
    name: web
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/PASSWORD
",
    help: "add the store to what is applied, or mend `name` and `kind`; without a `kind`, a \
        SecretStore of the same namespace is meant",
    check: Check::Applied(check),
};

/// What names stores, and where.
const USERS: [(&str, &[&str]); 2] = [
    ("ExternalSecret.external-secrets.io", &["spec"]),
    (
        "ClusterExternalSecret.external-secrets.io",
        &["spec", "externalSecretSpec"],
    ),
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut look = |store: &Node, namespace: Option<&str>| {
        let text = |field: &str| store.at([field]).and_then(Node::text);
        let (Some(node), Some(name)) = (store.at(["name"]), text("name")) else {
            return;
        };
        if let Some((severity, message, help)) = lookout.misses_in_two(
            ["SecretStore", "ClusterSecretStore"],
            "external-secrets.io",
            text("kind").unwrap_or("SecretStore"),
            namespace,
            name,
        ) {
            found.say(node.mark, severity, message, help.as_deref());
        }
    };
    for (user, spec) in USERS {
        for user in scope.of_kind(user) {
            let Some(spec) = user.at(spec.iter().copied()) else {
                continue;
            };
            let lists = ["data", "dataFrom"].into_iter();
            let items = lists.flat_map(|list| spec.at([list]).map_or(&[][..], Node::items));
            let own = items.filter_map(|item| item.at(["sourceRef", "storeRef"]));
            for store in spec.at(["secretStoreRef"]).into_iter().chain(own) {
                look(store, user.namespace());
            }
        }
    }
    for user in scope.of_kind("PushSecret.external-secrets.io") {
        for store in user
            .at(["spec", "secretStoreRefs"])
            .map_or(&[][..], Node::items)
        {
            look(store, user.namespace());
        }
    }
}
