//! The policy of the role of tenants' data, evaluated as IAM evaluates it. `tenant-data-policy.json` is what the specs
//! compile to for prod: `tests/platform` holds one against the other.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use shared::data::{Reach, Scope};

static POLICY: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("tenant-data-policy.json")).unwrap());

const TABLES: &str = "arn:aws:dynamodb:us-east-2:123456789012:table/aws-devops-prod-";

/// Whether a session of the role with the tags of this scope may do this.
pub fn allows(scope: &Scope, reach: &Reach<'_>) -> bool {
    let context = context(scope, reach);
    let statements = POLICY["Statement"].as_array().unwrap();
    let applies = |statement: &&Value| {
        one_of(&statement["Action"], |action| action == reach.action)
            && one_of(&statement["Resource"], |arn| is_like(arn, &resource(reach)))
            && holds(&statement["Condition"], &context)
    };
    let mut applying = statements.iter().filter(applies).peekable();
    applying.peek().is_some() && applying.all(|statement| statement["Effect"] == "Allow")
}

fn resource(reach: &Reach<'_>) -> String {
    let index = reach.index.map(|index| format!("/index/{index}")).unwrap_or_default();
    format!("{TABLES}{}{index}", reach.table)
}

/// What conditions can ask for.
fn context(scope: &Scope, reach: &Reach<'_>) -> BTreeMap<&'static str, Vec<String>> {
    let mut context = BTreeMap::from([
        ("aws:PrincipalTag/organization_id", vec![scope.tenant.to_string()]),
        ("aws:PrincipalTag/user_id", vec![scope.user_id.clone()]),
        ("aws:PrincipalTag/staff", vec![scope.is_staff.to_string()]),
        ("dynamodb:LeadingKeys", vec![reach.leading_key.to_owned()]),
    ]);
    if !reach.attributes.is_empty() {
        let attributes = reach.attributes.iter().map(|&name| name.to_owned()).collect();
        context.insert("dynamodb:Attributes", attributes);
    }
    context
}

/// Whether a condition holds. An operator that is not known here is a mistake of this test.
fn holds(condition: &Value, context: &BTreeMap<&'static str, Vec<String>>) -> bool {
    let operators = condition.as_object().into_iter().flatten();
    let mut tests = operators.flat_map(|(operator, keys)| {
        keys.as_object().unwrap().iter().map(move |(key, wanted)| (operator.as_str(), key, wanted))
    });
    tests.all(|(operator, key, wanted)| {
        let there = context.get(key.as_str());
        let values = there.into_iter().flatten();
        let is = |like: fn(&str, &str) -> bool| {
            move |value: &String| one_of(wanted, |text| like(&with_tags(text, context), value))
        };
        match operator {
            // No value at all satisfies it.
            "ForAllValues:StringLike" => values.clone().all(is(is_like)),
            "ForAllValues:StringEquals" => values.clone().all(is(|a, b| a == b)),
            "StringEquals" => there.is_some() && values.clone().all(is(|a, b| a == b)),
            "Null" => one_of(wanted, |text| text == if there.is_none() { "true" } else { "false" }),
            other => panic!("{other} is not evaluated here"),
        }
    })
}

fn with_tags(text: &str, context: &BTreeMap<&'static str, Vec<String>>) -> String {
    context.iter().fold(text.to_owned(), |text, (key, values)| {
        text.replace(&format!("${{{key}}}"), values.first().map_or("", String::as_str))
    })
}

fn one_of(value: &Value, is: impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Array(several) => several.iter().filter_map(Value::as_str).any(is),
        one => one.as_str().is_some_and(is),
    }
}

