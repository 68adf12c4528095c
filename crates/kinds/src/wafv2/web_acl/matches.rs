//! The statements that ask a request for one thing.

use aws_sdk_wafv2::types as sdk;
use aws_smithy_types::Blob;

use super::request_part::{Fallback, RequestPart};
use super::transformations::{PreParse, Transformations, pre_parse};
use crate::conversions::conversions;
use crate::prelude::*;

/// A text in a part of the request.
#[spec(sdk::ByteMatchStatement)]
pub struct ByteMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// The text, up to 200 bytes.
    #[field(required, length = 1..=200, aws = search_string, with = text)]
    pub text: String,
    /// Where it stands in the part.
    #[field(required, aws = positional_constraint)]
    pub position: Position,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// A regular expression.
#[spec(sdk::RegexMatchStatement)]
pub struct RegexMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// The expression, as PCRE has it, up to 512 characters.
    #[field(required, length = 1..=512, aws = regex_string)]
    pub pattern: String,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// A set of regular expressions, one of which fits.
#[spec(sdk::RegexPatternSetReferenceStatement)]
pub struct RegexSetMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// ARN of the set.
    #[field(required, pattern = r"^arn:aws[a-z-]*:wafv2:[^ ]+/regexpatternset/[^ ]+$")]
    pub arn: String,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// The size of a part of the request.
#[spec(sdk::SizeConstraintStatement)]
pub struct SizeMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// How its size relates to `size`.
    #[field(required, aws = comparison_operator)]
    pub operator: Comparison,
    /// Bytes.
    #[field(required, range = 0..=21474836480_i64)]
    pub size: i64,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// SQL that somebody tries to smuggle in.
#[spec(sdk::SqliMatchStatement)]
pub struct SqliMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// How readily WAF takes something for an attack. Absent: `LOW`.
    #[field(aws = sensitivity_level)]
    pub sensitivity: Sensitivity,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// A script that somebody tries to smuggle in.
#[spec(sdk::XssMatchStatement)]
pub struct XssMatch {
    /// The part to look at.
    #[field(required, aws = field_to_match)]
    pub field: RequestPart,
    /// What WAF does to the part before, in this order. Absent: nothing.
    #[field(length = ..=10, aws = text_transformations)]
    pub transformations: Transformations,
    /// What WAF does before it takes the query apart. Absent: nothing.
    #[field(omit_default, length = ..=10, aws = pre_parse_text_transformations, with = pre_parse)]
    pub pre_parse: Vec<PreParse>,
}

/// The country from which a request comes.
#[spec(sdk::GeoMatchStatement)]
pub struct GeoMatch {
    /// Countries, of which it is one: two capitals each (ISO 3166), such as `DE`.
    #[field(required, length = 1..=50, aws = country_codes, with = crate::conversions::Words::<sdk::CountryCode>)]
    pub countries: BTreeSet<String>,
    /// The header that has the address, behind a proxy. Absent: the address from which the request comes.
    #[field(aws = forwarded_ip_config)]
    pub forwarded_ip: Option<ForwardedIp>,
}

/// The header in which proxies tell where a request comes from.
#[spec(sdk::ForwardedIpConfig)]
pub struct ForwardedIp {
    /// Name of the header, such as `X-Forwarded-For`.
    #[field(required, pattern = r"^[a-zA-Z0-9-]{1,255}$", aws = header_name)]
    pub header: String,
    /// Whether a request matches whose header holds no address.
    #[field(required, aws = fallback_behavior)]
    pub fallback: Fallback,
}

/// The address from which a request comes.
#[spec(sdk::IpSetReferenceStatement)]
pub struct IpSetMatch {
    /// One of the `ip_sets` of the web ACL.
    #[field(length = 1.., not_in_answer)]
    pub set: Option<String>,
    /// ARN of a set that stands by itself. One of the two is there.
    #[field(aws = arn, with = arn)]
    #[schemars(regex(pattern = r"^arn:aws[a-z-]*:wafv2:[^ ]+/ipset/[^ ]+$"))]
    pub arn: Option<String>,
    /// The header that has the address, behind a proxy. Absent: the address from which the request comes.
    #[field(aws = ip_set_forwarded_ip_config)]
    pub forwarded_ip: Option<ForwardedIpInSet>,
}

/// The header in which proxies tell where a request comes from, and which of its addresses counts.
#[spec(sdk::IpSetForwardedIpConfig)]
pub struct ForwardedIpInSet {
    /// Name of the header, such as `X-Forwarded-For`.
    #[field(required, pattern = r"^[a-zA-Z0-9-]{1,255}$", aws = header_name)]
    pub header: String,
    /// Whether a request matches whose header holds no address.
    #[field(required, aws = fallback_behavior)]
    pub fallback: Fallback,
    /// Which of the addresses in the header counts.
    #[field(required)]
    pub position: ForwardedPosition,
}

/// The network operator from whom a request comes.
#[spec(sdk::AsnMatchStatement)]
pub struct AsnMatch {
    /// Numbers of autonomous systems.
    #[field(required, length = 1..=100, aws = asn_list)]
    pub numbers: BTreeSet<i64>,
    /// The header that has the address, behind a proxy. Absent: the address from which the request comes.
    #[field(aws = forwarded_ip_config)]
    pub forwarded_ip: Option<ForwardedIp>,
}

/// A label that a rule before has put on a request.
#[spec(sdk::LabelMatchStatement)]
pub struct LabelMatch {
    /// Whether `key` is a label, or what labels begin with.
    #[field(required)]
    pub scope: LabelScope,
    /// The label, such as `awswaf:managed:aws:bot-control:bot:verified`, or one's own without what precedes it.
    #[field(required, pattern = r"^[0-9A-Za-z_\-:]{1,1024}$")]
    pub key: String,
}

aws_enum! {
    /// Where a text stands.
    Position = sdk::PositionalConstraint {
        Contains = "CONTAINS",
        ContainsWord = "CONTAINS_WORD",
        EndsWith = "ENDS_WITH",
        Exactly = "EXACTLY",
        StartsWith = "STARTS_WITH",
    }
    /// How a size relates to another: equal, not equal, less, greater.
    Comparison = sdk::ComparisonOperator {
        Eq = "EQ",
        Ge = "GE",
        Gt = "GT",
        Le = "LE",
        Lt = "LT",
        Ne = "NE",
    }
    /// How readily WAF takes something for an attack.
    #[derive(Default)]
    Sensitivity = sdk::SensitivityLevel {
        #[default]
        Low = "LOW",
        High = "HIGH",
    }
    /// Which of several addresses counts.
    ForwardedPosition = sdk::ForwardedIpPosition {
        Any = "ANY",
        First = "FIRST",
        Last = "LAST",
    }
    /// A whole label, or what several begin with.
    LabelScope = sdk::LabelMatchScope {
        Label = "LABEL",
        Namespace = "NAMESPACE",
    }
}

conversions! {
    text: String, Blob {
        |said| match said.map(|blob| String::from_utf8(blob.into_inner())) {
            Some(Ok(text)) => Some(text),
            Some(Err(_)) => {
                let message = "a rule looks for bytes that are no text, which no spec can say";
                return Err(AwsError::new(message));
            }
            None => None,
        },
        |text| Some(Blob::new(text.as_bytes())),
    }
    arn: Option<String>, String {
        |said| Some(said),
        |arn| Some(arn.clone().unwrap_or_default()),
    }
}
