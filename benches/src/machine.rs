//! The machine, in a line: without it a number says nothing.

use std::fs::read_to_string;
use std::thread::available_parallelism;

/// Processor, cores, system, and how busy it is.
#[must_use]
pub fn machine() -> String {
    let processor = read_to_string("/proc/cpuinfo").ok().and_then(|info| {
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(": ")?.1.to_owned())
    });
    let load = read_to_string("/proc/loadavg").ok();
    format!(
        "machine: {}, {} cores, {} {}, load {}",
        processor.as_deref().unwrap_or("unknown processor"),
        available_parallelism().map_or(1, usize::from),
        std::env::consts::OS,
        std::env::consts::ARCH,
        load.as_deref()
            .and_then(|load| load.split(' ').next())
            .unwrap_or("unknown"),
    )
}
