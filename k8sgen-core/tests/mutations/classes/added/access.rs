//! Roles, and stores of secrets.

use super::super::SERVERS;
use super::is_free;
use crate::class::{Class, Effect, Sort, document, file, on};
use crate::edit::{Edit, Site};

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "added-role",
        effect: Effect::Breaks,
        sorts: &[
            role(
                "it may run commands in pods",
                "resources: [pods/log]\n    verbs: [get]",
                "resources: [pods/exec]\n    verbs: [create]",
            ),
            role(
                "it may make tokens for any account",
                "resources: [pods/log]\n    verbs: [get]",
                "resources: [serviceaccounts/token]\n    verbs: [create]",
            ),
            role(
                "it may do as others do",
                "resources: [pods/log]\n    verbs: [get]",
                "resources: [users]\n    verbs: [impersonate]",
            ),
            file(
                "it binds an account of no namespace",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("cluster/robot.yaml", ROBOT)],
                    "    name: robot\n    namespace: tools",
                    "    name: robot",
                ),
            ),
            role(
                "it binds an account of a group",
                "kind: ServiceAccount\n",
                "kind: ServiceAccount\n    apiGroup: rbac.authorization.k8s.io\n",
            ),
            role(
                "its name is misspelt where it is bound",
                "kind: ClusterRole\n  name: own",
                "kind: ClusterRole\n  name: onw",
            ),
            file(
                "somebody may edit the cluster's own namespace",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("cluster/deployer.yaml", DEPLOYER)],
                    "name: view",
                    "name: edit",
                ),
            ),
        ],
    },
    Class {
        name: "added-object",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a ConfigMap that never changes, under a name that never does",
                "ConfigMap",
                "data",
                Edit::After("immutable: true"),
            ),
            file(
                "two of one name in a file",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("cluster/settings.yaml", TWO)],
                    "name: second",
                    "name: first",
                ),
            ),
        ],
    },
    Class {
        name: "added-advised",
        effect: Effect::Advised,
        sorts: &[
            on(
                "a change of its ConfigMap starts no pods anew",
                SERVERS,
                "** template metadata annotations *",
                Edit::Key(note),
            )
            .only(has_one_checksum),
            document(
                "a store of secrets is for every namespace",
                "SecretStore",
                Edit::Add(
                    STORE,
                    "  conditions:\n    - namespaces: [$(metadata.namespace)]\n",
                    "",
                ),
            )
            .only(is_free),
            file(
                "a namespace that nothing makes",
                "base/kustomization.yaml",
                Edit::AddFiles(
                    &[("cluster/accounts.yaml", ACCOUNTS)],
                    "name: first\n  namespace: second",
                    "name: first\n  namespace: secnod",
                ),
            ),
        ],
    },
];

/// Whether it is the only checksum of what its pods read.
fn has_one_checksum(site: &Site<'_>) -> bool {
    let document = site.document();
    let all = "** template metadata annotations *";
    document.is_some_and(|document| document.texts(all).count() == 1)
        && site.text.contains("configMapKeyRef")
}

fn note(_: &str) -> Option<String> {
    Some("example.com/note".to_owned())
}

const fn role(what: &'static str, right: &'static str, wrong: &'static str) -> Sort {
    document(what, "ServiceAccount", Edit::Add(ROLE, right, wrong)).only(is_free)
}

const ROLE: &str = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: own
rules:
  - apiGroups: ['']
    resources: [pods/log]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: own
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: own
subjects:
  - kind: ServiceAccount
    name: $(metadata.name)
    namespace: $(metadata.namespace)
";

const DEPLOYER: &str = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: kube-system
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: deployers
";

const TWO: &str = "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: first
  namespace: tools
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: second
  namespace: tools
data:
  REGION: eu-west-1
";

const STORE: &str = "\
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: own
spec:
  conditions:
    - namespaces: [$(metadata.namespace)]
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
";

const ACCOUNTS: &str = "\
apiVersion: v1
kind: Namespace
metadata:
  name: second
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: second
  namespace: second
automountServiceAccountToken: false
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: first
  namespace: second
automountServiceAccountToken: false
";

const ROBOT: &str = "\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: robot
  namespace: tools
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: robot
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: robot
    namespace: tools
";
