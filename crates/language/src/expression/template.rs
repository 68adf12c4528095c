//! A parsed template that knows where in its file it stands.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ForExpr, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::{Element, ForDirective};
use hcl_edit::visit::{
    Visit, visit_for_directive, visit_for_expr, visit_func_call, visit_traversal,
};

use super::sensitivity::SENSITIVE;
use super::type_names;
use crate::diagnostic::{Diagnostic, Span};

/// Text with `${…}` or `%{…}` in it, parsed once.
#[derive(Debug)]
pub struct Template {
    place: Place,
    content: Arc<Content>,
}

/// What is the same wherever the text stands.
#[derive(Debug)]
struct Content {
    text: String,
    parsed: hcl_edit::template::Template,
}

/// A reference as it is written: `var.retention`, `dynamodb.table.users["a"].arn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The names from the root on, as far as they are plain: `["dynamodb", "table", "users"]`, or
    /// `["AWS::SQS::Queue", "jobs"]`.
    pub names: Vec<String>,
    /// The plain names after an index, as `arn` in `users["a"].arn`.
    pub after_index: Vec<String>,
    /// Its bytes in the template's text.
    pub range: Range<usize>,
}

impl Template {
    /// Parses a text that stands at `span`, where the file reads `source`.
    ///
    /// # Errors
    /// The place and the reason of a malformed expression.
    pub fn parse(text: &str, span: Span, source: &str) -> Result<Self, Diagnostic> {
        let place = Place::new(text, span, source);
        let parsed = hcl_edit::parser::parse_template(&type_names::readable(text))
            .map_err(|error| bad_syntax(text, &place, &error))?;
        let content = Arc::new(Content { text: text.to_owned(), parsed });
        Ok(Self { place, content })
    }

    /// The same text where it stands once more, at `span`, where the file reads `source`: a syntax tree takes a
    /// hundred times the memory of its text.
    pub fn again(&self, span: Span, source: &str) -> Self {
        let place = Place::new(self.text(), span, source);
        Self { place, content: self.content.clone() }
    }

    /// Parses a text that stands in no spec, such as a template file.
    ///
    /// # Errors
    /// The reason and the place, as a sentence.
    pub fn detached(text: &str) -> Result<Self, String> {
        let readable = type_names::readable(text);
        let parsed = hcl_edit::parser::parse_template(&readable).map_err(|error| {
            let location = error.location();
            let message = error.message().replace('\n', "; ");
            format!("line {}, column {}: {message}", location.line(), location.column())
        })?;
        let content = Arc::new(Content { text: text.to_owned(), parsed });
        Ok(Self { place: Place::Whole(Span::nowhere()), content })
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// The place of some bytes of the text in the file.
    pub fn place_of(&self, range: Range<usize>) -> Span {
        self.place.of(self.text(), range)
    }

    pub(super) fn elements(&self) -> &hcl_edit::template::Template {
        &self.content.parsed
    }

    /// Whether anything in the text is worked out. `$${` and `%%{` are plain text.
    pub fn has_expression(&self) -> bool {
        self.elements().iter().any(|element| !matches!(element, Element::Literal(_)))
    }

    /// The one expression that is all there is, as in `"${var.count}"`: its value keeps its type.
    pub(super) fn whole_expression(&self) -> Option<&Expression> {
        match self.elements().get(0) {
            Some(Element::Interpolation(interpolation)) if self.elements().len() == 1 => {
                Some(&interpolation.expr)
            }
            _ => None,
        }
    }

    /// The reference that is all of the text; nothing where there is more.
    pub fn reference(&self) -> Option<Mention> {
        let inner = self.text().strip_prefix("${")?.strip_suffix('}')?;
        let [mention] = <[Mention; 1]>::try_from(self.mentions()).ok()?;
        (self.text().get(mention.range.clone())?.trim() == inner.trim()).then_some(mention)
    }

    /// Whether the text marks something as sensitive.
    pub fn marks_sensitive(&self) -> bool {
        let mut collector = Collector::default();
        collector.visit_template(self.elements());
        collector.marks_sensitive
    }

    /// All references in the text, those in branches that are not taken included.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut collector = Collector::default();
        collector.visit_template(self.elements());
        let bound = collector.bound;
        collector.mentions.retain(|mention| !bound.contains(&mention.names[0]));
        collector.mentions
    }
}

/// How a text stands in its file.
#[derive(Debug)]
enum Place {
    /// Letter by letter, from the start of this span on.
    Verbatim(Span),
    /// With escapes, or folded from several lines: as this source.
    Rewritten(Span, String),
    /// Nothing is known but the whole.
    Whole(Span),
}

impl Place {
    fn new(text: &str, span: Span, source: &str) -> Self {
        match source.find(text) {
            Some(offset) => Self::Verbatim(part_of(span, offset, text.len())),
            None => Self::Rewritten(span, source.to_owned()),
        }
    }

    fn of(&self, text: &str, range: Range<usize>) -> Span {
        match self {
            Self::Verbatim(span) => part_of(*span, range.start, range.len()),
            Self::Rewritten(span, source) => {
                let part = text.get(range).unwrap_or_default();
                let mut places = source.match_indices(part);
                match (places.next(), places.next()) {
                    (Some((offset, _)), None) => part_of(*span, offset, part.len()),
                    _ => *span,
                }
            }
            Self::Whole(span) => *span,
        }
    }
}

