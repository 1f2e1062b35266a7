//! A page, gone through from top to bottom in a folder of its own, as its reader would.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use k8sgen_core::inventory;

use crate::page::{Block, Page};

/// The page whose files every other page goes on from.
const FIRST: &str = "docs/getting-started.md";

/// The page with the answers in its `console` blocks as they are today.
pub(crate) fn answers(page: &Page) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    if page.path != FIRST {
        for block in Page::read(FIRST).blocks() {
            lay(folder.path(), &block);
        }
    }
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    // From the last to the first, numbers of lines stay what they are.
    let mut answered = Vec::new();
    for block in page.blocks() {
        let at = format!("{}:{}", page.path, block.place.start);
        if lay(folder.path(), &block) == Some("k8sgen.yaml") {
            succeeds(
                folder.path(),
                "k8sgen generate -q -o \"$(mktemp -d)/here\"",
                &at,
            );
        } else if block.language == "console" {
            answered.push((block.place.clone(), console(folder.path(), &block)));
        } else if block.language == "yaml" && is_inventory(&block) {
            is_read(&block, &at);
        } else if ["sh", "yaml"].contains(&block.language) {
            for line in block.lines.iter().filter_map(|line| call(line)) {
                succeeds(folder.path(), line, &at);
            }
        }
    }
    for (place, answer) in answered.into_iter().rev() {
        lines.splice(place, answer);
    }
    lines.join("\n") + "\n"
}

/// Writes a block's file, if it is one, and says which.
fn lay<'a>(folder: &Path, block: &Block<'a>) -> Option<&'a str> {
    let whole = block.language == "yaml" && block.lines.first()?.starts_with("project:");
    let file = block.file.or(whole.then_some("k8sgen.yaml"))?;
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect(file);
    fs::write(&path, block.text()).expect(file);
    Some(file)
}

/// The call of `k8sgen` in a line of a script or of a CI's configuration.
fn call(line: &str) -> Option<&str> {
    let line = line
        .trim_start()
        .trim_start_matches("- ")
        .trim_start_matches("run: ");
    line.starts_with("k8sgen ").then_some(line)
}

fn is_inventory(block: &Block<'_>) -> bool {
    let schema = inventory::schema();
    let mut keys = block
        .lines
        .iter()
        .filter(|line| line.starts_with(|c: char| c.is_alphabetic()));
    let is_key = |line: &&str| {
        let key = line.split(':').next().unwrap_or_default();
        schema["properties"].get(key).is_some()
    };
    keys.clone().next().is_some() && keys.all(is_key)
}

/// Part of an inventory: its keys and values are right, whatever else it would need.
fn is_read(block: &Block<'_>, at: &str) {
    let Err(problems) = inventory::read(at, &block.text()) else {
        return;
    };
    let wrong: Vec<String> = problems
        .iter()
        .filter(|problem| problem.code.starts_with("yaml/"))
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The block's commands, each with its answer.
fn console(folder: &Path, block: &Block<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for part in block.lines.chunk_by(|_, next| !next.starts_with("$ ")) {
        let (command, expected) = part.split_first().expect("a chunk is not empty");
        lines.push((*command).to_owned());
        if command.contains("kubectl") && !has_kubectl() {
            let _ = writeln!(
                std::io::stderr(),
                "not run, for there is no kubectl: {command}"
            );
            lines.extend(expected.iter().map(ToString::to_string));
            continue;
        }
        let (_, answer) = run(folder, command.trim_start_matches("$ "));
        let answer: Vec<&str> = answer.lines().collect();
        let shown = if fits(expected, &answer) {
            expected
        } else {
            &answer
        };
        lines.extend(shown.iter().map(ToString::to_string));
    }
    lines
}

/// Whether an answer is as expected, where `...` stands for any lines.
fn fits(expected: &[&str], answer: &[&str]) -> bool {
    match expected {
        [] => answer.is_empty(),
        ["...", rest @ ..] => (0..=answer.len()).any(|skipped| fits(rest, &answer[skipped..])),
        [first, rest @ ..] => answer.first() == Some(first) && fits(rest, &answer[1..]),
    }
}

/// `diff` ends with 1 where something would change, and that is no mistake of the page.
fn succeeds(folder: &Path, command: &str, at: &str) {
    let (status, answer) = run(folder, command);
    let allowed: &[i32] = if command.starts_with("k8sgen diff") {
        &[0, 1]
    } else {
        &[0]
    };
    assert!(
        status.is_some_and(|status| allowed.contains(&status)),
        "{at}: {command}\n{answer}"
    );
}

fn has_kubectl() -> bool {
    run(Path::new("."), "command -v kubectl").0 == Some(0)
}

/// Runs a command; gives its status and what it printed, errors included.
fn run(folder: &Path, command: &str) -> (Option<i32>, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_k8sgen"))
        .parent()
        .expect("its folder")
        .display();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env("PATH", format!("{binary}:{}", path.display()))
        .env("NO_COLOR", "1")
        .env("TMPDIR", folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    (
        output.status.code(),
        String::from_utf8(output.stdout).expect("UTF-8"),
    )
}
