//! The program that builds kustomizations, where there is one: a process each, and what it prints.

use std::io;
use std::path::Path;
use std::process::Command;

use k8sgen_core::validate::{Files, NoKustomize, Outside, roots};
use k8sgen_core::{Problem, Problems};

/// Programs that build a kustomization, each with what it is told before the folder, and how it is asked whether it is
/// there.
const PROGRAMS: [(&str, &str, &[&str]); 2] = [
    ("kustomize", "build", &["version"]),
    ("kubectl", "kustomize", &["version", "--client"]),
];

/// Builds every kustomization that no other one takes in.
///
/// # Errors
/// There is no program that could.
pub(crate) fn build(files: &Files) -> Result<Vec<Outside>, Problems> {
    let mut programs = PROGRAMS.into_iter();
    let found = programs.find(|(program, _, ask)| {
        let answer = Command::new(program).args(*ask).output();
        answer.is_ok_and(|answer| answer.status.success())
    });
    let (program, verb, _) = found.ok_or_else(|| Problem::new(&NoKustomize::NotFound))?;
    let folders = roots(files).into_iter();
    let built = folders.map(|folder| {
        let result = run(program, verb, &folder).unwrap_or_else(|error| Err(error.to_string()));
        Outside { folder, result }
    });
    Ok(built.collect())
}

fn run(program: &str, verb: &str, folder: &str) -> io::Result<Result<String, String>> {
    // A folder whose name begins with `-` is no option.
    let folder = Path::new(".").join(folder);
    let output = Command::new(program).arg(verb).arg(folder).output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    })
}
