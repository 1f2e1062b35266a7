//! Other values than the one that is there: each a slip of a key away, so that what took the one takes most of
//! them, too.

use crate::context::{Field, FieldValue};

/// Other texts, the likeliest to be taken first. `choices` are all that can stand there, if that is known.
pub(super) fn texts(text: &str, choices: &[String]) -> Vec<String> {
    if !choices.is_empty() {
        let others = choices.iter().filter(|choice| *choice != text);
        return others.cloned().collect();
    }
    if let Ok(truth) = text.parse::<bool>() {
        return vec![(!truth).to_string()];
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number = number.parse::<u64>().ok();
    let near = [
        number.and_then(|number| number.checked_add(1)),
        number.and_then(|number| number.checked_sub(1)),
    ];
    let near = near.into_iter().flatten();
    let mut others: Vec<String> = near.map(|number| format!("{number}{unit}")).collect();
    let is_sign = |c: char| c.is_ascii_alphanumeric();
    others.extend(text.rfind(is_sign).map(|at| with_next(text, at)));
    others.extend(text.find(is_sign).map(|at| with_next(text, at)));
    others.push(format!("{text}x"));
    others
}

/// Other values of a field of the context.
pub(super) fn values(field: Field, value: &FieldValue) -> Vec<FieldValue> {
    let choices = match field {
        Field::Partition => ["aws", "aws-cn", "aws-us-gov"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    match value {
        FieldValue::Text(text) => {
            let others = texts(text, &choices).into_iter();
            others.map(FieldValue::Text).collect()
        }
        FieldValue::Number(number) => {
            let near = [number.checked_add(1), number.checked_sub(1)];
            near.into_iter().flatten().map(FieldValue::Number).collect()
        }
        FieldValue::List(items) if field == Field::Repositories => {
            // A repository is found by the end of its name.
            let begin = |item: &String| {
                let at = item.find(|c: char| c.is_ascii_alphanumeric());
                at.map_or_else(|| item.clone(), |at| with_next(item, at))
            };
            let renamed = items.iter().map(begin).collect();
            let moved = items.iter().map(|item| format!("x/{item}")).collect();
            vec![FieldValue::List(renamed), FieldValue::List(moved)]
        }
        FieldValue::List(items) => {
            let others: Vec<Vec<String>> = items.iter().map(|item| texts(item, &[])).collect();
            let fewest = others.iter().map(Vec::len).min().unwrap_or(0);
            let nth = |n: usize| others.iter().map(|others| others[n].clone()).collect();
            (0..fewest).map(|n| FieldValue::List(nth(n))).collect()
        }
    }
}

/// A name of the same length that nothing has, by what `is_taken` says.
pub(super) fn name(name: &str, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let at = name.rfind(|c: char| c.is_ascii_alphanumeric())?;
    let mut other = name.to_owned();
    // Ten digits or twenty-six letters, and the name is there again.
    for _ in 0..26 {
        other = with_next(&other, at);
        if !is_taken(&other) {
            return Some(other);
        }
    }
    None
}

/// The text with the letter or digit at `at` replaced by its next: `9` by `0`, `z` by `a`.
fn with_next(text: &str, at: usize) -> String {
    let next = match text.as_bytes()[at] {
        b'9' => b'0',
        b'z' => b'a',
        b'Z' => b'A',
        byte => byte + 1,
    };
    format!("{}{}{}", &text[..at], char::from(next), &text[at + 1..])
}
