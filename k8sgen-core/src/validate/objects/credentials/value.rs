//! Values that stand under the name of a credential, and are none.

use super::name::{Sort, words};
use crate::validate::objects::is_placeholder;

/// What people write where the real value is to come.
const FILLERS: [&str; 24] = [
    "changeme",
    "changeit",
    "changethis",
    "dummy",
    "example",
    "fixme",
    "fillme",
    "fillin",
    "generated",
    "insert",
    "masked",
    "notareal",
    "notasecret",
    "notused",
    "overrid",
    "placeholder",
    "redacted",
    "replace",
    "secrethere",
    "setme",
    "todo",
    "unused",
    "xxxx",
    "youmustset",
];
/// Values that switch something, or say that there is none.
const SWITCHES: [&str; 18] = [
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "none",
    "null",
    "nil",
    "enabled",
    "disabled",
    "optional",
    "required",
    "default",
    "auto",
    "undefined",
    "string",
    "tbd",
];
/// How texts begin that say where the credential is, or that hold it encrypted.
const POINTERS: [&str; 28] = [
    "/",
    "./",
    "../",
    "~/",
    "arn:",
    "vault:",
    "ref+",
    "secretref",
    "op:",
    "projects/",
    "kms:",
    "ENC[",
    "{cipher}",
    "AQICA",
    "file:",
    "env:",
    "enc:",
    "$ANSIBLE_VAULT",
    "sm:",
    "ssm:",
    "awssm:",
    "secretsmanager:",
    "@Microsoft.KeyVault",
    "k8s:",
    "sha256:",
    "sha512:",
    "ssh-",
    "-----BEGIN",
];
/// Words of names of objects, keys and variables that hold credentials.
const HOLDERS: [&str; 12] = [
    "auth",
    "cred",
    "creds",
    "credential",
    "credentials",
    "key",
    "passwd",
    "password",
    "pw",
    "secret",
    "secrets",
    "token",
];

/// Whether a text holds the place of a value: nothing, `changeme`, `<password>`, `${PASSWORD}`, `{{ .password }}`.
#[must_use]
pub fn is_filler(text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() || is_placeholder(text) {
        return true;
    }
    let first = text.chars().next();
    if text.chars().all(|c| Some(c) == first || c == '.') {
        return true;
    }
    let is_template = text.contains("{{")
        || text.contains("$(")
        || text.contains("%(")
        || text.contains("#{")
        || text.contains("<%")
        || text.starts_with("__") && text.ends_with("__")
        || text.starts_with('<') && text.ends_with('>')
        || text.starts_with('[') && text.ends_with(']')
        || text.starts_with('%') && text.ends_with('%')
        || text.starts_with('@') && text.ends_with('@');
    let is_variable = text.strip_prefix('$').is_some_and(|rest| {
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    if is_template || is_variable {
        return true;
    }
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    plain.starts_with("your") || FILLERS.iter().any(|filler| plain.contains(filler))
}

/// Whether a value under the name of a credential is one, and does not only hold its place or say where it is.
#[must_use]
pub fn is_literal(sort: Sort, text: &str) -> bool {
    let text = text.trim();
    // The longest keys in one line are those of RSA, which stand in blocks of their own.
    if text.len() < 3 || text.len() > 4096 || text.contains(char::is_whitespace) || is_filler(text)
    {
        return false;
    }
    let text = text.trim_matches(['"', '\'']);
    let is_switch = SWITCHES
        .iter()
        .any(|switch| text.eq_ignore_ascii_case(switch));
    let is_pointer = POINTERS.iter().any(|start| text.starts_with(start)) || text.contains("://");
    // Numbers, and amounts such as `30m`.
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_amount = text.len() - digits.len() < 3 && digits.parse::<f64>().is_ok();
    if is_switch || is_pointer || is_amount || is_variable_name(text) {
        return false;
    }
    let words = words(text);
    let has_holder = words.iter().any(|word| HOLDERS.contains(&word.as_str()));
    if words.len() > 1 && has_holder && is_spoken(text) {
        return false;
    }
    match sort {
        Sort::Password => true,
        Sort::Key => {
            let is_made = text.len() >= 6 && text.bytes().any(|byte| byte.is_ascii_digit())
                || text.len() >= 20 && words.len() == 1;
            let is_pattern = text.contains(['*', '(', '[', '^', '|', '{', '<']);
            is_made && !is_pattern && !(words.len() > 1 && is_spoken(text))
        }
    }
}

/// Whether a text is the name of an environment variable, or of what belongs there: `DB_PASSWORD`, `SECRET`.
fn is_variable_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_word = text.contains('_') || !text.bytes().any(|byte| byte.is_ascii_digit());
    is_word && text.bytes().all(is_part)
}

/// Whether a text is words that people say, as in names of objects: `web-tls-2`, `k8s.example.com`, `adminPassword`.
pub(super) fn is_spoken(text: &str) -> bool {
    let mut pieces = text
        .split(['-', '.', '_', '/', ':', '@'])
        .filter(|piece| !piece.is_empty());
    pieces.all(|piece| {
        let letters = piece.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_lower = !piece.bytes().any(|byte| byte.is_ascii_uppercase());
        let is_short = piece.len() <= 2 || piece.len() <= 4 && is_lower;
        let is_word = piece.len() - letters.len() < 3
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
            && words(letters).len() * 3 <= letters.len();
        is_short || is_word
    })
}
