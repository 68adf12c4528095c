//! Lists, page by page.

use garde::Validate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// How many items a page has at most: 1 to 100, and 20 unless it is said. It comes as the text of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    const MOST: u32 = 100;

    /// As a number of items.
    pub fn items(self) -> usize {
        self.0 as usize
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.parse() {
            Ok(limit @ 1..=Self::MOST) => Ok(Self(limit)),
            _ => Err(D::Error::custom("is a whole number from 1 to 100")),
        }
    }
}

impl JsonSchema for Limit {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer", "minimum": 1, "maximum": Self::MOST, "default": Self::default().0,
            "description": "How many items at most.",
        })
    }
}

/// One page of a list, newest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Page<T> {
    /// What is on the page. A page may have fewer items than were asked for, and more may follow.
    pub items: Vec<T>,
    /// What to send as `next` to get the page after this one; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What every list can be asked, and no more.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// How many items at most.
    #[serde(default)]
    pub limit: Limit,
    /// Where the page begins, as the page before it says.
    #[garde(length(chars, max = 1024))]
    pub next: Option<String>,
}
