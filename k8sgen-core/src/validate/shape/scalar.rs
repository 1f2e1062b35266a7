//! What a plain scalar is to Kubernetes: `kubectl` and the API server read YAML 1.1, in which `yes` and `on`
//! are booleans and `0644` is a number.

/// What a plain scalar is read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Plain {
    Boolean,
    Integer(i128),
    Float,
    Text,
}

/// What YAML 1.1 reads where no quotes are.
pub(super) fn plain(text: &str) -> Plain {
    let Some(first) = text.bytes().next() else {
        return Plain::Text;
    };
    // Most values begin with a letter that none of these words has.
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            if is_boolean(text) {
                Plain::Boolean
            } else {
                Plain::Text
            }
        }
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        _ => Plain::Text,
    }
}

fn is_boolean(text: &str) -> bool {
    let words = ["y", "yes", "n", "no", "true", "false", "on", "off"];
    let mut letters = text.chars();
    let first = letters.next();
    let rest = letters.as_str();
    // `yes`, `Yes` and `YES`, but not `yEs`.
    let one_case = rest.chars().all(char::is_lowercase)
        || first.is_some_and(char::is_uppercase) && rest.chars().all(char::is_uppercase);
    one_case && words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn number(text: &str) -> Plain {
    let digits = text.replace('_', "");
    let (sign, amount) = match digits.strip_prefix('-') {
        Some(amount) => (-1, amount),
        None => (1, digits.strip_prefix('+').unwrap_or(&digits)),
    };
    if let Some(whole) = whole(amount) {
        return Plain::Integer(sign * whole);
    }
    let is_float =
        matches!(amount, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") || is_decimal(amount);
    if is_float { Plain::Float } else { Plain::Text }
}

fn whole(amount: &str) -> Option<i128> {
    let bases = [("0x", 16), ("0X", 16), ("0b", 2), ("0o", 8), ("0", 8)];
    if amount.bytes().any(|byte| byte == b'+' || byte == b'-') {
        return None;
    }
    if amount != "0" {
        for (prefix, base) in bases {
            if let Some(whole) = amount
                .strip_prefix(prefix)
                .and_then(|rest| i128::from_str_radix(rest, base).ok())
            {
                return Some(whole);
            }
        }
        // `08` is no octal number: it is a float of YAML 1.1, which reads leading zeros there.
        if amount.starts_with('0') {
            return None;
        }
    }
    amount.parse().ok()
}

/// `[0-9]*.?[0-9]*([eE][-+]?[0-9]+)?`, with a digit before the exponent.
fn is_decimal(amount: &str) -> bool {
    let (number, exponent) = match amount.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            exponent.strip_prefix(['+', '-']).unwrap_or(exponent),
        ),
        None => (amount, "0"),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && !exponent.is_empty()
        && digits(exponent)
}