fn part_of(span: Span, offset: usize, length: usize) -> Span {
    let at = |offset: usize| span.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
    Span { file: span.file, start: at(offset), end: at(offset + length) }
}

const USUAL: &str = "an expression is `${var.name}`, `${condition ? a : b}`, `${join(\", \", list)}`; write \
                     `$${` where a plain `${` is meant";

/// How references of other tools start that are no expressions, and what to write for them.
const FOREIGN: &[(&str, &str)] = &[
    ("${AWS::AccountId", "that is CloudFormation's: write `${env.account}`"),
    ("${AWS::Region", "that is CloudFormation's: write `${env.region}`"),
    (
        "${AWS::",
        "that is CloudFormation's: `env.account`, `env.region`, `env.project` and `env.name` say where a stack is",
    ),
    ("${aws:accountId", "that is Serverless's: write `${env.account}`"),
    ("${aws:region", "that is Serverless's: write `${env.region}`"),
    ("${opt:stage", "that is Serverless's: write `${env.name}`"),
    ("${sls:stage", "that is Serverless's: write `${env.name}`"),
    ("${self:service", "that is Serverless's: write `${env.project}`"),
    ("${self:", "that is Serverless's: write `${local.<name>}` or `${env.<name>}`"),
    ("${opt:", "that is Serverless's: write `${var.<name>}`"),
    ("${env:", "that is Serverless's: write `${var.<name>}`, which DIATONIC_VAR_<name> gives"),
    ("${param:", "that is Serverless's: write `${var.<name>}`"),
    ("${ssm:", "that is Serverless's: what exists is looked up in `existing`"),
];

/// The parser's error in fewer words: where it knows of ten ways to go on, any expression would do.
fn bad_syntax(text: &str, place: &Place, error: &hcl_edit::parser::Error) -> Diagnostic {
    let help = FOREIGN.iter().find(|(start, _)| text.contains(start));
    let help = help.map_or(USUAL, |(_, help)| help);
    if let Some(start) = unclosed(text) {
        return Diagnostic::new("an expression is not closed")
            .at(place.of(text, start..text.len()), "a `}` is missing after this")
            .help(help);
    }
    let start = text.floor_char_boundary(error.location().offset().min(text.len()));
    let length = text.get(start..).and_then(|rest| rest.chars().next());
    let end = start + length.map_or(0, char::len_utf8);
    let why = match error.message().rsplit_once("expected ") {
        Some((_, expected)) if expected.contains("nested levels") => {
            "an expression cannot be nested deeper than this".to_owned()
        }
        Some((_, expected)) if !expected.contains("letter") => {
            format!("{expected} is expected here")
        }
        _ => "an expression is expected here".to_owned(),
    };
    Diagnostic::new("malformed expression").at(place.of(text, start..end), why).help(help)
}

/// Where an expression starts after which no brace is closed any more.
fn unclosed(text: &str) -> Option<usize> {
    let start = text.rfind("${").max(text.rfind("%{"))?;
    let closed = text.get(start..).is_some_and(|rest| rest.contains('}'));
    (!closed).then_some(start)
}

/// Reads the references off the syntax tree.
#[derive(Default)]
struct Collector {
    mentions: Vec<Mention>,
    /// Names that a `for` binds: they refer to nothing outside.
    bound: BTreeSet<String>,
    /// Whether `sensitive` is called.
    marks_sensitive: bool,
}

/// The plain name that comes next, if one does.
fn plain_name<'a>(
    operators: &mut Peekable<impl Iterator<Item = &'a TraversalOperator>>,
) -> Option<String> {
    let TraversalOperator::GetAttr(name) = operators.peek()? else {
        return None;
    };
    operators.next();
    let name = name.as_str();
    Some(type_names::of_name(name).unwrap_or_else(|| name.to_owned()))
}

impl Visit for Collector {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        if let Expression::Variable(root) = &traversal.expr {
            let root = root.as_str();
            let mut names = vec![type_names::of_name(root).unwrap_or_else(|| root.to_owned())];
            let mut operators =
                traversal.operators.iter().map(|operator| operator.value()).peekable();
            names.extend(std::iter::from_fn(|| plain_name(&mut operators)));
            let is_index = |it: &&TraversalOperator| {
                matches!(it, TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_))
            };
            let mut after_index = Vec::new();
            if operators.next_if(is_index).is_some() {
                after_index.extend(std::iter::from_fn(|| plain_name(&mut operators)));
            }
            self.mentions.push(Mention {
                names,
                after_index,
                range: traversal.span().unwrap_or_default(),
            });
        }
        visit_traversal(self, traversal);
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        self.marks_sensitive |= call.name.name.as_str() == SENSITIVE;
        visit_func_call(self, call);
    }

    fn visit_for_expr(&mut self, for_expr: &ForExpr) {
        let intro = &for_expr.intro;
        self.bind(intro.key_var.iter().map(|name| name.as_str()));
        self.bind([intro.value_var.as_str()]);
        visit_for_expr(self, for_expr);
    }

    fn visit_for_directive(&mut self, directive: &ForDirective) {
        let intro = &directive.for_expr;
        self.bind(intro.key_var.iter().map(|name| name.as_str()));
        self.bind([intro.value_var.as_str()]);
        visit_for_directive(self, directive);
    }
}

impl Collector {
    fn bind<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.bound.extend(names.into_iter().map(str::to_owned));
    }
}
