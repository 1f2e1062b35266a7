//! The second stage: [`Facts`](crate::Facts) in, one typed [`Context`] out.
//!
//! Everybody's Terraform has names of its own. This stage knows many of them (`names.rs` is the
//! table), proves each match by the shape of the value, and never guesses: what is missing, found twice
//! with different values or of the wrong shape is said, all of it at once. Each field knows its
//! [`Origin`].
//!
//! [`Context::bridge`] is the way in. What each manifest needs is for the caller to say, in [`Needs`].

mod about;
mod affix;
mod aws;
mod bridge;
mod candidate;
mod convert;
mod derive;
mod error;
mod evidence;
mod field;
mod group;
mod identity;
mod mapping;
mod names;
mod needs;
mod origin;
mod parts;
mod resources;
mod saved;
mod sections;
mod settle;
mod shape;
mod text;

pub(crate) use aws::{is_registry, registry_home};
pub use error::ContextError;
pub use field::{Field, FieldValue, UnknownField};
pub use mapping::Mapping;
pub use names::{KnownNames, allow_list, known_names};
pub use needs::Needs;
pub use origin::{How, Origin};
pub use saved::Saved;
pub use sections::{Cache, ContainerRegistry, Context, Database, Kubernetes, Networking, Storage};
