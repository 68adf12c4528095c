//! What follows from a bucket's name: whether AWS accepts it, its ARN and its addresses.

use std::net::Ipv4Addr;

use crate::prelude::*;
use kind::Place;

outputs! {
    /// ARN of the bucket; that of its objects is `<arn>/*`.
    arn,
    /// Name of the bucket.
    name,
    /// Host name of the bucket in no region, such as `uploads.s3.amazonaws.com`.
    domain_name,
    /// Host name of the bucket in its region, such as `uploads.s3.us-east-2.amazonaws.com`: what a
    /// CloudFront origin takes.
    regional_domain_name,
    /// Host name under which the bucket serves its `website`.
    website_endpoint,
    /// The part of `website_endpoint` that all buckets of the region share: what a DNS alias record takes.
    website_domain,
}

pub(super) fn outputs(name: &str, place: &Place) -> Outputs {
    let region = &place.region;
    let suffix = place.dns_suffix();
    let website_domain = website_domain(place);
    Outputs {
        arn: Some(format!("arn:{}:s3:::{name}", place.partition)),
        name: Some(name.to_owned()),
        domain_name: Some(format!("{name}.s3.{suffix}")),
        regional_domain_name: Some(format!("{name}.s3.{region}.{suffix}")),
        website_endpoint: Some(format!("{name}.{website_domain}")),
        website_domain: Some(website_domain),
    }
}

/// The regions whose website host names have a hyphen before the region; all later ones have a dot
/// (Amazon S3 endpoints and quotas, website endpoints).
const HYPHENATED: &[&str] = &[
    "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1",
    "us-gov-west-1", "us-west-1", "us-west-2",
];

fn website_domain(place: &Place) -> String {
    let region = place.region.as_str();
    let separator = if HYPHENATED.contains(&region) { '-' } else { '.' };
    format!("s3-website{separator}{region}.{}", place.dns_suffix())
}

/// Whether a name lies in the account's own namespace, where nobody else can take it:
/// `<prefix>-<account>-<region>-an`.
pub(super) fn is_account_regional(name: &str, account: &str, region: &str) -> bool {
    name.ends_with(&format!("-{account}-{region}-an"))
}

/// The longest name of a bucket that is made today.
const LONGEST: usize = 63;

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Beginnings and ends that AWS keeps for itself (General purpose bucket naming rules).
const RESERVED_PREFIXES: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The rules of names (General purpose bucket naming rules). Buckets that are older than a rule live on: in
/// us-east-1 names had up to 255 letters, digits and `._-` of any case until 2018. So these are warnings.
pub(super) fn check(name: &str, findings: &mut Findings) {
    let mut refuse = |message: &str, why: &str| {
        findings.warn(
            "name",
            message,
            &format!("{why}: AWS makes no new bucket of such a name"),
            "choose another name, unless the bucket exists",
        );
    };
    let is_usual = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    if let Some(character) = name.chars().find(|character| !is_usual(*character)) {
        refuse(
            &format!("`{character}` is in the name"),
            "names are of lower-case letters, digits, dots and hyphens",
        );
    } else if name.len() > LONGEST
        || !name.starts_with(alphanumeric)
        || !name.ends_with(alphanumeric)
    {
        refuse(
            "the name has not the form of a bucket's",
            "names have 3–63 characters, and begin and end with a letter or digit",
        );
    }
    if name.contains("..") {
        refuse("the name has two dots in a row", "each part between dots must hold something");
    }
    if name.parse::<Ipv4Addr>().is_ok() {
        refuse("the name has the form of an IP address", "it would be taken for one");
    }
    if let Some(prefix) = RESERVED_PREFIXES.iter().find(|prefix| name.starts_with(*prefix)) {
        refuse(&format!("the name starts with `{prefix}`"), "AWS keeps this prefix for itself");
    }
    if let Some(suffix) = RESERVED_SUFFIXES.iter().find(|suffix| name.ends_with(*suffix)) {
        refuse(&format!("the name ends with `{suffix}`"), "AWS keeps this suffix for itself");
    }
    if name.ends_with("-an") && !names_account(name) {
        refuse(
            "the name ends with `-an`",
            "this suffix is for names of the account's own namespace, `<prefix>-<account>-<region>-an`",
        );
    }
}

/// Whether some part of the name, between hyphens, has the form of an account id.
fn names_account(name: &str) -> bool {
    name.split('-').any(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(region: &str) -> Outputs {
        super::outputs("files", &Place::new("123456789012", region))
    }

    #[test]
    fn addresses_follow_region_and_partition() {
        let ohio = outputs("us-east-2");
        assert_eq!(ohio.arn.as_deref(), Some("arn:aws:s3:::files"));
        assert_eq!(ohio.domain_name.as_deref(), Some("files.s3.amazonaws.com"));
        assert_eq!(ohio.regional_domain_name.as_deref(), Some("files.s3.us-east-2.amazonaws.com"));
        assert_eq!(
            ohio.website_endpoint.as_deref(),
            Some("files.s3-website.us-east-2.amazonaws.com")
        );
        assert_eq!(
            outputs("us-west-2").website_endpoint.as_deref(),
            Some("files.s3-website-us-west-2.amazonaws.com")
        );
        let beijing = outputs("cn-north-1");
        assert_eq!(beijing.arn.as_deref(), Some("arn:aws-cn:s3:::files"));
        assert_eq!(
            beijing.website_endpoint.as_deref(),
            Some("files.s3-website.cn-north-1.amazonaws.com.cn")
        );
    }

    #[test]
    fn the_account_namespace_is_known_by_the_name() {
        let is = |name| is_account_regional(name, "123456789012", "us-east-2");
        assert!(is("files-123456789012-us-east-2-an"));
        assert!(!is("files-123456789012-us-west-2-an"));
        assert!(!is("files"));
    }
}
