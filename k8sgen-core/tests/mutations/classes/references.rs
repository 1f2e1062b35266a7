//! Names of what is not there.

use super::{WORKLOADS, elsewhere, misspelt};
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
];
