//! How deep references go.

use language::expression::Problem;

/// Refuses chains of references that would fill the stack long before they make sense.
pub fn check_depth(depth: usize) -> Result<(), Problem> {
    const DEEPEST: usize = 64;
    if depth < DEEPEST {
        return Ok(());
    }
    Err(Problem::new("references go too deep")
        .why(format!("this is behind {DEEPEST} others that refer to each other"))
        .help(Some("write one of the values in between out".to_owned())))
}
