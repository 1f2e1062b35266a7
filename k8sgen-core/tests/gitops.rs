//! GitOps from the outside: what each engine reads, what is installed beside the application, and what is said of
//! an inventory that does not fit.

use std::collections::BTreeSet;

use k8sgen_core::context::{Context, Mapping, allow_list};
use k8sgen_core::plan::Level;
use k8sgen_core::{Facts, Inventory, Tree, generate, inventory, plan, tool};

/// What Terraform made.
const OUTPUTS: &str = r#"{
    "aws_account_id": {"value": "123456789012"},
    "region": {"value": "eu-central-1"},
    "vpc_id": {"value": "vpc-0abc12345def67890"},
    "vpc_cidr": {"value": "10.0.0.0/16"},
    "public_subnet_ids": {"value": ["subnet-0abc12345def67890", "subnet-0abc12345def67891"]},
    "public_subnet_cidrs": {"value": ["10.0.0.0/24", "10.0.1.0/24"]},
    "cluster_name": {"value": "shop"},
    "oidc_provider_arn": {
        "value": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/FF"
    }
}"#;

/// A project with a secret and an ingress, and `more` at the top of its inventory.
fn text(more: &str) -> String {
    format!(
        "{more}
project: shop
environment: prod
namespace: shop
secrets:
  jwt: {{remote: shop/jwt, keys: {{KEY: key}}}}
tiers:
  backend: {{}}
services:
  cart:
    tier: backend
    port: 8080
    image: example.com/cart:1.0.0
    ingress_path: /
    secrets: {{jwt: [KEY]}}
environments:
  dev: {{namespace: shop-dev}}
  production: {{namespace: shop-production}}
"
    )
}

