//! What is wrong in a Kubernetes repository, said before it is applied: where, why, and what to do.
//!
//! [`Files`] are bytes with paths, from a disk ([`load`]) or from a [`Tree`]. They become [`Documents`], in
//! which every value knows its file, line and column; a [`Repository`] is what the [`Rule`]s see of them. A
//! rule is one file below `rules`, and its text is its page in the manual. Nothing is asked of a cluster, a
//! network or another program.

mod across;
mod applied;
mod document;
mod files;
mod finding;
mod fix;
mod ignore;
pub mod kustomize;
mod load;
pub mod objects;
mod options;
mod output;
mod outside;
mod paths;
mod read;
mod repository;
mod roles;
mod rule;
mod rules;
mod run;
mod same_shape;
mod schema;
mod scope;
mod shape;
mod text;

pub use applied::{Overlay, Overlays};
pub use document::{Document, Documents, Role};
pub use files::{Files, Unread};
pub use finding::{Finding, Report, Severity, Summary};
pub use fix::{Fix, Fixed, FixedFile, Promise, fix};
pub use load::{STDIN, load};
pub use options::{InvalidVersion, Options, Prefix, ValidateError, Version};
pub use output::{Color, to_github, to_gitlab, to_human, to_json, to_sarif};
pub use outside::{NoKustomize, Outside, roots};
pub use repository::{Presence, Repository};
pub use rule::{Check, Found, Rule};
pub use rules::{Code, RULES, UnknownRule, fix_of, rule};
pub use run::{files, tree};
pub use schema::{ApiKind, Known, Merge, Schemas, Spread};
pub use scope::{Place, Scope, may_meet};
pub use shape::{Mend, Misfit, Wrong};
pub use text::{Edit, Position, Text};

#[cfg(doc)]
use crate::tree::Tree;
