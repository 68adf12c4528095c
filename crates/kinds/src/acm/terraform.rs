//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, own, part, same, text};

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_acm_certificate"],
        own("acm.certificate", |it| text(it, "arn")).with(&[
            same("domain_name", "domain"),
            same("certificate_authority_arn", "certificate_authority"),
        ]),
    ),
    (
        &["aws_acm_certificate_validation"],
        part("acm.certificate", |it| text(it, "certificate_arn")),
    ),
];
