//! What a statement of a policy allows, where values may not be known yet.

use language::value::{Value, fits, texts, unknown};

/// Whether a statement may allow an action, such as `sqs:SendMessage`, on what an ARN names. Whom it is for and under which
/// conditions is not looked at. Where it is not certain that it does not, it may.
pub fn may_allow(statement: &Value, action: &str, resource: &str) -> bool {
    statement["Effect"] == "Allow"
        && may_be_about(statement, ["Action", "NotAction"], &|pattern| of_action(pattern, action))
        && may_be_about(statement, ["Resource", "NotResource"], &|arn| of_arn(arn, resource))
}

/// Whether a pattern names something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Certainly,
    Perhaps,
    Not,
}

/// Whether a statement may be about something, by the element that says what it is about, or by the one that says what it
/// leaves out. Without both it leaves nothing out, as the resources of a trust policy.
fn may_be_about(
    statement: &Value,
    [about, except]: [&str; 2],
    names: &dyn Fn(&str) -> Names,
) -> bool {
    match (statement.get(about), statement.get(except)) {
        (Some(patterns), _) => texts(patterns).any(|pattern| names(pattern) != Names::Not),
        (None, Some(others)) => !texts(others).any(|other| names(other) == Names::Certainly),
        (None, None) => true,
    }
}

/// An action has no case.
fn of_action(pattern: &str, action: &str) -> Names {
    match unknown::in_text(pattern) {
        true => Names::Perhaps,
        false => certainly(fits(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())),
    }
}

fn of_arn(pattern: &str, arn: &str) -> Names {
    let perhaps = |may: bool| if may { Names::Perhaps } else { Names::Not };
    match (unknown::in_text(pattern), unknown::in_text(arn)) {
        (false, false) => certainly(fits(pattern, arn)),
        _ if pattern == arn || pattern == "*" => Names::Certainly,
        (true, true) => perhaps(!unknown::is_whole(pattern)),
        (true, false) => perhaps(fits(&unknown::replace(pattern, "*"), arn)),
        (false, true) => Names::Perhaps,
    }
}

fn certainly(it_does: bool) -> Names {
    if it_does { Names::Certainly } else { Names::Not }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:jobs";

    fn allows(more: Value, resource: &str) -> bool {
        let mut statement = json!({ "Effect": "Allow" });
        statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        may_allow(&statement, "sqs:SendMessage", resource)
    }

    #[test]
    fn what_is_left_out_is_not_allowed() {
        for (more, may) in [
            (json!({ "NotAction": "sqs:*" }), false),
            (json!({ "NotAction": "SQS:sendmessage" }), false),
            (json!({ "NotAction": ["iam:*", "sqs:Receive*"] }), true),
            (json!({ "NotAction": unknown::mark("var.a") }), true),
            (json!({ "NotResource": QUEUE }), false),
            (json!({ "NotResource": "arn:aws:sqs:*:*:other" }), true),
            (json!({ "Action": "sqs:*", "NotResource": "*" }), false),
            (json!({ "Effect": "Deny" }), false),
            (json!({}), true),
        ] {
            assert_eq!(allows(more.clone(), QUEUE), may, "{more}");
        }
        let stream = unknown::mark("dynamodb.table.a.stream_arn");
        assert!(!allows(json!({ "NotResource": stream }), &stream));
        assert!(allows(json!({ "NotResource": "arn:aws:dynamodb:*" }), &stream));
    }

    fn pattern() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("*".to_owned()),
            "(sqs|SQS|s3):(\\*|Send\\*|SendMessage|Get\\?bject)",
            "arn:aws:sqs:us-east-2:123456789012:(jobs|j\\*|other)",
            Just(unknown::mark("sqs.queue.a.arn")),
        ]
    }

    proptest! {
        /// What an element says it is about, its opposite leaves out, where everything is known.
        #[test]
        fn an_element_and_its_opposite_exclude_each_other(patterns in prop::collection::vec(pattern(), 1..4)) {
            let is_known = !patterns.iter().any(|pattern| unknown::in_text(pattern));
            for (about, except) in [("Action", "NotAction"), ("Resource", "NotResource")] {
                let is_in = allows(json!({ about: patterns.clone() }), QUEUE);
                let is_not_left_out = allows(json!({ except: patterns.clone() }), QUEUE);
                prop_assert!(is_in || is_not_left_out);
                if is_known {
                    prop_assert_ne!(is_in, is_not_left_out);
                }
            }
        }

        /// One text is a list of one.
        #[test]
        fn a_text_is_a_list_of_one(pattern in pattern()) {
            for element in ["Action", "NotAction", "Resource", "NotResource"] {
                prop_assert_eq!(
                    allows(json!({ element: pattern.clone() }), QUEUE),
                    allows(json!({ element: [pattern.clone()] }), QUEUE)
                );
            }
        }
    }
}
