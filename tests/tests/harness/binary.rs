//! The binary `k8sgen`, and what a run of it left.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::demo;
use super::tools::text;

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Itself, if it ended well.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        self
    }
}

/// The binary, built the way this test is: cargo gives a test only the binaries of its own package.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let built = escargot::CargoBuild::new()
            .manifest_path(demo::root().join("Cargo.toml"))
            .target_dir(target.expect("it is in the target folder"))
            .package("k8sgen-cli")
            .bin("k8sgen")
            .current_release()
            .run();
        built.expect("k8sgen builds").path().to_owned()
    })
}

/// `k8sgen` with these arguments, in a folder.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command
}

/// Runs `k8sgen` with these arguments, in a folder.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = command(folder, args).output().expect("k8sgen starts");
    Ran {
        status: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// Runs `k8sgen` with these arguments, in a folder, and nobody reads what it prints.
pub(crate) fn run_unread(folder: &Path, args: &[&str]) -> Ran {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command(folder, args).stdout(writer).output();
    let output = output.expect("k8sgen starts");
    Ran {
        status: output.status.code(),
        stdout: String::new(),
        stderr: text(&output.stderr),
    }
}
