//! Ids: ULIDs, which sort by the time at which they were made. A stored key is `<tenant>:<ULID>`, so that a policy can
//! hold it against the tenant of a session. Callers say the ULID alone, or `public:<ULID>`: the tenant comes from their
//! token, and what is another's cannot be named.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ulid::Ulid;

use crate::Error;
use crate::api::Tenant;

/// An id as callers say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    is_public: bool,
    ulid: Ulid,
}

/// A text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is not an id: 26 letters and digits, with `public:` before them for what belongs to everybody"
)]
pub struct NoId;

const PUBLIC: &str = "public:";

impl Id {
    /// Of a moment, and of chance.
    pub fn of(now: Timestamp, chance: u128) -> Self {
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Self { is_public: false, ulid: Ulid::from_parts(milliseconds, chance) }
    }

    /// Whether it belongs to everybody.
    pub fn is_public(self) -> bool {
        self.is_public
    }

    /// The copy of it that belongs to everybody.
    pub fn published(self) -> Self {
        Self { is_public: true, ..self }
    }

    /// Without the tenant: of what is named within something else.
    pub fn bare(self) -> String {
        self.ulid.to_string()
    }

    /// The tenant that it belongs to, for a caller of this one.
    pub fn owner(self, tenant: &Tenant) -> &str {
        if self.is_public { Tenant::PUBLIC } else { tenant.as_str() }
    }

    /// The key in a table, for a caller of this tenant.
    pub fn stored(self, tenant: &Tenant) -> String {
        format!("{}:{}", self.owner(tenant), self.ulid)
    }

    /// The id that a key has for a caller of this tenant; none if it is another's.
    pub fn from_stored(key: &str, tenant: &Tenant) -> Option<Self> {
        let (owner, ulid) = key.rsplit_once(':')?;
        let is_public = owner == Tenant::PUBLIC;
        (is_public || owner == tenant.as_str()).then_some(())?;
        Some(Self { is_public, ulid: Ulid::from_string(ulid).ok()? })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_public { PUBLIC } else { "" }, self.ulid)
    }
}

impl FromStr for Id {
    type Err = NoId;

    fn from_str(text: &str) -> Result<Self, NoId> {
        let (is_public, ulid) = match text.strip_prefix(PUBLIC) {
            Some(ulid) => (true, ulid),
            None => (false, text),
        };
        let ulid: Ulid = ulid.parse().map_err(|_| NoId)?;
        let id = Self { is_public, ulid };
        // The alphabet has several ways to write one id, and keys have one.
        if id.to_string() == text { Ok(id) } else { Err(NoId) }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(public:)?[0-7][0-9A-HJKMNP-TV-Z]{25}$",
            "description": "A ULID, after `public:` if it belongs to everybody.",
        })
    }
}

/// Where the time and chance come from. Tests have their own.
pub struct Sources {
    /// What time it is.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// 16 random bytes.
    pub chance: Box<dyn Fn() -> Result<u128, Error> + Send + Sync>,
}

impl Sources {
    /// Those of the system.
    pub fn system() -> Self {
        Self { clock: Box::new(Timestamp::now), chance: Box::new(random) }
    }

    /// The system's chance, and this moment again and again.
    pub fn at(now: Timestamp) -> Self {
        Self { clock: Box::new(move || now), chance: Box::new(random) }
    }

    /// A new id.
    pub fn id(&self, now: Timestamp) -> Result<Id, Error> {
        Ok(Id::of(now, (self.chance)()?))
    }
}

fn random() -> Result<u128, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Randomness(error.to_string()))?;
    Ok(u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn acme() -> Tenant {
        Tenant::of("user", Some("acme")).unwrap()
    }

    #[test]
    fn a_key_has_the_tenant_and_an_id_has_not() {
        let id: Id = ULID.parse().unwrap();
        assert_eq!(id.stored(&acme()), format!("acme:{ULID}"));
        assert_eq!(id.published().stored(&acme()), format!("public:{ULID}"));
        for key in [format!("acme:{ULID}"), format!("public:{ULID}")] {
            assert_eq!(Id::from_stored(&key, &acme()).unwrap().stored(&acme()), key);
        }
    }

    #[test]
    fn another_tenants_key_has_no_id_and_no_text_names_it() {
        for key in [format!("rival:{ULID}"), ULID.to_owned(), "acme:x".to_owned()] {
            assert_eq!(Id::from_stored(&key, &acme()), None);
        }
        for text in [
            "rival:01ARZ3NDEKTSV4RRFFQ69G5FAV", "acme:01ARZ3NDEKTSV4RRFFQ69G5FAV", "public:", "",
            "01arz3ndektsv4rrffq69g5fav", "public:public:01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FA", "O1ARZ3NDEKTSV4RRFFQ69G5FAV",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NoId), "{text}");
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let at = |second| Id::of(Timestamp::from_second(second).unwrap(), u128::MAX);
        assert!(at(1).bare() < at(2).bare());
    }
}
