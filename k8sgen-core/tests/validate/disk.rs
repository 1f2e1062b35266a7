//! What a disk can hold: what is no file, no UTF-8, too large or a circle. It is said, and hides nothing.

use std::fs;
use std::path::Path;

use k8sgen_core::validate::{self, Files, Options, Report};
use tempfile::TempDir;

use crate::codes;

const GOOD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\n";
const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndatum: {}\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "good.yaml", GOOD);
    write(folder.path(), "below/bad.yml", BAD);
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn judged(folder: &Path) -> Report {
    validate::files(&validate::load(&[folder.to_owned()]), &Options::default())
}

#[test]
fn what_is_hidden_or_somebody_elses_is_left_alone() {
    let folder = folder();
    write(folder.path(), ".github/workflows/ci.yaml", BAD);
    write(folder.path(), "node_modules/a/b.yaml", BAD);
    write(folder.path(), "notes.md", BAD);
    write(folder.path(), "ci.yaml", "on: [push\n");
    write(
        folder.path(),
        "values.yaml",
        "image: {tag: 1.10}\nkind: blue\n",
    );
    let report = judged(folder.path());
    assert_eq!(codes(&report.findings), ["KG101"]);
    assert_eq!((report.summary.files, report.summary.documents), (2, 2));
}

#[test]
fn what_a_generator_names_and_what_may_be_a_key_is_read_as_it_is() {
    let folder = folder();
    let generator = "configMapGenerator:\n  - name: app\n    files: [conf/app.ini, large.bin]\n    envs: [.config/app]\n";
    write(folder.path(), "kustomization.yaml", generator);
    write(folder.path(), "conf/app.ini", "apiVersion: [\n");
    write(folder.path(), "conf/other.ini", "a = b\n");
    write(folder.path(), ".config/app", "A=b\n");
    write(folder.path(), "large.bin", &"a".repeat(1024 * 1024 + 1));
    for key in ["tls.key", ".env.local", "keys/id_rsa", "prod.tfvars"] {
        write(folder.path(), key, "apiVersion: [\n");
    }
    for other in ["id_rsa.pub", ".hidden/tls.key", ".env/lib.key"] {
        write(folder.path(), other, "public\n");
    }
    let files = validate::load(&[folder.path().to_owned()]);
    let root = format!("{}/", folder.path().display());
    let mut data: Vec<&str> = files
        .iter()
        .filter(|(path, _)| files.is_data(path))
        .filter_map(|(path, _)| path.strip_prefix(&root))
        .collect();
    data.sort_unstable();
    assert_eq!(
        data,
        [
            ".config/app",
            ".env.local",
            "conf/app.ini",
            "keys/id_rsa",
            "prod.tfvars",
            "tls.key"
        ]
    );
    let report = validate::files(&files, &Options::default());
    // What is too large can't be known; nothing else is wrong.
    assert_eq!(codes(&report.findings), ["KG101", "KG314"]);
    assert!(report.findings[1].message.contains("large.bin"));
}

/// `k8sgen validate .` gives every path a `./`.
#[test]
fn paths_that_begin_here_are_those_that_kustomizations_name() {
    let mut files = Files::default();
    let component =
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: a-\n";
    files.put(
        "./base/kustomization.yaml",
        "resources: [good.yaml]\ncomponents: [../used]\n",
    );
    files.put("./base/good.yaml", GOOD);
    files.put("./base/forgotten.yaml", GOOD);
    files.put("./used/kustomization.yaml", component);
    files.put("./unused/kustomization.yaml", component);
    let found = validate::files(&files, &Options::default()).findings;
    let said: Vec<_> = found.iter().map(|one| (&*one.rule, &*one.path)).collect();
    assert_eq!(
        said,
        [
            ("KG318", "./base/forgotten.yaml"),
            ("KG319", "./unused/kustomization.yaml")
        ]
    );
}

#[test]
fn a_path_that_is_not_there_is_said() {
    let folder = folder();
    let report = judged(&folder.path().join("nothing"));
    assert_eq!(codes(&report.findings), ["KG004"]);
    assert!(report.findings[0].message.contains("there is no such file"));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = folder();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("below/again")).expect("a link");
    std::os::unix::fs::symlink("self.yaml", folder.path().join("self.yaml")).expect("a link");
    let report = judged(folder.path());
    assert_eq!(codes(&report.findings), ["KG101", "KG004"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_said_and_hides_nothing() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.yaml");
    fs::write(folder.path().join(name), BAD).expect("a file");
    let report = judged(folder.path());
    let mut codes = codes(&report.findings);
    codes.sort_unstable();
    assert_eq!(codes, ["KG004", "KG101"]);
}

#[test]
fn a_file_of_200_megabytes_is_not_read() {
    let folder = folder();
    let large = fs::File::create(folder.path().join("large.yaml")).expect("a file");
    large
        .set_len(200 * 1024 * 1024)
        .expect("a disk that takes it");
    let report = judged(folder.path());
    let mut codes = codes(&report.findings);
    codes.sort_unstable();
    assert_eq!(codes, ["KG004", "KG101"]);
}
