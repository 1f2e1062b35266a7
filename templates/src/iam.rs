//! IAM policies as JSON: who may take on a role, and what a role may do.
//!
//! A policy is a language of its own inside of JSON: in a resource, `*` and `?` stand for other characters,
//! and `${…}` for a value of the request. So a [`Resource`] is made of an ARN that is taken literally, and the
//! only wildcards are those that its constructors add; a value of a [`Condition`] is literal, too.

use indexmap::IndexMap;
use serde::Serialize;

use crate::names::{Arn, Partition};

/// A policy: what is allowed. What it does not name is denied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    version: Version,
    /// What is allowed, each on its own.
    pub statement: Vec<Statement>,
}

/// The version of the language, in which `${…}` is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Version {
    #[serde(rename = "2012-10-17")]
    Of2012,
}

/// One thing that is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// Its name in the policy: letters and digits.
    pub sid: &'static str,
    effect: Effect,
    /// Who it is allowed to, in a trust policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// What is allowed.
    pub action: Vec<&'static str>,
    /// On what, in a permissions policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<Resource>,
    /// Under which conditions, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Effect {
    Allow,
}

/// Who takes on a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Principal {
    /// Whoever an identity provider vouches for.
    Federated(Arn),
    /// A service of AWS.
    Service(&'static str),
}

/// The permissions policy of AWS Load Balancer Controller, as its project publishes it: it makes load balancers
/// and security groups whose names nobody knows before, so it can't be narrowed to exact resources.
///
/// `policies/aws-load-balancer-controller.json` is `docs/install/iam_policy.json` of
/// kubernetes-sigs/aws-load-balancer-controller (Apache-2.0), 2026-04-23.
#[must_use]
pub fn load_balancer_controller(partition: Partition) -> String {
    include_str!("../policies/aws-load-balancer-controller.json")
        .replace("arn:aws:", &format!("arn:{partition}:"))
}

/// What an action is allowed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Resource(String);

/// What must be true of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Condition {
    string_equals: IndexMap<String, Vec<String>>,
}

impl Policy {
    /// A policy of these statements.
    #[must_use]
    pub fn new(statement: Vec<Statement>) -> Self {
        Self {
            version: Version::Of2012,
            statement,
        }
    }

    /// The policy as JSON, ending in one newline.
    ///
    /// # Panics
    /// Never: it is written to memory, and its keys are text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("a policy that is written to memory");
        text.push('\n');
        text
    }
}

impl Statement {
    /// Allows `action` on `resource`.
    #[must_use]
    pub fn allow(sid: &'static str, action: &[&'static str], resource: Vec<Resource>) -> Self {
        Self {
            sid,
            effect: Effect::Allow,
            principal: None,
            action: action.to_vec(),
            resource,
            condition: None,
        }
    }

    /// Lets `principal` take on the role by `action`, under a condition.
    #[must_use]
    pub fn trust(
        sid: &'static str,
        principal: Principal,
        action: &[&'static str],
        condition: Condition,
    ) -> Self {
        Self {
            principal: Some(principal),
            condition: Some(condition),
            ..Self::allow(sid, action, Vec::new())
        }
    }
}

impl Resource {
    /// This and nothing else.
    ///
    /// ```
    /// use k8sgen_templates::iam::Resource;
    /// let bucket = "arn:aws:s3:::photos".parse()?;
    /// assert_eq!(Resource::exact(&bucket).as_str(), "arn:aws:s3:::photos");
    /// let odd = "arn:aws:s3:::*".parse()?;
    /// assert_eq!(Resource::exact(&odd).as_str(), "arn:aws:s3:::${*}");
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    #[must_use]
    pub fn exact(arn: &Arn) -> Self {
        Self(literal(arn.as_str()))
    }

    /// Every object in a bucket.
    #[must_use]
    pub fn objects_in(bucket: &Arn) -> Self {
        Self(format!("{}/*", literal(bucket.as_str())))
    }

    /// The secret of that name: its ARN ends in six characters that only AWS knows.
    #[must_use]
    pub fn secret_named(arn_without_end: &Arn) -> Self {
        Self(format!("{}-??????", literal(arn_without_end.as_str())))
    }

    /// For an action that is on nothing in particular. AWS takes no ARN there.
    #[must_use]
    pub fn none_to_name() -> Self {
        Self("*".to_owned())
    }

    /// The resource, as it stands in the policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Condition {
    /// Adds that `key` of the request must be one of `values`, to the letter.
    #[must_use]
    pub fn equals(
        mut self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let values = values.into_iter().map(|value| literal(value.as_ref()));
        self.string_equals.insert(key.into(), values.collect());
        self
    }
}

/// Text in which nothing stands for anything else.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '*' => literal.push_str("${*}"),
            '?' => literal.push_str("${?}"),
            '$' => literal.push_str("${$}"),
            c => literal.push(c),
        }
    }
    literal
}
