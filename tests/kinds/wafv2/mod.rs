//! Web ACLs: on the emulators, as far as these know them, and on scripted answers.

mod check;
mod emulated;
mod statements;
mod whole;

use serde_json::{Value, json};

use crate::scripted::ScriptedCloud;

pub(super) const ARN: &str = "arn:aws:wafv2:us-east-2:123456789012:regional/webacl/api/a1";
pub(super) const SET: &str = "arn:aws:wafv2:us-east-2:123456789012:regional/ipset/api--office/s1";
pub(super) const STAGE: &str = "arn:aws:apigateway:us-east-2::/restapis/a1b2c3d4e5/stages/prod";

/// What AWS answers of a web ACL with these rules, with what stands beside it.
pub(super) fn cloud(web_acl: &Value) -> ScriptedCloud {
    let mut acl = json!({
        "Name": "api", "Id": "a1", "ARN": ARN, "Capacity": 1, "DefaultAction": { "Allow": {} },
        "Rules": [], "VisibilityConfig": visibility("api"), "ManagedByFirewallManager": false,
        "LabelNamespace": "awswaf:123456789012:webacl:api:",
    });
    acl.as_object_mut().unwrap().extend(web_acl.as_object().cloned().unwrap());
    ScriptedCloud::default()
        .answer("GetWebACL", 200, json!({ "WebACL": acl, "LockToken": "t1" }).to_string())
        .answer(
            "ListTagsForResource",
            200,
            json!({ "TagInfoForResource": { "ResourceARN": ARN, "TagList": [] } }).to_string(),
        )
}

/// And the rest of a web ACL of which there is nothing besides.
pub(super) trait Alone {
    fn alone(self) -> ScriptedCloud;
}

impl Alone for ScriptedCloud {
    fn alone(self) -> Self {
        let none = r#"{"__type":"WAFNonexistentItemException","message":"none"}"#;
        self.answer("GetLoggingConfiguration", 400, none)
            .answer("ListResourcesForWebACL", 200, r#"{"ResourceArns":[]}"#)
            .answer("ListIPSets", 200, r#"{"IPSets":[]}"#)
    }
}

pub(super) fn visibility(metric: &str) -> Value {
    json!({ "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": metric })
}

pub(super) fn none() -> Value {
    json!([{ "Priority": 0, "Type": "NONE" }])
}
