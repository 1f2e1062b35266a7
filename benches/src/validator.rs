//! `k8sgen validate` as a shell sees it: on the demo's tree and on many documents, beside kubeconform and kube-linter
//! on the same files, where these are installed.

use std::fs::{create_dir_all, write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use k8sgen_core::{Project, Sources};

use crate::times::Times;
use crate::{Result, Verdict, demo};

/// The longest that the demo's tree may take.
const DEMO: Duration = Duration::from_millis(30);

/// The longest that the documents may take.
const MANY: Duration = Duration::from_secs(5);

/// How many services there are, one to a file.
const SERVICES: usize = 5_000;

/// How many documents each has.
const DOCUMENTS: usize = 10;

/// How many services share a namespace.
const OF_A_NAMESPACE: usize = 100;

/// Kubernetes, as kubeconform's schemas have it.
const SCHEMAS: &str = "schemas/v1.36.0";

/// Measures, and prints a table for the demo's tree and one for many documents. `tools` is what
/// `scripts/install-tools.sh --print-dir` prints.
///
/// # Errors
/// A program can't be run, or the files not be written.
#[expect(clippy::print_stdout, reason = "the tables are what this is for")]
pub fn run(k8sgen: &Path, tools: &Path) -> Result<Verdict> {
    let folder = demo::scratch()?;
    let tree = Project::load(&demo::config(), &Sources::default(), None)
        .and_then(|project| project.generate())?;
    for (path, text) in tree.files() {
        put(&folder.path().join("demo").join(path.as_str()), &text)?;
    }
    for service in 0..SERVICES {
        let namespace = service / OF_A_NAMESPACE;
        let path = format!("many/{namespace}/{service}.yaml");
        put(&folder.path().join(path), &documents(service, namespace))?;
    }
    let files = tree.files().count();
    println!("Validator: the demo's tree, {files} files");
    let demo = beside(k8sgen, tools, &folder.path().join("demo"), 30)?;
    let demo = Verdict::of(demo < DEMO);
    println!("less than {} ms: {}\n", DEMO.as_millis(), demo.word());
    println!(
        "Validator: {} documents in {SERVICES} files",
        SERVICES * DOCUMENTS
    );
    let many = beside(k8sgen, tools, &folder.path().join("many"), 3)?;
    let many = Verdict::of(many < MANY);
    println!("less than {} s: {}", MANY.as_secs(), many.word());
    Ok(if demo == many { demo } else { Verdict::Broken })
}

fn put(path: &Path, text: &str) -> Result<()> {
    create_dir_all(path.parent().unwrap_or(path))?;
    Ok(write(path, text)?)
}

/// Each program on a folder, a line of the table each. The shortest time of k8sgen.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn beside(k8sgen: &Path, tools: &Path, folder: &Path, runs: u32) -> Result<Duration> {
    println!("{:<34}{:>12}{:>10}{:>9}", "", "shortest", "median", "times");
    let mut own = Command::new(k8sgen);
    own.args(["validate", "--format", "json"]).arg(folder);
    let times = measure(&mut own, runs)?;
    let shortest = times.shortest();
    line("k8sgen validate", &times, shortest);
    let schemas = tools.join(SCHEMAS);
    let name = "{{.ResourceKind}}{{.KindSuffix}}.json";
    let location = format!("{}/{name}", schemas.display());
    let mut kubeconform = Command::new(tools.join("bin/kubeconform"));
    kubeconform
        .args([
            "-strict",
            "-ignore-missing-schemas",
            "-schema-location",
            &location,
        ])
        .args(["-n", &cores().to_string()])
        .arg(folder);
    let mut kube_linter = Command::new(tools.join("bin/kube-linter"));
    kube_linter.arg("lint").arg(folder);
    for (name, mut command) in [
        ("kubeconform -strict", kubeconform),
        ("kube-linter lint", kube_linter),
    ] {
        if PathBuf::from(command.get_program()).is_file() {
            line(name, &measure(&mut command, runs)?, shortest);
        } else {
            println!("{name:<34}{:>12}", "not there");
        }
    }
    Ok(shortest)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Runs a program to its end, whatever it finds, its output thrown away.
fn measure(command: &mut Command, runs: u32) -> Result<Times> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status()?;
    let mut times = Times::default();
    for _ in 0..runs {
        let status = times.measure(|| command.status())?;
        if !matches!(status.code(), Some(0 | 1)) {
            return Err(format!("{command:?}: {status}").into());
        }
    }
    Ok(times)
}

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn line(name: &str, times: &Times, own: Duration) {
    println!(
        "{name:<34}{:>9.1} ms{:>7.1} ms{:>9.1}",
        times.shortest().as_secs_f64() * 1e3,
        times.median().as_secs_f64() * 1e3,
        times.shortest().as_secs_f64() / own.as_secs_f64(),
    );
}

/// What belongs to one service, with nothing wrong in it.
fn documents(service: usize, namespace: usize) -> String {
    SERVICE
        .replace("SERVICE", &format!("web-{service}"))
        .replace("NAMESPACE", &format!("team-{namespace}"))
}

const SERVICE: &str = include_str!("validator/service.yaml");
