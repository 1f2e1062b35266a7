//! Names in AWS Secrets Manager.

use super::dns::bounded;
use super::error::Refusal;

text_name! {
    /// The name of a secret in [AWS Secrets Manager]: at most 512 letters, digits and `/_+=.@-`,
    /// also `!`, which AWS itself puts in the names of secrets that it manages (`rds!db-…`).
    ///
    /// Two dots as a part between slashes are refused here, though not by AWS: a name becomes a
    /// path more often than one thinks.
    ///
    /// ```
    /// use k8sgen_templates::names::SecretsManagerName;
    ///
    /// assert!("replica/prod/database".parse::<SecretsManagerName>().is_ok());
    /// assert!("replica prod".parse::<SecretsManagerName>().is_err());
    /// ```
    ///
    /// [AWS Secrets Manager]: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    SecretsManagerName is "the name of a secret in AWS Secrets Manager", checked by check, schema {
        "type": "string",
        "pattern": "^((\\.?[A-Za-z0-9_+=@!-][A-Za-z0-9_+=.@!-]*|\\.\\.[A-Za-z0-9_+=.@!-]+|\\.?)/)*(\\.?[A-Za-z0-9_+=@!-][A-Za-z0-9_+=.@!-]*|\\.\\.[A-Za-z0-9_+=.@!-]+|\\.?)$",
        "minLength": 1,
        "maxLength": 512,
        "description": "Name of a secret in AWS Secrets Manager.",
        "examples": ["acme/prod/database"]
    }
}

fn check(text: &str) -> Result<&str, Refusal> {
    bounded(text, 512)?;
    if text.starts_with("arn:") {
        return Err("the name alone, not the ARN".into());
    }
    if text.split('/').any(|part| part == "..") {
        return Err("no part between its slashes is `..`".into());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/_+=.@!-".contains(c);
    if text.chars().all(allowed) {
        return Ok(text);
    }
    Err(Refusal::nearest(
        "letters, digits and `/_+=.@-` only",
        Some(text.replace(|c: char| !allowed(c), "-")),
    ))
}
