//! What a build has to say of a kustomization.

use crate::yaml::Mark;

/// The ways in which a kustomization is wrong, or says what can't be known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A kustomization that is not one: unknown fields, wrong types, not YAML.
    Invalid,
    /// A file or a folder that is not there.
    NoSuchFile,
    /// A file outside of the kustomization's own folder.
    Outside,
    /// A folder that takes in itself.
    Cycle,
    /// Two objects of one kind and name.
    Twice,
    /// A patch that changes nothing that is there.
    NoTarget,
    /// A target that selects nothing. kustomize says nothing of it.
    Unselected,
    /// A patch that does not fit what it changes.
    Unfit,
    /// An operation of a patch that sets nothing, which kustomize takes for null.
    Valueless,
    /// An image that no container has.
    NoImage,
    /// A replica count for what is not there.
    NoReplicas,
    /// A replacement without a source, or without a target.
    NoReplacement,
    /// A generator that adds to what is not there, or makes what is there.
    NoMerge,
    /// A field that is history.
    Deprecated,
    /// What is known only to the network, or to another program.
    Unknowable,
    /// What another program refuses to build.
    RefusedOutside,
    /// A build that grows beyond all measure.
    TooLarge,
}

impl What {
    /// Whether something is looked for in vain, which may be in what can't be known.
    pub(super) fn is_about_what_is_not_there(self) -> bool {
        matches!(
            self,
            Self::NoTarget
                | Self::Unselected
                | Self::NoImage
                | Self::NoReplicas
                | Self::NoReplacement
                | Self::NoMerge
        )
    }

    /// Whether there may be objects that the build does not know.
    pub(super) fn hides_objects(self) -> bool {
        matches!(self, Self::Unknowable | Self::NoSuchFile | Self::Outside)
    }

    /// Whether kustomize refuses to build.
    #[must_use]
    pub fn refuses(self) -> bool {
        !matches!(
            self,
            Self::NoImage
                | Self::Unselected
                | Self::Valueless
                | Self::Deprecated
                | Self::Unknowable
        )
    }
}

/// One thing that a build has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it is said.
    pub mark: Mark,
    /// What it is.
    pub what: What,
    /// The same for people.
    pub message: String,
}

impl Note {
    pub(super) fn new(mark: Mark, what: What, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            mark,
            what,
            message,
        }
    }
}

/// What a step of a build gives.
pub(super) type Step<T = ()> = Result<T, Note>;
