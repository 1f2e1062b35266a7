//! What every name shares: text in, the same text out.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};

use super::InvalidName;

/// A type that is read from text, and can say what it is.
pub(crate) trait Name: FromStr<Err = InvalidName> {
    /// What the type is, with its article: `a port`.
    const WHAT: &'static str;
}

/// Reads a name that is always text.
pub(crate) fn from_text<'de, T: Name, D: Deserializer<'de>>(reader: D) -> Result<T, D::Error> {
    reader.deserialize_str(Text(PhantomData))
}

/// Reads a name that people also write as a bare number: a port, an amount of CPU.
pub(crate) fn from_text_or_number<'de, T: Name, D: Deserializer<'de>>(
    reader: D,
) -> Result<T, D::Error> {
    reader.deserialize_any(TextOrNumber(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: Name> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

struct TextOrNumber<T>(PhantomData<T>);

impl<T: Name> Visitor<'_> for TextOrNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

/// Gives a type that has `read` and `as_str` the rest of what a name has: `FromStr`, `Display` in
/// one chunk, conversions, serde, and a JSON Schema.
macro_rules! impl_name {
    ($name:ident is $what:literal, read with $read:ident, schema $schema:tt) => {
        impl crate::names::text::Name for $name {
            const WHAT: &'static str = $what;
        }

        impl std::str::FromStr for $name {
            type Err = crate::names::InvalidName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let valid = |nearest: &str| Self::read(nearest).is_ok();
                Self::read(text).map_err(|refusal| refusal.of($what, text, valid))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::names::InvalidName;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::names::InvalidName;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.as_str().to_owned()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                crate::names::text::$read(reader)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!("k8sgen_templates::names::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

/// A name that is one checked text: the struct, its parser, and all of [`impl_name!`].
///
/// `check` takes the text and gives it back as it is to be kept, or why it is refused.
macro_rules! text_name {
    (
        $(#[$doc:meta])*
        $name:ident is $what:literal, checked by $check:path, schema $schema:tt
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            fn read(text: &str) -> Result<Self, crate::names::error::Refusal> {
                $check(text).map(|kept| Self(kept.into()))
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl_name!($name is $what, read with from_text, schema $schema);
    };
}
