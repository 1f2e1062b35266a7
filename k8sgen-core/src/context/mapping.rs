//! The user's own word on which output a field is: `terraform.map` in `k8sgen.yaml`.

use std::collections::BTreeMap;

use super::Field;
use super::error::ContextError;
use crate::problem::{Place, Problem, Problems};

/// For some fields, the output or the resource's attribute that holds them. Always wins over names.
///
/// ```
/// use k8sgen_core::context::{Field, Mapping};
/// let mapping: Mapping = [(Field::DatabaseEndpoint, "outputs.pg_host")].into_iter().collect();
/// assert_eq!(mapping.target(Field::DatabaseEndpoint), Some("outputs.pg_host"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    targets: BTreeMap<Field, Target>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    address: String,
    place: Option<Place>,
}

impl Mapping {
    /// Reads pairs of a field's path and an [address](Self::insert), each with its place.
    ///
    /// # Errors
    /// Every path that no field has, with the one that it may have meant.
    pub fn read<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str, Option<Place>)>,
    ) -> Result<Self, Problems> {
        let (mut mapping, mut problems) = (Self::default(), Vec::new());
        for (path, output, place) in pairs {
            match path.parse() {
                Ok(field) => mapping.insert(field, output, place),
                Err(unknown) => {
                    let error = ContextError::UnknownField(unknown);
                    problems.push(Problem {
                        place,
                        ..Problem::new(&error)
                    });
                }
            }
        }
        Problems::check(mapping, problems)
    }

    /// Says what holds `field`: `outputs.NAME` or the bare name, `outputs.NAME.KEY` inside of an object, or a resource's
    /// attribute such as `module.db.aws_db_instance.this[0].address`. `place` is where that is written.
    pub fn insert(&mut self, field: Field, address: &str, place: Option<Place>) {
        let address = address.to_owned();
        self.targets.insert(field, Target { address, place });
    }

    /// The address of what holds `field`, if the user said one.
    #[must_use]
    pub fn target(&self, field: Field) -> Option<&str> {
        self.targets
            .get(&field)
            .map(|target| target.address.as_str())
    }

    /// Where the user said it.
    pub(super) fn place(&self, field: Field) -> Option<&Place> {
        self.targets
            .get(&field)
            .and_then(|target| target.place.as_ref())
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = Field> {
        self.targets.keys().copied()
    }
}

impl<'a> FromIterator<(Field, &'a str)> for Mapping {
    fn from_iter<I: IntoIterator<Item = (Field, &'a str)>>(pairs: I) -> Self {
        let mut mapping = Self::default();
        for (field, output) in pairs {
            mapping.insert(field, output, None);
        }
        mapping
    }
}
