//! A Job under a name that stays, which nothing makes anew.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{has_hash, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG463",
    name: "job-cannot-change",
    severity: Severity::Info,
    finds: "A Job in a kustomization whose name stays the same, and that neither a hook nor an option makes anew.",
    why: "The template of a Job can't be changed. With the next image, `kubectl apply`, Argo CD and Flux are refused \
        (`field is immutable`), and often the rest of the deployment with them.",
    wrong: "\
# file: kustomization.yaml
resources:
  - migrate.yaml
# file: migrate.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1.2.0
",
    right: "\
# file: kustomization.yaml
resources:
  - migrate.yaml
# file: migrate.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: Sync
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1.2.0
",
    help: "make it a hook (`argocd.argoproj.io/hook`), let it be replaced (`argocd.argoproj.io/sync-options: \
        Force=true,Replace=true`, or `kustomize.toolkit.fluxcd.io/force: enabled`), let it be deleted when it is done \
        (`ttlSecondsAfterFinished`), or put the version into its name",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let flux = repository
        .written()
        .of_kind("Kustomization.kustomize.toolkit.fluxcd.io")
        .iter();
    let mut flux = flux.map(|kustomization| kustomization.text_at(["spec", "force"]));
    if scope.folder.is_none() || flux.any(|force| force == Some("true")) {
        return;
    }
    for job in scope.of_kind("Job") {
        let name = job.name();
        let has_version = name.chars().any(|c| c.is_ascii_digit()) || has_hash(name);
        let is_deleted = job.at(["spec", "ttlSecondsAfterFinished"]).is_some();
        if name.is_empty() || has_version || is_deleted || is_placeholder(name) || is_replaced(job)
        {
            continue;
        }
        let mark = job
            .at(["metadata", "name"])
            .map_or(job.mark(), |node| node.mark);
        found.at(
            mark,
            format!(
                "Job `{}` can't be changed once it is applied, and nothing makes it anew",
                shown(name)
            ),
        );
    }
}

/// Whether an annotation makes it a hook, or has it replaced.
fn is_replaced(job: &Document) -> bool {
    let annotation = |key| job.text_at(["metadata", "annotations", key]);
    let options = annotation("argocd.argoproj.io/sync-options").unwrap_or_default();
    annotation("argocd.argoproj.io/hook").is_some()
        || annotation("helm.sh/hook").is_some()
        || annotation("kustomize.toolkit.fluxcd.io/force") == Some("enabled")
        || (options.contains("Force=true") && options.contains("Replace=true"))
}
