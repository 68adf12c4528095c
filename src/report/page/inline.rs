//! Words with a look each, and lines of them.

use super::super::columns::columns;
use super::super::style::{bold, code, dim};

/// How a word looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Strong,
    Emphasis,
    Heading,
    Code,
}

impl Look {
    fn paint(self, text: &str) -> String {
        match self {
            Self::Plain | Self::Emphasis => text.to_owned(),
            Self::Strong | Self::Heading => bold(text),
            Self::Code => code(text),
        }
    }
}

/// A word: pieces between which there is no space.
type Word = Vec<(String, Look)>;

/// The words of a block, of a cell or of a heading.
#[derive(Debug, Clone, Default)]
pub(super) struct Inline {
    words: Vec<Word>,
    /// Whether the next piece belongs to the last word.
    is_open: bool,
    looks: Vec<Look>,
    /// Where the links that are open lead.
    links: Vec<String>,
}

impl Inline {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn begin(&mut self, look: Look) {
        self.looks.push(look);
    }

    pub(super) fn end(&mut self) {
        self.looks.pop();
    }

    pub(super) fn link(&mut self, url: &str) {
        self.links.push(url.to_owned());
    }

    /// Tells where a link leads, if that is out of these pages.
    pub(super) fn end_link(&mut self) {
        if let Some(url) = self.links.pop().filter(|url| url.starts_with("http")) {
            self.push(&format!(" ({url})"));
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        let look = self.looks.last().copied().unwrap_or(Look::Plain);
        self.push_as(text, look);
    }

    pub(super) fn push_as(&mut self, text: &str, look: Look) {
        for (position, piece) in text.split(char::is_whitespace).enumerate() {
            if position > 0 {
                self.is_open = false;
            }
            if piece.is_empty() {
                continue;
            }
            let piece = (piece.to_owned(), look);
            match self.words.last_mut().filter(|_| self.is_open) {
                Some(word) => word.push(piece),
                None => self.words.push(vec![piece]),
            }
            self.is_open = true;
        }
    }

    /// The words so far, and none from here on.
    pub(super) fn take(&mut self) -> Self {
        let words = std::mem::take(&mut self.words);
        self.is_open = false;
        Self { words, ..Self::default() }
    }

    /// The columns of all words in one line.
    pub(super) fn width(&self) -> usize {
        let words: usize = self.words.iter().map(width).sum();
        words + self.words.len().saturating_sub(1)
    }

    /// The words in lines.
    pub(super) fn lines(&self, columns: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut used = 0;
        for word in &self.words {
            let painted: String = word.iter().map(|(text, look)| look.paint(text)).collect();
            let width = width(word);
            match lines.last_mut().filter(|_| used + 1 + width <= columns) {
                Some(line) => {
                    line.push(' ');
                    line.push_str(&painted);
                    used += 1 + width;
                }
                None => {
                    lines.push(painted);
                    used = width;
                }
            }
        }
        lines
    }

    /// The words in one line.
    pub(super) fn line(&self) -> String {
        self.lines(usize::MAX).concat()
    }

    /// The words without their looks.
    pub(super) fn text(&self) -> String {
        let text_of = |word: &Word| word.iter().map(|(text, _)| text.as_str()).collect::<String>();
        self.words.iter().map(text_of).collect::<Vec<_>>().join(" ")
    }

    /// The words with more weight.
    pub(super) fn strong(&self) -> Self {
        let mut strong = self.clone();
        let pieces = strong.words.iter_mut().flatten();
        pieces.for_each(|(_, look)| *look = Look::Strong);
        strong
    }

    /// The words in one line, with less weight.
    pub(super) fn quiet(&self) -> String {
        dim(&self.text())
    }

    /// The same with the words of another behind its own.
    pub(super) fn followed_by(mut self, other: &Self) -> Self {
        self.words.extend(other.words.iter().cloned());
        self
    }
}

fn width(word: &Word) -> usize {
    word.iter().map(|(text, _)| columns(text)).sum()
}
