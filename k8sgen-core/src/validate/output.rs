//! A report as people and programs read it.

mod github;
mod gitlab;
mod human;
mod json;
mod sarif;

pub use github::to_github;
pub use gitlab::to_gitlab;
pub use human::{Color, to_human};
pub use json::to_json;
pub use sarif::to_sarif;
