//! The one error of all names.

/// How many characters of a refused value a message shows.
const SHOWN: usize = 80;

/// A value that is not what its type asks for.
///
/// ```
/// use k8sgen_templates::names::DnsLabel;
///
/// let error = "Web_UI".parse::<DnsLabel>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`Web_UI` is not a DNS label: lowercase letters, digits and `-` only, \
///      with a letter or digit first and last; write `web-ui`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not {what}: {why}", shown(value))]
#[non_exhaustive]
pub struct InvalidName {
    /// What was asked for, with its article: `a port`.
    pub what: &'static str,
    /// The value that was given, whole.
    pub value: String,
    /// The rule that it breaks and, where there is one, what to write instead.
    pub why: String,
    /// What to write instead, where there is something.
    pub nearest: Option<String>,
}

impl InvalidName {
    /// Says that `value` is not `what`, and `why`.
    #[must_use]
    pub fn new(what: &'static str, value: &str, why: impl Into<String>) -> Self {
        Self {
            what,
            value: value.to_owned(),
            why: why.into(),
            nearest: None,
        }
    }
}

/// Why a text is refused, as its parser knows it: the rule, and perhaps what was meant.
#[derive(Debug)]
pub(crate) struct Refusal {
    rule: String,
    nearest: Option<String>,
}

impl Refusal {
    /// A rule, and the nearest text that may keep to it.
    pub(crate) fn nearest(rule: impl Into<String>, nearest: Option<String>) -> Self {
        let rule = rule.into();
        Self { rule, nearest }
    }

    /// The error to show. What was meant is named where it is itself `valid`.
    pub(crate) fn of(
        self,
        what: &'static str,
        value: &str,
        valid: impl Fn(&str) -> bool,
    ) -> InvalidName {
        let nearest = self.nearest.filter(|nearest| valid(nearest));
        let why = match &nearest {
            Some(nearest) => format!("{}; write `{nearest}`", self.rule),
            None => self.rule,
        };
        InvalidName {
            nearest,
            ..InvalidName::new(what, value, why)
        }
    }
}

impl From<&str> for Refusal {
    fn from(rule: &str) -> Self {
        Self::nearest(rule, None)
    }
}

impl From<String> for Refusal {
    fn from(rule: String) -> Self {
        Self::nearest(rule, None)
    }
}

impl From<InvalidName> for Refusal {
    /// Of a part of the whole.
    fn from(part: InvalidName) -> Self {
        Self::nearest(part.to_string(), None)
    }
}

/// The value as a message may show it: one line, not too long, control characters escaped.
pub(crate) fn shown(value: &str) -> String {
    let mut text: String = value
        .chars()
        .take(SHOWN)
        .flat_map(|c| {
            let raw = (!unshowable(c)).then_some(c);
            let escaped = raw.is_none().then(|| c.escape_default());
            raw.into_iter().chain(escaped.into_iter().flatten())
        })
        .collect();
    if value.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

/// Characters that would move, hide or break the line they are shown in.
fn unshowable(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
