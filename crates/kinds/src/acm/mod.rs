//! Certificate Manager. It issues a certificate once DNS or somebody's mail shows whose the names are.

pub mod certificate;
pub(crate) mod terraform;

use std::time::Duration;

use aws::services::{Answer, PROPAGATION, Rate, Service, TransientError, When, rate};

aws::client! {
    /// The client of Certificate Manager.
    pub trait Acm { acm: aws_sdk_acm }
}

/// The name that the SDK gives it.
pub const NAME: &str = "ACM";

pub const SERVICE: Service = Service {
    rates: |operation| vec![bucket(operation)],
    not_found: &["ResourceNotFoundException"],
    transient_errors: TRANSIENT_ERRORS,
    answers: &[
        ("DescribeCertificate", "Certificate.CertificateArn"),
        ("ListCertificates", "CertificateSummaryList[].CertificateArn"),
        ("ListTagsForCertificate", "Tags"),
        ("RequestCertificate", "CertificateArn"),
    ],
    // Tags in a create call are an action of their own.
    actions: &[("RequestCertificate", &["RequestCertificate", "AddTagsToCertificate"])],
    ..Service::new(NAME, "aws_sdk_acm", "acm")
};

/// <https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html>, "API rate quotas".
fn bucket(operation: &str) -> Rate {
    match operation {
        "DeleteCertificate" => rate("acm/DeleteCertificate", 10.0, 10.0),
        "DescribeCertificate" => rate("acm/DescribeCertificate", 10.0, 10.0),
        "ListCertificates" => rate("acm/ListCertificates", 8.0, 8.0),
        "ListTagsForCertificate" => rate("acm/ListTagsForCertificate", 10.0, 10.0),
        _ => rate("acm", 5.0, 5.0),
    }
}

/// A certificate that something has let go of a moment ago.
const fn let_go(when: When) -> TransientError {
    TransientError {
        operations: &["DeleteCertificate"],
        answer: Answer::Refused(&["ResourceInUseException"]),
        when,
        limit: Duration::from_secs(10 * 60),
        what: "AWS to see that nothing uses the certificate any more",
    }
}

const TRANSIENT_ERRORS: &[TransientError] = &[
    let_go(When::InRunAfter(
        "Cognito Identity Provider",
        &["DeleteUserPoolDomain", "UpdateUserPoolDomain"],
    )),
    let_go(When::InRunAfter("API Gateway", &["DeleteDomainName", "UpdateDomainName"]).or_briefly()),
    TransientError {
        operations: &[
            "AddTagsToCertificate", "DescribeCertificate", "ListTagsForCertificate",
            "UpdateCertificateOptions",
        ],
        answer: Answer::Refused(&["ResourceNotFoundException"]),
        when: When::InStepsAfter(&["RequestCertificate"]),
        limit: PROPAGATION,
        what: "the certificate to be known",
    },
    TransientError {
        operations: &["DeleteCertificate", "UpdateCertificateOptions"],
        answer: Answer::Refused(&["ConflictException"]),
        when: When::Always,
        limit: PROPAGATION,
        what: "another change to the certificate to finish",
    },
];
