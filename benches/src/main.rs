//! The comparisons that something is promised of: `k8sgen-benches PYTHON TOOLS [WHEEL]`, where PYTHON has the packages
//! of `jinja2/requirements.txt`, TOOLS is the folder of `scripts/install-tools.sh`, WHEEL is a Python that has the
//! wheel, and `k8sgen` is in the folder that this binary is in.

use std::path::PathBuf;
use std::process::ExitCode;

use k8sgen_benches::{Result, Verdict, binding, machine, process, rendering, state, validator};

#[expect(clippy::print_stdout, reason = "it prints what it measured")]
fn main() -> Result<ExitCode> {
    let mut args = std::env::args_os().skip(1);
    let usage = "usage: k8sgen-benches PYTHON TOOLS [WHEEL]";
    let first = args.next().ok_or(usage)?;
    if first == state::READ {
        let path: PathBuf = args.next().ok_or("the state is missing")?.into();
        return state::read(&path).map(|()| ExitCode::SUCCESS);
    }
    let python = PathBuf::from(first);
    let tools = PathBuf::from(args.next().ok_or(usage)?);
    let wheel: Option<PathBuf> = args.next().map(PathBuf::from);
    let k8sgen =
        std::env::current_exe()?.with_file_name(format!("k8sgen{}", std::env::consts::EXE_SUFFIX));
    println!("{}\n", machine());
    let rendering = rendering::run(&python)?;
    println!();
    let process = process::run(&k8sgen)?;
    println!();
    let state = state::run()?;
    println!();
    let validator = validator::run(&k8sgen, &tools)?;
    println!();
    let binding = if let Some(python) = wheel {
        binding::run(&python)?
    } else {
        println!("The wheel: not measured, for scripts/wheel.sh has not installed it");
        Verdict::Kept
    };
    let verdicts = [rendering, process, state, validator, binding];
    Ok(if verdicts.contains(&Verdict::Broken) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
