//! Types of AWS's resource registry as the first name of a reference: `AWS::SQS::Queue.jobs.Arn`.
//!
//! HCL has no name with colons in it. So inside expressions they are written as hyphens, which it has, before it reads
//! them: the text keeps its length, and every place in it stays where it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// `AWS::SQS::Queue`, where a name follows.
static TYPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[A-Za-z][A-Za-z0-9]*(::[A-Za-z0-9]+){2,3}\.").expect("a regular expression")
});

/// A template with the types that its expressions name in a form that HCL reads.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    match text.contains("::") {
        true => Cow::Owned(Reader::default().read(text)),
        false => Cow::Borrowed(text),
    }
}

/// The type that a name of a readable template stands for.
pub(super) fn of_name(name: &str) -> Option<String> {
    let colons = name.replace("--", "::");
    (colons != name && TYPE.is_match(&format!("{colons}."))).then_some(colons)
}

/// Where a template is read: in text, in an expression, or in a text inside an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    /// A text in quotes, inside an expression.
    Quotes,
    Expression,
    /// Braces inside an expression.
    Braces,
}

/// Reads a template character by character.
#[derive(Default)]
struct Reader {
    around: Vec<Within>,
    readable: String,
}

impl Reader {
    fn read(mut self, text: &str) -> String {
        let mut rest = text;
        let mut previous = ' ';
        while let Some(next) = rest.chars().next() {
            let length = match self.around.last().copied().unwrap_or(Within::Text) {
                Within::Text | Within::Quotes => self.text(rest),
                Within::Expression | Within::Braces => self.expression(rest, previous),
            };
            let taken = &rest[..length.unwrap_or(next.len_utf8())];
            if length.is_none() {
                self.readable.push_str(taken);
            }
            previous = taken.chars().last().unwrap_or(previous);
            rest = &rest[taken.len()..];
        }
        self.readable
    }

    /// Takes what has a meaning in a text, and gives its length.
    fn text(&mut self, rest: &str) -> Option<usize> {
        let in_quotes = self.around.last() == Some(&Within::Quotes);
        let token = match rest {
            _ if rest.starts_with("$${") || rest.starts_with("%%{") => &rest[..3],
            _ if rest.starts_with("${") || rest.starts_with("%{") => {
                self.around.push(Within::Expression);
                &rest[..2]
            }
            _ if in_quotes && (rest.starts_with("\\\\") || rest.starts_with("\\\"")) => &rest[..2],
            _ if in_quotes && rest.starts_with('"') => {
                self.around.pop();
                &rest[..1]
            }
            _ => return None,
        };
        self.readable.push_str(token);
        Some(token.len())
    }

    /// Takes what has a meaning in an expression, and gives its length.
    fn expression(&mut self, rest: &str, previous: char) -> Option<usize> {
        // `existing` is followed by what is looked up, which may be a type.
        let is_looked_up = self.readable.ends_with("existing.");
        let is_inner = !is_looked_up && (previous.is_alphanumeric() || "_-.:".contains(previous));
        if !is_inner && let Some(found) = TYPE.find(rest) {
            self.readable.push_str(&found.as_str().replace("::", "--"));
            return Some(found.len());
        }
        match rest.chars().next()? {
            '"' => self.around.push(Within::Quotes),
            '{' => self.around.push(Within::Braces),
            '}' => drop(self.around.pop()),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn types_are_readable_in_expressions_alone() {
        for (text, expected) in [
            ("${AWS::SQS::Queue.jobs.Arn}", "${AWS--SQS--Queue.jobs.Arn}"),
            ("${existing.AWS::SQS::Queue.a.Arn}", "${existing.AWS--SQS--Queue.a.Arn}"),
            ("a ${[AWS::SNS::Topic.a.Arn]}", "a ${[AWS--SNS--Topic.a.Arn]}"),
            ("AWS::SQS::Queue.jobs", "AWS::SQS::Queue.jobs"),
            ("$${AWS::SQS::Queue.jobs}", "$${AWS::SQS::Queue.jobs}"),
            (r#"${f("AWS::A::B.c")}"#, r#"${f("AWS::A::B.c")}"#),
            (r#"${f("${AWS::A::B.c.d}")} AWS::A::B.c"#, r#"${f("${AWS--A--B.c.d}")} AWS::A::B.c"#),
            ("${{ a = AWS::A::B.c.d }} x::y::z.", "${{ a = AWS--A--B.c.d }} x::y::z."),
            ("${provider::aws::arn_parse(x)}", "${provider::aws::arn_parse(x)}"),
        ] {
            assert_eq!(readable(text), expected);
        }
    }

    #[test]
    fn a_name_is_a_type_again() {
        assert_eq!(of_name("AWS--SQS--Queue").as_deref(), Some("AWS::SQS::Queue"));
        assert_eq!(of_name("my--name"), None);
        assert_eq!(of_name("dynamodb"), None);
    }

    proptest! {
        #[test]
        fn a_readable_template_is_as_long(text in r#"(\$\{|\}|"|::|A::B::C\.d|[a-z ]|\\|é){0,20}"#) {
            prop_assert_eq!(readable(&text).len(), text.len());
        }
    }
}
