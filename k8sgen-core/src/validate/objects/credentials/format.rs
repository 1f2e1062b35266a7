//! Credentials that are known by their format, whatever name they stand under.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How certain it is that somebody can use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Who has it can use it.
    Certain,
    /// It may have ended, or be meant to be seen.
    Likely,
}

/// A credential of a known format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// What it is, such as `a token of GitHub`.
    pub what: &'static str,
    /// How certain it is.
    pub certainty: Certainty,
    /// Where it begins in its text, in bytes.
    pub at: usize,
}

/// What a credential's letters are.
type Letters = fn(u8) -> bool;

/// Formats that are a prefix and letters.
struct Pattern {
    prefix: &'static str,
    letters: Letters,
    /// The fewest letters behind the prefix.
    least: usize,
    /// The most.
    most: usize,
    what: &'static str,
    certainty: Certainty,
}

const ALNUM: Letters = |byte| byte.is_ascii_alphanumeric();
const UPPER: Letters = |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit();
const HEX: Letters = |byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
const URL: Letters = |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
const DOTTED: Letters = |byte| URL(byte) || byte == b'.';
const BASE64: Letters = |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
const PATH: Letters = |byte| byte.is_ascii_alphanumeric() || byte == b'/';

const MANY: usize = 400;

const fn certain(
    prefix: &'static str,
    letters: Letters,
    least: usize,
    most: usize,
    what: &'static str,
) -> Pattern {
    Pattern {
        prefix,
        letters,
        least,
        most,
        what,
        certainty: Certainty::Certain,
    }
}

const fn likely(
    prefix: &'static str,
    letters: Letters,
    least: usize,
    most: usize,
    what: &'static str,
) -> Pattern {
    Pattern {
        prefix,
        letters,
        least,
        most,
        what,
        certainty: Certainty::Likely,
    }
}

static PATTERNS: &[Pattern] = &[
    likely("AKIA", UPPER, 16, 16, "the ID of an access key of AWS"),
    likely(
        "ASIA",
        UPPER,
        16,
        16,
        "the ID of a temporary access key of AWS",
    ),
    certain("ghp_", ALNUM, 36, 36, "a token of GitHub"),
    certain("gho_", ALNUM, 36, 36, "a token of GitHub"),
    certain("ghu_", ALNUM, 36, 36, "a token of GitHub"),
    certain("ghs_", ALNUM, 36, 36, "a token of GitHub"),
    certain("ghr_", ALNUM, 36, 76, "a token of GitHub"),
    certain("github_pat_", URL, 82, 82, "a token of GitHub"),
    certain("glpat-", URL, 20, 64, "a token of GitLab"),
    certain("xoxb-", URL, 20, 100, "a token of Slack"),
    certain("xoxa-", URL, 20, 100, "a token of Slack"),
    certain("xoxp-", URL, 20, 100, "a token of Slack"),
    certain("xoxr-", URL, 20, 100, "a token of Slack"),
    certain("xoxs-", URL, 20, 100, "a token of Slack"),
    certain(
        "hooks.slack.com/services/T",
        PATH,
        30,
        60,
        "a webhook of Slack",
    ),
    likely("AIza", URL, 35, 35, "an API key of Google"),
    certain("sk_live_", ALNUM, 20, 120, "a secret key of Stripe"),
    certain("rk_live_", ALNUM, 20, 120, "a restricted key of Stripe"),
    certain("sk-ant-", URL, 40, 200, "a key of Anthropic"),
    certain("sk-proj-", URL, 40, 200, "a key of OpenAI"),
    certain("sk-", ALNUM, 48, 48, "a key of OpenAI"),
    certain("SG.", DOTTED, 66, 66, "a key of SendGrid"),
    likely("SK", HEX, 32, 32, "an API key of Twilio"),
    certain("npm_", ALNUM, 36, 36, "a token of npm"),
    certain("pypi-AgEI", URL, 50, MANY, "a token of PyPI"),
    certain("dop_v1_", HEX, 64, 64, "a token of DigitalOcean"),
    certain("doo_v1_", HEX, 64, 64, "a token of DigitalOcean"),
    certain("dckr_pat_", URL, 27, 40, "a token of Docker Hub"),
    certain("hf_", ALNUM, 34, 34, "a token of Hugging Face"),
    certain("hvs.", URL, 24, 200, "a token of Vault"),
    certain("AGE-SECRET-KEY-1", UPPER, 58, 58, "a private key of age"),
    certain(
        "AccountKey=",
        BASE64,
        88,
        88,
        "the key of a storage account of Azure",
    ),
    certain(
        "SharedAccessKey=",
        BASE64,
        44,
        44,
        "a shared access key of Azure",
    ),
];

impl Format {
    /// The first one in a text.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let mut begins = true;
        for at in 0..bytes.len() {
            if begins && may_begin(&bytes[at..]) {
                let rest = &bytes[at..];
                let found = pattern(rest)
                    .or_else(|| telegram(rest))
                    .or_else(|| jwt(rest));
                if let Some((what, certainty)) = found {
                    return Some(Self {
                        what,
                        certainty,
                        at,
                    });
                }
            }
            begins = !is_word(bytes[at]);
        }
        logins(text)
    }
}

