//! A function, and what it may ask of its surroundings.

use std::ops::RangeInclusive;
use std::path::Path;

use super::words::counted;
use crate::expression::budget::Budget;
use crate::expression::plan_time::PlanTime;
use crate::value::{Object, Value};

/// What a function may ask of its surroundings.
pub trait Surroundings {
    /// The folder that relative paths start from.
    fn base_folder(&self) -> &Path;

    /// How much the evaluation may still do. What reads files or renders templates takes its part of it.
    fn budget(&self) -> &Budget;

    /// When the run plans.
    fn plan_time(&self) -> PlanTime;

    /// Renders a template text with these variables alone.
    ///
    /// # Errors
    /// Why the template has no value.
    fn render(&self, template: &str, variables: &Object) -> Result<Value, String>;
}

/// What a function does with its arguments.
type Body = fn(&[Value], &dyn Surroundings) -> Result<Value, String>;

/// A function of the expression language.
#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    /// How to call it, in one line: `join(separator, list)`.
    pub signature: &'static str,
    /// What it gives, in one sentence.
    pub meaning: &'static str,
    /// How many arguments it takes; without an upper limit if the end is `usize::MAX`.
    pub arguments: RangeInclusive<usize>,
    /// Whether text that AWS has yet to invent may pass through, because the result merely contains
    /// the text unchanged and the text decides nothing. [`Function::passes`] is more precise.
    pub passes_unknown: bool,
    pub body: Body,
}

impl Function {
    /// Checks how many arguments there are, then runs.
    ///
    /// # Errors
    /// One sentence: what was expected, what was given, how to fix it.
    pub fn call(
        &self,
        arguments: &[Value],
        surroundings: &dyn Surroundings,
    ) -> Result<Value, String> {
        if !self.arguments.contains(&arguments.len()) {
            let (least, most) = (*self.arguments.start(), *self.arguments.end());
            let expected = match most {
                usize::MAX => format!("at least {}", counted(least, "argument")),
                _ if least == most => counted(most, "argument"),
                _ => format!("{least} to {most} arguments"),
            };
            return Err(format!(
                "{expected} needed, but {} given; call it as {}",
                arguments.len(),
                self.signature
            ));
        }
        (self.body)(arguments, surroundings)
    }
}

/// A function that carries text along without looking at it.
pub(super) fn carries(
    signature: &'static str,
    meaning: &'static str,
    arguments: RangeInclusive<usize>,
    body: Body,
) -> Function {
    Function { passes_unknown: true, ..examines(signature, meaning, arguments, body) }
}

/// A function whose result depends on what the text says.
pub(super) fn examines(
    signature: &'static str,
    meaning: &'static str,
    arguments: RangeInclusive<usize>,
    body: Body,
) -> Function {
    Function {
        name: signature.split_once('(').map_or(signature, |(name, _)| name),
        signature,
        meaning,
        arguments,
        passes_unknown: false,
        body,
    }
}
