//! What the policies of one holder allow together, where that is probably unintended.
//!
//! AWS accepts all of this, so these are warnings: allowances add up, so a condition on one is worth
//! nothing beside another without it; and a set operator is true for a request that has no such key.

use language::schema::Findings;
use language::value::{Object, Path, PolicyDocument, Value, texts};

/// Reports on all policies of one role, user or policy, each with the path at which it stands. Not for policies of
/// resources, where each statement is for others.
pub fn check_grants(documents: &[(Path, &PolicyDocument)], findings: &mut Findings) {
    let grants: Vec<Grant<'_>> = documents.iter().flat_map(grants).collect();
    for grant in &grants {
        if grant.is_unbounded() {
            grant.warn(
                "Action",
                "this allows everything that a service can do, on everything",
                "no action, resource or condition bounds it",
                "name the actions that are used, or the resources they are used on",
                findings,
            );
        }
        if grant.lets_scans_pass() {
            grant.warn(
                "Condition",
                "a scan passes this condition",
                "it has no leading key, and `ForAllValues` is true where there is nothing to compare",
                "leave `dynamodb:Scan` out of the actions, or add `Null: { \"dynamodb:LeadingKeys\": \"false\" }`",
                findings,
            );
        }
        let wider = grants.iter().find(|other| other.makes_pointless(grant));
        if let Some(wider) = wider {
            grant.warn(
                "Condition",
                "this condition holds nothing back",
                &format!("{} allows the same without it, and allowances add up", wider.path),
                "remove the other one, or give it the condition too",
                findings,
            );
        }
    }
}

/// A statement that allows something.
struct Grant<'a> {
    path: Path,
    statement: &'a Object,
}

fn grants<'a>((path, document): &'a (Path, &'a PolicyDocument)) -> impl Iterator<Item = Grant<'a>> {
    let statements = document.statements().iter().enumerate();
    statements.filter_map(|(index, statement)| {
        let statement = statement.as_object()?;
        (statement.get("Effect")? == "Allow")
            .then(|| Grant { path: path.key("Statement").index(index), statement })
    })
}

impl Grant<'_> {
    fn texts(&self, element: &str) -> impl Iterator<Item = &str> {
        self.statement.get(element).into_iter().flat_map(texts)
    }

    fn conditions(&self) -> Option<&Object> {
        let conditions = self.statement.get("Condition")?.as_object()?;
        (!conditions.is_empty()).then_some(conditions)
    }

    fn is_unbounded(&self) -> bool {
        let everything = |action: &str| action == "*" || action.ends_with(":*");
        self.conditions().is_none()
            && self.texts("Resource").any(|resource| resource == "*")
            && self.texts("Action").any(everything)
    }

    /// Whether this is bound to leading keys in a way that a scan, which has none, meets.
    fn lets_scans_pass(&self) -> bool {
        let Some(conditions) = self.conditions() else {
            return false;
        };
        let compares_keys = |operator: &str| {
            let mut operators = conditions.iter();
            operators.any(|(name, keys)| is(name, operator) && has_leading_keys(keys))
        };
        let is_for_all = conditions.iter().any(|(name, keys)| {
            let quantifier = name.split(':').next().unwrap_or_default();
            is(quantifier, "ForAllValues") && has_leading_keys(keys)
        });
        is_for_all
            && !compares_keys("Null")
            && self
                .texts("Action")
                .any(|action| covers(&action.to_ascii_lowercase(), "dynamodb:scan"))
    }

    /// Whether everything that `other` allows under a condition is allowed here without any.
    fn makes_pointless(&self, other: &Grant<'_>) -> bool {
        let is_plain = |grant: &Grant<'_>| {
            !["NotAction", "NotResource"]
                .iter()
                .any(|element| grant.statement.contains_key(*element))
        };
        other.conditions().is_some()
            && self.conditions().is_none()
            && is_plain(self)
            && is_plain(other)
            && ["Action", "Resource"].iter().all(|element| {
                other.texts(element).all(|text| {
                    let mut wider = self.texts(element);
                    match *element {
                        "Action" => wider.any(|pattern| {
                            covers(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
                        }),
                        _ => wider.any(|pattern| covers(pattern, text)),
                    }
                })
            })
    }

    fn warn(&self, element: &str, message: &str, why: &str, help: &str, findings: &mut Findings) {
        let path = self.path.key(element).to_string();
        findings.warn(&path, message, why, help);
    }
}

