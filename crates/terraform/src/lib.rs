//! What Terraform's states say, and how its resources and attributes are called here.
//!
//! Nothing here writes to AWS or to a file of Terraform's.

pub mod address;
pub mod mapping;
pub mod place;
pub mod selection;
pub mod shell;
pub mod source;
pub mod state;
pub mod suggested_name;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use address::TerraformAddress;
pub use mapping::{Translation, kind_of, translation};
pub use selection::Selection;
pub use source::{Source, SourceError, StateFile, read_all};
pub use state::{StateFileError, TerraformState};
