//! What is drawn of a file below an error: the lines around its labels, however long they are and whatever
//! is in them.
//!
//! The renderer takes a text and byte ranges in it. This makes a text for it that has the same lines as the
//! file, of which only those around labels hold anything: with visible characters alone, and of a
//! long line only what is around the ends of labels.

use std::ops::{Range, RangeInclusive};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::escape::escaped;
use super::origin::from_here;
use language::diagnostic::{FileId, Sources, Span};

/// The lines drawn above and below a label.
pub(super) const CONTEXT: usize = 1;

/// Characters that are drawn on each side of an end of a label, and at the start of a line without one.
/// A terminal has about twice as many.
const REACH: usize = 60;

/// What stands for the rest of a line.
const CUT: char = '…';

/// The most lines that a label underlines.
const MOST_LINES: usize = 20;

/// A text to draw, and where the labels are in it.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    labels: Vec<Label>,
}

#[derive(Debug, Clone)]
struct Label {
    /// The bytes of the excerpt.
    range: Range<usize>,
    /// The column in the file, from 1.
    column: usize,
}

impl Excerpt {
    /// What is drawn of a file for labels at these places.
    pub fn new(sources: &Sources, file: FileId, spans: &[Span]) -> Self {
        let shown = sources.shown(file);
        let lines = Lines::of(&shown);
        let places: Vec<Range<usize>> = spans.iter().map(|span| lines.place(*span)).collect();
        let near: Vec<RangeInclusive<usize>> =
            places.iter().map(|place| lines.around(place)).collect();
        let mut drawing = Drawing::new(&places);
        for (number, line) in lines.0.iter().enumerate() {
            if number > 0 {
                drawing.text.push('\n');
            }
            match near.iter().any(|near| near.contains(&number)) {
                true => drawing.draw(line),
                false => drawing.skip(line),
            }
        }
        let columns = spans.iter().map(|span| sources.line_and_column(*span).1);
        let (text, ranges) = drawing.finish();
        Self {
            name: escaped(&from_here(sources.path(file)).display().to_string()).into_owned(),
            text,
            labels: ranges
                .into_iter()
                .zip(columns)
                .map(|(range, column)| Label { range, column })
                .collect(),
        }
    }

    /// Where a label is drawn: start and length, which is never nothing.
    pub fn range(&self, label: usize) -> (usize, usize) {
        let range = self.labels.get(label).map(|label| label.range.clone());
        let range = range.unwrap_or_default();
        (range.start, range.len().max(1))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, before, after)?;
        // Without context it is asked for to name the place.
        let mut labels = self.labels.iter();
        let column = match (before, after) {
            (0, 0) => labels.find(|label| label.range.start == span.offset()),
            _ => None,
        };
        let column = column.map_or(contents.column(), |label| label.column.saturating_sub(1));
        // The renderer joins what overlaps. It wants the lines of this part for that, and is
        // otherwise given those of all that stands before it, too.
        let count = contents.data().iter().filter(|byte| **byte == b'\n').count() + 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            column,
            count,
        )))
    }
}

/// The lines of a file: the bytes of each, without what ends it.
struct Lines<'a>(Vec<Line<'a>>);

struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

impl<'a> Lines<'a> {
    /// The empty lines that end a text are none of it.
    fn of(text: &'a str) -> Self {
        let mut start = 0;
        let lines = text.trim_end().split('\n').map(|whole| {
            let line = Line { start, text: whole.strip_suffix('\r').unwrap_or(whole) };
            start += whole.len() + 1;
            line
        });
        Self(lines.collect())
    }

    /// The line that holds a byte, or ends before it.
    fn number(&self, byte: usize) -> usize {
        let after = self.0.partition_point(|line| line.start <= byte);
        after.saturating_sub(1)
    }

