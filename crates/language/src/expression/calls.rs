//! Calls of functions, and of those that look at expressions instead of values: `try` and `can` at ones that may fail.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::FuncCall;

use super::coercion::describe_value;
use super::evaluator::Evaluator;
use super::functions::{self, Function};
use super::problem::Problem;
use super::sensitivity;
use crate::diagnostic::did_you_mean;
use crate::value::{Value, pending, unknown};

/// Functions of Terraform's that there are not, and what to write for them.
const NOT_HERE: [(&str, &str); 2] = [
    ("timestamp", "`plantimestamp()` gives the time of the plan"),
    ("uuid", "`uuidv5(namespace, name)` gives one that stays the same"),
];

impl Evaluator<'_> {
    pub(super) fn call(
        &mut self,
        call: &FuncCall,
        range: Option<Range<usize>>,
    ) -> Result<Value, Problem> {
        let name = call.name.name.as_str();
        match name {
            "try" => return self.first_that_succeeds(call),
            "can" => {
                let argument =
                    call.args.get(0).ok_or_else(|| Problem::new("`can` takes an expression"))?;
                return match self.expression(argument) {
                    Ok(value) if pending::in_value(&value) => Err(Problem::pending()),
                    outcome => Ok(Value::Bool(outcome.is_ok())),
                };
            }
            _ if sensitivity::NAMES.contains(&name) => return self.sensitivity(name, call),
            _ => {}
        }
        let Some(function) = functions::find(name) else {
            let names = functions::all().iter().map(|function| function.name);
            let elsewhere = NOT_HERE.iter().find(|(other, _)| *other == name);
            if let Some((_, instead)) = elsewhere {
                return Err(Problem::new(format!("there is no function `{name}`"))
                    .why("it would give another value at each evaluation")
                    .help(Some((*instead).to_owned())));
            }
            return Err(Problem::new(format!("there is no function `{name}`")).help(
                did_you_mean(name, names.chain(["try", "can"]).chain(sensitivity::NAMES))
                    .map(|name| format!("did you mean `{name}`?")),
            ));
        };
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in call.args.iter() {
            arguments.push(self.expression(argument)?);
        }
        if arguments.iter().any(pending::in_value) && !function.passes_pending(&arguments) {
            return Err(Problem::pending());
        }
        if call.args.expand_final() {
            match arguments.pop() {
                Some(Value::Array(list)) => arguments.extend(list),
                other => {
                    let given = other.unwrap_or_default();
                    return Err(Problem::new("`...` spreads a list")
                        .why(describe_value(&given))
                        .at(call.args.iter().last().and_then(|argument| argument.span())));
                }
            }
        }
        if !function.passes(&arguments) {
            let source = self.source(range).unwrap_or(name);
            return Ok(Value::String(unknown::mark(source)));
        }
        let outcome = function.call(&arguments, self.scope);
        if outcome.is_err() {
            // A function that ran out of steps says so in its own words.
            self.scope.budget().check()?;
        }
        match outcome {
            Ok(value) => {
                self.scope.budget().spend_value(&value)?;
                Ok(value)
            }
            Err(_) if self.sensitive => Err(bad_call(function, "").redacted_arguments()),
            Err(sentence) => Err(bad_call(function, &sentence)),
        }
    }

    fn first_that_succeeds(&mut self, call: &FuncCall) -> Result<Value, Problem> {
        let mut last = Problem::new("`try` takes at least one expression");
        for argument in call.args.iter() {
            match self.expression(argument) {
                Ok(value) => return Ok(value),
                Err(problem) => last = problem,
            }
        }
        Err(last)
    }
}

/// What a function says of its arguments: what is wrong, and after a semicolon what to write instead.
fn bad_call(function: &Function, sentence: &str) -> Problem {
    let usage = format!("usage: `{}`", function.signature);
    let (why, help) = match sentence.split_once("; ") {
        Some((why, remedy)) if remedy.contains(function.signature) => (why, usage),
        Some((why, remedy)) => (why, format!("{remedy}; {usage}")),
        None => (sentence, usage),
    };
    Problem::new(format!("`{}` cannot be called like this", function.name))
        .why(why)
        .help(Some(help))
}
