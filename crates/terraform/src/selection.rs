//! Which resources of a state are meant.

use std::fmt;
use std::str::FromStr;

use regex::Regex;

use super::state::Instance;

/// A text that is looked for in an address. `*` stands for any text, and `?` for one character; brackets
/// stand for themselves, as they hold indices. Between slashes it is a regular expression.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    /// Whether the pattern is found in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expression = text.strip_prefix('/').and_then(|text| text.strip_suffix('/'));
        let regex = match expression {
            Some(expression) => Regex::new(expression),
            None if text.is_empty() => {
                return Err("a pattern has at least one character".to_owned());
            }
            None => Regex::new(&wildcards(text)),
        };
        Ok(Self { written: text.to_owned(), regex: regex.map_err(|error| error.to_string())? })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Text with wildcards as a regular expression.
fn wildcards(text: &str) -> String {
    let escaped = regex::escape(text);
    format!("(?s){}", escaped.replace(r"\*", ".*").replace(r"\?", "."))
}

/// One of Terraform's types, or several by wildcards: `aws_dynamodb_table`, `aws_s3_*`.
#[derive(Debug, Clone)]
pub struct TypePattern(Pattern);

impl FromStr for TypePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let whole = Regex::new(&format!("^{}$", wildcards(text)));
        Ok(Self(Pattern {
            written: text.to_owned(),
            regex: whole.map_err(|error| error.to_string())?,
        }))
    }
}

/// A tag that an object carries: `Project=shop`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

impl FromStr for Tag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((key, value)) if !key.is_empty() => {
                Ok(Self { key: key.to_owned(), value: value.to_owned() })
            }
            _ => Err("write `--tag key=value`".to_owned()),
        }
    }
}

/// What is asked for. Without anything, everything is.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// One of these is in the address.
    pub matches: Vec<Pattern>,
    /// One of these is the type.
    pub types: Vec<TypePattern>,
    /// All of these are on the object.
    pub tags: Vec<Tag>,
    /// None of these is in the address.
    pub excluded: Vec<Pattern>,
}

/// Why something is not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSelected {
    /// It has none of the patterns in its address.
    Address,
    /// It is of another type.
    Type,
    /// It does not have this tag.
    Tag(Tag),
    /// This pattern excludes it.
    Excluded(String),
}

impl Selection {
    /// Whether an instance is meant.
    ///
    /// # Errors
    /// Why it is not.
    pub fn choose(&self, instance: &Instance) -> Result<(), NotSelected> {
        let address = instance.address.to_string();
        if let Some(pattern) = self.excluded.iter().find(|pattern| pattern.is_in(&address)) {
            return Err(NotSelected::Excluded(pattern.to_string()));
        }
        let any = |patterns: &[Pattern]| {
            patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_in(&address))
        };
        if !any(&self.matches) {
            return Err(NotSelected::Address);
        }
        let type_name = &instance.address.type_name;
        let is_type = |TypePattern(pattern): &TypePattern| pattern.is_in(type_name);
        if !self.types.is_empty() && !self.types.iter().any(is_type) {
            return Err(NotSelected::Type);
        }
        let missing = |tag: &&Tag| instance.attributes.tag(&tag.key) != Some(&tag.value);
        match self.tags.iter().find(missing) {
            Some(tag) => Err(NotSelected::Tag(tag.clone())),
            None => Ok(()),
        }
    }
}

impl fmt::Display for NotSelected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("nothing in `--match` is in its address"),
            Self::Type => f.write_str("it is of none of the types in `--type`"),
            Self::Tag(Tag { key, value }) => write!(f, "it does not have the tag `{key}={value}`"),
            Self::Excluded(pattern) => write!(f, "`--exclude {pattern}` is in its address"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::testing::instance;

    fn selection(matches: &[&str], excluded: &[&str]) -> Selection {
        let patterns = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Selection {
            matches: patterns(matches),
            excluded: patterns(excluded),
            ..Selection::default()
        }
    }

    fn meant(selection: &Selection, address: &str) -> bool {
        selection.choose(&instance(address, json!({}))).is_ok()
    }

    #[test]
    fn patterns_are_looked_for_in_addresses() {
        let address = r#"module.shop["eu"].aws_s3_bucket.ai_nexus_uploads[0]"#;
        for pattern in [
            "ai_nexus", "module.shop[\"eu\"]", "aws_s3_bucket.*uploads[0]", "ai?nexus",
            "/uploads\\[[0-9]\\]$/", "/^module/",
        ] {
            assert!(meant(&selection(&[pattern], &[]), address), "{pattern}");
        }
        for pattern in ["ai.nexus", "uploads[1]", "aws_s3_bucket?uploads", "/^aws/"] {
            assert!(!meant(&selection(&[pattern], &[]), address), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_is_no_regular_expression_is_refused() {
        assert!("/(/".parse::<Pattern>().is_err());
        assert!("".parse::<Pattern>().is_err());
    }

    #[test]
    fn types_and_tags() {
        let table = instance(
            "aws_dynamodb_table.users",
            json!({ "tags": { "Project": "shop" }, "tags_all": { "Project": "shop", "Env": "dev" } }),
        );
        let by_type =
            |text: &str| Selection { types: vec![text.parse().unwrap()], ..Selection::default() };
        assert_eq!(by_type("aws_dynamodb_*").choose(&table), Ok(()));
        assert_eq!(by_type("aws_dynamodb").choose(&table), Err(NotSelected::Type));
        let by_tag =
            |text: &str| Selection { tags: vec![text.parse().unwrap()], ..Selection::default() };
        assert_eq!(by_tag("Env=dev").choose(&table), Ok(()));
        assert!(by_tag("Env=prod").choose(&table).is_err());
    }

    proptest! {
        #[test]
        fn without_anything_everything_is_meant(name in "[a-z_]{1,12}") {
            let address = format!("aws_s3_bucket.{name}");
            prop_assert!(meant(&Selection::default(), &address));
        }

        #[test]
        fn one_more_pattern_never_leaves_more(name in "[a-z]{1,4}", first in "[a-z*?]{1,3}", second in "[a-z*?]{1,3}") {
            let address = format!("aws_s3_bucket.{name}");
            if meant(&selection(&[&first], &[]), &address) {
                prop_assert!(meant(&selection(&[&first, &second], &[]), &address));
            }
        }

        #[test]
        fn what_is_excluded_is_never_meant(name in "[a-z]{1,4}", pattern in "[a-z*?]{1,3}", other in "[a-z*?]{1,3}") {
            let address = format!("aws_s3_bucket.{name}");
            let excluded = !meant(&selection(&[], &[&pattern]), &address);
            prop_assert_eq!(excluded, meant(&selection(&[&pattern], &[]), &address));
            if excluded {
                prop_assert!(!meant(&selection(&[&other], &[&pattern]), &address));
            }
        }
    }
}
