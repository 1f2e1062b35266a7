//! `k8sgen validate` and `k8sgen rule`: what they read, what they print, and what they end with.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::binary::{command, run};
use crate::harness::demo;
use crate::harness::workspace::Workspace;

const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n";

#[test]
fn it_ends_with_0_where_nothing_is_wrong_and_with_1_where_something_is() {
    let golden = demo::golden().display().to_string();
    run(demo::root(), &["validate", &golden]).done();
    let workspace = Workspace::demo();
    workspace.write("bad/a.yaml", BAD);
    let ran = run(workspace.folder(), &["validate", "bad"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("bad/a.yaml:4:1"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
    let ran = run(
        workspace.folder(),
        &["validate", "bad", "--ignore", "KG101"],
    );
    assert_eq!(ran.status, Some(0), "{}", ran.stdout);
}

#[test]
fn it_reads_standard_input() {
    let mut child = command(demo::root(), &["validate", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("k8sgen starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(BAD.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["path"], &finding["rule"]),
        (&"-".into(), &"KG101".into())
    );
}

#[test]
fn an_inventory_says_which_environments_advise() {
    let workspace = Workspace::demo();
    workspace.edit(
        "k8sgen.yaml",
        "\nenvironments:\n",
        "\nvalidate: {advise: [dev]}\nenvironments:\n",
    );
    for (environment, status) in [("dev", 0), ("production", 1)] {
        let folder = format!("tree/overlays/{environment}");
        workspace.write(&format!("{folder}/a.yaml"), BAD);
        let ran = run(
            workspace.folder(),
            &["validate", "-c", "k8sgen.yaml", &folder],
        );
        assert_eq!(
            ran.status,
            Some(status),
            "{environment}: {}{}",
            ran.stdout,
            ran.stderr
        );
    }
}

/// A pod in a namespace of a level, or of none.
fn pod(label: Option<&str>, security: &str) -> String {
    let label = label.map_or_else(String::new, |level| {
        format!("  labels: {{pod-security.kubernetes.io/enforce: {level}}}\n")
    });
    format!(
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n{label}---\napiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: shop}}\nspec:\n  containers:\n    - name: web\n      image: shop/web:1.2.0\n      securityContext: {security}\n"
    )
}

#[test]
fn the_level_that_is_asked_for_counts_beside_what_namespaces_say() {
    const PRIVILEGED: &str = "{privileged: true}";
    const PLAIN: &str = "{}";
    let workspace = Workspace::demo();
    let cases = [
        (None, None, PRIVILEGED, 0, "warning[KG501]"),
        (None, Some("restricted"), PRIVILEGED, 1, "error[KG501]"),
        (None, Some("restricted"), PLAIN, 1, "error[KG514]"),
        (None, Some("baseline"), PLAIN, 0, ""),
        (None, Some("privileged"), PRIVILEGED, 0, ""),
        // A namespace that allows more does not help, nor does asking for less where it allows less.
        (
            Some("privileged"),
            Some("restricted"),
            PLAIN,
            1,
            "error[KG514]",
        ),
        (
            Some("privileged"),
            Some("baseline"),
            PRIVILEGED,
            1,
            "error[KG501]",
        ),
        (
            Some("restricted"),
            Some("baseline"),
            PLAIN,
            1,
            "error[KG514]",
        ),
        (
            Some("baseline"),
            Some("privileged"),
            PRIVILEGED,
            1,
            "error[KG501]",
        ),
    ];
    for (label, asked, security, status, said) in cases {
        workspace.write("pods/a.yaml", &pod(label, security));
        let mut args = vec!["validate", "--select", "KG501,KG514", "pods"];
        args.extend(
            asked
                .into_iter()
                .flat_map(|level| ["--pod-security", level]),
        );
        let ran = run(workspace.folder(), &args);
        let case = format!(
            "{label:?} {asked:?} {security}: {}{}",
            ran.stdout, ran.stderr
        );
        assert_eq!(ran.status, Some(status), "{case}");
        assert!(ran.stdout.contains(said), "{case}");
        assert!(!said.is_empty() || !ran.stdout.contains("KG5"), "{case}");
    }
}

#[test]
fn a_rule_is_found_by_its_code_and_no_other() {
    let page = run(demo::root(), &["rule", "kg101"]).done().stdout;
    assert!(page.starts_with("# KG101: unknown-field\n"), "{page}");
    let ran = run(demo::root(), &["rule", "KG999"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert_eq!(ran.stdout, "");
}

/// Two things that can be mended, and one that can't.
const OLD: &str = "# Ours.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  on: yes # always\n  off: no\nother: {}\n";
const MENDED: &str = "# Ours.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  on: \"yes\" # always\n  off: \"no\"\nother: {}\n";

#[test]
fn fixes_are_written_and_what_remains_is_said() {
    let workspace = Workspace::demo();
    workspace.write("tree/a.yaml", OLD);
    workspace.write("beside.yaml", OLD);
    let patch = run(
        workspace.folder(),
        &["validate", "--fix", "--dry-run", "tree"],
    );
    assert_eq!(patch.status, Some(1), "something remains: {}", patch.stderr);
    assert_eq!(read(&workspace, "tree/a.yaml"), OLD);
    assert!(
        patch.stdout.contains("\n+  off: \"no\"\n"),
        "{}",
        patch.stdout
    );
    assert!(patch.stderr.contains("KG101"), "{}", patch.stderr);

    let ran = run(workspace.folder(), &["validate", "--fix", "tree"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert_eq!(read(&workspace, "tree/a.yaml"), MENDED);
    assert_eq!(read(&workspace, "beside.yaml"), OLD, "nobody named it");
    assert!(
        ran.stdout.contains("error[KG101]: unknown field `other`"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("2 findings mended, in 1 file"),
        "{}",
        ran.stderr
    );
    assert_eq!(workspace.files("tree").paths().count(), 1, "no draft stays");

    // The patch is one that other programs take.
    workspace.write("tree/a.yaml", OLD);
    workspace.write("change.patch", &patch.stdout);
    let applied = std::process::Command::new("git")
        .args(["apply", "change.patch"])
        .current_dir(workspace.folder())
        .output()
        .expect("git starts");
    assert!(
        applied.status.success(),
        "{}",
        String::from_utf8_lossy(&applied.stderr)
    );
    assert_eq!(read(&workspace, "tree/a.yaml"), MENDED);
}

#[cfg(unix)]
#[test]
fn a_fix_keeps_permissions_and_follows_no_link() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let workspace = Workspace::demo();
    workspace.write("tree/a.yaml", OLD);
    workspace.write("outside.yaml", OLD);
    let own = workspace.folder().join("tree/a.yaml");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o640)).expect("it is ours");
    symlink("../outside.yaml", workspace.folder().join("tree/link.yaml")).expect("a link");
    let ran = run(workspace.folder(), &["validate", "--fix", "tree"]);
    assert_eq!(read(&workspace, "tree/a.yaml"), MENDED, "{}", ran.stderr);
    assert_eq!(read(&workspace, "outside.yaml"), OLD);
    let mode = fs::metadata(&own)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    let link = fs::symlink_metadata(workspace.folder().join("tree/link.yaml"));
    assert!(link.expect("it is there").is_symlink());
    assert!(
        ran.stdout.contains("tree/link.yaml:6:7"),
        "it is said: {}",
        ran.stdout
    );
}

#[test]
fn of_standard_input_the_mended_text_is_printed() {
    let mut child = command(demo::root(), &["validate", "--fix", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("k8sgen starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(OLD.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), MENDED);
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown field `other`"));
}

fn read(workspace: &Workspace, path: &str) -> String {
    std::fs::read_to_string(workspace.folder().join(path)).expect(path)
}

/// A folder with a program `kustomize` that does this.
#[cfg(unix)]
fn program(workspace: &Workspace, does: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt as _;

    workspace.write("bin/kustomize", &format!("#!/bin/sh\n{does}\n"));
    let folder = workspace.folder().join("bin");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.join("kustomize"), executable).expect("it is ours");
    folder
}

#[cfg(unix)]
fn build(workspace: &Workspace, path: &std::path::Path) -> (Option<i32>, String) {
    let args = ["validate", "--build", "tree"];
    let output = command(workspace.folder(), &args)
        .env("PATH", path)
        .output();
    let output = output.expect("k8sgen starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("text");
    (output.status.code(), said)
}

#[cfg(unix)]
#[test]
fn what_the_program_builds_is_checked_and_what_it_refuses_is_said() {
    let workspace = Workspace::demo();
    workspace.write("tree/kustomization.yaml", "resources: [a.yaml]\n");
    workspace.write(
        "tree/a.yaml",
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n",
    );

    let nothing = workspace.folder().join("nothing");
    let (status, said) = build(&workspace, &nothing);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("error[validate/no-kustomize]"), "{said}");
    assert!(said.contains("install kustomize 5 or kubectl"), "{said}");

    let fails = "case $1 in version) exit 0 ;; esac\necho '# Warning: old' >&2\necho 'Error: no such thing' >&2\nexit 1";
    let (status, said) = build(&workspace, &program(&workspace, fails));
    assert_eq!(status, Some(1), "{said}");
    assert!(
        said.contains(
            "error[KG330]: kustomize refuses this: no such thing\n  --> tree/kustomization.yaml:1:1"
        ),
        "{said}"
    );

    // What it makes is another object than the one in the files, and wrong.
    // The path leads to nothing but this program: it has what the shell has.
    let makes = "printf '%s\\n' 'apiVersion: apps/v1' 'kind: Deployment' 'metadata: {name: a}' 'spec:' '  selector: {matchLabels: {app: a}}' '  template:' '    metadata: {labels: {app: b}}' '    spec: {containers: [{name: a, image: a:1}]}'";
    let (_, said) = build(&workspace, &program(&workspace, makes));
    assert!(said.contains("error[KG401]"), "{said}");
    assert!(said.contains("tree/kustomization.yaml:1:1"), "{said}");
    assert!(!said.contains("KG330"), "{said}");
}

#[test]
fn kustomize_itself_has_nothing_against_the_demo() {
    let Some(kustomize) = crate::harness::tools::Tool::find("kustomize", &["kustomize"]) else {
        return;
    };
    let golden = demo::golden().display().to_string();
    let args = ["validate", "--build", "--format", "json", &golden];
    let output = command(demo::root(), &args)
        .env("PATH", kustomize.folder())
        .output();
    let output = output.expect("k8sgen starts");
    let built: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let alone = run(demo::root(), &["validate", "--format", "json", &golden]).stdout;
    let alone: Value = serde_json::from_str(&alone).expect("JSON");
    assert_eq!(built, alone);
}

/// An error that only an overlay's patch makes: the environment's own, wherever its line is.
#[test]
fn an_environment_that_advises_does_so_in_its_result_too() {
    let workspace = Workspace::demo();
    workspace.edit(
        "k8sgen.yaml",
        "\nenvironments:\n",
        "\nvalidate: {advise: [dev]}\nenvironments:\n",
    );
    let pods = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {app: a}}\nspec:\n  replicas: 1\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec: {containers: [{name: a, image: 'a:1'}]}\n";
    for (name, status) in [("dev", 0), ("production", 1)] {
        let folder = format!("{name}-tree");
        workspace.write(&format!("{folder}/base/a.yaml"), pods);
        workspace.write(
            &format!("{folder}/base/kustomization.yaml"),
            "resources: [a.yaml]\n",
        );
        let patch = "resources: [../../base]\npatches:\n  - target: {kind: Deployment}\n    patch: '[{op: replace, path: /spec/selector/matchLabels/app, value: b}]'\n";
        workspace.write(
            &format!("{folder}/overlays/{name}/kustomization.yaml"),
            patch,
        );
        let args = [
            "validate",
            "-c",
            "k8sgen.yaml",
            "--select",
            "KG401",
            &folder,
        ];
        let ran = run(workspace.folder(), &args);
        assert!(ran.stdout.contains("KG401"), "{name}: {}", ran.stdout);
        assert_eq!(
            ran.status,
            Some(status),
            "{name}: {}{}",
            ran.stdout,
            ran.stderr
        );
    }
}
