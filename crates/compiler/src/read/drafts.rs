//! Texts that stand in for files.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Texts that stand in for files, by their paths from the project's folder on.
pub type Drafts = BTreeMap<PathBuf, String>;
