//! `k8sgen mcp` behind its arguments: one [session](k8sgen_core::Session) offered over the Model Context Protocol.
//!
//! Tools are the registry's own, with their schemas as they are, and two of the session. What a call says is what
//! the session says. Nothing here knows how a manifest looks, and nothing but [`tools`] can write.

mod prompts;
mod resources;
mod server;
mod tools;

pub(crate) use server::{Server, serve};
