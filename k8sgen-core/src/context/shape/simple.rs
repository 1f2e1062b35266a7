//! Readers of texts, numbers, names and lists.

use k8sgen_templates::names::InvalidName;
use serde_json::Value;

use super::super::FieldValue;
use super::{Misfit, Shape};

impl Shape {
    pub(super) fn string(self, value: &Value) -> Result<&str, Misfit> {
        value.as_str().ok_or_else(|| self.misfit(value, None))
    }

    /// A text, or a number as people write it.
    pub(super) fn parse<T: std::str::FromStr<Err = InvalidName>>(
        self,
        value: &Value,
    ) -> Result<T, Misfit> {
        let number = matches!(self, Self::Port | Self::PortOf(_) | Self::Account)
            .then(|| value.as_number())
            .flatten();
        let text = match number {
            Some(number) => number.to_string(),
            None => self.string(value)?.to_owned(),
        };
        text.parse()
            .map_err(|error: InvalidName| self.misfit(value, Some(error.why)))
    }

    pub(super) fn name(self, value: &Value) -> Result<String, Misfit> {
        let text = self.string(value)?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let why = if text.len() > 255 {
            "at most 255 characters"
        } else if text.chars().all(allowed) {
            return Ok(text.to_owned());
        } else {
            "letters, digits and `._-` only"
        };
        Err(self.misfit(value, Some(why.to_owned())))
    }

    pub(super) fn id(self, value: &Value, start: &'static str) -> Result<String, Misfit> {
        let text = self.string(value)?;
        let is_id = text
            .strip_prefix(start)
            .is_some_and(|end| !end.is_empty() && end.bytes().all(|b| b.is_ascii_alphanumeric()));
        if is_id {
            Ok(text.to_owned())
        } else {
            Err(self.misfit(value, Some(format!("one that begins with `{start}`"))))
        }
    }

    /// A list, or the values of a map by the order of its keys.
    pub(super) fn list(
        self,
        value: &Value,
        item: impl Fn(&Value) -> Result<String, Misfit>,
    ) -> Result<Option<FieldValue>, Misfit> {
        let items = items(value).ok_or_else(|| self.misfit(value, None))?;
        let texts: Result<_, _> = items.into_iter().map(|(_, value)| item(value)).collect();
        texts
            .map(|texts| Some(FieldValue::List(texts)))
            .map_err(Misfit::in_a_list)
    }
}

/// The members of a list, or of a map in the order of its keys.
pub(super) fn items(value: &Value) -> Option<Vec<(&str, &Value)>> {
    match value {
        Value::Array(items) => Some(items.iter().map(|item| ("", item)).collect()),
        Value::Object(map) => {
            let mut members: Vec<(&str, &Value)> = map
                .iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect();
            members.sort_by_key(|(key, _)| *key);
            Some(members)
        }
        _ => None,
    }
}
