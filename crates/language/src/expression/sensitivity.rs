//! The functions that look at, set and remove the mark of what is sensitive, which no value shows.

use hcl_edit::Span as _;
use hcl_edit::expr::FuncCall;

use super::evaluator::Evaluator;
use super::problem::Problem;
use crate::value::{Value, pending, unknown};

/// The one that sets the mark.
pub(super) const SENSITIVE: &str = "sensitive";

/// Their names.
pub(super) const NAMES: [&str; 3] = [SENSITIVE, "nonsensitive", "issensitive"];

impl Evaluator<'_> {
    /// The value of a call of one of them.
    pub(super) fn sensitivity(&mut self, name: &str, call: &FuncCall) -> Result<Value, Problem> {
        let mut arguments = call.args.iter();
        let (Some(argument), None) = (arguments.next(), arguments.next()) else {
            return Err(Problem::new(format!("`{name}` takes one value"))
                .help(Some(format!("usage: `{name}(value)`"))));
        };
        let outside = std::mem::take(&mut self.sensitive);
        let outcome = self.expression(argument);
        let inside = std::mem::replace(&mut self.sensitive, outside);
        match name {
            SENSITIVE => {
                self.sensitive = true;
                outcome
            }
            "nonsensitive" => outcome,
            _ => match outcome? {
                _ if inside => Ok(Value::Bool(true)),
                value if pending::in_value(&value) => Err(Problem::pending()),
                value if unknown::in_value(&value) => {
                    let source = self.source(argument.span()).unwrap_or(name);
                    Ok(Value::String(unknown::mark(&format!("{name}({source})"))))
                }
                _ => Ok(Value::Bool(false)),
            },
        }
    }
}
