//! The repository's own pages. They speak of this repository: its services, endpoints and commands.

mod architecture;
mod readme;

pub use architecture::{Architecture, Backing, Tier, TierService};
pub use readme::{Engine, Readme, ReadmeEnvironment, ReadmeIam};

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
