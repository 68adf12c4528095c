//! Whether who acts with a role may do something: as far as its own policies tell.

use serde_json::Value;

use super::Role;
use kind::may_allow;

/// Policies of AWS's that allow nothing but logging, tracing and network interfaces
/// (<https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html>).
const NARROW: &[&str] = &[
    "AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess",
    "CloudWatchLambdaInsightsExecutionRolePolicy",
];

/// Whether a role permits an action on what an ARN names. Conditions may be met, and other managed policies may allow
/// anything.
pub(super) fn permits(role: &Role, action: &str, resource: &str) -> bool {
    let is_narrow = |arn: &String| {
        let name = arn.rsplit('/').next().unwrap_or_default();
        arn.contains(":iam::aws:policy/") && NARROW.contains(&name)
    };
    let allows = |statement: &Value| may_allow(statement, action, resource);
    !role.managed_policies.iter().all(is_narrow)
        || role.inline_policies.values().flat_map(|policy| policy.statements()).any(allows)
}

#[cfg(test)]
mod tests {
    use language::value::unknown;
    use serde_json::json;

    use super::*;

    fn role(statement: Value, managed: &[&str]) -> Role {
        let role = json!({
            "name": "reader",
            "trust_policy": { "Statement": [] },
            "inline_policies": { "own": { "Statement": statement } },
            "managed_policies": managed,
        });
        serde_json::from_value(role).unwrap()
    }

    fn allow(action: &str, resource: &str) -> Value {
        json!([{ "Effect": "Allow", "Action": action, "Resource": resource }])
    }

    const QUEUE: &str = "arn:aws:sqs:us-east-2:123456789012:jobs";

    #[test]
    fn what_no_statement_names_is_not_permitted() {
        let send = |role: &Role| permits(role, "sqs:SendMessage", QUEUE);
        assert!(send(&role(allow("sqs:Send*", QUEUE), &[])));
        assert!(send(&role(allow("SQS:*", "*"), &[])));
        assert!(send(&role(allow("sqs:SendMessage", &unknown::mark("sqs.queue.a.arn")), &[])));
        assert!(!send(&role(allow("sqs:ReceiveMessage", QUEUE), &[])));
        assert!(!send(&role(
            allow("sqs:SendMessage", "arn:aws:sqs:us-east-2:123456789012:a"),
            &[]
        )));
        assert!(!send(&role(json!([{ "Effect": "Deny", "Action": "*", "Resource": "*" }]), &[])));
    }

    #[test]
    fn managed_policies_may_permit_anything_but_for_those_of_awss_that_are_known() {
        let log = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
        let own = "arn:aws:iam::123456789012:policy/service-role/AWSLambdaBasicExecutionRole";
        assert!(!permits(&role(json!([]), &[log]), "sqs:SendMessage", QUEUE));
        assert!(permits(&role(json!([]), &[own]), "sqs:SendMessage", QUEUE));
    }

    #[test]
    fn what_aws_has_yet_to_invent_is_known_by_its_reference() {
        let stream = |name: &str| unknown::mark(&format!("dynamodb.table.{name}.stream_arn"));
        let may = |pattern: &str| {
            permits(
                &role(allow("dynamodb:GetRecords", pattern), &[]),
                "dynamodb:GetRecords",
                &stream("a"),
            )
        };
        assert!(may(&stream("a")));
        assert!(!may(&stream("b")));
        assert!(may("arn:aws:dynamodb:us-east-2:123456789012:table/a/stream/*"));
    }
}
