//! Markdown as people read it at a terminal: the guide and the reference, which are ours.

mod inline;
mod table;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use self::inline::{Inline, Look};
use self::table::Table;
use super::style::{code, dim};

/// How much further in code, and what is in a list, stands.
const INDENT: usize = 4;

/// A page in lines that are no wider than a number of columns, but where a single word or a line of code is.
pub fn rendered(markdown: &str, columns: usize) -> String {
    let options = Options::ENABLE_TABLES;
    let mut page = Page { columns, ..Page::default() };
    for event in Parser::new_ext(markdown, options) {
        page.take(event);
    }
    format!("{}\n", page.text.trim_end_matches('\n'))
}

/// A page that is being laid out.
#[derive(Default)]
struct Page {
    columns: usize,
    text: String,
    /// What stands in the block so far.
    inline: Inline,
    /// The lists that are open, each with the number of its next item, where it has numbers.
    lists: Vec<Option<u64>>,
    /// What stands before the first line of an item that has none yet.
    bullet: Option<String>,
    table: Option<Table>,
    is_code: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.is_code => self.code(&text),
            Event::Text(text) => self.inline.push(&text),
            Event::Code(text) => self.inline.push_as(&text, Look::Code),
            Event::SoftBreak | Event::HardBreak => self.inline.push(" "),
            Event::Rule => self.text.push_str(&format!("{}\n\n", dim("---"))),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.inline.begin(Look::Heading),
            Tag::Strong => self.inline.begin(Look::Strong),
            Tag::Emphasis => self.inline.begin(Look::Emphasis),
            Tag::List(start) => {
                self.block();
                self.lists.push(start);
            }
            Tag::Item => self.bullet = Some(self.next_bullet()),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.is_code = true
            }
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::Link { dest_url, .. } => self.inline.link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.inline.end();
                self.block();
                self.gap();
            }
            TagEnd::Strong | TagEnd::Emphasis => self.inline.end(),
            TagEnd::Paragraph => {
                self.block();
                self.gap();
            }
            TagEnd::Item => self.block(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::CodeBlock => {
                self.is_code = false;
                self.gap();
            }
            TagEnd::Link => self.inline.end_link(),
            TagEnd::TableCell => {
                let cell = self.inline.take();
                if let Some(table) = &mut self.table {
                    table.cell(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.end_row();
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.text.push_str(&table.render(self.columns));
                    self.gap();
                }
            }
            _ => {}
        }
    }

    /// What stands before the next item of the innermost list.
    fn next_bullet(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                let bullet = format!("{number}. ");
                *number += 1;
                bullet
            }
            _ => "- ".to_owned(),
        }
    }

    fn depth(&self) -> usize {
        self.lists.len().saturating_sub(1) * INDENT
    }

    /// Ends a block of words, if there is one.
    fn block(&mut self) {
        if self.inline.is_empty() {
            return;
        }
        let depth = self.depth();
        let bullet = self.bullet.take();
        let hang = match (&bullet, self.lists.is_empty()) {
            (Some(bullet), _) => depth + bullet.len(),
            (None, true) => 0,
            (None, false) => depth + 2,
        };
        let first = bullet.map_or_else(|| " ".repeat(hang), |bullet| " ".repeat(depth) + &bullet);
        let lines = self.inline.take().lines(self.columns.saturating_sub(hang));
        for (position, line) in lines.iter().enumerate() {
            let before = if position == 0 { &first } else { &" ".repeat(hang) };
            self.text.push_str(&format!("{before}{line}\n"));
        }
    }

    /// An empty line, if there is none and it would not be the first.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn code(&mut self, text: &str) {
        self.gap();
        let indent = " ".repeat(INDENT);
        for line in text.lines() {
            match line {
                "" => self.text.push('\n'),
                line => self.text.push_str(&format!("{indent}{}\n", code(line))),
            }
        }
    }
}
