//! The first stage: Terraform's own files in, [`Facts`] out.
//!
//! A [`Fact`] is a named value that knows where it came from. Nothing is understood here: which fact is
//! the database's endpoint is for `context` to say. What Terraform marks sensitive is
//! dropped while it is read, so no later stage can print it.
//!
//! [`load`] is the one function here that touches files; [`read`] and [`Facts::read`] take text.

mod error;
mod fact;
mod json;
mod load;
mod lookalike;
mod outputs;

pub use error::TerraformError;
pub(crate) use fact::kind;
pub use fact::{Address, Fact, FactValue, Facts, Source};
pub use load::load;
pub use lookalike::Lookalike;
pub use outputs::read;
