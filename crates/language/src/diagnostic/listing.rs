//! Things in a sentence.

/// Names in a sentence: `a`, `b` and `c`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    joined(&names.collect::<Vec<_>>(), "and")
}

/// Names of which one is meant: `a`, `b` or `c`.
pub fn listed_or<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    joined(&names.collect::<Vec<_>>(), "or")
}

/// Things in a sentence, the last one after a word of its own.
pub fn joined(things: &[String], word: &str) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
