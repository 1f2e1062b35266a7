//! Keys of configuration: environment variables, and the keys of a `ConfigMap` or `Secret`.

use super::dns::bounded;
use super::error::Refusal;

text_name! {
    /// The name of an environment variable, as Kubernetes takes it: letters, digits, `_`, `-` and
    /// `.`, no digit first, not `.`, and not `..` first (`IsEnvVarName` in Kubernetes'
    /// apimachinery). At most 253 characters, so that it can be a [`ConfigKey`].
    ///
    /// ```
    /// use k8sgen_templates::names::EnvVarName;
    ///
    /// assert_eq!("DATABASE_URL".parse::<EnvVarName>()?.as_str(), "DATABASE_URL");
    /// assert!("2FA_SECRET".parse::<EnvVarName>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    EnvVarName is "the name of an environment variable", checked by variable, schema {
        "type": "string",
        "pattern": "^[-._a-zA-Z][-._a-zA-Z0-9]*$",
        "maxLength": 253,
        "description": "Environment variable.",
        "examples": ["LOG_LEVEL"]
    }
}

text_name! {
    /// A key of a `ConfigMap` or `Secret`: at most 253 letters, digits, `_`, `-` and `.`, not `.`, and
    /// not `..` first (`IsConfigMapKey` in Kubernetes' apimachinery).
    ///
    /// ```
    /// use k8sgen_templates::names::ConfigKey;
    ///
    /// assert_eq!("app.properties".parse::<ConfigKey>()?.as_str(), "app.properties");
    /// assert!("../etc/passwd".parse::<ConfigKey>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ConfigKey is "a key of a ConfigMap or Secret", checked by key, schema {
        "type": "string",
        "pattern": "^[-._a-zA-Z0-9]+$",
        "maxLength": 253,
        "description": "Key of a ConfigMap or Secret."
    }
}

impl From<EnvVarName> for ConfigKey {
    /// Every name of a variable is a key too.
    fn from(name: EnvVarName) -> Self {
        Self(name.0)
    }
}

fn variable(text: &str) -> Result<&str, Refusal> {
    key(text)?;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Refusal::nearest(
            "a digit is not first",
            Some(format!("_{text}")),
        ));
    }
    Ok(text)
}

fn key(text: &str) -> Result<&str, Refusal> {
    bounded(text, 253)?;
    if text == "." || text.starts_with("..") {
        return Err("it is not `.`, and does not start with `..`".into());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if text.chars().all(allowed) {
        return Ok(text);
    }
    Err(Refusal::nearest(
        "letters, digits, `-`, `_` and `.` only",
        Some(text.replace(|c: char| !allowed(c), "_")),
    ))
}
