//! Names of what is not there.

use super::{FLUX, WORKLOADS, elsewhere, misspelt};
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;
use crate::readers;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "dangling-pod-reference",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a ServiceAccount",
                WORKLOADS,
                "** serviceAccountName",
                Edit::Change(elsewhere),
            ),
            on(
                "a ServiceAccount, misspelt",
                WORKLOADS,
                "** serviceAccountName",
                Edit::Change(misspelt),
            ),
            on(
                "a ConfigMap",
                WORKLOADS,
                "** configMapKeyRef name",
                Edit::Change(elsewhere),
            ),
            on(
                "a ConfigMap's key",
                WORKLOADS,
                "** configMapKeyRef key",
                Edit::Change(misspelt),
            ),
            on(
                "all of a ConfigMap",
                WORKLOADS,
                "** containers * image",
                Edit::After("envFrom:\n  - configMapRef:\n      name: settings-elsewhere"),
            ),
            on(
                "a Secret",
                WORKLOADS,
                "** secretKeyRef name",
                Edit::Change(elsewhere),
            ),
            on(
                "a Secret's key",
                WORKLOADS,
                "** secretKeyRef key",
                Edit::Change(misspelt),
            ),
            on(
                "a Secret in a volume",
                WORKLOADS,
                "** volumes * secret secretName",
                Edit::Change(elsewhere),
            ),
            on(
                "a ConfigMap in a volume",
                WORKLOADS,
                "** volumes *",
                Edit::After("- name: settings\n  configMap:\n    name: settings-elsewhere"),
            ),
            on(
                "a claim in a volume",
                WORKLOADS,
                "** volumes *",
                Edit::After(
                    "- name: data\n  persistentVolumeClaim:\n    claimName: data-elsewhere",
                ),
            ),
            on(
                "a volume",
                WORKLOADS,
                "** volumeMounts * name",
                Edit::Change(elsewhere),
            ),
            on("a volume that is gone", WORKLOADS, "** volumes", Edit::Drop),
            on(
                "a variable in an argument",
                WORKLOADS,
                "** containers * image",
                Edit::After("args:\n  - --level=$(NOWHERE_LEVEL)"),
            ),
        ],
    },
    Class {
        name: "reference-to-what-may-be-elsewhere",
        effect: Effect::Advised,
        sorts: &[
            on(
                "a priority class",
                WORKLOADS,
                "** template spec serviceAccountName",
                Edit::After("priorityClassName: high-elsewhere"),
            ),
            on(
                "a Secret to pull images with",
                WORKLOADS,
                "** template spec serviceAccountName",
                Edit::After("imagePullSecrets:\n  - name: registry-elsewhere"),
            ),
        ],
    },
    Class {
        name: "dangling-target",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a Service's pods",
                "Service",
                "spec selector *",
                Edit::Change(elsewhere),
            ),
            on(
                "a Service's port by name",
                "Service",
                "spec ports * targetPort",
                Edit::Set("web"),
            ),
            on(
                "a budget's pods",
                "PodDisruptionBudget",
                "spec selector matchLabels *",
                Edit::Change(elsewhere),
            ),
            on(
                "an autoscaler's workload",
                "HorizontalPodAutoscaler",
                "spec scaleTargetRef name",
                Edit::Change(misspelt),
            ),
            on(
                "an autoscaler's kind",
                "HorizontalPodAutoscaler",
                "spec scaleTargetRef kind",
                Edit::Set("ReplicaSet"),
            ),
            on(
                "an Ingress's Service",
                "Ingress",
                "** backend service name",
                Edit::Change(misspelt),
            ),
            on(
                "an Ingress's port by name",
                "Ingress",
                "** backend service port name",
                Edit::Set("web"),
            ),
            on(
                "an Ingress's port by number",
                "Ingress",
                "** backend service port",
                Edit::Set("{number: 9999}"),
            ),
            on(
                "a binding's role",
                "RoleBinding",
                "roleRef name",
                Edit::Change(misspelt),
            ),
            on(
                "a binding's ServiceAccount",
                "RoleBinding",
                "subjects *",
                Edit::After("- kind: ServiceAccount\n  name: robot-elsewhere"),
            ),
            on(
                "a StatefulSet's Service",
                "StatefulSet",
                "spec serviceName",
                Edit::Change(elsewhere),
            ),
            on(
                "a network policy's pods",
                "NetworkPolicy",
                "spec podSelector matchLabels *",
                Edit::Change(elsewhere),
            ),
            on(
                "whom a network policy lets in",
                "NetworkPolicy",
                "spec ingress * from * podSelector matchLabels *",
                Edit::Text("name: ", "name: not-"),
            )
            .only(readers::is_among_ourselves),
            on(
                "a store of secrets",
                "ExternalSecret",
                "spec secretStoreRef name",
                Edit::Change(misspelt),
            ),
            on(
                "a store's ServiceAccount",
                "SecretStore",
                "** serviceAccountRef name",
                Edit::Change(misspelt),
            ),
            on(
                "what a spread spreads",
                WORKLOADS,
                "** topologySpreadConstraints * labelSelector matchLabels *",
                Edit::Change(elsewhere),
            ),
            on(
                "what an affinity keeps apart",
                WORKLOADS,
                "** podAffinityTerm labelSelector matchLabels *",
                Edit::Change(elsewhere),
            ),
        ],
    },
    Class {
        name: "drop-an-object",
        effect: Effect::Breaks,
        sorts: &[
            document("a ServiceAccount", "ServiceAccount", Edit::Drop),
            document("a ConfigMap", "ConfigMap", Edit::Drop),
            document("an ExternalSecret", "ExternalSecret", Edit::Drop),
            document("a store of secrets", "SecretStore", Edit::Drop),
            document("a Service that something names", "Service", Edit::Drop)
                .only(readers::is_service_named),
            document("a role", "Role", Edit::Drop),
            document("a workload", "Deployment StatefulSet", Edit::Drop),
            document("an AppProject", "AppProject.argoproj.io", Edit::Drop),
            document(
                "a GitRepository",
                "GitRepository.source.toolkit.fluxcd.io",
                Edit::Drop,
            ),
        ],
    },
    Class {
        name: "drop-a-key-that-is-read",
        effect: Effect::Breaks,
        sorts: &[
            on("of a ConfigMap", "ConfigMap", "data *", Edit::Drop)
                .only(readers::is_config_key_read),
            on(
                "of a ConfigMap, misspelt",
                "ConfigMap",
                "data *",
                Edit::Key(misspelt),
            )
            .only(readers::is_config_key_read),
            on(
                "of an ExternalSecret",
                "ExternalSecret",
                "spec data * secretKey",
                Edit::Change(misspelt),
            )
            .only(readers::is_secret_key_read),
            on(
                "of an ExternalSecret, all of it",
                "ExternalSecret",
                "spec data *",
                Edit::Drop,
            ),
            on(
                "the name of an ExternalSecret's Secret",
                "ExternalSecret",
                "spec target name",
                Edit::Change(elsewhere),
            ),
        ],
    },
    Class {
        name: "dangling-argo-cd-reference",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a project",
                "Application.argoproj.io",
                "spec project",
                Edit::Change(misspelt),
            ),
            on(
                "a path",
                "Application.argoproj.io",
                "spec source path",
                Edit::Change(misspelt),
            ),
            on(
                "a destination that the project forbids",
                "Application.argoproj.io",
                "spec destination namespace",
                Edit::Change(elsewhere),
            ),
            on(
                "a server that the project forbids",
                "Application.argoproj.io",
                "spec destination server",
                Edit::Set("https://other.example.com"),
            ),
            on(
                "a repository that the project forbids",
                "Application.argoproj.io",
                "spec source repoURL",
                Edit::Set("https://github.com/example/other.git"),
            ),
            on(
                "a destination that the project loses",
                "AppProject.argoproj.io",
                "spec destinations *",
                Edit::Drop,
            ),
            on(
                "a repository that the project loses",
                "AppProject.argoproj.io",
                "spec sourceRepos *",
                Edit::Drop,
            ),
            on(
                "a kind that the project loses",
                "AppProject.argoproj.io",
                "spec namespaceResourceWhitelist *",
                Edit::Drop,
            )
            .only(readers::is_kind_applied),
            on(
                "a cluster's kind that the project loses",
                "AppProject.argoproj.io",
                "spec clusterResourceWhitelist *",
                Edit::Drop,
            )
            .only(readers::is_kind_applied),
            on(
                "an overlay of another environment",
                "Application.argoproj.io",
                "spec source path",
                Edit::Set("overlays/dev-no-domain"),
            ),
        ],
    },
    Class {
        name: "dangling-flux-reference",
        effect: Effect::Breaks,
        sorts: &[
            on("a path", FLUX, "spec path", Edit::Change(misspelt)),
            on(
                "a source",
                FLUX,
                "spec sourceRef name",
                Edit::Change(elsewhere),
            ),
            on(
                "a source's kind",
                FLUX,
                "spec sourceRef kind",
                Edit::Set("Bucket"),
            ),
            on(
                "what comes first",
                FLUX,
                "spec path",
                Edit::After("dependsOn:\n  - name: infrastructure-elsewhere"),
            ),
            on(
                "itself",
                FLUX,
                "spec path",
                Edit::After("dependsOn:\n  - name: flux-production\n  - name: flux-root"),
            ),
        ],
    },
    Class {
        name: "dangling-iam-reference",
        effect: Effect::Breaks,
        sorts: &[
            crate::class::file(
                "a ServiceAccount's name",
                "trust-policy.json",
                Edit::Whole(other_account),
            ),
            crate::class::file(
                "a ServiceAccount's namespace",
                "trust-policy.json",
                Edit::Whole(other_namespace),
            ),
            on(
                "a role",
                "ServiceAccount",
                "metadata annotations eks.amazonaws.com/role-arn",
                Edit::Change(elsewhere),
            ),
            on(
                "a role of no account",
                "ServiceAccount",
                "metadata annotations eks.amazonaws.com/role-arn",
                Edit::Set("arn:aws:iam::12345:role/web"),
            ),
        ],
    },
];

/// The first subject is an account that is not there.
fn other_account(text: &str) -> Option<String> {
    let at = text.find("system:serviceaccount:")?;
    let end = at + text[at..].find('"')?;
    Some(format!("{}-elsewhere{}", &text[..end], &text[end..]))
}

/// The first subject is in a namespace that is not there.
fn other_namespace(text: &str) -> Option<String> {
    text.contains("system:serviceaccount:").then(|| {
        text.replacen(
            "system:serviceaccount:",
            "system:serviceaccount:elsewhere-",
            1,
        )
    })
}
