//! The outputs of a kind.

/// Declares the struct `Outputs`: what others may refer to, each a text that may not be known yet. It needs a doc
/// comment for each, which the reference shows.
macro_rules! outputs {
    ($($(#[$about:meta])+ $name:ident,)+) => {
        /// What others may refer to.
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
        pub struct Outputs {
            $($(#[$about])+ pub $name: Option<String>,)+
        }
    };
}
pub(crate) use outputs;
