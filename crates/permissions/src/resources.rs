//! What an action is on: the ARNs that kinds declare, filled from the specs.

use std::collections::BTreeMap;

use kind::Place;
use language::value::{Value, matches, unknown};

/// How the names of objects stand in policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names<'a> {
    /// Each by itself: exactly what the specs say now.
    Exact,
    /// By what they all start with, where they do, so that what is added and what was taken out of the
    /// specs is covered too.
    Prefix(&'a str),
}

/// A resource as the ARNs of its kind need it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub place: &'a Place,
    pub spec: &'a Value,
    /// The outputs that follow from the identity.
    pub outputs: &'a BTreeMap<String, Option<String>>,
    pub names: Names<'a>,
}

impl Subject<'_> {
    /// An ARN with every `{word}` replaced. `key` is what `{key}` stands for.
    pub(super) fn fill(&self, arn: &str, key: Option<&str>) -> String {
        let mut filled = String::with_capacity(arn.len());
        let mut rest = arn;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.word(word, key));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn word(&self, word: &str, key: Option<&str>) -> String {
        match word {
            "partition" => self.place.partition.to_owned(),
            "region" => known(&self.place.region),
            "account" => self.place.account.clone(),
            "key" => key.map_or_else(|| "*".to_owned(), known),
            field => {
                let found = matches(self.spec, field);
                let written = found.first().and_then(|found| known_text(found.value));
                let predicted = || self.outputs.get(field)?.as_deref().map(known);
                let text = written.or_else(predicted);
                text.map_or_else(|| "*".to_owned(), |text| self.named(text))
            }
        }
    }

    /// A name as the policies are to have it.
    fn named(&self, name: String) -> String {
        let Names::Prefix(prefix) = self.names else {
            return name;
        };
        let start = format!("{prefix}-");
        match name.find(&start) {
            Some(position) if !prefix.is_empty() => {
                let end = position + start.len();
                format!("{}*", name.get(..end).unwrap_or(&name))
            }
            _ => name,
        }
    }

    /// What a value names by an ARN of a sort such as `arn:{partition}:iam::{account}:role/*`: nothing if
    /// it is the ARN of something else, and everything of the sort if it is not known.
    pub(super) fn of_sort(&self, value: &Value, sort: &str) -> Option<String> {
        let all = self.fill(sort, None);
        let Some(text) = known_text(value).filter(|text| text.starts_with("arn:")) else {
            return Some(all);
        };
        (sort_of(&text) == sort_of(&all)).then(|| self.named(text))
    }

    /// The key that a value names. Policies name keys by their own ARNs, never by aliases.
    pub(super) fn key(&self, value: &Value) -> String {
        const KEYS: &str = "arn:{partition}:kms:{region}:{account}:key/*";
        let exactly = self.of_sort(value, KEYS);
        exactly.unwrap_or_else(|| self.fill(KEYS, None))
    }
}

/// Service and type of the resource in an ARN: `iam` and `role`.
fn sort_of(arn: &str) -> (Option<&str>, Option<&str>) {
    let mut parts = arn.splitn(6, ':').skip(2);
    let service = parts.next();
    let resource = parts.nth(2);
    (service, resource.and_then(|resource| resource.split([':', '/']).next()))
}

/// A text with `*` for what AWS has yet to invent or to tell.
fn known(text: &str) -> String {
    unknown::replace(text, "*")
}

fn known_text(value: &Value) -> Option<String> {
    value.as_str().map(known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What a subject in account 123456789012 makes of something.
    fn with<T>(spec: Value, names: Names<'_>, make: impl FnOnce(Subject<'_>) -> T) -> T {
        let outputs = BTreeMap::from([("arn".to_owned(), Some("arn:of:it".to_owned()))]);
        make(Subject {
            place: &Place::new("123456789012", "us-gov-west-1"),
            spec: &spec,
            outputs: &outputs,
            names,
        })
    }

    fn filled(spec: Value, names: Names<'_>, arn: &str) -> String {
        with(spec, names, |subject| subject.fill(arn, Some("eu-west-1")))
    }

    #[test]
    fn fields_outputs_and_places_fill_an_arn() {
        let fill = |arn| filled(json!({ "name": "a", "at": { "key": "b" } }), Names::Exact, arn);
        assert_eq!(
            fill("arn:{partition}:x:{region}:{account}:y/{name}/{at.key}"),
            "arn:aws-us-gov:x:us-gov-west-1:123456789012:y/a/b"
        );
        assert_eq!(fill("{arn}"), "arn:of:it");
        assert_eq!(fill("in {key}"), "in eu-west-1");
        assert_eq!(fill("{absent}"), "*");
    }

    #[test]
    fn what_aws_has_yet_to_invent_is_anything() {
        let name = format!("a-{}-b", unknown::mark("x.y.z.id"));
        assert_eq!(filled(json!({ "name": name }), Names::Exact, "y/{name}"), "y/a-*-b");
    }

    #[test]
    fn a_prefix_covers_every_name_that_has_it() {
        let fill = |name| filled(json!({ "name": name }), Names::Prefix("shop-dev"), "y/{name}");
        assert_eq!(fill("shop-dev-users"), "y/shop-dev-*");
        assert_eq!(fill("/aws/lambda/shop-dev-users"), "y//aws/lambda/shop-dev-*");
        assert_eq!(fill("shop-develop"), "y/shop-develop");
        assert_eq!(filled(json!({ "name": "-a" }), Names::Prefix(""), "y/{name}"), "y/-a");
    }

    #[test]
    fn what_a_field_names_is_of_the_sort_or_nothing() {
        const ROLES: &str = "arn:{partition}:iam::{account}:role/*";
        let of = |value: Value| with(json!({}), Names::Exact, |it| it.of_sort(&value, ROLES));
        let role = "arn:aws-us-gov:iam::123456789012:role/x";
        assert_eq!(of(json!(role)).as_deref(), Some(role));
        let any = "arn:aws-us-gov:iam::123456789012:role/*";
        assert_eq!(of(json!(unknown::mark("iam.role.x.arn"))).as_deref(), Some(any));
        assert_eq!(of(json!("arn:aws:iam::*:user/*")), None);
    }

    #[test]
    fn a_key_is_named_by_its_own_arn() {
        let of = |value: &str| with(json!({}), Names::Exact, |it| it.key(&json!(value)));
        let key = "arn:aws:kms:us-east-2:123456789012:key/1";
        assert_eq!(of(key), key);
        let any = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/*";
        assert_eq!(of("arn:aws:kms:us-east-2:123456789012:alias/x"), any);
        assert_eq!(of("alias/x"), any);
    }
}
