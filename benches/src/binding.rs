//! The wheel beside the crate: what Python adds to a tool's call, and how long its import takes.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use k8sgen_core::session::Detail;
use k8sgen_core::{Project, Session, Sources};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::times::Times;
use crate::{Result, Verdict, demo};

/// The most that Python may add to a call.
const CALL: Duration = Duration::from_micros(50);
/// The longest that an import may take.
const IMPORT: Duration = Duration::from_millis(50);
/// How often each call is made.
const ROUNDS: u32 = 2000;

/// What `wheel/session.py` prints.
#[derive(Deserialize)]
struct Wheel {
    import: f64,
    acts: Vec<f64>,
}

/// Measures, and prints a table. `python` is one that has the wheel.
///
/// # Errors
/// A call fails, or the script does.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn run(python: &Path) -> Result<Verdict> {
    let calls = [
        ("generate_namespace", json!({})),
        ("generate_service", json!({"name": "web-ui"})),
        ("generate_deployment", json!({"name": "web-ui"})),
    ];
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("wheel/session.py");
    let output = Command::new(python)
        .arg(script)
        .arg(demo::config())
        .arg(json!(calls).to_string())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let wheel: Wheel = serde_json::from_slice(&output.stdout)?;

    println!("The wheel: a tool's call in a session of the demo, which changes nothing");
    let mut verdict = Verdict::Kept;
    let mut session = done()?;
    for ((tool, args), python) in calls.into_iter().zip(wheel.acts) {
        let args = args.as_object().cloned().unwrap_or_default();
        let rust = shortest(&mut session, tool, &args)?;
        let python = Duration::from_secs_f64(python);
        let kept = Verdict::of(python.saturating_sub(rust) < CALL);
        println!(
            "  {tool:20} Rust {rust:>10.1?}  Python {python:>10.1?}  at most {CALL:?} more: {}",
            kept.word()
        );
        if kept == Verdict::Broken {
            verdict = kept;
        }
    }
    let import = Duration::from_secs_f64(wheel.import);
    let kept = Verdict::of(import < IMPORT);
    println!("  import {import:.1?}, at most {IMPORT:?}: {}", kept.word());
    Ok(if kept == Verdict::Broken {
        kept
    } else {
        verdict
    })
}

/// A session in which all is made.
fn done() -> Result<Session> {
    let project = Project::load(&demo::config(), &Sources::default(), None)?;
    let mut session = Session::new(project)?;
    while let Some(step) = session.next().cloned() {
        session.act(&step.tool, &step.args)?;
    }
    Ok(session)
}

fn shortest(session: &mut Session, tool: &str, args: &Map<String, Value>) -> Result<Duration> {
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        let reply = times.measure(|| {
            let reply = session.act(tool, args)?;
            Ok::<_, k8sgen_core::Problems>(
                reply.to_value(Detail::Short, &session.project().context),
            )
        });
        reply?;
    }
    Ok(times.shortest())
}
