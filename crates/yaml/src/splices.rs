//! Replaced bytes of a text.

use std::ops::Range;

/// Bytes of a text that are replaced, in any order. They do not overlap.
#[derive(Debug, Default)]
pub struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// One replacement.
    pub fn one(range: Range<usize>, with: impl Into<String>) -> Self {
        Self(vec![(range, with.into())])
    }

    /// Bytes that come in at a place.
    pub fn inserted(at: usize, text: impl Into<String>) -> Self {
        Self::one(at..at, text)
    }

    /// One more replacement.
    #[must_use]
    pub fn and(mut self, range: Range<usize>, with: impl Into<String>) -> Self {
        self.0.push((range, with.into()));
        self
    }

    /// Whether some bytes are replaced.
    pub fn cover(&self, range: &Range<usize>) -> bool {
        self.0.iter().any(|(own, _)| own.start <= range.start && range.end <= own.end)
    }

    /// The text with everything replaced.
    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut result = String::with_capacity(text.len());
        let mut at = 0;
        for (range, with) in &self.0 {
            result.push_str(text.get(at..range.start).unwrap_or_default());
            result.push_str(with);
            at = range.end;
        }
        result.push_str(text.get(at..).unwrap_or_default());
        result
    }
}
