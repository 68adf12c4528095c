//! Templates as text: literals, interpolations and directives, and the white space that a `~` strips.

use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Strip};

use super::coercion::{as_condition, text_of};
use super::evaluator::Evaluator;
use super::functions::check_length;
use super::problem::Problem;

/// Whether a `~` outside strips the white space at the edges of a text.
#[derive(Debug, Clone, Copy, Default)]
struct Edges {
    start: bool,
    end: bool,
}

impl Edges {
    /// The edges of what stands between two marks, as between `%{ if … }` and `%{ endif }`.
    fn between(opening: Strip, closing: Strip) -> Self {
        Self { start: strips_behind(opening), end: strips_before(closing) }
    }
}

impl Evaluator<'_> {
    /// The text of a template's elements.
    pub(super) fn rendered<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
    ) -> Result<String, Problem> {
        self.elements(elements, Edges::default())
    }

    fn elements<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        edges: Edges,
    ) -> Result<String, Problem> {
        let elements: Vec<&Element> = elements.collect();
        let mut text = String::with_capacity(elements.len() * 16);
        for (position, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(literal) => {
                    let mut literal = literal.as_str();
                    let previous = position.checked_sub(1).map(|before| elements[before]);
                    if previous.map_or(edges.start, |element| strips_behind(marks(element).1)) {
                        literal = literal.trim_start();
                    }
                    let next = elements.get(position + 1);
                    if next.map_or(edges.end, |element| strips_before(marks(element).0)) {
                        literal = literal.trim_end();
                    }
                    text.push_str(literal);
                }
                Element::Interpolation(interpolation) => {
                    let value = self.expression(&interpolation.expr)?;
                    let rendered =
                        text_of(&value).map_err(|problem| problem.at(interpolation.expr.span()))?;
                    self.scope.budget().spend_text(rendered.len())?;
                    text.push_str(&rendered);
                }
                Element::Directive(directive) => text.push_str(&match directive.as_ref() {
                    Directive::If(directive) => self.conditional(directive)?,
                    Directive::For(directive) => self.repetition(directive)?,
                }),
            }
            check_length(text.len()).map_err(Problem::new)?;
        }
        Ok(text)
    }

    fn conditional(&mut self, directive: &IfDirective) -> Result<String, Problem> {
        let opening = &directive.if_expr;
        let closing = directive.endif_expr.strip;
        let otherwise = directive.else_expr.as_ref();
        let condition = self.expression(&opening.cond_expr)?;
        if as_condition(&condition).map_err(|problem| problem.at(opening.cond_expr.span()))? {
            let next = otherwise.map_or(closing, |otherwise| otherwise.strip);
            return self.elements(opening.template.iter(), Edges::between(opening.strip, next));
        }
        match otherwise {
            Some(otherwise) => {
                self.elements(otherwise.template.iter(), Edges::between(otherwise.strip, closing))
            }
            None => Ok(String::new()),
        }
    }

    fn repetition(&mut self, directive: &ForDirective) -> Result<String, Problem> {
        let intro = &directive.for_expr;
        let edges = Edges::between(intro.strip, directive.endfor_expr.strip);
        let key_name = intro.key_var.as_ref().map(|name| name.as_str());
        let around = self.around(key_name, intro.value_var.as_str(), &intro.collection_expr)?;
        let mut text = String::new();
        self.each_time(around, |evaluator| {
            text.push_str(&evaluator.elements(intro.template.iter(), edges)?);
            check_length(text.len()).map_err(Problem::new)
        })?;
        Ok(text)
    }
}

/// The marks at the two ends of an element.
fn marks(element: &Element) -> (Strip, Strip) {
    match element {
        Element::Literal(_) => (Strip::None, Strip::None),
        Element::Interpolation(interpolation) => (interpolation.strip, interpolation.strip),
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(directive) => (directive.if_expr.strip, directive.endif_expr.strip),
            Directive::For(directive) => (directive.for_expr.strip, directive.endfor_expr.strip),
        },
    }
}

fn strips_before(mark: Strip) -> bool {
    matches!(mark, Strip::Start | Strip::Both)
}

fn strips_behind(mark: Strip) -> bool {
    matches!(mark, Strip::End | Strip::Both)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use crate::expression::NamedScope;
    use crate::expression::{Template, evaluate};
    use crate::value::Object;

    fn rendered(template: &str) -> String {
        let names: Object = [("list".to_owned(), json!(["a", "b"]))].into_iter().collect();
        let scope = NamedScope::new(Path::new("."), [("local", &names)]);
        let template = Template::detached(template).unwrap();
        evaluate(&template, &scope).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn a_mark_strips_the_white_space_beside_it_inside_directives_too() {
        for (template, text) in [
            ("x ${~ 1 ~} y", "x1y"),
            ("%{ for i in local.list ~}\n- ${i}\n%{ endfor ~}\n", "- a\n- b\n"),
            ("[%{ for i in local.list } ${i} %{~ endfor }]", "[ a b]"),
            ("[%{ if true ~} y %{~ else ~} n %{~ endif }]", "[y]"),
            ("[%{ if false ~} y %{~ else } n %{~ endif }]", "[ n]"),
        ] {
            assert_eq!(rendered(template), text, "{template}");
        }
    }
}
