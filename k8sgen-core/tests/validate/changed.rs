//! The repositories that k8sgen makes, with one thing changed by hand: it is found.

use k8sgen_core::validate::{self, Files, Options, Report};

const DEMO: &str = "../tests/golden/demo-replica-agent";
const FLUX: &str = "../tests/variants/flux/expected";
const POD_IDENTITY: &str = "../tests/variants/pod-identity/expected";

/// What is found in a tree in which one text of one file is another.
fn judged(tree: &str, file: &str, from: &str, to: &str) -> Report {
    let mut files = Files::default();
    let mut is_changed = false;
    for (path, bytes) in validate::load(&[tree.into()]).iter() {
        let path = path.strip_prefix(tree).expect("it is below");
        let path = path.trim_start_matches('/');
        let text = std::str::from_utf8(bytes).expect("text");
        if path == file {
            is_changed = text.contains(from);
            files.put(path, text.replacen(from, to, 1));
        } else {
            files.put(path, text);
        }
    }
    assert!(is_changed, "{file} has no `{from}`");
    validate::files(&files, &Options::default())
}

#[track_caller]
fn is_found(code: &str, tree: &str, file: &str, from: &str, to: &str) {
    let findings = judged(tree, file, from, to).findings;
    assert!(
        findings.iter().any(|finding| finding.rule == code),
        "{code} says nothing of `{to}` in {file}: {findings:#?}"
    );
}

#[test]
fn a_changed_application_is_found() {
    let dev = "argocd-apps/dev.yaml";
    let project = "argocd-apps/project.yaml";
    is_found(
        "KG240",
        DEMO,
        dev,
        "project: demo-replica-agent",
        "project: demo-replica",
    );
    is_found(
        "KG241",
        DEMO,
        dev,
        "path: overlays/dev",
        "path: overlays/develop",
    );
    is_found(
        "KG241",
        DEMO,
        dev,
        "path: overlays/dev",
        "path: overlay/dev",
    );
    is_found(
        "KG242",
        DEMO,
        dev,
        "namespace: demo-replica-agent-dev",
        "namespace: demo-replica-agent",
    );
    is_found("KG243", DEMO, dev, "example/demo", "another/demo");
    is_found("KG243", DEMO, project, "kind: Ingress\n", "kind: Egress\n");
    is_found(
        "KG245",
        DEMO,
        dev,
        "    server: https://kubernetes.default.svc\n",
        "",
    );
    is_found("KG246", DEMO, dev, "PruneLast=true", "PruneLats=true");
    is_found(
        "KG318",
        DEMO,
        "argocd-apps/kustomization.yaml",
        "  - dev.yaml\n",
        "",
    );
    is_found(
        "KG318",
        DEMO,
        "base/kustomization.yaml",
        "  - hpa/hpa.yaml\n",
        "",
    );
}

#[test]
fn a_changed_object_of_flux_is_found() {
    let production = "flux/production.yaml";
    is_found(
        "KG241",
        FLUX,
        production,
        "./overlays/production",
        "./overlays/prod",
    );
    is_found(
        "KG242",
        FLUX,
        production,
        "  prune: true",
        "  prune: true\n  targetNamespace: shop",
    );
    is_found(
        "KG250",
        FLUX,
        production,
        "    name: flux\n",
        "    name: shop\n",
    );
    is_found(
        "KG251",
        FLUX,
        production,
        "  prune: true",
        "  prune: true\n  dependsOn:\n    - name: flux-rot",
    );
    is_found(
        "KG252",
        FLUX,
        production,
        "  prune: true",
        "  prune: true\n  dependsOn:\n    - name: flux-production",
    );
    let check = "  healthChecks:\n    - {apiVersion: apps/v1, kind: Deployment, name: shp}\n";
    is_found(
        "KG254",
        FLUX,
        production,
        "  prune: true",
        &format!("{check}  prune: true"),
    );
}

#[test]
fn a_changed_role_is_found() {
    let trust = "iam/image-processor/trust-policy.json";
    is_found(
        "KG260",
        DEMO,
        trust,
        "agent-dev:image-processor-sa",
        "agent-dve:image-processor-sa",
    );
    is_found(
        "KG260",
        DEMO,
        trust,
        "agent-dev:image-processor-sa",
        "agent-dev:image-procesor-sa",
    );
    is_found(
        "KG261",
        DEMO,
        trust,
        "agent-dev:image-processor-sa",
        "agent-dev:backend-sa",
    );
    let role = "    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/demo-replica-agent-image-processor-role\n";
    is_found("KG262", DEMO, "base/rbac/service-accounts.yaml", role, "");
    is_found(
        "KG263",
        DEMO,
        trust,
        "agent-dev:image-processor-sa",
        "agent-*:image-processor-sa",
    );
    let pods = "iam/backend/trust-policy.json";
    is_found("KG260", POD_IDENTITY, pods, "backend-sa", "backend");
    is_found(
        "KG263",
        POD_IDENTITY,
        pods,
        "sts:TagSession",
        "sts:GetCallerIdentity",
    );
}
