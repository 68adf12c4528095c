//! The files that were read, and places in them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was read, by its position in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// Bytes `start..end` of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The place of what stands in no file.
    pub fn nowhere() -> Self {
        Self { file: FileId(u32::MAX), start: 0, end: 0 }
    }
}

/// The texts of all files that were read, so that errors can show them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<(PathBuf, Arc<str>)>,
    /// Where secrets are written.
    hidden: Vec<Span>,
}

impl Sources {
    /// Keeps a text; `path` is how errors name it.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push((path, text.into()));
        id
    }

    /// Keeps what is written at a place from being shown.
    pub fn hide(&mut self, span: Span) {
        self.hidden.push(span);
    }

    /// The text as it may be shown: with `*` for each byte of a secret, so that all places stay where they are.
    pub fn shown(&self, file: FileId) -> Cow<'_, str> {
        let text = self.text(file);
        let mut hidden = self.hidden.iter().filter(|span| span.file == file).peekable();
        if hidden.peek().is_none() {
            return text.into();
        }
        let mut bytes = text.as_bytes().to_vec();
        for span in hidden {
            let secret = bytes.get_mut(span.start as usize..span.end as usize);
            for byte in secret.into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b'*';
            }
        }
        String::from_utf8_lossy(&bytes).into_owned().into()
    }

    pub fn path(&self, file: FileId) -> &Path {
        self.get(file).map_or(Path::new(""), |(path, _)| path)
    }

    pub fn text(&self, file: FileId) -> &str {
        self.get(file).map_or("", |(_, text)| text)
    }

    /// The bytes that a span covers, or nothing where it does not fit its file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The line and column, from 1, at which a span starts.
    pub fn line_and_column(&self, span: Span) -> (usize, usize) {
        let text = self.text(span.file);
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    /// `path:line`, as editors understand it.
    pub fn position(&self, span: Span) -> String {
        let (line, _) = self.line_and_column(span);
        format!("{}:{line}", self.path(span.file).display())
    }

    fn get(&self, file: FileId) -> Option<&(PathBuf, Arc<str>)> {
        self.files.get(file.0 as usize)
    }
}
