//! Numbers and flags as their owner means them.
//!
//! YAML reads `012` and `1.10` as numbers, and a number does not keep how it is written. Where text is meant, the
//! text is what is written. Where nobody knows what is meant, a number that would come out as another text is
//! refused, with both of what may be meant.

use serde_json::Number;

use super::node::{Content, Literal, Node};
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use language::expression::number_text;
use language::schema::Schema;
use language::value::{Path, Segment, Value};

/// Takes each number and flag as text where `schema` says that text is meant, and refuses the numbers that
/// readers of YAML do not agree on. The node stands at `path`.
pub fn apply_schema(
    node: &mut Node,
    schema: &Schema,
    mut path: Path,
    diagnostics: &mut Diagnostics,
) {
    for_each_scalar(node, &mut path, &mut |node, path| {
        if let Some(text) = node.spelling().filter(|_| schema.takes_as_text(path)) {
            node.content = Content::Text(text.to_owned());
            return;
        }
        if let Content::Number(number) = &node.content
            && is_ambiguous(number)
            && !schema.takes_only_text(path)
        {
            let diagnostic = changed_number(number, node.span);
            diagnostics.push(diagnostic.clone());
            node.content = Content::Invalid(diagnostic.into());
        }
    });
}

/// Refuses every number in a value of which nobody knows what it is for, if text that is made of it would not be
/// what is written.
pub fn refuse_changed(node: &mut Node, diagnostics: &mut Diagnostics) {
    for_each_scalar(node, &mut Path::root(), &mut |node, _| {
        if let Content::Number(number) = &node.content
            && !keeps_its_text(number)
        {
            let diagnostic = changed_number(number, node.span);
            diagnostics.push(diagnostic.clone());
            node.content = Content::Invalid(diagnostic.into());
        }
    });
}

/// A computed value with text in place of each number and flag where `schema` says that text is meant.
pub fn with_texts(value: &mut Value, schema: &Schema, path: &mut Path) {
    match value {
        Value::Number(number) if schema.takes_as_text(path) => *value = number_text(number).into(),
        Value::Bool(flag) if schema.takes_as_text(path) => *value = flag.to_string().into(),
        Value::Array(list) => {
            for (index, value) in list.iter_mut().enumerate() {
                path.push(Segment::Index(index));
                with_texts(value, schema, path);
                path.pop();
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                path.push(Segment::Key(key.clone()));
                with_texts(value, schema, path);
                path.pop();
            }
        }
        _ => {}
    }
}

/// What a variable is given, as it is written: the type of the variable says what a number is, so one that does
/// not keep its text is text.
pub fn as_written(node: &Node) -> Value {
    node.value(&|number| match keeps_its_text(number) {
        true => Value::Number(number.value.clone()),
        false => Value::String(number.text.clone()),
    })
}

/// Whether text that is made of a number is what is written, or what JSON writes for it: `1.0` may be 1.
pub fn keeps_its_text(number: &Literal<Number>) -> bool {
    let Literal { value, text } = number;
    let as_float = text.parse().ok().and_then(Number::from_f64);
    *text == number_text(value) || as_float.is_some_and(|float| float.to_string() == *text)
}

/// Whether readers of YAML do not agree on a number: zeros in front are octal to some, and `_` and `0b` are
/// text to others. Or it has more digits than a number holds.
pub fn is_ambiguous(number: &Literal<Number>) -> bool {
    let digits = number.text.trim_start_matches(['+', '-']);
    let mut first = digits.bytes();
    let leading_zero =
        first.next() == Some(b'0') && first.next().is_some_and(|next| next.is_ascii_digit());
    let is_whole = digits.bytes().all(|digit| digit.is_ascii_digit());
    let other_base = ["0b", "0B", "0X", "0O"];
    leading_zero
        || digits.contains('_')
        || other_base.iter().any(|start| digits.starts_with(start))
        || is_whole && number.value.is_f64()
}

/// The error for a number that would come out as another text.
pub fn changed_number(number: &Literal<Number>, span: Span) -> Diagnostic {
    let Literal { value, text } = number;
    let quoted = format!("put it in quotes if text is meant: \"{text}\"");
    let plain = number_text(value);
    Diagnostic::new(format!("the number `{text}` would become `{plain}`"))
        .at(span, "a number does not keep how it is written")
        .help(match plain_number(number) {
            None => quoted,
            Some(plain) => format!("{quoted}; write {plain} if a number is"),
        })
}

/// What to write where the number is meant; nothing where that would be another one.
pub fn plain_number(number: &Literal<Number>) -> Option<String> {
    let plain = number_text(&number.value);
    let is_whole = number.text.bytes().all(|digit| digit.is_ascii_digit());
    let is_rounded = is_whole && number.text.trim_start_matches('0') != plain;
    (!is_rounded).then_some(plain)
}

fn for_each_scalar(node: &mut Node, path: &mut Path, visit: &mut dyn FnMut(&mut Node, &Path)) {
    match &mut node.content {
        Content::List(list) => {
            for (index, node) in list.iter_mut().enumerate() {
                path.push(Segment::Index(index));
                for_each_scalar(node, path, visit);
                path.pop();
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                path.push(Segment::Key(entry.key.clone()));
                for_each_scalar(&mut entry.value, path, visit);
                path.pop();
            }
        }
        Content::Bool(_) | Content::Number(_) => visit(node, path),
        _ => {}
    }
}
