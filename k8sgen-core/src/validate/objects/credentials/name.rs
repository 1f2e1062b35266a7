//! Names that ask for a credential.

/// What a name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A password: whatever a person chose.
    Password,
    /// A key or a token: what a program made. A word of a language is none.
    Key,
}

/// Words that stand before `token`, where it is no credential.
const NO_TOKENS: [&str; 16] = [
    "bos", "cls", "continue", "csrf", "eos", "image", "mask", "max", "min", "next", "pad", "page",
    "per", "sep", "stop", "unk",
];
/// Words in names of what is made from a credential, or is told to everyone.
const PUBLIC: [&str; 8] = [
    "checksum",
    "digest",
    "fingerprint",
    "hash",
    "public",
    "publishable",
    "sha256",
    "version",
];
/// Words that stand before `key`, where it is a credential.
const KEYS: [&str; 12] = [
    "access",
    "account",
    "api",
    "auth",
    "encryption",
    "license",
    "master",
    "private",
    "secret",
    "service",
    "shared",
    "signing",
];
/// Words that stand before `secret`, where it is the credential itself and not an object of Kubernetes.
const SECRETS: [&str; 12] = [
    "app", "client", "consumer", "cookie", "hmac", "jwt", "oauth", "session", "shared", "signing",
    "token", "webhook",
];

/// The words of a name in lower case: `dbPassword`, `DB_PASSWORD` and `db.password` are the same two.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let is_next_lower = rest.peek().is_some_and(char::is_ascii_lowercase);
        let begins = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_uppercase() && is_next_lower);
        if (begins || !c.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What a name asks for: `DB_PASSWORD` for a password, `apiToken` for a key. Names that only point, such as
/// `PASSWORD_FILE` and `tokenUrl`, ask for nothing.
#[must_use]
pub fn sort(name: &str) -> Option<Sort> {
    // No name of a person's is longer.
    if name.len() > 200 {
        return None;
    }
    let mut words = words(name);
    // `PASSWORD_2` is one more password.
    while words
        .last()
        .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    {
        words.pop();
    }
    if words.iter().any(|word| PUBLIC.contains(&word.as_str())) {
        return None;
    }
    let last = words.pop()?;
    let last = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let before = words.last().map_or("", String::as_str);
    match last {
        "pass" if !before.is_empty() => Some(Sort::Password),
        "secret" if SECRETS.contains(&before) => Some(Sort::Password),
        "token" => (!NO_TOKENS.contains(&before)).then_some(Sort::Key),
        "key" => KEYS.contains(&before).then_some(Sort::Key),
        "base" => (before == "key").then_some(Sort::Key),
        "secret" | "credential" | "credentials" | "apikey" | "accesskey" | "secretkey"
        | "privatekey" | "authtoken" => Some(Sort::Key),
        "pwd" => (!before.is_empty()).then_some(Sort::Password),
        last if last.ends_with("password")
            || last.ends_with("passwd")
            || last.ends_with("passphrase") =>
        {
            Some(Sort::Password)
        }
        _ => None,
    }
}
