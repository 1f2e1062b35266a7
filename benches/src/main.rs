//! The comparisons that something is promised of: `k8sgen-benches PYTHON [WHEEL]`, where PYTHON has the packages of
//! `jinja2/requirements.txt`, WHEEL is a Python that has the wheel, and `k8sgen` is in the folder that this binary
//! is in.

use std::path::PathBuf;
use std::process::ExitCode;

use k8sgen_benches::{Result, Verdict, binding, machine, process, rendering};

#[expect(clippy::print_stdout, reason = "it prints what it measured")]
fn main() -> Result<ExitCode> {
    let python: PathBuf = std::env::args_os()
        .nth(1)
        .ok_or("usage: k8sgen-benches PYTHON [WHEEL]")?
        .into();
    let wheel: Option<PathBuf> = std::env::args_os().nth(2).map(PathBuf::from);
    let k8sgen =
        std::env::current_exe()?.with_file_name(format!("k8sgen{}", std::env::consts::EXE_SUFFIX));
    println!("{}\n", machine());
    let rendering = rendering::run(&python)?;
    println!();
    let process = process::run(&k8sgen)?;
    println!();
    let binding = if let Some(python) = wheel {
        binding::run(&python)?
    } else {
        println!("The wheel: not measured, for scripts/wheel.sh has not installed it");
        Verdict::Kept
    };
    Ok(
        if [rendering, process, binding].contains(&Verdict::Broken) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        },
    )
}
