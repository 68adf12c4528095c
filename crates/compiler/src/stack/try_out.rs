//! Expressions that stand in no spec, tried against what the specs say.

use std::path::PathBuf;

use super::Stack;
use crate::findings::bad_expression;
use crate::model::{ModuleId, OutputSource, Tried};
use crate::options::Failure;
use crate::scope::{Instance, ResourceScope};
use language::diagnostic::{Diagnostic, Sources, Span};
use language::expression::{Template, evaluate_marked};

/// What stands around an expression in a spec.
const AROUND: (&str, &str) = ("${", "}");

impl Stack {
    /// The value of an expression as specs hold it between `${` and `}`, against the outputs of resources.
    ///
    /// # Errors
    /// What is wrong with it, with the expression as a source of its own that errors name by `path`.
    pub fn try_out(
        &self,
        expression: &str,
        path: &str,
        outputs: &dyn OutputSource,
    ) -> Result<Tried, Failure> {
        let mut sources = self.sources.clone();
        let file = sources.add(PathBuf::from(path), expression.to_owned());
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let template = format!("{}{expression}{}", AROUND.0, AROUND.1);
        let whole = Span { file, start: 0, end: length(&template) };
        let failure = |sources: Sources, diagnostic: Diagnostic| Failure {
            sources,
            diagnostics: unwrapped(diagnostic, whole, length(expression)).into(),
        };
        let template = match Template::parse(&template, whole, &template) {
            Ok(template) => template,
            Err(diagnostic) => return Err(failure(sources, diagnostic)),
        };
        let module = ModuleId::default();
        let scope = ResourceScope::new(&self.root, &self.names, module, Instance::No, outputs);
        match evaluate_marked(&template, &scope) {
            (Ok(value), is_sensitive) => Ok(Tried { value, is_sensitive }),
            (Err(problem), _) => Err(failure(sources, bad_expression(&template, problem))),
        }
    }
}

/// What is wrong with a wrapped expression at its place in the one that was typed.
fn unwrapped(mut diagnostic: Diagnostic, whole: Span, length: u32) -> Diagnostic {
    let before = u32::try_from(AROUND.0.len()).unwrap_or_default();
    let within = |offset: u32| offset.saturating_sub(before).min(length);
    for label in diagnostic.labels.iter_mut().filter(|label| label.span.file == whole.file) {
        label.span.start = within(label.span.start);
        label.span.end = within(label.span.end);
    }
    diagnostic
}
