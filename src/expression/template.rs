//! A parsed template that knows where in its file it stands.

use std::collections::BTreeSet;
use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ForExpr, Traversal, TraversalOperator};
use hcl_edit::template::{Element, ForDirective};
use hcl_edit::visit::{Visit, visit_for_directive, visit_for_expr, visit_traversal};

use crate::diagnostic::{Diagnostic, Span};

/// Text with `${…}` or `%{…}` in it, parsed once.
#[derive(Debug)]
pub struct Template {
    text: String,
    /// The scalar that holds the text.
    span: Span,
    /// Where the text starts in the file, if it stands there letter by letter (no escapes, no folding).
    verbatim_at: Option<u32>,
    parsed: hcl_edit::template::Template,
}

/// A reference as it is written: `var.retention`, `dynamodb.table.users["a"].arn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The names from the root on, as far as they are plain: `["dynamodb", "table", "users"]`.
    pub names: Vec<String>,
    /// The plain name after an index, as `arn` in `users["a"].arn`.
    pub after_index: Option<String>,
    /// Its bytes in the template's text.
    pub range: Range<usize>,
}

impl Template {
    /// Parses a text that stands at `span`, where the file reads `source`.
    ///
    /// # Errors
    /// The place and the reason of a malformed expression.
    pub fn parse(text: &str, span: Span, source: &str) -> Result<Self, Diagnostic> {
        let verbatim_at = source
            .find(text)
            .and_then(|offset| u32::try_from(offset).ok())
            .map(|offset| span.start + offset);
        let place = Place { span, verbatim_at };
        let parsed = hcl_edit::parser::parse_template(text).map_err(|error| {
            let start = error.location().offset().min(text.len());
            Diagnostic::new("bad expression")
                .at(place.of(start..text.len().min(start + 1)), error.message().replace('\n', "; "))
                .help("expressions are HCL: `${var.name}`, `${cond ? a : b}`, `${join(\", \", list)}`; write `$${` for a literal `${`")
        })?;
        Ok(Self {
            text: text.to_owned(),
            span,
            verbatim_at,
            parsed,
        })
    }

    /// Parses a text that stands in no spec, such as a template file.
    ///
    /// # Errors
    /// The reason and the place, as a sentence.
    pub fn detached(text: &str) -> Result<Self, String> {
        let parsed = hcl_edit::parser::parse_template(text).map_err(|error| {
            let location = error.location();
            let message = error.message().replace('\n', "; ");
            format!(
                "line {}, column {}: {message}",
                location.line(),
                location.column()
            )
        })?;
        Ok(Self {
            text: text.to_owned(),
            span: Span::nowhere(),
            verbatim_at: None,
            parsed,
        })
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of some bytes of the text in the file.
    pub fn place_of(&self, range: Range<usize>) -> Span {
        let place = Place {
            span: self.span,
            verbatim_at: self.verbatim_at,
        };
        place.of(range)
    }

    pub(super) fn elements(&self) -> &hcl_edit::template::Template {
        &self.parsed
    }

    /// The one expression that is all there is, as in `"${var.count}"`: its value keeps its type.
    pub(super) fn whole_expression(&self) -> Option<&Expression> {
        match self.parsed.get(0) {
            Some(Element::Interpolation(interpolation)) if self.parsed.len() == 1 => {
                Some(&interpolation.expr)
            }
            _ => None,
        }
    }

    /// All references in the text, those in branches that are not taken included.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut collector = Collector::default();
        collector.visit_template(&self.parsed);
        let bound = collector.bound;
        collector
            .mentions
            .retain(|mention| !bound.contains(&mention.names[0]));
        collector.mentions
    }
}

#[derive(Clone, Copy)]
struct Place {
    span: Span,
    verbatim_at: Option<u32>,
}

impl Place {
    fn of(self, range: Range<usize>) -> Span {
        let Some(start) = self.verbatim_at else {
            return self.span;
        };
        let at = |offset: usize| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        Span {
            file: self.span.file,
            start: at(range.start),
            end: at(range.end),
        }
    }
}

/// Reads the references off the syntax tree.
#[derive(Default)]
struct Collector {
    mentions: Vec<Mention>,
    /// Names that a `for` binds: they refer to nothing outside.
    bound: BTreeSet<String>,
}

impl Visit for Collector {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        if let Expression::Variable(root) = &traversal.expr {
            let mut names = vec![root.as_str().to_owned()];
            let mut operators = traversal
                .operators
                .iter()
                .map(|operator| operator.value())
                .peekable();
            while let Some(TraversalOperator::GetAttr(name)) = operators.peek() {
                names.push(name.as_str().to_owned());
                operators.next();
            }
            let after_index = match (operators.next(), operators.next()) {
                (
                    Some(TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_)),
                    Some(TraversalOperator::GetAttr(name)),
                ) => Some(name.as_str().to_owned()),
                _ => None,
            };
            self.mentions.push(Mention {
                names,
                after_index,
                range: traversal.span().unwrap_or_default(),
            });
        }
        visit_traversal(self, traversal);
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
