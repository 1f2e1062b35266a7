//! Versions of Helm charts.

use super::error::Refusal;

text_name! {
    /// One version of a Helm chart, as [SemVer] writes it. A range of versions is none: what runs is pinned.
    ///
    /// ```
    /// use k8sgen_templates::names::ChartVersion;
    ///
    /// assert!("2.11.0".parse::<ChartVersion>().is_ok());
    /// assert!("2.x".parse::<ChartVersion>().is_err());
    /// ```
    ///
    /// [SemVer]: https://semver.org
    ChartVersion is "a chart's version", checked by version, schema {
        "type": "string",
        "pattern": "^v?[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$",
        "maxLength": 63,
        "description": "One version of a Helm chart.",
        "examples": ["2.11.0"]
    }
}

fn version(text: &str) -> Result<&str, Refusal> {
    super::dns::bounded(text, 63)?;
    let (numbers, pre) = match text.strip_prefix('v').unwrap_or(text).split_once('-') {
        Some((numbers, pre)) => (numbers, Some(pre)),
        None => (text.strip_prefix('v').unwrap_or(text), None),
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = numbers.split('.').collect();
    if parts.len() != 3 || !parts.iter().all(|part| is_number(part)) {
        return Err("one version of three numbers, such as `2.11.0`, and no range".into());
    }
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if pre.is_some_and(|pre| !pre.split('.').all(is_word)) {
        return Err("only letters, digits, `-` and `.` behind the first `-`".into());
    }
    Ok(text)
}
