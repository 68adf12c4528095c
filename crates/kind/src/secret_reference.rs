//! What a field says in place of a text to refer to a secret.

use std::fmt;

use crate::secret_store::{SecretStore, store};
use language::schema::Finding;
use language::value::{Object, Path, Secret, Value, type_name};

/// The key that names a part of a secret that holds a JSON object.
const PART: &str = "key";

/// What a field says in place of a text: `{ ssm: /shop/token }`, or `{ secret: shop/database, key: password }`.
#[derive(Clone)]
pub struct SecretReference {
    pub store: &'static dyn SecretStore,
    pub name: String,
    /// The key of the text in the JSON object that the secret holds.
    pub part: Option<String>,
}

impl SecretReference {
    /// Whether a key is that of a store, so that whatever has it is meant as a reference.
    pub fn is_named_by(key: &str) -> bool {
        store(key).is_some()
    }

    /// Whether a value is meant as a reference.
    pub fn is_like(value: &Value) -> bool {
        let mut keys = value.as_object().into_iter().flat_map(Object::keys);
        keys.any(|key| Self::is_named_by(key))
    }

    /// The reference that a value is [meant](Self::is_like) as.
    ///
    /// # Errors
    /// What is wrong with it, at the key that is to blame.
    pub fn of(value: &Value) -> Result<Self, Finding> {
        let no_reference = || {
            Finding::error(Path::root(), "this refers to no secret", "it names no store of secrets")
        };
        let object = value.as_object().ok_or_else(no_reference)?;
        let store = object.keys().find_map(|key| store(key)).ok_or_else(no_reference)?;
        let key = store.key();
        if let Some(other) = object.keys().find(|other| *other != key && *other != PART) {
            return Err(Finding {
                about_key: true,
                ..Finding::error(
                    Path::field(other),
                    format!("a reference to a secret has no `{other}`"),
                    format!("it has `{key}` and, for a part of a JSON object, `{PART}`"),
                )
            });
        }
        let text = |key: &str| match object.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(other) => Err(Finding::error(
                Path::field(key),
                format!("`{key}` names nothing"),
                match other {
                    Value::String(_) => "this is empty".to_owned(),
                    other => format!("this is {}, and a text is expected", type_name(other)),
                },
            )),
        };
        Ok(Self { store, name: text(key)?.unwrap_or_default(), part: text(PART)? })
    }

    /// The region of a secret that is named by its ARN.
    pub fn region(&self) -> Option<&str> {
        self.name.strip_prefix("arn:")?.split(':').nth(2).filter(|region| !region.is_empty())
    }

    /// The text of this reference in the text of a secret.
    ///
    /// # Errors
    /// In a sentence without anything of the text: what it is not.
    pub fn part_of(&self, text: &Secret) -> Result<Secret, String> {
        let Some(part) = &self.part else {
            return Ok(text.clone());
        };
        let object: Object = serde_json::from_str(text.expose())
            .map_err(|_| format!("{self} holds no JSON object, so it has no `{part}`"))?;
        match object.get(part) {
            Some(Value::String(text)) => Ok(text.clone().into()),
            Some(Value::Null) | None => {
                let keys: Vec<String> = object.keys().map(|key| format!("`{key}`")).collect();
                Err(format!("{self} has no `{part}`; it has {}", keys.join(", ")))
            }
            Some(other) => Ok(other.to_string().into()),
        }
    }
}

/// As `ssm:/shop/token` and `secret:shop/database#password`.
impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.store.key(), self.name)?;
        match &self.part {
            Some(part) => write!(f, "#{part}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for SecretReference {
    fn eq(&self, other: &Self) -> bool {
        let Self { store, name, part } = self;
        store.key() == other.store.key() && *name == other.name && *part == other.part
    }
}

impl Eq for SecretReference {}
