//! The stable name of a resource: `dynamodb.table.users`, or `dynamodb.table.users["eu"]`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::unknown;

/// `<kind>.<name>`, with the key of its `for_each` instance where there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Address {
    pub kind: String,
    pub name: String,
    pub key: Option<String>,
}

impl Address {
    pub fn new(kind: &str, name: &str, key: Option<&str>) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            key: key.map(str::to_owned),
        }
    }

    /// Reads what people write: `kind.name` or `kind.name["key"]`. A kind has two parts; the type
    /// names of CloudFormation (`AWS::SNS::Topic.alerts`) have colons and one.
    pub fn parse(text: &str) -> Option<Self> {
        let (base, key) = match text.split_once("[\"") {
            Some((base, rest)) => (base, Some(rest.strip_suffix("\"]")?)),
            None => (text, None),
        };
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
                let key = unknown::display(key);
                write!(f, "{}.{}[\"{key}\"]", self.kind, self.name)
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
