//! A field that pods of this operating system may not have.

use crate::validate::finding::Severity;
use crate::validate::objects::title;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG524",
    name: "other-os-field",
    severity: Severity::Error,
    finds: "A field of Linux in a pod with `os.name: windows`, or `windowsOptions` in one with `os.name: linux`.",
    why: "The API server refuses the object: nothing on that system could keep what the field promises.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os:
    name: windows
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        runAsUser: 10001
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os:
    name: windows
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        windowsOptions:
          runAsUserName: ContainerUser
",
    help: "take the field away; on Windows, `windowsOptions.runAsUserName` names the user",
    check: Check::Applied(check),
};

const POD: [&str; 4] = ["hostPID", "hostIPC", "hostUsers", "shareProcessNamespace"];
const POD_CONTEXT: [&str; 11] = [
    "appArmorProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsGroup",
    "runAsUser",
    "seLinuxChangePolicy",
    "seLinuxOptions",
    "seccompProfile",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
];
const CONTAINER_CONTEXT: [&str; 10] = [
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
];
const WINDOWS: [&str; 1] = ["windowsOptions"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let os = workload.spec.at(["os", "name"]).and_then(Node::text);
        let (pod, pod_context, container_context) = match os {
            Some("windows") => (&POD[..], &POD_CONTEXT[..], &CONTAINER_CONTEXT[..]),
            Some("linux") => (&[][..], &WINDOWS[..], &WINDOWS[..]),
            _ => continue,
        };
        let os = os.unwrap_or_default();
        let mut say = |node: &Node, fields: &[&str], of: &str| {
            for entry in node.entries() {
                let is_set = match &entry.value.value {
                    Value::Null => false,
                    Value::List(items) => !items.is_empty(),
                    _ => true,
                };
                // What a pod does not share with the host, it may say on any system.
                let is_plain = entry.key.starts_with("host") && entry.key != "hostUsers";
                let is_off = is_plain && entry.value.text() != Some("true");
                if fields.contains(&entry.key.as_str()) && is_set && !is_off {
                    let key = &entry.key;
                    found.at(
                        entry.mark,
                        format!("`{key}` of {of} may not be set with `os.name: {os}`"),
                    );
                }
            }
        };
        say(workload.spec, pod, "the pod");
        if let Some(context) = workload.spec.at(["securityContext"]) {
            say(context, pod_context, "the pod");
        }
        for container in workload.containers() {
            if let Some(context) = container.node.at(["securityContext"]) {
                say(context, container_context, &title(&container));
            }
        }
    }
}
