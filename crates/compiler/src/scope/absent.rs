//! What is referred to and is not there in this environment.

use language::diagnostic::Span;
use language::expression::Problem;

/// What is wrong with a reference to what a flag removes in this environment. The flag is at `place`.
pub fn absent_here(message: String, place: Span) -> Problem {
    Problem::new(message)
        .why("this needs it")
        .related(place, "this is false in this environment")
        .help(Some(
            "refer to it under the same condition, or with a fallback: `try(…, null)`".to_owned(),
        ))
}
