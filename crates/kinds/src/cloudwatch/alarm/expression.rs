//! Expressions of metric math: what they name.

use std::collections::BTreeSet;

/// Whether it is a query of Metrics Insights, whose words are no metrics.
pub(super) fn is_query(expression: &str) -> bool {
    let start = expression.trim_start().get(..6);
    start.is_some_and(|start| start.eq_ignore_ascii_case("select"))
}

/// Whether it calls a function.
pub(super) fn calls(expression: &str, function: &str) -> bool {
    let mut places = expression.match_indices(function);
    places.any(|(start, _)| {
        let rest = expression.get(start + function.len()..).unwrap_or_default();
        rest.trim_start().starts_with('(')
    })
}

/// The ids that it names: words that begin with a small letter, as no function and no word of the language does.
pub(super) fn ids(expression: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    // What stands between quotes is text.
    for (position, part) in expression.split(['"', '\'']).enumerate() {
        if position % 2 == 0 {
            let words = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            found.extend(words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_numbers_and_texts_are_no_ids() {
        let named = |expression| ids(expression).into_iter().collect::<Vec<_>>();
        assert_eq!(named("IF(calls > 1e3, 100 * errors / calls, 0)"), ["calls", "errors"]);
        assert_eq!(named("SUM(METRICS(\"errors\")) + m1"), ["m1"]);
        assert_eq!(named("FILL(m1, REPEAT) AND e_2"), ["e_2", "m1"]);
        assert!(calls("ANOMALY_DETECTION_BAND (m1, 2)", "ANOMALY_DETECTION_BAND"));
        assert!(!calls("m1 + SEARCHED", "SEARCH"));
        assert!(is_query(" select AVG(x) FROM y"));
        assert!(!is_query("m1"));
    }
}
