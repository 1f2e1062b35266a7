//! The repository's own pages. They speak of this repository: its services, endpoints and commands.

mod architecture;
mod deployment_guide;
mod iam_setup;
mod readme;
mod secrets_guide;
mod shell;
mod troubleshooting;

pub use architecture::{Architecture, Backing, Fact, Tier, TierService, Wave};
pub use deployment_guide::{
    Bootstrap, BuiltImages, ChartRelease, DeploymentGuide, ExampleService, GitAddress, GitSecret,
    GuideEnvironment,
};
pub use iam_setup::{GuideRole, IamSetup, RoleWorkload};
pub use readme::{Engine, Readme, ReadmeEnvironment, ReadmeIam, ReadmeWaiver};
pub use secrets_guide::{GuideSecret, SecretsGuide};
pub use shell::{Place, Shell};
pub use troubleshooting::{
    Demand, ExampleCall, ExampleProbe, LoadBalancer, Openness, Troubleshooting, WritablePaths,
};

use askama::Template;

/// A page that renders itself.
pub trait Page: Template {
    /// The page as Markdown, ending in one newline.
    ///
    /// # Panics
    /// Never: templates write to memory, and no interpolation of ours can fail.
    fn to_markdown(&self) -> String {
        let mut text = self.render().expect("a template that writes to memory");
        text.push('\n');
        text
    }
}
