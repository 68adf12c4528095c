//! A YAML value, and where the numbers in it stand: a float does not tell how many digits were written.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use crate::value::{Object, Value};

/// What was decoded.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub(super) value: Value,
    /// Where its floats are written.
    pub(super) numbers: Vec<Location>,
}

impl From<Value> for Decoded {
    fn from(value: Value) -> Self {
        Self { value, numbers: Vec::new() }
    }
}

impl<'de> Deserialize<'de> for Decoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value: Inner(mut decoded), defined, .. } =
            Spanned::deserialize(deserializer)?;
        if decoded.value.is_f64() {
            decoded.numbers.push(defined);
        }
        Ok(decoded)
    }
}

struct Inner(Decoded);

impl<'de> Deserialize<'de> for Inner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InnerVisitor).map(Self)
    }
}

struct InnerVisitor;

impl<'de> Visitor<'de> for InnerVisitor {
    type Value = Decoded;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_unit<E>(self) -> Result<Decoded, E> {
        Ok(Value::Null.into())
    }

    fn visit_none<E>(self) -> Result<Decoded, E> {
        Ok(Value::Null.into())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded, D::Error> {
        Inner::deserialize(deserializer).map(|inner| inner.0)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Decoded, E> {
        Ok(Value::from(flag).into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Decoded, E> {
        Ok(Value::from(number).into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Decoded, E> {
        Ok(Value::from(number).into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decoded, E> {
        match number.is_finite() {
            true => Ok(Value::from(number).into()),
            false => Err(E::custom("a non-finite number is not JSON")),
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<Decoded, E> {
        Ok(Value::from(text).into())
    }

    fn visit_string<E>(self, text: String) -> Result<Decoded, E> {
        Ok(Value::from(text).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Decoded, A::Error> {
        let mut numbers = Vec::new();
        let mut list = Vec::new();
        while let Some(element) = sequence.next_element::<Decoded>()? {
            numbers.extend(element.numbers);
            list.push(element.value);
        }
        let value = Value::Array(list);
        Ok(Decoded { value, numbers })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decoded, A::Error> {
        let mut numbers = Vec::new();
        let mut object = Object::new();
        while let Some((key, value)) = map.next_entry::<String, Decoded>()? {
            numbers.extend(value.numbers);
            object.insert(key, value.value);
        }
        let value = Value::Object(object);
        Ok(Decoded { value, numbers })
    }
}