/// Whether a credential may begin here: almost every word of a text ends the search with its first two letters.
fn may_begin(rest: &[u8]) -> bool {
    let [first, second, ..] = rest else {
        return false;
    };
    let seconds: &[u8] = match first {
        b'0'..=b'9' => b"0123456789",
        b'A' => b"GIKSc",
        b'S' => b"GKh",
        b'd' => b"co",
        b'e' | b'p' => b"y",
        b'g' => b"hil",
        b'h' => b"fov",
        b'n' => b"p",
        b'r' | b's' => b"k",
        b'x' => b"o",
        _ => b"",
    };
    seconds.contains(second)
}

type Known = (&'static str, Certainty);

fn pattern(rest: &[u8]) -> Option<Known> {
    let found = PATTERNS.iter().find(|pattern| {
        rest.strip_prefix(pattern.prefix.as_bytes())
            .is_some_and(|body| {
                let body = run(body, pattern.letters, MANY);
                (pattern.least..=pattern.most).contains(&body.len()) && is_made(body)
            })
    })?;
    Some((found.what, found.certainty))
}

/// The letters that a text begins with, and not more than `most` and one.
fn run(text: &[u8], letters: Letters, most: usize) -> &[u8] {
    let length = text
        .iter()
        .take(most + 1)
        .take_while(|byte| letters(**byte))
        .count();
    &text[..length]
}

/// Whether a program made it: an example has few letters, or says what it is.
fn is_made(body: &[u8]) -> bool {
    let mut seen = [false; 256];
    for byte in body {
        seen[usize::from(*byte)] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    let says = |word: &[u8]| {
        body.windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word))
    };
    let mut fillers = [
        &b"example"[..],
        b"xxxx",
        b"1234567890",
        b"abcdefghij",
        b"redacted",
        b"your",
    ]
    .into_iter();
    distinct >= 8 && !fillers.any(says)
}

/// `123456789:AA…`
fn telegram(rest: &[u8]) -> Option<Known> {
    let number = run(rest, |byte| byte.is_ascii_digit(), 11);
    let token = rest[number.len()..].strip_prefix(b":AA")?;
    let token = run(token, URL, 40);
    ((8..=10).contains(&number.len()) && token.len() == 33 && is_made(token))
        .then_some(("a token of a Telegram bot", Certainty::Certain))
}

/// A signed token of RFC 7519: three parts, of which the first one names an algorithm. Those that are made to be
/// seen say so in their role.
fn jwt(rest: &[u8]) -> Option<Known> {
    if !rest.starts_with(b"eyJ") {
        return None;
    }
    let end = rest
        .iter()
        .position(|byte| !DOTTED(*byte))
        .unwrap_or(rest.len());
    let text = std::str::from_utf8(&rest[..end]).ok()?;
    let mut parts = text.split('.');
    let (head, body, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let json = |part: &str| -> Option<serde_json::Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    let algorithm = json(head)?.get("alg")?.as_str()?.to_owned();
    let is_public = json(body)?.get("role").is_some_and(|role| role == "anon");
    (parts.next().is_none() && signature.len() > 20 && algorithm != "none" && !is_public)
        .then_some(("a signed token (JWT)", Certainty::Likely))
}

/// A login for a registry, as `docker login` writes it: `{"auths": {"…": {"auth": "…"}}}`.
fn logins(text: &str) -> Option<Format> {
    let start = memchr::memmem::find(text.as_bytes(), b"\"auths\"")?;
    let (_, value) = text[start..].split_once("\"auth\"")?;
    let value = value
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    let login = run(value.as_bytes(), BASE64, MANY);
    let login = super::decoded(std::str::from_utf8(login).ok()?)?;
    let (_, password) = login.split_once(':')?;
    (!super::is_filler(password)).then_some(Format {
        what: "a login for a registry",
        certainty: Certainty::Certain,
        at: start,
    })
}

/// Where a private key begins in a text, in bytes, and whether a passphrase protects it. A header alone is no key.
#[must_use]
pub fn private_key(text: &[u8]) -> Option<(usize, Certainty)> {
    let mut ends = memchr::memmem::find_iter(text, b"PRIVATE KEY");
    ends.find_map(|end| {
        let start = memchr::memmem::rfind(&text[end.saturating_sub(24)..end], b"-----BEGIN ")?;
        let start = end.saturating_sub(24) + start;
        let head = &text[start..end];
        let body = &text[end + b"PRIVATE KEY".len()..];
        let body = body
            .strip_prefix(b" BLOCK")
            .unwrap_or(body)
            .strip_prefix(b"-----")?;
        // Without what stands between lines, also where a text in quotes says `\n`.
        let mut letters = [0; 64];
        let mut count = 0;
        let body = body.get(..body.len().min(600))?;
        let lines = body.split(|byte| *byte == b'\n');
        let lines = lines.filter(|line| !line.contains(&b':'));
        for byte in lines.flatten().filter(|byte| BASE64(**byte)).take(64) {
            letters[count] = *byte;
            count += 1;
        }
        let top = &body[..body.len().min(60)];
        let is_protected = memchr::memmem::find(top, b"ENCRYPTED").is_some();
        let certainty = if is_protected || head.ends_with(b"ENCRYPTED ") {
            Certainty::Likely
        } else {
            Certainty::Certain
        };
        (count == 64 && is_made(&letters)).then_some((start, certainty))
    })
}
