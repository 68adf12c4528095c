//! Text with expressions in it: literals, `${…}`, `%{ if … }` and `%{ for … }`, joined to one text.

use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, Strip};

use super::evaluate::{Evaluator, items, text_of, truth};
use super::problem::Problem;

impl Evaluator<'_> {
    pub(super) fn template(
        &mut self,
        template: &hcl_edit::template::Template,
    ) -> Result<String, Problem> {
        self.elements(template.iter(), template.len())
    }

    /// Joins the elements; a `~` strips the white space of the literal beside it.
    pub(super) fn elements<'e>(
        &mut self,
        elements: impl Iterator<Item = &'e Element>,
        count: usize,
    ) -> Result<String, Problem> {
        let elements: Vec<&Element> = elements.collect();
        let mut text = String::with_capacity(count * 16);
        for (position, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(literal) => {
                    let mut literal = literal.as_str();
                    if position > 0 && strips_after(elements[position - 1]) {
                        literal = literal.trim_start();
                    }
                    if elements
                        .get(position + 1)
                        .is_some_and(|next| strips_before(next))
                    {
                        literal = literal.trim_end();
                    }
                    text.push_str(literal);
                }
                Element::Interpolation(interpolation) => {
                    let value = self.expression(&interpolation.expr)?;
                    let rendered =
                        text_of(&value).map_err(|problem| problem.at(interpolation.expr.span()))?;
                    text.push_str(&rendered);
                }
                Element::Directive(directive) => text.push_str(&self.directive(directive)?),
            }
        }
        Ok(text)
    }

    fn directive(&mut self, directive: &Directive) -> Result<String, Problem> {
        match directive {
            Directive::If(directive) => {
                let condition = self.expression(&directive.if_expr.cond_expr)?;
                if truth(&condition)
                    .map_err(|problem| problem.at(directive.if_expr.cond_expr.span()))?
                {
                    self.template(&directive.if_expr.template)
                } else if let Some(otherwise) = &directive.else_expr {
                    self.template(&otherwise.template)
                } else {
                    Ok(String::new())
                }
            }
            Directive::For(directive) => {
                let intro = &directive.for_expr;
                let collection = self.expression(&intro.collection_expr)?;
                let key_name = intro.key_var.as_ref().map(|name| name.as_str());
                let mut text = String::new();
                let items = items(&collection)
                    .map_err(|problem| problem.at(intro.collection_expr.span()))?;
                for (key, value) in items {
                    let depth = self.bind(key_name, key, intro.value_var.as_str(), value);
                    let rendered = self.template(&intro.template);
                    self.bindings.truncate(depth);
                    text.push_str(&rendered?);
                }
                Ok(text)
            }
        }
    }
}

fn strips_after(element: &Element) -> bool {
    let strip = match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(interpolation) => interpolation.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(directive) => directive.endif_expr.strip,
            Directive::For(directive) => directive.endfor_expr.strip,
        },
    };
    matches!(strip, Strip::End | Strip::Both)
}

fn strips_before(element: &Element) -> bool {
    let strip = match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(interpolation) => interpolation.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(directive) => directive.if_expr.strip,
            Directive::For(directive) => directive.for_expr.strip,
        },
    };
    matches!(strip, Strip::Start | Strip::Both)
}
