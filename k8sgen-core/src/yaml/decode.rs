//! Tree to typed value, by serde, with every misfit reported.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{Entry, Error, Mark, Node, Segment, Value, path_text};
use crate::problem::Problem;

/// A file with more problems than this has another problem.
const MOST_PROBLEMS: usize = 100;

/// `node` as a `T`, and what had to be taken away from it to make it one. No value only where the root
/// itself does not fit.
#[must_use]
pub fn decode<T: DeserializeOwned>(file: &str, node: &Node) -> (Option<T>, Vec<Problem>) {
    let mut node = node.clone();
    let mut problems = Vec::new();
    loop {
        match T::deserialize(Reader(&node)) {
            Ok(value) => return (Some(value), problems),
            Err(mut misfit) => {
                misfit.path.reverse();
                problems.push(misfit.problem(file, node.mark));
                if problems.len() == MOST_PROBLEMS || !node.prune(&misfit.path) {
                    return (None, problems);
                }
            }
        }
    }
}

/// What serde refused, and where. The path is gathered from the inside out.
#[derive(Debug)]
struct Misfit {
    what: What,
    mark: Option<Mark>,
    path: Vec<Segment>,
}

#[derive(Debug)]
enum What {
    UnknownKey(Vec<String>),
    Other(String),
}

impl Misfit {
    fn below(mut self, mark: Mark, segment: Segment) -> Self {
        self.mark.get_or_insert(mark);
        self.path.push(segment);
        self
    }

    fn problem(&self, file: &str, root: Mark) -> Problem {
        let path = match path_text(&self.path) {
            path if path.is_empty() => "the file".to_owned(),
            path => path,
        };
        let error = match &self.what {
            What::UnknownKey(known) => Error::UnknownKey {
                path,
                known: known.clone(),
            },
            What::Other(why) => Error::Value {
                path,
                why: why.clone(),
            },
        };
        Problem::at(self.mark.unwrap_or(root).place(file), &error)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::UnknownKey(_) => f.write_str("unknown key"),
            What::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            what: What::Other(message.to_string()),
            mark: None,
            path: Vec::new(),
        }
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        let known = expected.iter().map(|&key| key.to_owned()).collect();
        Self {
            what: What::UnknownKey(known),
            mark: None,
            path: Vec::new(),
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!(
            "`{variant}` is none of {}",
            expected.join(", ")
        ))
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Unit | de::Unexpected::Option => "nothing".to_owned(),
            de::Unexpected::Map => "a mapping".to_owned(),
            de::Unexpected::Seq => "a list".to_owned(),
            de::Unexpected::Str(text) => format!("`{text}`"),
            de::Unexpected::Bool(value) => format!("`{value}`"),
            de::Unexpected::Signed(value) => format!("`{value}`"),
            de::Unexpected::Unsigned(value) => format!("`{value}`"),
            other => other.to_string(),
        };
        let expected = match expected.to_string().as_str() {
            "a sequence" => "a list".to_owned(),
            "a map" => "a mapping".to_owned(),
            "a boolean" => "true or false".to_owned(),
            named if named.starts_with("struct ") => "a mapping".to_owned(),
            "u32" => "a whole number, 0 or more,".to_owned(),
            other => other.to_owned(),
        };
        Self::custom(format_args!("{found} stands where {expected} belongs"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("`{field}` is missing"))
    }
}

/// A plain scalar's type by YAML's core schema, for a reader that takes anything.
fn visit_plain<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Misfit> {
    if let Ok(value) = text.parse::<bool>() {
        visitor.visit_bool(value)
    } else if let Ok(value) = text.parse::<u64>() {
        visitor.visit_u64(value)
    } else if let Ok(value) = text.parse::<i64>() {
        visitor.visit_i64(value)
    } else if let Some(value) = text.parse::<f64>().ok().filter(|_| {
        text.starts_with([
            '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
        ])
    }) {
        visitor.visit_f64(value)
    } else {
        visitor.visit_str(text)
    }
}

/// A node that serde reads.
struct Reader<'de>(&'de Node);

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar { text, plain: true } => visit_plain(text, visitor),
            Value::Scalar { text, plain: false } => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Map(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                current: None,
            }),
        }
    }

    /// A mapping with nothing in it may be left empty: `health-checker:`.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0.value {
            Value::Null => visitor.visit_map(Entries {
                rest: [].iter(),
                current: None,
            }),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// Text is taken as it is spelled: `1.10` is a tag, not a number that lost its last digit.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.0.value {
            Value::Scalar { text, .. } => visitor.visit_str(text),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.0.value {
            Value::Scalar { text, .. } => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(de::Error::custom(format_args!(
                "one of {} belongs here",
                variants.join(", ")
            ))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

struct Items<'de>(std::iter::Enumerate<std::slice::Iter<'de, Node>>);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some((index, item)) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(Reader(item))
            .map(Some)
            .map_err(|misfit| misfit.below(item.mark, Segment::Index(index)))
    }
}

struct Entries<'de> {
    rest: std::slice::Iter<'de, Entry>,
    current: Option<&'de Entry>,
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        self.current = self.rest.next();
        let Some(entry) = self.current else {
            return Ok(None);
        };
        let key: de::value::StrDeserializer<'_, Misfit> = entry.key.as_str().into_deserializer();
        seed.deserialize(key)
            .map(Some)
            .map_err(|misfit| misfit.below(entry.mark, Segment::Key(entry.key.clone())))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some(entry) = self.current.take() else {
            return Err(de::Error::custom("a value without its key"));
        };
        seed.deserialize(Reader(&entry.value))
            .map_err(|misfit| misfit.below(entry.value.mark, Segment::Key(entry.key.clone())))
    }
}
