//! What a comparison ends with.

/// A measurement, or why there is none.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Whether what was measured is what was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Kept,
    /// It is not.
    Broken,
}

impl Verdict {
    /// Kept, if this is so.
    #[must_use]
    pub fn of(kept: bool) -> Self {
        if kept { Self::Kept } else { Self::Broken }
    }

    /// The word that follows a bound in the tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "BROKEN",
        }
    }
}