/// `*` stands for any characters.
fn is_like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            (0..=text.len())
                .filter(|&place| text.is_char_boundary(place))
                .any(|place| is_like(rest, &text[place..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::api::Tenant;

    fn session(organization: &str, user_id: &str, is_staff: bool) -> Scope {
        let tenant = Tenant::of(user_id, Some(organization)).unwrap();
        Scope { tenant, user_id: user_id.to_owned(), is_staff }
    }

    fn reach<'a>(action: &'static str, table: &'static str, leading_key: &'a str) -> Reach<'a> {
        Reach { action, table, index: None, leading_key, attributes: Vec::new() }
    }

    #[test]
    fn a_session_reaches_its_tenant_its_user_and_the_catalogue() {
        let acme = session("acme", "ada", false);
        for (action, table, key) in [
            ("dynamodb:GetItem", "courses", "acme:1"),
            ("dynamodb:DeleteItem", "courses", "acme:1"),
            ("dynamodb:PutItem", "enrollments", "ada"),
            ("dynamodb:GetItem", "courses", "public:1"),
        ] {
            assert!(allows(&acme, &reach(action, table, key)), "{action} {table} {key}");
        }
        let index = Reach {
            index: Some("organization-updated-index"),
            ..reach("dynamodb:Query", "courses", "acme")
        };
        assert!(allows(&acme, &index));
    }

    #[test]
    fn a_session_reaches_nothing_else() {
        let acme = session("acme", "ada", false);
        for (action, table, key) in [
            ("dynamodb:GetItem", "courses", "rival:1"),
            ("dynamodb:Query", "courses", "rival"),
            ("dynamodb:GetItem", "courses", "acme2:1"),
            ("dynamodb:GetItem", "enrollments", "grace"),
            ("dynamodb:GetItem", "enrollments", "public"),
            ("dynamodb:PutItem", "courses", "public:1"),
            ("dynamodb:UpdateItem", "courses", "public:1"),
            ("dynamodb:DeleteItem", "lessons", "public:1"),
            ("dynamodb:Scan", "courses", "acme:1"),
            ("dynamodb:BatchGetItem", "courses", "acme:1"),
            ("dynamodb:GetItem", "user-profiles", "ada"),
            ("dynamodb:GetItem", "system-logs", "acme:1"),
        ] {
            assert!(!allows(&acme, &reach(action, table, key)), "{action} {table} {key}");
        }
    }

    #[test]
    fn the_catalogue_is_counted_by_everybody_and_written_by_staff() {
        let attributes = |names: &'static [&'static str]| Reach {
            attributes: names.to_vec(),
            ..reach("dynamodb:UpdateItem", "courses", "public:1")
        };
        let (acme, staff) = (session("acme", "ada", false), session("individual", "sam", true));
        assert!(allows(&acme, &attributes(&["course_id", "enrolled_count"])));
        assert!(!allows(&acme, &attributes(&["course_id", "enrolled_count", "title"])));
        assert!(!allows(&acme, &attributes(&[])));
        for table in ["courses", "lessons", "quizzes", "education-modules"] {
            assert!(allows(&staff, &reach("dynamodb:PutItem", table, "public:1")), "{table}");
        }
        assert!(!allows(&staff, &reach("dynamodb:PutItem", "courses", "acme:1")));
        assert!(!allows(&staff, &reach("dynamodb:PutItem", "enrollments", "public:1")));
    }

    #[test]
    fn of_a_tenant_itself_its_use_alone_is_written() {
        let acme = session("acme", "ada", false);
        let of_tenant = |action, attributes: &[&'static str]| {
            let attributes = attributes.to_vec();
            allows(&acme, &Reach { attributes, ..reach(action, "organization-data", "acme") })
        };
        let counted = ["organization_id", "data_type", "value"];
        assert!(of_tenant("dynamodb:GetItem", &[]));
        assert!(of_tenant("dynamodb:UpdateItem", &counted));
        assert!(!of_tenant("dynamodb:UpdateItem", &["organization_id", "data_type", "plan"]));
        for action in ["dynamodb:PutItem", "dynamodb:DeleteItem"] {
            assert!(!of_tenant(action, &counted), "{action}");
        }
    }

    #[test]
    fn the_role_can_scan_nothing_and_pass_nothing_on() {
        let statements = POLICY["Statement"].as_array().unwrap();
        for statement in statements {
            assert!(one_of(&statement["Action"], |action| action.starts_with("dynamodb:")));
            assert!(!one_of(&statement["Action"], |action| action.contains('*')));
            assert!(!one_of(&statement["Action"], |action| action.contains("Scan")));
            assert!(!one_of(&statement["Resource"], |arn| arn == "*"));
            assert_eq!(statement["Condition"]["Null"]["dynamodb:LeadingKeys"], "false");
        }
    }
}
