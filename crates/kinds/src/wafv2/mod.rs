//! WAF. It takes one change a second, and a change to an object needs the token of its last read.

pub(crate) mod terraform;
pub mod web_acl;

use std::time::Duration;

use aws::services::{Answer, PROPAGATION, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of WAF.
    pub trait Wafv2 { wafv2: aws_sdk_wafv2 }
}

/// The name that the SDK gives it.
pub const NAME: &str = "WAFV2";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["WAFNonexistentItemException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("CreateIPSet", "Summary.ARN"),
        ("CreateWebACL", "Summary.ARN"),
        ("GetIPSet", "IPSet.Id"),
        ("GetLoggingConfiguration", "LoggingConfiguration.ResourceArn"),
        ("GetWebACL", "WebACL.Id"),
        ("ListIPSets", "IPSets[].ARN"),
        ("ListResourcesForWebACL", "ResourceArns"),
        ("ListTagsForResource", "TagInfoForResource"),
        ("ListWebACLs", "WebACLs[].ARN"),
    ],
    actions: &[("CreateWebACL", &["CreateWebACL", "TagResource"])],
    ..Service::new(NAME, "aws_sdk_wafv2", "wafv2")
};

/// <https://docs.aws.amazon.com/waf/latest/developerguide/limits.html>, "fixed quotas": a second, of each operation.
fn bucket(operation: &str) -> Rate {
    match operation {
        "AssociateWebACL" => rate("wafv2/AssociateWebACL", 0.5, 1.0),
        "DisassociateWebACL" => rate("wafv2/DisassociateWebACL", 0.5, 1.0),
        "CreateWebACL" => rate("wafv2/CreateWebACL", 1.0, 1.0),
        "UpdateWebACL" => rate("wafv2/UpdateWebACL", 1.0, 1.0),
        "GetWebACL" => rate("wafv2/GetWebACL", 5.0, 5.0),
        "ListResourcesForWebACL" => rate("wafv2/ListResourcesForWebACL", 5.0, 5.0),
        other if other.starts_with("Get") || other.starts_with("List") => {
            rate("wafv2/read", 5.0, 5.0)
        }
        _ => rate("wafv2/write", 1.0, 1.0),
    }
}

/// What takes a part of WAF a while to know of another.
const UNAVAILABLE: Answer = Answer::Refused(&["WAFUnavailableEntityException"]);

const TRANSIENT_ERRORS: &[TransientError] = &[
    TransientError {
        operations: &["AssociateWebACL"],
        answer: UNAVAILABLE,
        when: When::InStepsAfter(&["CreateWebACL"]),
        limit: Duration::from_secs(5 * 60),
        what: "WAF to know the web ACL",
    },
    TransientError {
        operations: &["AssociateWebACL"],
        answer: UNAVAILABLE,
        when: When::InRunAfter("API Gateway", &["CreateStage"]).or_briefly(),
        limit: PROPAGATION,
        what: "WAF to know the stage",
    },
    TransientError {
        operations: &["CreateWebACL", "PutLoggingConfiguration", "TagResource", "UpdateWebACL"],
        answer: UNAVAILABLE,
        when: When::InRunAfter(NAME, &["CreateIPSet", "CreateWebACL"]).or_briefly(),
        limit: PROPAGATION,
        what: "WAF to know what the web ACL names",
    },
    TransientError {
        operations: &[
            "AssociateWebACL", "GetIPSet", "GetWebACL", "ListResourcesForWebACL",
            "ListTagsForResource", "PutLoggingConfiguration", "UpdateWebACL",
        ],
        answer: Answer::Refused(&["WAFNonexistentItemException"]),
        when: When::InStepsAfter(&["CreateIPSet", "CreateWebACL"]),
        limit: PROPAGATION,
        what: "the web ACL to be known",
    },
    TransientError {
        operations: &["DeleteIPSet"],
        answer: Answer::Refused(&["WAFAssociatedItemException"]),
        when: When::InStepsAfter(&["DeleteWebACL", "UpdateWebACL"]),
        limit: PROPAGATION,
        what: "WAF to see that nothing uses the addresses any more",
    },
    TransientError {
        operations: &["DeleteWebACL"],
        answer: Answer::Refused(&["WAFAssociatedItemException"]),
        when: When::InStepsAfter(&["DisassociateWebACL"]),
        limit: Duration::from_secs(5 * 60),
        what: "WAF to see that nothing uses the web ACL any more",
    },
];
