//! The pages of generated repositories: everything that they name is there, and their commands are commands.

mod names;
mod reading;

use std::io::Write as _;
use std::process::{Command, Stdio};

use names::{Repository, is_page};
use reading::Page;

use crate::harness::demo;
use crate::harness::workspace::{Workspace, said};
use crate::variants;

/// The demo with another engine and another way to take on roles.
fn demo_with(settings: &str) -> Workspace {
    let inventory = std::fs::read_to_string(demo::config()).expect("the demo's inventory");
    Workspace::with(&format!("{settings}\n{inventory}"))
}

fn of(workspace: &Workspace) -> Repository {
    match workspace.project() {
        Ok(project) => Repository::of(&project),
        Err(problems) => panic!("{}", said(&problems)),
    }
}

/// The demo in every form, and every small project.
fn repositories() -> Vec<(String, Repository)> {
    let mut all = vec![("demo".to_owned(), Repository::of(demo::project()))];
    for settings in [
        "identity: pod-identity",
        "gitops: flux",
        "gitops: flux\nidentity: pod-identity",
        "gitops: none",
    ] {
        let name = settings.replace('\n', ", ");
        all.push((name, of(&demo_with(settings))));
    }
    let over_ssh = "git@github.com:example/demo-replica-agent-k8s.git";
    for settings in ["gitops: argocd", "gitops: flux"] {
        let workspace = demo_with(settings);
        let address = "https://github.com/example/demo-replica-agent-k8s.git";
        workspace.edit("k8sgen.yaml", address, over_ssh);
        all.push((format!("{settings}, over SSH"), of(&workspace)));
    }
    for (name, folder) in variants::all() {
        all.push((name, Repository::of(&variants::project(&folder))));
    }
    all
}

#[test]
fn everything_that_a_page_names_is_there() {
    for (name, repository) in repositories() {
        let complaints = repository.complaints();
        assert!(complaints.is_empty(), "{name}:\n{}", complaints.join("\n"));
    }
}

/// A page, a text on it, and one that names something that is not there.
const WRONG: [(&str, &str, &str); 26] = [
    ("README.md", "(docs/iam-setup.md)", "(docs/iam.md)"),
    ("README.md", "(argocd-apps)", "(flux)"),
    ("README.md", "overlays/staging", "overlays/stage"),
    (
        "README.md",
        "`api.demo.example.com`",
        "`web.demo.example.com`",
    ),
    ("README.md", "| queue-monitor,", "| queue-watcher,"),
    ("docs/architecture.md", "[\"web-ui\"]", "[\"web-app\"]"),
    ("docs/architecture.md", "| api-gateway |", "| api-gate |"),
    ("docs/architecture.md", "(#services)", "(#service)"),
    (
        "docs/architecture.md",
        "vpc-0abc12345def67890",
        "vpc-0abc12345def67891",
    ),
    (
        "docs/deployment-guide.md",
        "filename argocd-apps/root.yaml",
        "filename argocd-apps/apps.yaml",
    ),
    (
        "docs/deployment-guide.md",
        "status deployment/web-ui",
        "status deployment/data-aggregators",
    ),
    (
        "docs/deployment-guide.md",
        "status deployment/web-ui",
        "status statefulset/web-ui",
    ),
    (
        "docs/deployment-guide.md",
        "get ingress/demo-replica-agent",
        "get ingress/web-ui",
    ),
    (
        "docs/deployment-guide.md",
        "NAMESPACE=demo-replica-agent-dev-no-domain",
        "NAMESPACE=demo-replica-agent",
    ),
    (
        "docs/deployment-guide.md",
        "namespace/demo-replica-agent-staging",
        "namespace/web-ui",
    ),
    (
        "docs/deployment-guide.md",
        "kustomize overlays/dev-no-domain",
        "kustomize overlays",
    ),
    (
        "docs/deployment-guide.md",
        "https://app.demo.example.com/",
        "https://www.demo.example.com/",
    ),
    (
        "docs/deployment-guide.md",
        "demo-replica-agent-pre-prod-cluster",
        "demo-replica-agent-cluster",
    ),
    (
        "docs/iam-setup.md",
        "token image-processor-sa",
        "token image-sa",
    ),
    (
        "docs/iam-setup.md",
        "`demo-replica-agent-image-processor-role`",
        "`demo-image-role`",
    ),
    (
        "docs/iam-setup.md",
        "../iam/image-processor/",
        "../iam/images/",
    ),
    (
        "docs/secrets-management.md",
        "--secret-id demo-replica-agent/pre-prod/jwt",
        "--secret-id demo-replica-agent/dev/jwt",
    ),
    ("docs/secrets-management.md", "`JWT_SECRET`", "`JWT_KEY`"),
    (
        "docs/secrets-management.md",
        "externalsecret/database-credentials",
        "externalsecret/web-ui",
    ),
    (
        "docs/troubleshooting.md",
        "secretstore/aws-secrets-manager",
        "secretstore/web-ui",
    ),
    (
        "docs/troubleshooting.md",
        "horizontalpodautoscaler/web-ui",
        "horizontalpodautoscaler/user-service",
    ),
];

/// The test above is no judge that lets everything pass.
#[test]
fn what_is_not_there_is_found() {
    let repository = Repository::of(demo::project());
    assert_eq!(repository.complaints(), Vec::<String>::new());
    for (path, before, after) in WRONG {
        let complaints = repository.mutated(path, before, after).complaints();
        assert!(!complaints.is_empty(), "{path}: `{after}` is not found");
    }
}

/// A shell reads every block of commands to its end.
#[test]
fn every_command_parses() {
    for (name, repository) in repositories() {
        let pages = repository.files.iter().filter(|(path, _)| is_page(path));
        for (path, text) in pages {
            let page = Page::read(text);
            let script: Vec<&str> = page.blocks_of("sh").collect();
            for block in &script {
                let complaint = complaint(block);
                assert_eq!(complaint, "", "{name}, {path}:\n{block}");
            }
        }
    }
    assert_ne!(complaint("kubectl get pods --namespace 'a\n"), "");
    assert_ne!(complaint("for url in \\\n  a\ndone\n"), "");
}

/// What a shell says of a script that it reads and does not run.
fn complaint(script: &str) -> String {
    let mut shell = Command::new("bash")
        .arg("-n")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("there is a bash");
    let mut input = shell.stdin.take().expect("it reads");
    input.write_all(script.as_bytes()).expect("it reads all");
    drop(input);
    let output = shell.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A page that would have nothing to say is not made, and nothing leads to it.
#[test]
fn pages_that_do_not_apply_are_not_made() {
    let all = variants::all();
    let folder = all.iter().find(|(name, _)| name == "one-service");
    let (_, folder) = folder.expect("the variant of one service");
    let repository = Repository::of(&variants::project(folder));
    let pages: Vec<&str> = repository
        .files
        .paths()
        .filter(|path| is_page(path))
        .collect();
    let expected = [
        "README.md",
        "docs/architecture.md",
        "docs/deployment-guide.md",
        "docs/troubleshooting.md",
    ];
    assert_eq!(pages, expected);
}
