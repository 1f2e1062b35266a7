//! Pods that their namespace refuses, or that an attacker would be glad of. All namespaces here ask for `restricted`.

use super::WORKLOADS;
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;

const CONTAINER: &str = "** containers * securityContext";
const POD: &str = "** template spec serviceAccountName";

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "security-context-dropped",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "runAsNonRoot",
                WORKLOADS,
                "** securityContext runAsNonRoot",
                Edit::Drop,
            ),
            on(
                "the seccomp profile",
                WORKLOADS,
                "** securityContext seccompProfile",
                Edit::Drop,
            ),
            on(
                "the capabilities",
                WORKLOADS,
                "** containers * securityContext capabilities",
                Edit::Drop,
            ),
            on(
                "allowPrivilegeEscalation",
                WORKLOADS,
                "** containers * securityContext allowPrivilegeEscalation",
                Edit::Drop,
            ),
            on(
                "a read-only root",
                WORKLOADS,
                "** containers * securityContext readOnlyRootFilesystem",
                Edit::Drop,
            ),
            on("all of a container's", WORKLOADS, CONTAINER, Edit::Drop),
            on(
                "all of a pod's",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Drop,
            ),
        ],
    },
    Class {
        name: "privileges",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "privileged",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("privileged: true"),
            ),
            on(
                "escalation",
                WORKLOADS,
                "** allowPrivilegeEscalation",
                Edit::Set("true"),
            ),
            on(
                "root",
                WORKLOADS,
                "** securityContext runAsUser",
                Edit::Set("0"),
            ),
            on(
                "root is allowed",
                WORKLOADS,
                "** runAsNonRoot",
                Edit::Set("false"),
            ),
            on(
                "no seccomp",
                WORKLOADS,
                "** seccompProfile type",
                Edit::Set("Unconfined"),
            ),
            on(
                "a capability",
                WORKLOADS,
                "** capabilities",
                Edit::Inside("add: [SYS_ADMIN]"),
            ),
            on(
                "capabilities that stay",
                WORKLOADS,
                "** capabilities drop *",
                Edit::Set("NET_RAW"),
            ),
            on(
                "the host's network",
                WORKLOADS,
                POD,
                Edit::After("hostNetwork: true"),
            ),
            on(
                "the host's processes",
                WORKLOADS,
                POD,
                Edit::After("hostPID: true"),
            ),
            on(
                "the host's memory",
                WORKLOADS,
                POD,
                Edit::After("hostIPC: true"),
            ),
            on(
                "the host's files",
                WORKLOADS,
                "** volumes *",
                Edit::After("- name: host\n  hostPath:\n    path: /"),
            ),
            on(
                "the host's port",
                WORKLOADS,
                "** containers * ports * containerPort",
                Edit::After("hostPort: 8080"),
            ),
            on(
                "the host's /proc",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("procMount: Unmasked"),
            ),
            on(
                "a sysctl",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Inside("sysctls: [{name: kernel.msgmax, value: \"65536\"}]"),
            ),
            on(
                "a token",
                WORKLOADS,
                "** template spec automountServiceAccountToken",
                Edit::Set("true"),
            ),
            on(
                "the namespace asks for nothing",
                "Namespace",
                "metadata labels pod-security.kubernetes.io/enforce",
                Edit::Drop,
            ),
            on(
                "the namespace asks for less",
                "Namespace",
                "metadata labels pod-security.kubernetes.io/enforce",
                Edit::Set("privileged"),
            ),
            on(
                "the namespace asks for what is none",
                "Namespace",
                "metadata labels pod-security.kubernetes.io/enforce",
                Edit::Set("strict"),
            ),
        ],
    },
    Class {
        name: "image",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "latest",
                WORKLOADS,
                "** containers * image",
                Edit::Change(latest),
            ),
            on(
                "no tag",
                WORKLOADS,
                "** containers * image",
                Edit::Change(no_tag),
            ),
            on(
                "no name",
                WORKLOADS,
                "** containers * image",
                Edit::Change(no_name),
            ),
            on(
                "a tag that is none",
                WORKLOADS,
                "** containers * image",
                Edit::Change(bad_tag),
            ),
            on(
                "capitals",
                WORKLOADS,
                "** containers * image",
                Edit::Change(capitals),
            ),
            on(
                "latest in an overlay",
                super::KUSTOMIZATION,
                "images * newTag",
                Edit::Set("latest"),
            ),
        ],
    },
    Class {
        name: "plaintext-secret",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a password in a variable",
                WORKLOADS,
                "** containers * env",
                Edit::Inside("- name: DB_PASSWORD\n  value: 7mTq-Zw2x!Kd9v"),
            ),
            on(
                "a password in a ConfigMap",
                "ConfigMap",
                "data",
                Edit::Inside("DB_PASSWORD: 7mTq-Zw2x!Kd9v"),
            ),
            on(
                "a key of AWS in a ConfigMap",
                "ConfigMap",
                "data",
                Edit::Inside("ACCESS: AKIAQ3EGXMPL7ZRT5WVN"),
            ),
            on(
                "a token of GitHub in a variable",
                WORKLOADS,
                "** containers * env",
                Edit::Inside("- name: SOURCE\n  value: ghp_x7Kd93mQzPw2LrT8vYb5NcJ4hFgS6aEuR1oX"),
            ),
            on(
                "a URL with a password in a ConfigMap",
                "ConfigMap",
                "data",
                Edit::Inside("DATABASE: postgres://app:7mTqZw2xKd9v@db.example.com/app"),
            ),
            on(
                "a private key in a ConfigMap",
                "ConfigMap",
                "data",
                Edit::Inside(
                    "tls.key: |\n  -----BEGIN PRIVATE KEY-----\n  MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n  -----END PRIVATE KEY-----",
                ),
            ),
            on(
                "a password in an argument",
                WORKLOADS,
                "** containers * image",
                Edit::After("args:\n  - --password=7mTq-Zw2x!Kd9v"),
            ),
            on(
                "a token in an annotation",
                "ServiceAccount Service Ingress",
                "metadata annotations",
                Edit::Inside("example.com/token: ghp_x7Kd93mQzPw2LrT8vYb5NcJ4hFgS6aEuR1oX"),
            ),
            document(
                "a Secret in the repository",
                "ServiceAccount",
                Edit::After(
                    "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: database\nstringData:\n  password: 7mTq-Zw2x!Kd9v",
                ),
            ),
        ],
    },
];

/// An image without its tag; none of those whose tag the overlays set.
fn untagged(image: &str) -> Option<&str> {
    let name = image.split('@').next()?.rsplit_once(':')?.0;
    (!name.contains(".ecr.")).then_some(name)
}

fn latest(image: &str) -> Option<String> {
    Some(format!("{}:latest", untagged(image)?))
}

fn no_tag(image: &str) -> Option<String> {
    untagged(image).map(str::to_owned)
}

fn no_name(image: &str) -> Option<String> {
    untagged(image).map(|_| "''".to_owned())
}

fn bad_tag(image: &str) -> Option<String> {
    Some(format!("{}:v1 final", untagged(image)?))
}

fn capitals(image: &str) -> Option<String> {
    Some(format!(
        "{}:1.4.2",
        untagged(image)?.replace("shop", "Shop")
    ))
}