fn has_leading_keys(keys: &Value) -> bool {
    let mut keys = keys.as_object().into_iter().flatten();
    keys.any(|(key, _)| is(key, "dynamodb:LeadingKeys"))
}

fn is(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
}

/// Whether a pattern with `*` and `?` matches everything that `text`, itself a pattern, matches. Says no
/// where it is not certain.
fn covers(pattern: &str, text: &str) -> bool {
    let Some((literal, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut tail) = text.strip_prefix(literal) else {
        return false;
    };
    loop {
        if covers(rest, tail) {
            return true;
        }
        let mut characters = tail.chars();
        if characters.next().is_none() {
            return false;
        }
        tail = characters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use language::diagnostic::Severity;

    fn warnings(statements: Value) -> Vec<String> {
        let document = PolicyDocument::new(json!({ "Statement": statements })).unwrap();
        let mut findings = Findings::default();
        check_grants(&[(Path::field("document"), &document)], &mut findings);
        let findings = findings.into_inner();
        assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
        findings
            .into_iter()
            .map(|finding| format!("{}: {}", finding.path, finding.message))
            .collect()
    }

    fn allow(action: &str, resource: &str, condition: Value) -> Value {
        json!({ "Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition })
    }

    #[test]
    fn a_condition_beside_the_same_allowance_without_it_is_pointless() {
        let own = json!({ "StringEquals": { "aws:PrincipalTag/team": "a" } });
        let found = warnings(json!([
            allow("dynamodb:GetItem", "arn:aws:dynamodb:::table/t", own),
            allow("dynamodb:*", "arn:aws:dynamodb:::table/*", json!({})),
        ]));
        assert_eq!(found, ["document.Statement[0].Condition: this condition holds nothing back"]);
    }

    #[test]
    fn other_actions_and_resources_leave_a_condition_its_point() {
        let own = || json!({ "StringEquals": { "aws:PrincipalTag/team": "a" } });
        let found = warnings(json!([
            allow("dynamodb:GetItem", "arn:aws:dynamodb:::table/t", own()),
            allow("dynamodb:PutItem", "arn:aws:dynamodb:::table/t", json!({})),
            allow("dynamodb:GetItem", "arn:aws:dynamodb:::table/u", json!({})),
            allow("dynamodb:GetItem", "arn:aws:dynamodb:::table/t", own()),
        ]));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn scans_pass_for_all_values_of_leading_keys() {
        let keys =
            json!({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:userid}"] } });
        let mut guarded = keys.clone();
        guarded["Null"] = json!({ "dynamodb:LeadingKeys": "false" });
        let message = "document.Statement[0].Condition: a scan passes this condition";
        for (action, condition, expected) in [
            ("dynamodb:Scan", &keys, vec![message]),
            ("DynamoDB:*", &keys, vec![message]),
            ("dynamodb:Query", &keys, vec![]),
            ("dynamodb:*", &guarded, vec![]),
        ] {
            let found = warnings(json!([allow(action, "arn:t", condition.clone())]));
            assert_eq!(found, expected, "{action}");
        }
    }

    #[test]
    fn everything_on_everything_is_too_much() {
        for (action, resource, count) in [
            ("*", "*", 1),
            ("cognito-identity:*", "*", 1),
            ("cognito-identity:Get*", "*", 0),
            ("s3:*", "arn:aws:s3:::bucket/*", 0),
        ] {
            let found = warnings(json!([allow(action, resource, json!({}))]));
            assert_eq!(found.len(), count, "{action} on {resource}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_covers_what_its_stars_are_filled_with(parts in prop::collection::vec("[a-z:/]{0,4}", 1..5), fill in "[a-z*]{0,3}") {
            prop_assert!(covers(&parts.join("*"), &parts.join(&fill)));
        }

        #[test]
        fn without_a_star_only_the_same_is_covered(a in "[a-z]{0,4}", b in "[a-z]{0,4}") {
            prop_assert_eq!(covers(&a, &b), a == b);
        }
    }
}
