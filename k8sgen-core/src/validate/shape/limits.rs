//! Whether a value keeps within the limits of its definition.

use super::Wrong;
use super::scalar::Plain;
use crate::problem::{choices, shown};
use crate::validate::schema::{End, Limits};
use crate::yaml::{Node, Value};

/// What is wrong with a value: in which way, why, and what to do where more can be said than the rule does.
pub(super) type Broken = (Wrong, String, Option<String>);

/// The first limit that a list or a mapping breaks.
pub(super) fn of_many(limits: &Limits, node: &Node) -> Option<Broken> {
    match &node.value {
        Value::List(items) => size(limits, items.len(), "the list", ["item", "items"]),
        Value::Map(entries) => size(limits, entries.len(), "the mapping", ["entry", "entries"]),
        Value::Scalar { .. } | Value::Null => None,
    }
}

/// The first limit that a scalar breaks. `said` is the text, as a message may show it.
pub(super) fn of_one(limits: &Limits, text: &str, read: Plain, said: &str) -> Option<Broken> {
    match read {
        Plain::Boolean => None,
        Plain::Integer(number) => {
            let is_other = limits
                .numbers
                .iter()
                .all(|known| i128::from(*known) != number);
            if is_other && !limits.numbers.is_empty() {
                let known: Vec<String> = limits
                    .numbers
                    .iter()
                    .map(|number| format!("`{number}`"))
                    .collect();
                let help = format!("it is one of {}", choices(&known));
                return Some((
                    Wrong::Choice,
                    format!("{said} may not stand here"),
                    Some(help),
                ));
            }
            range(limits, text.parse().ok()?, said)
        }
        Plain::Float => range(limits, text.parse().ok()?, said),
        Plain::Text => {
            let letters = ["character", "characters"];
            size(limits, text.chars().count(), "the text", letters).or_else(|| {
                let pattern = limits.pattern.as_ref()?;
                let why = format!("{said} does not match `{}`", shown(pattern.as_str()));
                let help = "the kind's definition takes only text of this pattern";
                pattern
                    .refuses(text)
                    .then(|| (Wrong::Pattern, why, Some(help.to_owned())))
            })
        }
    }
}

fn size(limits: &Limits, has: usize, what: &str, parts: [&str; 2]) -> Option<Broken> {
    let [one, many] = parts;
    let part = if has == 1 { one } else { many };
    let (wrong, limit) = match (limits.fewest, limits.most) {
        (Some(fewest), _) if has < fewest => (Wrong::TooFew, format!("at least {fewest}")),
        (_, Some(most)) if has > most => (Wrong::Range, format!("at most {most}")),
        _ => return None,
    };
    let help = format!("the kind's definition takes {limit}");
    Some((wrong, format!("{what} has {has} {part}"), Some(help)))
}

fn range(limits: &Limits, number: f64, said: &str) -> Option<Broken> {
    let why = match (limits.from, limits.to) {
        (Some(End::With(least)), _) if number < least => format!("is less than {least}"),
        (Some(End::Without(least)), _) if number <= least => format!("is not more than {least}"),
        (_, Some(End::With(most))) if number > most => format!("is more than {most}"),
        (_, Some(End::Without(most))) if number >= most => format!("is not less than {most}"),
        _ => return None,
    };
    Some((Wrong::Range, format!("{said} {why}"), None))
}
