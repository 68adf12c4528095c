//! The lines of texts below `|` and `>`, in which every space and every empty line may mean something: the formatter
//! would trim them, so it is shown marks in their places.

use yaml_parser::{SyntaxKind, SyntaxNode};

use super::fault::Fault;

/// Stands at the end of a line that ends with spaces.
const END: char = '\u{F8F0}';

/// Stands in an empty line.
const EMPTY: char = '\u{F8F1}';

/// The text with marks, for the formatter.
///
/// # Errors
/// It is not YAML.
pub(super) fn marked(text: &str) -> Result<String, Fault> {
    let syntax =
        yaml_parser::parse(text).map_err(|error| Fault::Malformed(error.message().to_owned()))?;
    let mut marked = String::with_capacity(text.len());
    let mut copied = 0;
    let scalars = syntax.descendants().filter(|node| node.kind() == SyntaxKind::BLOCK_SCALAR);
    for (start, end) in scalars.filter_map(|scalar| lines_of(&scalar, text)) {
        marked.push_str(text.get(copied..start).unwrap_or_default());
        mark_lines(text.get(start..end).unwrap_or_default(), &mut marked);
        copied = end;
    }
    marked.push_str(text.get(copied..).unwrap_or_default());
    Ok(marked)
}

/// What the formatter has made of a marked text, without the marks.
pub(super) fn without_marks(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| match line.trim() == EMPTY.to_string() {
        true => "\n".to_owned(),
        false => line.replace(END, ""),
    });
    lines.collect()
}

/// Where the lines of a block text stand, from the end of its head on. Empty lines behind it are its own where its head
/// has a `+`.
fn lines_of(scalar: &SyntaxNode, text: &str) -> Option<(usize, usize)> {
    let tokens = || scalar.descendants_with_tokens().filter_map(|part| part.into_token());
    let lines = tokens().find(|token| token.kind() == SyntaxKind::BLOCK_SCALAR_TEXT)?;
    let (start, mut end) =
        (usize::from(lines.text_range().start()), usize::from(lines.text_range().end()));
    if tokens().any(|token| token.kind() == SyntaxKind::PLUS) {
        let rest = text.get(end..).unwrap_or_default();
        let is_empty = |line: &&str| line.trim_matches([' ', '\t', '\n']).is_empty();
        // The first is the end of the last line.
        end += rest.split_inclusive('\n').take_while(is_empty).map(str::len).sum::<usize>();
    }
    Some((start, end))
}

fn mark_lines(lines: &str, marked: &mut String) {
    let is_blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let written = || lines.split('\n').skip(1).filter(|line| !is_blank(line));
    let indent = written().map(indentation).min().unwrap_or_default();
    let ends_a_line = lines.ends_with('\n');
    let count = lines.split('\n').count() - usize::from(ends_a_line);
    for (index, line) in lines.split('\n').take(count).enumerate() {
        if index > 0 {
            marked.push('\n');
            match line {
                line if is_blank(line) && line.len() <= indent => {
                    marked.extend(std::iter::repeat_n(' ', indent));
                    marked.push(EMPTY);
                }
                line if line.ends_with([' ', '\t']) => marked.extend([line, &END.to_string()]),
                line => marked.push_str(line),
            }
        }
    }
    if ends_a_line {
        marked.push('\n');
    }
}
