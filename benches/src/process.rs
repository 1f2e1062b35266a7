//! `k8sgen generate` on the demo as a shell sees it: from the start of the process to its end.

use std::fs::metadata;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::times::Times;
use crate::{Result, Verdict, demo};

/// The longest that a run may take, with the validator in it.
const BOUND: Duration = Duration::from_millis(30);

/// How many runs of each sort, after one that warms up.
const RUNS: u32 = 100;

/// Measures, and prints a table.
///
/// # Errors
/// A run fails, or writes when it should not.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn run(k8sgen: &Path) -> Result<Verdict> {
    let folder = demo::scratch()?;
    let output = folder.path().join("k8s-manifests");
    let mut version = Command::new(k8sgen);
    version.arg("--version");
    let mut generate = Command::new(k8sgen);
    generate
        .arg("generate")
        .arg("-c")
        .arg(demo::config())
        .arg("-o")
        .arg(&output);

    let (mut start, mut first, mut second) = (Times::default(), Times::default(), Times::default());
    for run in 0..=RUNS {
        if run == 1 {
            (start, first, second) = Default::default();
        }
        wait(&mut version, &mut start)?;
        wait(&mut generate, &mut first)?;
        // Whatever k8sgen writes, it first makes a folder in this one.
        let touched = metadata(output.join(".k8sgen"))?.modified()?;
        wait(&mut generate, &mut second)?;
        if metadata(output.join(".k8sgen"))?.modified()? != touched {
            return Err("the second `k8sgen generate` wrote something".into());
        }
        std::fs::remove_dir_all(&output)?;
    }

    let place = folder.path().parent().unwrap_or(folder.path()).display();
    println!("Process: `k8sgen generate` on the demo, into {place}, {RUNS} runs each, warm");
    println!("{:<34}{:>12}{:>10}", "", "shortest", "median");
    for (name, times) in [
        ("starting up (`k8sgen --version`)", &start),
        ("first run, which writes all files", &first),
        ("second run, which writes nothing", &second),
    ] {
        println!(
            "{name:<34}{:>9.2} ms{:>7.2} ms",
            millis(times.shortest()),
            millis(times.median())
        );
    }
    let longest = first.shortest().max(second.shortest());
    let verdict = Verdict::of(longest < BOUND);
    println!("less than {} ms: {}", millis(BOUND), verdict.word());
    Ok(verdict)
}

/// Runs it to its end, its output thrown away.
fn wait(command: &mut Command, times: &mut Times) -> Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = times.measure(|| command.status())?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?}: {status}").into())
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
