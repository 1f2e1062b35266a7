//! Settings in files that stand in a ConfigMap: `password=…` in properties, `password: …` in YAML.

use std::ffi::OsStr;
use std::path::Path;

use super::is_credential;

/// A setting of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its line, counted from 1.
    pub line: usize,
}

/// What names of files with settings end with.
const ENDS: [&str; 11] = [
    ".cfg",
    ".conf",
    ".cnf",
    ".env",
    ".ini",
    ".json",
    ".properties",
    ".toml",
    ".yaml",
    ".yml",
    ".tfvars",
];

/// The credentials among the settings of a file of this name; none in programs and other texts.
pub fn settings<'a>(file: &str, text: &'a str) -> impl Iterator<Item = Setting<'a>> {
    let is_read = ENDS.iter().any(|end| file.ends_with(end)) || file == "config" || file == "env";
    let lines = if is_read { text } else { "" }.lines().enumerate();
    lines.filter_map(|(at, line)| {
        let (name, value) = setting(line)?;
        is_credential(name, value).then_some(Setting { name, line: at + 1 })
    })
}

/// The credentials of a file in which people keep them: `.env`, `.env.production`, `*.tfvars`; none in any other.
pub fn password_file<'a>(path: &str, text: &'a str) -> impl Iterator<Item = Setting<'a>> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let end = Path::new(name).extension().and_then(OsStr::to_str);
    let mut shown = ["example", "sample", "template", "dist"].into_iter();
    let is_kept = name.starts_with(".env") || matches!(end, Some("env" | "tfvars"));
    let is_read = is_kept && !shown.any(|word| name.contains(word));
    settings(if is_read { "env" } else { "" }, text)
}

/// The name and the value of a line that is a setting.
fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with(['#', ';', '/', '!']) {
        return None;
    }
    let at = line.find(['=', ':'])?;
    let (name, value) = (&line[..at], line[at + 1..].trim());
    let name = name
        .trim()
        .trim_start_matches("- ")
        .trim_start_matches("export ");
    let name = name.trim_matches(['"', '\'']);
    // What stands behind a value in YAML and INI.
    let value = value
        .split_once(" #")
        .map_or(value, |(value, _)| value)
        .trim();
    let value = value.trim_end_matches([',', ';']).trim_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    // Calls and lists are values of programs.
    let is_value = !value.contains(['(', ')', '{', '}', '[', ']', '`'])
        && !value.starts_with(['&', '*', '|', '>', '!', '$', '@', '%']);
    (is_value && name.chars().all(is_name)).then_some((name, value))
}
