//! Which account and region an object is in, as far as a state says so.

use super::state::Attributes;

/// What is known of where an object is. Without a region it is global, or where its provider is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownPlace {
    pub account: Option<String>,
    pub region: Option<String>,
}

impl KnownPlace {
    /// Reads a place from an object's attributes and its id: its ARN says it, or its region, or an id
    /// that AWS starts with the region, as Cognito's.
    pub fn of(attributes: &Attributes, id: &str) -> Self {
        let arn = attributes.text("arn").or(Some(id)).and_then(in_arn);
        let from_arn = arn.unwrap_or_default();
        Self {
            region: from_arn
                .region
                .or_else(|| attributes.text("region").map(str::to_owned))
                .or_else(|| region_before(id)),
            account: from_arn.account,
        }
    }
}

/// `arn:<partition>:<service>:<region>:<account>:<resource>`, where region and account may be empty.
fn in_arn(arn: &str) -> Option<KnownPlace> {
    let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let (_partition, _service) = (part(), part());
    Some(KnownPlace {
        region: part().map(str::to_owned),
        account: part().map(str::to_owned),
    })
}

/// The region in `us-east-2_AbCd` and `us-east-2:0aa0…`.
fn region_before(id: &str) -> Option<String> {
    let (region, _) = id.split_once(['_', ':'])?;
    is_region(region).then(|| region.to_owned())
}

/// Whether a text is written as regions are: `us-east-2`, `us-gov-west-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (Some(last), words) = (parts.last(), &parts[..parts.len() - 1]) else {
        return false;
    };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.len() >= 2
        && words[0].len() == 2
        && words.iter().all(is_word)
        && last.len() == 1
        && last.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(attributes: serde_json::Value, id: &str) -> (Option<String>, Option<String>) {
        let KnownPlace { account, region } = KnownPlace::of(&Attributes::of(attributes), id);
        (account, region)
    }

    #[test]
    fn a_place_is_in_the_arn_the_region_or_the_id() {
        let some = |text: &str| Some(text.to_owned());
        let arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/users";
        assert_eq!(
            place(json!({ "arn": arn }), "users"),
            (some("123456789012"), some("eu-west-1"))
        );
        let role = "arn:aws:iam::123456789012:role/api";
        assert_eq!(
            place(json!({ "arn": role }), "api"),
            (some("123456789012"), None)
        );
        assert_eq!(
            place(
                json!({ "arn": "arn:aws:s3:::uploads", "region": "us-east-2" }),
                "uploads"
            ),
            (None, some("us-east-2"))
        );
        assert_eq!(
            place(json!({}), "us-east-2_AbCd/x1"),
            (None, some("us-east-2"))
        );
        assert_eq!(
            place(json!({}), "us-gov-west-1:0aa0"),
            (None, some("us-gov-west-1"))
        );
        assert_eq!(place(json!({}), "some-name_with-parts"), (None, None));
        let policy = "arn:aws:iam::123456789012:policy/read";
        assert_eq!(place(json!({}), policy), (some("123456789012"), None));
    }
}
