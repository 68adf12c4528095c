//! Which account and region an object is in, as far as a state says so.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Mode;
use super::source::StateFile;
use super::state::{Attributes, Instance, Provider};

/// What is known of where an object is. Without a region it is global, or where its provider is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownPlace {
    pub account: Option<String>,
    pub region: Option<String>,
}

impl KnownPlace {
    /// Reads a place from an object's attributes and its id: whatever of them says it first, as ARNs, a region,
    /// or an id that AWS starts with the region, as Cognito's.
    pub fn of(attributes: &Attributes, id: &str) -> Self {
        let own_id = attributes.text("id").unwrap_or(id);
        let arns = ["arn", "execution_arn"].map(|name| attributes.text(name));
        let texts = arns.into_iter().flatten().chain([id, own_id]);
        let places: Vec<Self> =
            texts.filter_map(|text| in_arn(text).or_else(|| in_queue_url(text))).collect();
        let account = places.iter().find_map(|place| place.account.clone());
        let region = places.iter().find_map(|place| place.region.clone());
        Self {
            account: account.or_else(|| {
                let owner = attributes.text("owner_id");
                owner.filter(|text| is_account(text)).map(str::to_owned)
            }),
            region: region
                .or_else(|| attributes.text("region").map(str::to_owned))
                .or_else(|| region_before(id)),
        }
    }

    /// The place with an account that is known otherwise, where it says none itself.
    pub fn or_account(mut self, account: Option<&str>) -> Self {
        self.account = self.account.or_else(|| account.map(str::to_owned));
        self
    }

    /// Whether both may be one place: nothing that is known of both is otherwise.
    pub fn may_be(&self, other: &Self) -> bool {
        let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if one != other);
        !differ(&self.region, &other.region) && !differ(&self.account, &other.account)
    }
}

/// Which account each provider of each state works in, by what its objects and `aws_caller_identity` say. Many
/// objects do not say it themselves, as buckets and APIs, and others may have their names in our account.
#[derive(Debug, Default)]
pub struct Accounts {
    by_provider: BTreeMap<(usize, Provider), BTreeSet<String>>,
    by_state: BTreeMap<usize, BTreeSet<String>>,
}

impl Accounts {
    pub fn of(files: &[StateFile]) -> Self {
        let mut accounts = Self::default();
        for (state, file) in files.iter().enumerate() {
            for instance in &file.state.instances {
                if let Some(account) = stated_account(instance) {
                    let provider = (state, instance.provider.clone());
                    let of_provider = accounts.by_provider.entry(provider).or_default();
                    of_provider.insert(account.clone());
                    accounts.by_state.entry(state).or_default().insert(account);
                }
            }
        }
        accounts
    }

    /// The account of what a provider has made; nothing where nothing says it, or several are said.
    pub fn of_provider(&self, state: usize, provider: &Provider) -> Option<&str> {
        let own = self.by_provider.get(&(state, provider.clone()));
        let said = own.or_else(|| self.by_state.get(&state))?;
        said.first().filter(|_| said.len() == 1).map(String::as_str)
    }
}

/// The account that an instance says it is in.
fn stated_account(instance: &Instance) -> Option<String> {
    let attributes = &instance.attributes;
    let account = match instance.address.mode {
        Mode::Managed => KnownPlace::of(attributes, "").account?,
        Mode::Data if instance.address.type_name == "aws_caller_identity" => {
            attributes.text("account_id")?.to_owned()
        }
        Mode::Data => return None,
    };
    is_account(&account).then_some(account)
}

/// Policies of AWS's own have its name in the place of an account's number.
fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The place in `https://sqs.<region>.amazonaws.com/<account>/<queue>`.
fn in_queue_url(url: &str) -> Option<KnownPlace> {
    let (host, path) = url.strip_prefix("https://sqs.")?.split_once('/')?;
    let account = path.split('/').next().filter(|text| is_account(text))?;
    let region = host.split('.').next().filter(|text| is_region(text));
    Some(KnownPlace { account: Some(account.to_owned()), region: region.map(str::to_owned) })
}

/// `arn:<partition>:<service>:<region>:<account>:<resource>`, where region and account may be empty.
fn in_arn(arn: &str) -> Option<KnownPlace> {
    let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let (_partition, _service) = (part(), part());
    Some(KnownPlace { region: part().map(str::to_owned), account: part().map(str::to_owned) })
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
        assert_eq!(place(json!({ "arn": role }), "api"), (some("123456789012"), None));
        assert_eq!(
            place(json!({ "arn": "arn:aws:s3:::uploads", "region": "us-east-2" }), "uploads"),
            (None, some("us-east-2"))
        );
        assert_eq!(place(json!({}), "us-east-2_AbCd/x1"), (None, some("us-east-2")));
        assert_eq!(place(json!({}), "us-gov-west-1:0aa0"), (None, some("us-gov-west-1")));
        assert_eq!(place(json!({}), "some-name_with-parts"), (None, None));
        let api = "arn:aws:execute-api:us-east-2:123456789012:a1b2c3";
        assert_eq!(
            place(
                json!({ "arn": "arn:aws:apigateway:us-east-2::/restapis/a1b2c3", "execution_arn": api }),
                "a1b2c3"
            ),
            (some("123456789012"), some("us-east-2"))
        );
        let queue = "https://sqs.us-east-2.amazonaws.com/123456789012/jobs";
        assert_eq!(
            place(json!({ "id": queue }), "jobs"),
            (some("123456789012"), some("us-east-2"))
        );
        assert_eq!(
            place(json!({ "id": "vpc-1", "owner_id": "123456789012" }), "vpc-1"),
            (some("123456789012"), None)
        );
        let policy = "arn:aws:iam::123456789012:policy/read";
        assert_eq!(place(json!({}), policy), (some("123456789012"), None));
    }
}
