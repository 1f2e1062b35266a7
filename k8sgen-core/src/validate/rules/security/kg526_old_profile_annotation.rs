//! A profile in an annotation that is not read any more.

use crate::problem::shown;
use crate::validate::Version;
use crate::validate::finding::Severity;
use crate::validate::objects::{APP_ARMOR_ANNOTATION, contexts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG526",
    name: "old-profile-annotation",
    severity: Severity::Warning,
    finds: "A seccomp profile in an annotation, which Kubernetes has not read since 1.27; or an AppArmor profile \
        in one, for which there has been a field since 1.30, said as information. Where the field is there \
        as well, nothing is said.",
    why: "The pod runs without the profile that the annotation names, and nothing tells.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "write the profile into the `securityContext`: `seccompProfile` or `appArmorProfile`, with `type: \
        RuntimeDefault`, or `type: Localhost` and `localhostProfile`",
    check: Check::Applied(check),
};

const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
/// The first version that does not read the one of seccomp.
const SECCOMP_UNTIL: Version = Version {
    major: 1,
    minor: 27,
};
/// The first version with a field for `AppArmor`.
const APP_ARMOR_SINCE: Version = Version {
    major: 1,
    minor: 30,
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let cluster = repository.options.kubernetes;
    for workload in scope.workloads() {
        for annotation in workload.annotations().map_or(&[][..], Node::entries) {
            let key = annotation.key.as_str();
            let is_seccomp = key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER);
            let is_app_armor = key.starts_with(APP_ARMOR_ANNOTATION);
            let field = match (is_seccomp, is_app_armor) {
                (true, _) if cluster >= SECCOMP_UNTIL => "seccompProfile",
                (_, true) if cluster >= APP_ARMOR_SINCE => "appArmorProfile",
                _ => continue,
            };
            if contexts(workload).any(|context| context.node.at([field]).is_some()) {
                continue;
            }
            let key = shown(key);
            if is_seccomp {
                let message = format!("Kubernetes does not read the annotation `{key}` any more");
                found.at(annotation.mark, message);
            } else {
                let message =
                    format!("the annotation `{key}` is deprecated: there is a field, `{field}`");
                found.say(annotation.mark, Severity::Info, message, None);
            }
        }
    }
}
