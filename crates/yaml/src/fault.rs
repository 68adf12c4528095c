//! Why a text is left as it is.

/// Why a text is left as it is. Each is a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not YAML. The reason of the parser.
    #[error("this is not YAML: {0}")]
    Malformed(String),
    /// Where what it means stands in the text cannot be told for certain.
    #[error("the file is written in a way that cannot be followed")]
    Unclear,
    /// The place that an edit is about is not there, or is of another form.
    #[error("nothing in the file stands at that place")]
    NoSuchPlace,
    /// The edit would have changed more than it is about, such as what an alias repeats.
    #[error("it cannot be edited without changing more than this one value")]
    ServesOthers,
    /// There are comments inside of what would be replaced as a whole.
    #[error("comments stand between its parts, which would be lost")]
    Comments,
    /// The formatter would have changed what the text means. It is a fault of the formatter.
    #[error("formatting it would change what it means, so it stays as it is")]
    Meaning,
}
