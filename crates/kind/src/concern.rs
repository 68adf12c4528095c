//! What objects are there for: by this, and not by the service that offers them, people group specs in
//! files.

/// What the objects of a kind are there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// Who the users are, and how they sign in.
    Identity,
    /// Records that applications look up.
    Tables,
    /// Files.
    Storage,
    /// Code that runs.
    Functions,
    /// How callers from outside get in.
    Api,
    /// What applications are told when they start.
    Configuration,
    /// What applications tell each other.
    Messages,
    /// What something may do. Such an object belongs to whatever uses it.
    Access,
    /// What something has to tell. Such an object belongs to whatever it tells of.
    Logs,
}

impl Concern {
    /// The name of the file for objects of this concern, without its ending.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Tables => "tables",
            Self::Storage => "storage",
            Self::Functions => "functions",
            Self::Api => "api",
            Self::Configuration => "configuration",
            Self::Messages => "messages",
            Self::Access => "access",
            Self::Logs => "logs",
        }
    }

    /// Whether such objects are nothing by themselves: they stand with what they serve.
    pub fn is_companion(self) -> bool {
        match self {
            Self::Access | Self::Logs => true,
            Self::Identity
            | Self::Tables
            | Self::Storage
            | Self::Functions
            | Self::Api
            | Self::Configuration
            | Self::Messages => false,
        }
    }
}
