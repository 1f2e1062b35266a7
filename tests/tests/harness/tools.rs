//! The programs that judge from outside, as `scripts/install-tools.sh` installs them.
//!
//! What is missing is skipped, and said on standard error past the test's own capture of it. With
//! `K8SGEN_REQUIRE_TOOLS=1` it is a failure, but for what `K8SGEN_WAIVE_TOOLS=one,another` names.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::demo;

/// A program that is there.
#[derive(Debug)]
pub(crate) struct Tool {
    path: PathBuf,
}

impl Tool {
    /// The program `name`, if everything of `needs`, as `scripts/tool-versions.txt` names it, is installed.
    pub(crate) fn find(name: &str, needs: &[&str]) -> Option<Self> {
        if !are_there(name, needs) {
            return None;
        }
        let places = ["bin", "venv/bin"].map(|bin| folder().join(bin).join(name));
        let path = places.into_iter().find(|path| path.exists());
        let path = path.unwrap_or_else(|| panic!("{name} is installed, but not there"));
        Some(Self { path })
    }

    /// The folder that it is in.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().expect("a folder")
    }

    /// Runs it in a folder, whatever its exit status.
    pub(crate) fn run(&self, folder: &Path, args: &[impl AsRef<OsStr>]) -> Output {
        Command::new(&self.path)
            .args(args)
            .current_dir(folder)
            .env("CKV_SKIP_PACKAGE_UPDATE_CHECK", "1")
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", self.path.display()))
    }
}

/// Whether everything of `needs` is installed; if not, that `name` does not judge is said.
pub(crate) fn are_there(name: &str, needs: &[&str]) -> bool {
    let is_missing = |need: &&str| !folder().join("stamps").join(need).exists();
    let missing: Vec<&str> = needs.iter().copied().filter(is_missing).collect();
    if !missing.is_empty() {
        skip(name, &missing);
    }
    missing.is_empty()
}

/// Where the programs and the schemas are.
pub(crate) fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let script = demo::root().join("scripts/install-tools.sh");
        let output = Command::new(script).arg("--print-dir").output();
        let output = output.expect("scripts/install-tools.sh runs");
        PathBuf::from(text(&output.stdout).trim_end())
    })
}

/// What a program printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn skip(name: &str, missing: &[&str]) {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    let waived = var("K8SGEN_WAIVE_TOOLS");
    let is_waived = |tool: &&str| waived.split(',').any(|waived| waived.trim() == *tool);
    let list = missing.join(", ");
    assert!(
        var("K8SGEN_REQUIRE_TOOLS") != "1" || missing.iter().all(is_waived),
        "{name} is required and can't run without: {list}; see scripts/install-tools.sh"
    );
    // Not by a macro: those write to where a passing test's words are thrown away.
    let said = format!(
        "\n*** SKIPPED: {name} did not judge. Not installed: {list} (scripts/install-tools.sh)\n\n"
    );
    let _ = std::io::stderr().write_all(said.as_bytes());
}