    /// The bytes that a span covers in these lines, as far as they are drawn.
    fn place(&self, span: Span) -> Range<usize> {
        let (start, end) = (span.start as usize, span.end as usize);
        let last = (self.number(start) + MOST_LINES - 1).min(self.0.len() - 1);
        let most = self.0[last].end();
        let start = start.min(most);
        start..end.clamp(start, most)
    }

    /// The lines that are drawn for a place.
    fn around(&self, place: &Range<usize>) -> RangeInclusive<usize> {
        let first = self.number(place.start).saturating_sub(CONTEXT);
        first..=self.number(place.end) + CONTEXT
    }
}

/// An excerpt in the making. Its labels are found as the text passes by.
struct Drawing {
    text: String,
    /// The ends of labels in the file, in their order, each with the label that it is of.
    ends: Vec<(usize, End)>,
    /// How many of them have been passed.
    passed: usize,
    ranges: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    First(usize),
    Last(usize),
}

impl Drawing {
    fn new(places: &[Range<usize>]) -> Self {
        let places = places.iter().enumerate();
        let mut ends: Vec<(usize, End)> = places
            .clone()
            .flat_map(|(label, place)| {
                [(place.start, End::First(label)), (place.end, End::Last(label))]
            })
            .collect();
        ends.sort_unstable();
        Self { text: String::new(), ends, passed: 0, ranges: vec![0..0; places.len()] }
    }

    /// Puts down where the labels are that begin or end before a byte of the file, or at it.
    fn pass(&mut self, byte: usize) {
        while let Some((_, end)) = self.ends.get(self.passed).filter(|(at, _)| *at <= byte) {
            match *end {
                End::First(label) => self.ranges[label].start = self.text.len(),
                End::Last(label) => self.ranges[label].end = self.text.len(),
            }
            self.passed += 1;
        }
    }

    /// A line that is not drawn.
    fn skip(&mut self, line: &Line) {
        self.pass(line.end());
    }

    fn draw(&mut self, line: &Line) {
        let drawn = self.drawn(line);
        let mut at = 0;
        for part in drawn {
            if part.start > at {
                self.text.push(CUT);
            }
            at = part.end;
            let start = line.start + part.start;
            for (offset, c) in line.text[part].char_indices() {
                self.pass(start + offset);
                self.text.push_str(&escaped(c.encode_utf8(&mut [0; 4])));
            }
        }
        if at < line.text.len() {
            self.text.push(CUT);
        }
        self.pass(line.end());
    }

    /// The parts of a line that are drawn, in their order and apart from each other.
    fn drawn(&self, line: &Line) -> Vec<Range<usize>> {
        if line.text.len() <= 2 * REACH {
            return std::iter::once(0..line.text.len()).collect();
        }
        let text = line.text;
        let within = |(at, _): &&(usize, End)| (line.start..=line.end()).contains(at);
        let ends = self.ends.iter().filter(within);
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in ends.map(|(at, _)| text.floor_char_boundary(at - line.start)) {
            let before = text[..at].char_indices().rev().take(REACH).last();
            let after = text[at..].char_indices().nth(REACH);
            let part = before.map_or(at, |(start, _)| start)
                ..after.map_or(text.len(), |(length, _)| at + length);
            match parts.last_mut() {
                Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
                _ => parts.push(part),
            }
        }
        if parts.is_empty() {
            let most = text.char_indices().nth(2 * REACH);
            parts.push(0..most.map_or(text.len(), |(most, _)| most));
        }
        parts
    }

    /// The text, and where the labels are in it. Each covers a character.
    fn finish(mut self) -> (String, Vec<Range<usize>>) {
        self.pass(usize::MAX);
        if self.text.is_empty() {
            self.text.push(' ');
        }
        let text = &self.text;
        // What ends a file is underlined at its last character.
        let last = text.floor_char_boundary(text.len() - 1);
        let ranges = self.ranges.iter().map(|range| {
            let start = range.start.min(last);
            let end = text.ceil_char_boundary((start + 1).max(range.end));
            start..end
        });
        let ranges = ranges.collect();
        (self.text, ranges)
    }
}
