//! Why a command failed, in words for whoever typed it.

use std::fmt;
use std::io;
use std::path::Path;

/// The result of everything here.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// A failed command. There is nobody to handle it but a person, so it is text.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// For `map_err`: a failure to use the file or folder `path`.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self(format!("cannot use {}: {cause}", path.display()))
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<emulators::Error> for Failure {
    fn from(error: emulators::Error) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
