#![doc = include_str!("../README.md")]

pub mod addon;
pub mod context;
pub mod context_files;
pub mod explain;
pub mod generate;
mod hands;
pub mod identity;
pub mod init;
pub mod inventory;
pub mod layout;
mod manifest;
pub mod plan;
pub mod portable;
pub mod problem;
pub mod project;
pub mod repo;
pub mod session;
pub mod terraform;
pub mod tool;
pub mod tree;
pub mod validate;
pub mod yaml;

pub use context::Context;
pub use generate::generate;
pub use inventory::Inventory;
pub use plan::Plan;
pub use problem::{Correction, Explain, Place, Problem, Problems};
pub use project::{Project, Sources};
pub use session::Session;
pub use terraform::Facts;
pub use tree::{Document, Tree};
