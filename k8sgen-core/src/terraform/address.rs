//! What a value is called inside its file: an output, a member of one, or an attribute of a resource.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// What a value is called inside its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Address {
    /// An output, by its name.
    Output(String),
    /// A member of an output that is an object.
    Member {
        /// The output's name.
        output: String,
        /// The keys that lead to it, at least one.
        keys: Vec<String>,
    },
    /// An attribute of a resource.
    Attribute {
        /// The resource.
        resource: Arc<Resource>,
        /// The attribute; for one inside of others the whole way, such as `identity.0.oidc.0.issuer`.
        attribute: String,
    },
}

/// One resource, or one instance of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// Its type, such as `aws_vpc`.
    pub kind: String,
    /// Whether Terraform made it or only looked it up.
    pub mode: Mode,
    /// The module that it is in, such as `module.network.module.vpc[0]`. Empty for the root.
    pub module: String,
    /// Its name.
    pub name: String,
    /// Which instance it is, where it has `count` or `for_each`.
    pub index: Option<Index>,
}

/// Whether Terraform made a resource or only looked it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A `resource` block.
    Managed,
    /// A `data` block: somebody else made it.
    Data,
}

/// Which instance of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// With `count`.
    Number(u64),
    /// With `for_each`.
    Key(String),
}

impl Address {
    /// The last part of the address: the name that says what the value is.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Output(name) => name,
            Self::Member { output, keys } => keys.last().unwrap_or(output),
            Self::Attribute { attribute, .. } => attribute,
        }
    }

    /// The resource, if it is an attribute of one.
    #[must_use]
    pub fn resource(&self) -> Option<&Resource> {
        match self {
            Self::Attribute { resource, .. } => Some(resource),
            Self::Output(_) | Self::Member { .. } => None,
        }
    }
}

impl fmt::Display for Address {
    /// As it is written in `k8sgen.yaml`.
    ///
    /// ```
    /// use k8sgen_core::terraform::Address;
    /// assert_eq!(Address::Output("vpc_id".into()).to_string(), "outputs.vpc_id");
    /// let port = Address::Member { output: "database".into(), keys: vec!["port".into()] };
    /// assert_eq!(port.to_string(), "outputs.database.port");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(name) => {
                f.write_str("outputs")?;
                member(f, name)
            }
            Self::Member { output, keys } => {
                f.write_str("outputs")?;
                member(f, output)?;
                keys.iter().try_for_each(|key| member(f, key))
            }
            Self::Attribute {
                resource,
                attribute,
            } => {
                write!(f, "{resource}")?;
                attribute
                    .split('.')
                    .try_for_each(|step| match step.parse::<u64>() {
                        Ok(number) if number.to_string() == step => write!(f, "[{number}]"),
                        _ => member(f, step),
                    })
            }
        }
    }
}

/// `.key`, or `["a key"]` where the key is no name.
fn member(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    if is_name(key) {
        write!(f, ".{key}")
    } else {
        write!(f, "[{}]", quoted(key))
    }
}

/// Whether a key can stand behind a dot.
pub(super) fn is_name(key: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    !key.is_empty() && key.chars().all(allowed)
}

/// A key as Terraform quotes it.
fn quoted(key: &str) -> String {
    serde_json::Value::from(key).to_string()
}

impl fmt::Display for Resource {
    /// As `terraform state list` prints it.
    ///
    /// ```
    /// use k8sgen_core::terraform::{Index, Mode, Resource};
    /// let subnet = Resource {
    ///     kind: "aws_subnet".into(),
    ///     mode: Mode::Data,
    ///     module: "module.vpc".into(),
    ///     name: "private".into(),
    ///     index: Some(Index::Key("a".into())),
    /// };
    /// assert_eq!(subnet.to_string(), r#"module.vpc.data.aws_subnet.private["a"]"#);
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.is_empty() {
            write!(f, "{}.", self.module)?;
        }
        if self.mode == Mode::Data {
            f.write_str("data.")?;
        }
        write!(f, "{}.{}", self.kind, self.name)?;
        self.index.iter().try_for_each(|index| write!(f, "{index}"))
    }
}

impl fmt::Display for Index {
    /// With its brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "[{number}]"),
            Self::Key(key) => write!(f, "[{}]", quoted(key)),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
