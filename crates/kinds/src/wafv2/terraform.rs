//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, covers, member, own, part, same, text};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_wafv2_web_acl"],
        own("wafv2.web_acl", |it| text(it, "arn")).with(&[
            same("name", "name"),
            same("scope", "scope"),
            same("description", "description"),
            same("token_domains", "token_domains"),
        ]),
    ),
    (
        &["aws_wafv2_web_acl_association"],
        part("wafv2.web_acl", |it| text(it, "web_acl_arn"))
            .with(&[member("resource_arn", "associations")]),
    ),
    (
        &["aws_wafv2_web_acl_logging_configuration"],
        part("wafv2.web_acl", |it| text(it, "resource_arn")).with(&[covers("logging")]),
    ),
];
