//! The comparisons that something is promised of: `k8sgen-benches PYTHON`, where PYTHON has the packages of
//! `jinja2/requirements.txt`, and `k8sgen` is in the folder that this binary is in.

use std::path::PathBuf;
use std::process::ExitCode;

use k8sgen_benches::{Result, Verdict, machine, process, rendering};

#[expect(clippy::print_stdout, reason = "it prints what it measured")]
fn main() -> Result<ExitCode> {
    let python: PathBuf = std::env::args_os()
        .nth(1)
        .ok_or("usage: k8sgen-benches PYTHON")?
        .into();
    let k8sgen =
        std::env::current_exe()?.with_file_name(format!("k8sgen{}", std::env::consts::EXE_SUFFIX));
    println!("{}\n", machine());
    let rendering = rendering::run(&python)?;
    println!();
    let process = process::run(&k8sgen)?;
    Ok(if [rendering, process].contains(&Verdict::Broken) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
