//! A folder with a project in it, and the binary run there.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// Stands in the Terraform outputs: as a sensitive value, and as one that no field of the context reads.
pub(crate) const SECRET: &str = "hunter2";

/// Whom root becomes, so that what may not be read or written is so for the tests as well.
const NOBODY: u32 = 65_534;

/// A folder with the binary in it that everybody may run: the build's own need not be.
static BINARY: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("one for everybody");
    // Another process copies it: a program that this one has open for writing can't be run.
    let mut copy = Command::new("cp");
    copy.arg(env!("CARGO_BIN_EXE_k8sgen")).arg(folder.path());
    assert!(copy.status().expect("cp").success());
    folder
});

/// The folder.
pub(crate) struct Sandbox(TempDir);

/// What a run left.
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A file, folder or link: its kind and rights, when it was written, and what it holds.
#[derive(PartialEq)]
pub(crate) struct Entry {
    mode: u32,
    modified: Option<(i64, i64)>,
    content: Vec<u8>,
}

impl Entry {
    pub(crate) fn content(&self) -> &[u8] {
        &self.content
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        let mut windows = self.content.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    }
}

impl Sandbox {
    /// One with the project that is right.
    pub(crate) fn new() -> Self {
        let sandbox = Self(tempfile::tempdir().expect("a folder"));
        sandbox.lay(Path::new("tests/project"), &[]);
        sandbox
    }

    /// Lays a folder's files over those that are here.
    pub(crate) fn lay(&self, folder: &Path, but: &[&str]) {
        copy(folder, self.0.path(), but);
    }

    /// Writes a file here.
    pub(crate) fn write(&self, path: &str, content: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Where this is.
    pub(crate) fn folder(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Runs a script here. `k8sgen` is the binary.
    pub(crate) fn run(&self, script: &str) -> Ran {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = format!("{}:{}", BINARY.path().display(), path.display());
        let mut shell = Command::new("sh");
        shell.args(["-eu", "-c", script]).stdin(Stdio::null());
        shell.current_dir(self.0.path()).env("PATH", path);
        if self.0.path().metadata().expect("the folder").uid() == 0 {
            give_away(self.0.path());
        }
        if self.0.path().metadata().expect("the folder").uid() == NOBODY {
            shell.uid(NOBODY).gid(NOBODY);
        }
        let output = shell.output().expect("a shell");
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            text.replace(&self.0.path().display().to_string(), "[project]")
        };
        Ran {
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// All that is here, by its path.
    pub(crate) fn files(&self) -> BTreeMap<String, Entry> {
        let mut all = BTreeMap::new();
        visit(self.0.path(), "", &mut all);
        all
    }
}

/// All of it becomes somebody's who is not root.
fn give_away(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("a new owner");
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            give_away(&entry.expect("an entry").path());
        }
    }
}

fn visit(folder: &Path, lead: &str, all: &mut BTreeMap<String, Entry>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").display();
        let name = format!("{lead}{name}");
        let about = path.symlink_metadata().expect("what it is");
        let content = if about.is_file() {
            fs::read(&path).expect("a file")
        } else {
            Vec::new()
        };
        if about.is_dir() {
            visit(&path, &format!("{name}/"), all);
        }
        // A folder's own time says nothing: what was put there and taken away again changes it.
        let modified = (!about.is_dir()).then(|| (about.mtime(), about.mtime_nsec()));
        let mode = about.mode();
        all.insert(
            name,
            Entry {
                mode,
                modified,
                content,
            },
        );
    }
}

fn copy(from: &Path, to: &Path, but: &[&str]) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        let is_left_out = but.iter().any(|out| name == *out);
        if path.is_dir() {
            copy(&path, &to.join(name), &[]);
        } else if !is_left_out {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
