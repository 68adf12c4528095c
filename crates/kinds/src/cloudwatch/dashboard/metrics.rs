//! The metrics of a widget: lists of the namespace, the name, and the names and values of the dimensions, with `.` for what
//! stands in the same place of the list before, and `...` for all that stands there.

use serde_json::Value;

use crate::cloudwatch::metrics::Named;
use crate::prelude::*;
use language::value::Object;

/// The metrics of one widget.
pub(super) const MOST_IN_ONE: usize = 500;
/// Those of all.
pub(super) const MOST_IN_ALL: usize = 2_500;

/// The metrics that a widget names.
pub(super) fn count(widget: &Value) -> usize {
    let metrics = widget.get("properties").and_then(|properties| properties.get("metrics"));
    metrics.and_then(Value::as_array).map_or(0, Vec::len)
}

pub(super) fn check(properties: &Object, at: &Path, findings: &mut Findings) {
    let metrics = properties.get("metrics").and_then(Value::as_array);
    let region = properties.get("region").and_then(Value::as_str).unwrap_or_default();
    let at = at.key("metrics");
    let mut before: Vec<&str> = Vec::new();
    for (index, metric) in metrics.into_iter().flatten().enumerate() {
        let at = at.index(index);
        let Some(parts) = metric.as_array() else {
            rules! { findings, at;
                Error if true =>
                    "a metric is a list",
                    "it has a namespace, a name, and the names and values of dimensions; or it is `[{ expression: … }]`",
                    "write `[AWS/Lambda, Errors, FunctionName, orders]`";
            }
            continue;
        };
        let texts: Option<Vec<&str>> =
            parts.iter().filter(|part| !part.is_object()).map(Value::as_str).collect();
        let options = parts.iter().find_map(Value::as_object);
        let Some(texts) = texts else {
            rules! { findings, at;
                Error if true =>
                    "the parts of a metric are texts, and a map of options at the end",
                    "AWS refuses anything else",
                    "put what is a number into quotation marks";
            }
            continue;
        };
        if texts.is_empty() {
            let has_expression = options.is_some_and(|options| options.contains_key("expression"));
            rules! { findings, at;
                Error if !has_expression =>
                    "this is neither a metric nor an expression",
                    "an expression stands in a map, under `expression`",
                    "write `[{ expression: \"…\", id: e1 }]`";
            }
            continue;
        }
        let whole = spelled_out(&texts, &before);
        check_one(&whole, region, options, &at, findings);
        before = whole;
    }
}

fn check_one(
    whole: &[&str],
    region: &str,
    options: Option<&Object>,
    at: &Path,
    findings: &mut Findings,
) {
    let is_known = !whole.iter().any(|part| [".", "..."].contains(part));
    let [namespace, name, dimensions @ ..] = whole else {
        rules! { findings, at;
            Error if true =>
                "a metric has a namespace and a name",
                "AWS finds none otherwise",
                "write `[AWS/Lambda, Errors, FunctionName, orders]`";
        }
        return;
    };
    rules! { findings, at;
        Error if !is_known =>
            "there is nothing before this to repeat",
            "`.` and `...` stand for what the metric before has",
            "write it out";
        Error if is_known && dimensions.len() % 2 != 0 =>
            "each dimension has a name and a value",
            "one of these lacks its value",
            "";
    }
    if !is_known {
        return;
    }
    let option = |key: &str| options.and_then(|options| options.get(key));
    let pairs = dimensions.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let named = Named {
        namespace,
        name,
        dimensions: pairs.collect(),
        period: None,
        statistic: None,
        is_watched: false,
    };
    // The list is what a person looks at, whatever of it is wrong.
    named.check(&|_| at.clone(), findings);
    let region = option("region").and_then(Value::as_str).unwrap_or(region);
    named.check_region(region, at, findings);
}

/// The parts with those in place of `.` and `...` that they stand for.
fn spelled_out<'a>(texts: &[&'a str], before: &[&'a str]) -> Vec<&'a str> {
    let mut whole = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        match *text {
            "..." => {
                // As many as let what follows end where the list before ends.
                let rest = texts.len() - position - 1;
                let upto = before.len().saturating_sub(rest);
                whole.extend(before.get(whole.len()..upto).unwrap_or_default());
            }
            "." => whole.push(before.get(whole.len()).copied().unwrap_or(".")),
            text => whole.push(text),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_stand_for_what_the_list_before_has() {
        let before = ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "a"];
        assert_eq!(
            spelled_out(&["...", "b"], &before),
            ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "b"]
        );
        assert_eq!(
            spelled_out(&[".", "SentMessageSize", ".", "."], &before),
            ["AWS/SQS", "SentMessageSize", "QueueName", "a"]
        );
        assert_eq!(spelled_out(&["..."], &before), before);
        assert_eq!(spelled_out(&[".", "x"], &[]), [".", "x"]);
        assert_eq!(spelled_out(&["...", "x"], &[]), ["x"]);
    }
}
