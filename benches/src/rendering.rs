//! The demo's Deployments by askama and by Jinja2: the same data, the same bytes, one process each, by turns.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use k8sgen_templates::kind::{Deployment, Manifest as _};

use crate::jinja2::{Jinja2, Quoting};
use crate::times::Times;
use crate::{Result, Verdict, demo};

/// How many times the throughput of Jinja2, at the least.
const BOUND: f64 = 10.0;

/// By turns, so that what else the machine does hits all of them alike.
const TURNS: u32 = 20;

/// How long a turn takes.
const TURN: Duration = Duration::from_millis(100);

/// Measures, and prints a table. `python` has the packages of `jinja2/requirements.txt`.
///
/// # Errors
/// Jinja2 does not run, or does not render what askama renders.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn run(python: &Path) -> Result<Verdict> {
    let deployments = demo::deployments()?;
    let texts: Vec<String> = deployments.iter().map(Deployment::to_yaml).collect();
    let (mut jinja2, ready) = Jinja2::start(python, &deployments)?;
    for (quoting, rendered) in &ready.rendered {
        if let Some((askama, jinja2)) = texts
            .iter()
            .zip(rendered)
            .find(|(askama, jinja2)| askama != jinja2)
        {
            return Err(format!(
                "askama and Jinja2 ({quoting:?}) differ\n--- askama\n{askama}--- Jinja2\n{jinja2}"
            )
            .into());
        }
    }

    let [mut askama, mut same, mut beforehand] =
        [(); 3].map(|()| -> Vec<Times> { texts.iter().map(|_| Times::default()).collect() });
    for _ in 0..TURNS {
        let end = Instant::now() + TURN;
        while Instant::now() < end {
            for (times, deployment) in askama.iter_mut().zip(&deployments) {
                times.measure(|| black_box(black_box(deployment).to_yaml()));
            }
        }
        jinja2.measure(Quoting::AtEachInterpolation, TURN, &mut same)?;
        jinja2.measure(Quoting::Beforehand, TURN, &mut beforehand)?;
    }

    let count = float(texts.len());
    let bytes = float(texts.iter().map(String::len).sum());
    println!(
        "Rendering: the demo's {count} Deployments, {bytes} bytes, the same to the byte on both sides"
    );
    println!("Jinja2 {} on Python {}", ready.jinja2, ready.python);
    println!(
        "{:<34}{:>12}{:>10}{:>14}{:>10}",
        "", "documents/s", "MB/s", "us/document", "median"
    );
    let (askama, same, beforehand) = (Speed::of(&askama), Speed::of(&same), Speed::of(&beforehand));
    for (name, Speed { shortest, median }) in [
        ("askama", &askama),
        ("Jinja2, same quoting", &same),
        ("Jinja2, strings quoted beforehand", &beforehand),
    ] {
        let (per_second, megabytes) = (count / shortest, bytes / shortest / 1e6);
        let (shortest, median) = (shortest / count * 1e6, median / count * 1e6);
        println!("{name:<34}{per_second:>12.0}{megabytes:>10.1}{shortest:>14.1}{median:>10.1}");
    }
    let ratio = beforehand.shortest / askama.shortest;
    let verdict = Verdict::of(ratio >= BOUND);
    println!(
        "askama / Jinja2, same quoting: {:.1}",
        same.shortest / askama.shortest
    );
    println!(
        "askama / Jinja2, strings quoted beforehand: {ratio:.1}; at least {BOUND}: {}",
        verdict.word()
    );
    Ok(verdict)
}

/// Seconds for all documents.
struct Speed {
    shortest: f64,
    median: f64,
}

impl Speed {
    /// Of the times of each document. These are so short that few of them are interrupted.
    fn of(documents: &[Times]) -> Self {
        let sum = |each: fn(&Times) -> Duration| {
            documents.iter().map(each).sum::<Duration>().as_secs_f64()
        };
        Self {
            shortest: sum(Times::shortest),
            median: sum(Times::median),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn float(count: usize) -> f64 {
    count as f64
}
