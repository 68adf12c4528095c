//! Every policy in a spec, wherever its kind keeps it: the schema says where (`x-policy`).

use super::checker::{Checker, Holder, check};
use language::schema::Findings;
use language::schema::{Finding, PolicyPart, Schema};
use language::value::{Path, Value, pending, unknown};

/// What is wrong in the policies of a spec, and in what stands for parts of one. A document that cannot be
/// read says nothing here.
pub fn check_fields(schema: &Schema, spec: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    for (path, part) in schema.policies_in(spec) {
        let Some(value) = path.of(spec).filter(|value| !pending::in_value(value)) else {
            continue;
        };
        match part {
            PolicyPart::Identity => check(value, Holder::Identity, &path, &mut findings),
            PolicyPart::Trust => check(value, Holder::Trust, &path, &mut findings),
            PolicyPart::Resource => check(value, Holder::Resource, &path, &mut findings),
            PolicyPart::Principal | PolicyPart::Action => {
                check_text(value, part, &path, &mut findings);
            }
        }
    }
    findings.into_inner()
}

/// An element that stands by itself, as in the permissions of a function. The schema has checked its form.
fn check_text(value: &Value, part: PolicyPart, path: &Path, findings: &mut Findings) {
    let Some(text) = value.as_str().filter(|text| !unknown::in_text(text)) else {
        return;
    };
    let mut checker = Checker { holder: Holder::Resource, knows_variables: true, findings };
    let is_service = text.contains('.') && !text.starts_with("arn:");
    match part {
        PolicyPart::Principal if is_service => checker.check_service(text, path),
        PolicyPart::Action => checker.check_action(text, path),
        _ => {}
    }
}
