//! A large state: how long it takes to read, and how much memory.

use std::fmt::Write as _;
use std::fs::{metadata, read_to_string, write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use k8sgen_core::context::{Context, Mapping, Needs, allow_list};
use k8sgen_core::terraform::{self, Environment};

use crate::times::Times;
use crate::{Result, Verdict, demo};

/// How many resources the state holds.
const RESOURCES: usize = 50_000;

/// How large it is, at least, in bytes.
const SIZE: usize = 100_000_000;

/// The longest that reading it may take.
const BOUND: Duration = Duration::from_secs(2);

/// How many times its size the process may take, all in all.
const MEMORY: f64 = 3.0;

/// How many runs, each in a process of its own.
const RUNS: usize = 5;

/// The argument that makes this program read a state, and print what that took.
pub const READ: &str = "--read-state";

/// Measures, and prints a table.
///
/// # Errors
/// The state can't be written, or not be read.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
pub fn run() -> Result<Verdict> {
    let folder = demo::scratch()?;
    let path = folder.path().join("terraform.tfstate");
    write(&path, text())?;
    let size = metadata(&path)?.len();
    let (mut times, mut peak) = (Times::default(), 0);
    for _ in 0..RUNS {
        let ran = Command::new(std::env::current_exe()?)
            .arg(READ)
            .arg(&path)
            .output()?;
        let said = String::from_utf8_lossy(&ran.stdout);
        let (micros, kibibytes) = said
            .trim()
            .split_once(' ')
            .ok_or("the state was not read")?;
        times.add(Duration::from_micros(micros.parse()?));
        peak = peak.max(kibibytes.parse::<u64>()? * 1024);
    }
    let ratio = to_f64(peak) / to_f64(size);
    println!(
        "State: {RESOURCES} resources, {:.0} MB, {RUNS} runs",
        to_f64(size) / 1e6
    );
    println!("{:<34}{:>12}{:>10}", "", "shortest", "median");
    println!(
        "{:<34}{:>10.2} s{:>8.2} s",
        "from the file to the context",
        times.shortest().as_secs_f64(),
        times.median().as_secs_f64()
    );
    println!(
        "{:<34}{:>9.0} MB, {ratio:.2} times its size",
        "most memory of the process",
        to_f64(peak) / 1e6
    );
    let verdict = Verdict::of(times.shortest() < BOUND && ratio < MEMORY);
    println!(
        "less than {} s, and {MEMORY} times its size: {}",
        BOUND.as_secs(),
        verdict.word()
    );
    Ok(verdict)
}

/// Reads a state, and prints the microseconds that it took and the most kibibytes that the process had.
///
/// # Errors
/// It is not what was written.
#[expect(clippy::print_stdout, reason = "the other process reads it")]
pub fn read(path: &Path) -> Result<()> {
    let start = Instant::now();
    let facts = terraform::load(&[path.to_owned()], &Environment::Unknown, &allow_list())?;
    let context = Context::bridge(&facts, &Mapping::default(), &Needs::default())?;
    let took = start.elapsed();
    let found = context.container_registry.repositories.len();
    if found != RESOURCES / KINDS {
        return Err(format!("{found} repositories").into());
    }
    println!("{} {}", took.as_micros(), peak()?);
    Ok(())
}

/// The most memory that this process ever had, in KiB, where the system tells.
fn peak() -> Result<u64> {
    let status = read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number
        .ok_or("the system does not tell the memory")?
        .parse()?)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of files are far from 2^53"
)]
fn to_f64(bytes: u64) -> f64 {
    bytes as f64
}

/// How many kinds of resources take turns.
const KINDS: usize = 5;

/// The state: repositories, roles, subnets and secrets, which are read, and others, which are not.
fn text() -> String {
    let mut text = String::with_capacity(SIZE + SIZE / 10);
    text.push_str("{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": 1,\n  \"outputs\": {},\n  \"resources\": [");
    let filler = "x".repeat(SIZE / RESOURCES - 620);
    for n in 0..RESOURCES {
        let (kind, own) = match n % KINDS {
            0 => (
                "aws_ecr_repository",
                format!(
                    "\"name\": \"shop-{n}\", \"repository_url\": \"123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-{n}\""
                ),
            ),
            1 => (
                "aws_iam_role",
                format!("\"arn\": \"arn:aws:iam::123456789012:role/role-{n}\""),
            ),
            2 => (
                "aws_subnet",
                format!(
                    "\"id\": \"subnet-{n}\", \"cidr_block\": \"10.0.0.0/24\", \"vpc_id\": \"vpc-1\""
                ),
            ),
            3 => (
                "aws_secretsmanager_secret",
                format!("\"name\": \"shop/{n}\""),
            ),
            _ => ("aws_security_group_rule", format!("\"id\": \"sgrule-{n}\"")),
        };
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}
    {{
      "module": "module.service[\"{n}\"].module.parts",
      "mode": "managed",
      "type": "{kind}",
      "name": "this",
      "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
      "instances": [
        {{
          "schema_version": 0,
          "attributes": {{
            {own},
            "password": "not to be read",
            "tags": {{
              "Name": "{n}",
              "Note": "{filler}"
            }}
          }},
          "sensitive_attributes": [],
          "dependencies": ["module.network.aws_vpc.this"]
        }}
      ]
    }}"#
        );
    }
    text.push_str("\n  ]\n}\n");
    text
}
