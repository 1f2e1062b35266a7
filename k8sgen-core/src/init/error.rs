//! Why there is nothing to begin with.

use crate::problem::{Explain, choices};

/// Why no inventory can be begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InitError {
    /// Terraform made no image repositories, so nobody knows a service.
    #[error("no ECR repository is known, and a service is begun for each")]
    NoRepositories {
        /// What was read.
        files: Vec<String>,
    },
}

impl Explain for InitError {
    const STAGE: &'static str = "init";

    fn code(&self) -> &'static str {
        match self {
            Self::NoRepositories { .. } => "no-repositories",
        }
    }

    fn help(&self) -> Option<String> {
        let Self::NoRepositories { files } = self;
        Some(format!(
            "read were {}: add what Terraform says of `aws_ecr_repository`, such as an output `repository_urls`;\n\
             or write k8sgen.yaml by hand, with the `image` of each service",
            choices(files)
        ))
    }
}
