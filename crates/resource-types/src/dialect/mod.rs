//! A registry schema in the dialect of [`language::schema`]: facts without prose, one form for each thing that can be
//! said in several, and rules in the place of forms that only say which properties go together.

mod forms;
mod node;
mod reduction;
mod rules;
mod schema;
mod texts;

pub(crate) use reduction::Dialect;
pub(crate) use rules::forget;
