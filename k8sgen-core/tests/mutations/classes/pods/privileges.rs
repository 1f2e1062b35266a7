//! Pods that their namespace refuses, or that an attacker would be glad of. All namespaces here ask for `restricted`.

use crate::class::{Class, Effect, document, on};
use crate::classes::WORKLOADS;
use crate::edit::Edit;
use crate::places::has_no_annotations;
use crate::text::depth;

const CONTAINER: &str = "** containers * securityContext";
const POD: &str = "** template spec serviceAccountName";

pub(in crate::classes) const CLASSES: &[Class] = &[
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
                "no AppArmor for the pod",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Inside("appArmorProfile: {type: Unconfined}"),
            ),
            on(
                "no AppArmor for a container",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("appArmorProfile: {type: Unconfined}"),
            ),
            on(
                "a type of SELinux that may do all",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Inside("seLinuxOptions: {type: spc_t}"),
            ),
            on(
                "a user of SELinux",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("seLinuxOptions: {user: system_u}"),
            ),
            on(
                "a process of a Windows node",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Inside("windowsOptions: {hostProcess: true}"),
            ),
            on(
                "a volume that only administrators choose",
                WORKLOADS,
                "** volumes *",
                Edit::After("- name: share\n  nfs: {server: nfs.example.com, path: /}"),
            ),
            on(
                "an old type of volume",
                WORKLOADS,
                "** volumes *",
                Edit::After("- name: block\n  gcePersistentDisk: {pdName: data}"),
            ),
            on(
                "a capability that none is",
                WORKLOADS,
                "** capabilities drop *",
                Edit::After("- SYS_ADMINS"),
            ),
            on(
                "a capability under the kernel's name",
                WORKLOADS,
                "** capabilities drop *",
                Edit::Set("CAP_ALL"),
            ),
            on(
                "a token, asked for",
                WORKLOADS,
                "** template spec automountServiceAccountToken",
                Edit::Set("true"),
            ),
            on(
                "the namespace warns, and refuses nothing",
                "Namespace",
                "metadata labels pod-security.kubernetes.io/enforce",
                Edit::Drop,
            ),
            on(
                "the namespace warns, and allows everything",
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
        name: "profile",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of the node, without a name",
                WORKLOADS,
                "** seccompProfile type",
                Edit::Set("Localhost"),
            ),
            on(
                "of the runtime, with a name",
                WORKLOADS,
                "** seccompProfile type",
                Edit::After("localhostProfile: profiles/audit.json"),
            ),
            on(
                "of the node, by a path of the node",
                WORKLOADS,
                "** seccompProfile",
                Edit::Whole(from_elsewhere),
            ),
            on(
                "of AppArmor on the node, without a name",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("appArmorProfile: {type: Localhost}"),
            ),
            document(
                "in an annotation that nobody reads",
                WORKLOADS,
                Edit::Whole(annotated),
            ),
        ],
    },
    Class {
        name: "other-system",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "users of Linux on Windows",
                WORKLOADS,
                POD,
                Edit::After("os: {name: windows}"),
            ),
            on(
                "options of Windows on Linux",
                WORKLOADS,
                "** template spec securityContext",
                Edit::Whole(windows_options),
            ),
        ],
    },
    Class {
        name: "contradiction",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "root, and not root",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("runAsUser: 0"),
            ),
            on(
                "privileged, and no escalation",
                WORKLOADS,
                CONTAINER,
                Edit::Inside("privileged: true"),
            ),
            on(
                "processes of the host, and of the pod",
                WORKLOADS,
                POD,
                Edit::After("hostPID: true\nshareProcessNamespace: true"),
            ),
            on(
                "users of its own, and the host's network",
                WORKLOADS,
                POD,
                Edit::After("hostNetwork: true\nhostUsers: false"),
            ),
            on(
                "a container that is none shows its logs first",
                WORKLOADS,
                "** template metadata labels",
                Edit::Whole(default_container),
            )
            .only(has_no_annotations),
            on(
                "a container that is none shows its logs first, beside checksums",
                WORKLOADS,
                "** template metadata annotations",
                Edit::Inside("kubectl.kubernetes.io/default-container: main-app"),
            ),
            on(
                "a limit of a container that is none",
                WORKLOADS,
                "** volumes *",
                Edit::After(
                    "- name: limits\n  downwardAPI:\n    items:\n      - path: memory\n        resourceFieldRef: {containerName: main-app, resource: limits.memory}",
                ),
            ),
        ],
    },
];

fn from_elsewhere(own: &str) -> Option<String> {
    let column = depth(own);
    Some(format!(
        "{:column$}seccompProfile: {{type: Localhost, localhostProfile: ../audit.json}}",
        ""
    ))
}

/// The pods' profile stands where it stood once.
fn annotated(workload: &str) -> Option<String> {
    let at = workload.find("seccompProfile:")?;
    let from = workload[..at].rfind('\n')?;
    let to = at + workload[at..].find("RuntimeDefault")? + "RuntimeDefault".len();
    let text = format!("{}{}", &workload[..from], &workload[to..]);
    let (before, rest) = text.split_once("template:\n")?;
    let column = depth(rest);
    let rest = rest.trim_start().strip_prefix("metadata:\n")?;
    (!rest.contains("annotations:")).then(|| {
        format!(
            "{before}template:\n{:column$}metadata:\n{:column$}  annotations:\n{:column$}    seccomp.security.alpha.kubernetes.io/pod: runtime/default\n{rest}",
            "", "", ""
        )
    })
}

/// The pods say that they are of Linux, and as whom they run on Windows.
fn windows_options(context: &str) -> Option<String> {
    let column = depth(context);
    Some(format!(
        "{:column$}os: {{name: linux}}\n{context}\n{:column$}  windowsOptions: {{runAsUserName: ContainerUser}}",
        "", ""
    ))
}

fn default_container(labels: &str) -> Option<String> {
    let column = depth(labels);
    Some(format!(
        "{labels}\n{:column$}annotations:\n{:column$}  kubectl.kubernetes.io/default-container: main-app",
        "", ""
    ))
}
