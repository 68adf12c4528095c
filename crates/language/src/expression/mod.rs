//! The expression language of specs: HCL templates, parsed by `hcl-edit` and evaluated here.
//!
//! `hcl-rs` has an evaluator too. Three things that a compiler needs it cannot do: `try` and `can`
//! must see an argument fail, text that AWS has yet to invent must stay symbolic through functions
//! that would look at it, and an error must point at its part of the expression.

mod budget;
mod calls;
mod coercion;
mod evaluate;
mod evaluator;
pub mod functions;
mod loops;
mod named_scope;
mod operators;
mod plan_time;
mod problem;
#[cfg(test)]
mod properties;
mod render;
mod scope;
mod sensitivity;
mod template;
mod traversal;
mod type_names;

pub use budget::{Budget, MOST_STEPS, size};
pub use coercion::text_of;
pub use evaluate::{evaluate, evaluate_marked};
pub use functions::{normalized_number, number_text};
pub use named_scope::{NamedScope, lookup, render_template};
pub use plan_time::PlanTime;
pub use problem::Problem;
pub use scope::{BY_ADDRESS, EXISTING, Found, Scope};
pub use template::{Mention, Template};
