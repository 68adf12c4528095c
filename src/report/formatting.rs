//! How a file changes, as programs that apply patches read it.

use std::path::Path;

use similar::TextDiff;

use write_back::EditedFile;

/// A file before and after as a unified diff.
pub fn diff(path: &Path, file: &EditedFile) -> String {
    let diff = TextDiff::from_lines(&file.before, &file.after);
    let path = path.display();
    let mut unified = diff.unified_diff();
    unified.header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
