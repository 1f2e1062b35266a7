#![doc = include_str!("../README.md")]

pub mod hcl;
pub mod iam;
pub mod kind;
pub mod markdown;
pub mod mermaid;
pub mod names;
pub mod page;
pub mod pod;
pub mod scalar;
pub mod starter;
pub mod terraform;