fn read(more: &str) -> Inventory {
    inventory::read("k8sgen.yaml", &text(more)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn tree(more: &str) -> Tree {
    let inventory = read(more);
    let plan = plan::build(&inventory);
    let facts = Facts::read([("all.json", OUTPUTS)], &allow_list()).expect("outputs");
    let context = Context::bridge(&facts, &Mapping::default(), &plan.needs())
        .unwrap_or_else(|problems| panic!("{problems}"));
    generate(&plan, &context, &inventory).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A `Kustomization` of Flux is an object, a `kustomization.yaml` is none, and both are called the same.
#[test]
fn a_project_of_argo_cd_lets_through_kustomizations_of_flux_alone() {
    let own = "manifests:
  - apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: tools}
    spec: {interval: 10m, path: ./tools, prune: true, sourceRef: {kind: GitRepository, name: tools}}";
    let tree = tree(&format!("{REPOSITORY}\n{own}"));
    let project = tree
        .files()
        .find(|(path, _)| path.as_str() == "argocd-apps/project.yaml");
    let (_, project) = project.expect("a project");
    assert!(
        project.contains("group: kustomize.toolkit.fluxcd.io"),
        "{project}"
    );
    assert!(!project.contains("kustomize.config.k8s.io"), "{project}");
}

/// The files below these folders, each behind its path.
fn shown(tree: &Tree, folders: &[&str]) -> String {
    let below = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
    let files = tree.files().filter(|(path, _)| below(path.as_str()));
    let texts = files.map(|(path, text)| format!("##### {path}\n{text}"));
    texts.collect::<Vec<_>>().concat()
}

fn paths(tree: &Tree, folders: &[&str]) -> BTreeSet<String> {
    let below = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
    let paths = tree.files().map(|(path, _)| path.to_string());
    paths.filter(|path| below(path)).collect()
}

fn refused(more: &str) -> String {
    let read = inventory::read("k8sgen.yaml", &text(more));
    read.expect_err("an inventory that does not fit")
        .to_string()
}

const REPOSITORY: &str = "repository: {url: 'https://git.example.com/shop.git'}";

#[test]
fn argocd_where_there_is_a_repository() {
    let tree = tree(REPOSITORY);
    insta::assert_snapshot!("gitops_argocd", shown(&tree, &["argocd-apps/"]));
    insta::assert_snapshot!(
        "gitops_argocd_infrastructure",
        shown(&tree, &["infrastructure/"])
    );
}

#[test]
fn flux_where_it_is_asked_for() {
    let more = "gitops: flux\nrepository: {url: 'git@git.example.com:shop/k8s.git', revision: v1.2.0, path: ./clusters/shop/}";
    let tree = tree(more);
    insta::assert_snapshot!("gitops_flux", shown(&tree, &["flux/"]));
    insta::assert_snapshot!(
        "gitops_flux_infrastructure",
        shown(&tree, &["infrastructure/"])
    );
    let text = shown(&tree, &["base/"]);
    assert!(!text.contains("argocd.argoproj.io"), "{text}");
}

#[test]
fn nothing_without_a_repository_or_where_nothing_is_asked_for() {
    let folders = ["argocd-apps", "flux", "infrastructure"];
    for more in ["", &format!("gitops: none\n{REPOSITORY}")] {
        let tree = tree(more);
        assert_eq!(paths(&tree, &folders), BTreeSet::new(), "{more}");
        let base = shown(&tree, &["base/", "overlays/"]);
        assert!(!base.contains("argocd"), "{base}");
    }
}

#[test]
fn a_sync_wave_is_the_level_of_the_tool() {
    let more = REPOSITORY;
    let (plan, tree) = (plan::build(&read(more)), tree(more));
    let mut seen = 0;
    for (path, documents) in tree.iter().filter(|(path, _)| {
        path.as_str().starts_with("base/") && path.file_name() != "kustomization.yaml"
    }) {
        let levels: Vec<u8> = plan
            .steps()
            .iter()
            .filter(|step| step.path == path.as_str())
            .map(|step| step.level.into())
            .collect();
        for document in documents {
            let wave = document
                .text
                .lines()
                .find_map(|line| line.trim().strip_prefix("argocd.argoproj.io/sync-wave: '"))
                .and_then(|wave| wave.trim_end_matches('\'').parse().ok())
                .unwrap_or_else(|| panic!("{path} has no wave:\n{}", document.text));
            assert!(
                levels.contains(&wave),
                "{path}: {wave} is none of {levels:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn every_tool_has_a_level_and_its_steps_stand_on_it() {
    for tool in tool::NAMES {
        assert!(Level::of(tool).is_some(), "{tool}");
    }
    for more in [REPOSITORY, &format!("gitops: flux\n{REPOSITORY}")] {
        let plan = plan::build(&read(more));
        for step in plan.steps() {
            assert_eq!(Level::of(&step.tool), Some(step.level), "{}", step.id);
        }
        // A plan that goes through a file is checked there: each step comes after lower levels only.
        let text = plan::to_yaml(&plan, &read(more));
        let again = plan::read("plan.yaml", &text).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(again.steps().len(), plan.steps().len());
    }
}

#[test]
fn the_project_allows_what_is_made_and_nothing_else() {
    let tree = tree(REPOSITORY);
    let base = tree
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("base/"));
    let made: BTreeSet<&str> = base
        .flat_map(|(_, documents)| documents)
        .map(|document| document.kind.as_str())
        .filter(|kind| *kind != "Kustomization")
        .collect();
    let path = "argocd-apps/project.yaml".parse().expect("a path");
    let projects = tree.documents(&path).expect("the projects");
    let allowed: BTreeSet<&str> = projects[0]
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("      kind: "))
        .collect();
    assert_eq!(allowed, made);
    assert!(!projects.iter().any(|project| project.text.contains('*')));
}

#[test]
fn the_infrastructure_is_what_is_said() {
    let more = format!("{REPOSITORY}\ninfrastructure:\n  external-secrets: {{version: 2.10.3}}");
    let tree = tree(&more);
    let expected = [
        "infrastructure/external-secrets/application.yaml",
        "infrastructure/kustomization.yaml",
    ];
    assert_eq!(
        paths(&tree, &["infrastructure/"]),
        expected.map(str::to_owned).into()
    );
    assert!(shown(&tree, &["infrastructure/"]).contains("targetRevision: '2.10.3'"));

    let none = self::tree(&format!("{REPOSITORY}\ninfrastructure: {{}}"));
    assert_eq!(paths(&none, &["infrastructure/"]), BTreeSet::new());
    let text = shown(&none, &["argocd-apps/kustomization.yaml"]);
    assert!(!text.contains("infrastructure"), "{text}");
}

#[test]
fn revisions_and_addresses_as_flux_takes_them() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    for (url, revision, expected) in [
        (
            "https://git.example.com/a.git",
            "main",
            ["url: https://git.example.com/a.git", "branch: main"],
        ),
        (
            "ssh://git@git.example.com:22/a.git",
            "2.0",
            ["url: ssh://git@git.example.com:22/a.git", "tag: '2.0'"],
        ),
        (
            "git@git.example.com:a/b.git",
            "release-2",
            [
                "url: ssh://git@git.example.com/a/b.git",
                "branch: release-2",
            ],
        ),
        (
            "https://git.example.com/a.git",
            commit,
            ["    commit: ", commit],
        ),
        (
            "https://git.example.com/a.git",
            "refs/pull/1/head",
            ["    name: ", "refs/pull/1/head"],
        ),
    ] {
        let tree = tree(&format!(
            "gitops: flux\nrepository: {{url: '{url}', revision: '{revision}'}}"
        ));
        let source = shown(&tree, &["flux/source.yaml"]);
        for part in expected {
            assert!(source.contains(part), "{part} is not in\n{source}");
        }
        assert_eq!(
            source.contains("secretRef"),
            !url.starts_with("https"),
            "{source}"
        );
    }
}

#[test]
fn what_does_not_fit() {
    let cases = [
        ("no_repository", "gitops: argocd"),
        ("no_repository_for_flux", "gitops: flux"),
        ("unknown_engine", "gitops: fleet"),
        (
            "unknown_addon",
            "repository: {url: 'https://git.example.com/shop.git'}\ninfrastructure:\n  cert-manager: {}",
        ),
        (
            "range_of_versions",
            "repository: {url: 'https://git.example.com/shop.git'}\ninfrastructure:\n  argocd: {version: 10.x}",
        ),
        (
            "infrastructure_without_engine",
            "infrastructure:\n  argocd:",
        ),
        ("no_address", "repository: {url: shop}"),
        ("wildcard", "repository: {url: 'https://git.example.com/*'}"),
        (
            "password",
            "repository: {url: 'https://me:hunter2@git.example.com/shop.git'}",
        ),
        (
            "path_outside",
            "repository: {url: 'https://git.example.com/shop.git', path: ../other}",
        ),
    ];
    for (name, more) in cases {
        insta::assert_snapshot!(format!("gitops_refused_{name}"), refused(more));
    }
    let text = text(REPOSITORY).replace("  dev:", "  root:");
    let refused = inventory::read("k8sgen.yaml", &text).expect_err("a name that is taken");
    insta::assert_snapshot!("gitops_refused_taken_name", refused.to_string());
}
