//! Which manifests need which field. A field that nothing needs may be absent; one that is needed may not.

use std::collections::{BTreeMap, BTreeSet};

use super::Field;

/// For each field, the files that can't be made without it.
///
/// ```
/// use k8sgen_core::context::{Field, Needs};
/// let mut needs = Needs::default();
/// needs.add(Field::DatabaseEndpoint, "base/configmaps/database-config.yaml");
/// assert!(needs.files(Field::DatabaseEndpoint).eq(["base/configmaps/database-config.yaml"]));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    files: BTreeMap<Field, BTreeSet<String>>,
    others: Others,
}

/// What becomes of a field that no file needs and whose value is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Others {
    /// It is left out, with a note.
    #[default]
    Noted,
    /// It is a problem, as if it were needed. That it is missing is none.
    Checked,
}

impl Needs {
    /// Nothing is needed, but whatever is found must be right: what a summary of the outputs asks for.
    #[must_use]
    pub fn summary() -> Self {
        Self {
            files: BTreeMap::new(),
            others: Others::Checked,
        }
    }

    /// Says that `file` needs `field`.
    pub fn add(&mut self, field: Field, file: impl Into<String>) {
        self.files.entry(field).or_default().insert(file.into());
    }

    /// The files that need `field`, sorted.
    pub fn files(&self, field: Field) -> impl Iterator<Item = &str> {
        self.files
            .get(&field)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The fields that some file needs, in order.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.files.keys().copied()
    }

    /// Whether some file needs `field`.
    #[must_use]
    pub fn contains(&self, field: Field) -> bool {
        self.files.contains_key(&field)
    }

    /// Whether a wrong value of `field` is a problem, and not just worth a note.
    pub(crate) fn minds(&self, field: Field) -> bool {
        self.contains(field) || self.others == Others::Checked
    }
}

impl<F: Into<String>> FromIterator<(Field, F)> for Needs {
    fn from_iter<I: IntoIterator<Item = (Field, F)>>(pairs: I) -> Self {
        let mut needs = Self::default();
        for (field, file) in pairs {
            needs.add(field, file);
        }
        needs
    }
}
