//! Secret stores that every namespace may read.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG578",
    name: "store-for-everyone",
    severity: Severity::Info,
    finds: "A ClusterSecretStore without `conditions`.",
    why: "Whoever may write an ExternalSecret in any namespace can fetch everything that the store can.",
    wrong: "\
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
",
    right: "\
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: aws
spec:
  conditions:
    - namespaces: [shop]
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
",
    help: "name the namespaces in `conditions`, or write a SecretStore in each namespace that needs one",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for store in scope.of_kind("ClusterSecretStore.external-secrets.io") {
        let conditions = store.at(["spec", "conditions"]);
        if conditions.is_none_or(|conditions| conditions.items().is_empty()) {
            let message = format!(
                "every namespace may fetch what ClusterSecretStore `{}` can: it has no `conditions`",
                shown(store.name())
            );
            let name = store.at(["metadata", "name"]);
            found.at(name.map_or(store.mark(), |name| name.mark), message);
        }
    }
}
