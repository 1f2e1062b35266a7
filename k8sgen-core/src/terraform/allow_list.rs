//! What may be taken out of a state's resources. A state holds passwords beside endpoints, and an old one marks
//! none of them: whatever is not on this list is skipped while it is read, and never decoded.

use std::collections::BTreeMap;

/// For each type of resource, the attributes that may be read.
///
/// An attribute inside of others is written with the whole way to it: `identity.0.oidc.0.issuer`.
/// The one that the bridge reads by is [`context::allow_list`](crate::context::allow_list).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList(BTreeMap<&'static str, Vec<&'static str>>);

impl AllowList {
    /// The attributes of that type.
    #[must_use]
    pub fn of(&self, kind: &str) -> &[&'static str] {
        self.0.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Every type with its attributes.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> {
        self.0
            .iter()
            .map(|(kind, attributes)| (*kind, attributes.as_slice()))
    }
}

impl FromIterator<(&'static str, &'static str)> for AllowList {
    /// Pairs of a type and an attribute.
    fn from_iter<I: IntoIterator<Item = (&'static str, &'static str)>>(pairs: I) -> Self {
        let mut list = Self::default();
        for (kind, attribute) in pairs {
            let attributes = list.0.entry(kind).or_default();
            if !attributes.contains(&attribute) {
                attributes.push(attribute);
            }
        }
        list
    }
}
