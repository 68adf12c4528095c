//! Text up to a number of characters: what does not fit is counted, and named as long as there is room.

use super::step::Folded;

pub(super) struct Budget {
    text: String,
    /// Characters that are left.
    left: usize,
    /// Sections and lists of which something is not told.
    left_out: usize,
}

impl Budget {
    pub(super) fn new(most: usize) -> Self {
        Self { text: String::new(), left: most, left_out: 0 }
    }

    /// A text, if there is room for it.
    fn push(&mut self, text: &str) -> bool {
        let size = text.chars().count();
        let fits = size <= self.left;
        if fits {
            self.text.push_str(text);
            self.left -= size;
        }
        fits
    }

    /// What stands at the head, and is short.
    pub(super) fn must(&mut self, text: &str) {
        if !self.push(text) {
            self.left_out += 1;
        }
    }

    /// A list, of which the first lines are the most important.
    pub(super) fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.must(line);
        }
        if !lines.is_empty() {
            self.must("\n");
        }
    }

    /// A section of folded parts. Each takes its place whole, or its headline alone, or is counted.
    pub(super) fn section(&mut self, title: &str, parts: &[Folded]) {
        if parts.is_empty() {
            return;
        }
        self.must(&format!("#### {title}\n\n"));
        // Headlines tell more than a few parts in full, so they have their room first.
        let mut headlines: usize = parts.iter().map(|part| part.headline.chars().count()).sum();
        for part in parts {
            headlines -= part.headline.chars().count();
            let fits = part.whole.chars().count() + headlines <= self.left;
            if fits && self.push(&part.whole) {
                continue;
            }
            self.left_out += 1;
            self.push(&part.headline);
        }
        self.must("\n");
    }

    pub(super) fn finish(mut self) -> String {
        if self.left_out > 0 {
            self.text.push_str(&format!(
                "\nDetails of {} are left out, as a comment takes no more: `diatonic show` of the saved plan, or \
                 `--format html`, has all.\n",
                self.left_out
            ));
        }
        self.text
    }
}
