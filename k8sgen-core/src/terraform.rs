//! The first stage: Terraform's own files in, [`Facts`] out.
//!
//! A [`Fact`] is a named value that knows where it came from: an output, a member of one, or an attribute of a
//! resource. Nothing is understood here: which fact is the database's endpoint is for `context` to say. What
//! Terraform marks sensitive, and of resources all that is not on an [`AllowList`], is skipped while it is
//! read, so no later stage can print it.
//!
//! [`load`] is the one function here that touches files; [`read`] and [`Facts::read`] take text.

mod address;
mod allow_list;
mod attributes;
mod environment;
mod error;
mod fact;
mod folder;
mod json;
mod load;
mod lookalike;
mod outputs;
mod parse;
mod read;
mod show;
mod state;

pub use address::{Address, Index, Mode, Resource};
pub use allow_list::AllowList;
pub use environment::Environment;
pub(crate) use environment::is_usual;
pub use error::TerraformError;
pub(crate) use fact::kind;
pub use fact::{Fact, FactValue, Facts, Source};
pub use load::load;
pub use lookalike::Lookalike;
pub use parse::BadAddress;
pub use read::read;
