//! The stable name of a resource: `dynamodb.table.users`, or `dynamodb.table.users["eu"]`.

use std::fmt;

use serde::{Deserialize, Serialize};

use language::value::{in_quotes, out_of_quotes, unknown};

/// `<kind>.<name>`, with the key of its `for_each` instance where there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Address {
    pub kind: String,
    pub name: String,
    pub key: Option<String>,
}

impl Address {
    /// The address of a block, or of its instance with this key.
    pub fn new(kind: &str, name: &str, key: Option<&str>) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned(), key: key.map(str::to_owned) }
    }

    /// Reads what people write: `kind.name` or `kind.name["key"]`. A kind has two parts; the type
    /// names of CloudFormation (`AWS::SNS::Topic.alerts`) have colons and one.
    pub fn parse(text: &str) -> Option<Self> {
        let (base, key) = match text.split_once('[') {
            Some((base, rest)) => (base, Some(out_of_quotes(rest.strip_suffix(']')?)?)),
            None => (text, None),
        };
        if base.chars().any(char::is_control) {
            return None;
        }
        let key = key.as_deref();
        let (kind, name) = base.rsplit_once('.')?;
        let is_kind = kind.contains("::") || kind.split('.').count() == 2;
        let whole = is_kind && !name.is_empty() && kind.split('.').all(|part| !part.is_empty());
        whole.then(|| Self::new(kind, name, key))
    }

    /// Whether `other` names this resource, or the block of which it is an instance.
    pub fn is_selected_by(&self, other: &Address) -> bool {
        self.kind == other.kind
            && self.name == other.name
            && (other.key.is_none() || other.key == self.key)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => {
                let key = in_quotes(&unknown::display(key));
                write!(f, "{}.{}[{key}]", self.kind, self.name)
            }
            None => write!(f, "{}.{}", self.kind, self.name),
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| {
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!(
                "`{text}` is no address: one reads `<kind>.<name>`, such as `dynamodb.table.users`"
            )
        })
    }
}

impl std::str::FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_key_stands_in_one_line_and_is_read_again(key in any::<String>()) {
            prop_assume!(!key.contains(unknown::RESERVED));
            let address = Address::new("fake.thing", "a", Some(&key));
            let text = address.to_string();
            prop_assert!(!text.contains(['\n', '\r', '\u{1b}']), "{text:?}");
            prop_assert_eq!(Address::parse(&text), Some(address));
        }
    }

    #[test]
    fn a_quote_in_a_key_may_be_written_as_it_is() {
        for (text, key) in [
            (r#"fake.thing.a["x"y"]"#, r#"x"y"#),
            (r#"fake.thing.a["x\"y"]"#, r#"x"y"#),
            (r#"fake.thing.a["x\d"]"#, r"x\d"),
        ] {
            let address = Address::new("fake.thing", "a", Some(key));
            assert_eq!(Address::parse(text), Some(address), "{text}");
        }
    }

    #[test]
    fn a_name_ends_no_line() {
        let refused = Address::try_from("fake.thing.a\nDone.".to_owned()).unwrap_err();
        assert!(refused.starts_with("`fake.thing.a Done.` is no address"), "{refused}");
    }
}
