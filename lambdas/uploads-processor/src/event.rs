//! What S3 and DynamoDB tell.

use serde::Deserialize;
use serde_json::Value;
use shared::Error;

/// An event of either.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    /// Its parts. S3's event that tries a notification out has none.
    #[serde(default, rename = "Records")]
    records: Vec<Value>,
}

/// Something that an event tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A file has arrived under this key.
    Arrived(String),
    /// DynamoDB has dropped an upload whose time was over.
    Expired(Expired),
}

/// What was dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The key of the upload in its table: `<tenant>:<ULID>`.
    pub key: String,
    /// How far it was.
    pub status: String,
    /// Its length in bytes.
    pub size: i64,
}

impl Event {
    /// What it tells, in its order.
    pub fn happenings(&self) -> Result<Vec<Happening>, Error> {
        let mut happenings = Vec::with_capacity(self.records.len());
        for record in &self.records {
            happenings.extend(happening(record)?);
        }
        Ok(happenings)
    }
}

/// What a record tells, if it is of those that matter. One that cannot be read ends in the dead-letter queue.
fn happening(record: &Value) -> Result<Option<Happening>, Error> {
    let name = record["eventName"].as_str().unwrap_or_default();
    match record["eventSource"].as_str() {
        Some("aws:s3") if name.starts_with("ObjectCreated:") => {
            let key = record["s3"]["object"]["key"].as_str().and_then(decoded);
            key.map(Happening::Arrived).map(Some).ok_or_else(unreadable)
        }
        Some("aws:s3") => Ok(None),
        Some("aws:dynamodb") if name == "REMOVE" && is_expiry(record) => {
            expired(&record["dynamodb"]["OldImage"]).map(Some).ok_or_else(unreadable)
        }
        Some("aws:dynamodb") => Ok(None),
        _ => Err(unreadable()),
    }
}

/// Whether DynamoDB has done it by itself, as its documentation on time to live says.
fn is_expiry(record: &Value) -> bool {
    let identity = &record["userIdentity"];
    identity["principalId"] == "dynamodb.amazonaws.com"
}

fn expired(image: &Value) -> Option<Happening> {
    let text = |name: &str| image[name]["S"].as_str().map(str::to_owned);
    Some(Happening::Expired(Expired {
        key: text("content_id")?,
        status: text("status")?,
        size: image["size"]["N"].as_str()?.parse().ok()?,
    }))
}

fn unreadable() -> Error {
    Error::Answer("a record of the event is neither S3's nor DynamoDB's".to_owned())
}

/// A key as S3 writes it in events: as in a form, so that a `+` is a space.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn happenings(records: Value) -> Result<Vec<Happening>, Error> {
        serde_json::from_value::<Event>(json!({ "Records": records })).unwrap().happenings()
    }

    #[test]
    fn a_key_is_decoded() {
        let arrived = |key: &str| {
            let object = json!({ "object": { "key": key } });
            happenings(json!([{
                "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": object,
            }]))
        };
        for (told, key) in [
            ("incoming/acme/01A", "incoming/acme/01A"),
            ("incoming/u_a%2Bb%40c/%C3%BC+x", "incoming/u_a+b@c/\u{fc} x"),
        ] {
            assert_eq!(arrived(told).unwrap(), [Happening::Arrived(key.to_owned())]);
        }
        for told in ["%", "%4", "%zz", "%+1", "%ff"] {
            assert!(arrived(told).is_err(), "{told}");
        }
    }

    #[test]
    fn only_what_dynamodb_dropped_by_itself_has_expired() {
        let image = json!({
            "content_id": { "S": "acme:01A" }, "status": { "S": "pending" }, "size": { "N": "7" },
        });
        let record = |identity: Value, name: &str| {
            json!({
                "eventSource": "aws:dynamodb", "eventName": name, "userIdentity": identity,
                "dynamodb": { "OldImage": image },
            })
        };
        let service = json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" });
        let expected = Expired { key: "acme:01A".into(), status: "pending".into(), size: 7 };
        let told = happenings(json!([
            record(service.clone(), "REMOVE"),
            record(Value::Null, "REMOVE"),
            record(service, "MODIFY"),
        ]));
        assert_eq!(told.unwrap(), [Happening::Expired(expected)]);
    }

    #[test]
    fn what_tells_nothing_is_nothing_and_what_cannot_be_read_is_an_error() {
        let test: Event = serde_json::from_value(json!({ "Event": "s3:TestEvent" })).unwrap();
        assert_eq!(test.happenings().unwrap(), []);
        let removed = json!([{ "eventSource": "aws:s3", "eventName": "ObjectRemoved:Delete" }]);
        assert_eq!(happenings(removed).unwrap(), []);
        assert!(happenings(json!([{ "eventSource": "aws:sqs" }])).is_err());
        assert!(happenings(json!([{}])).is_err());
    }
}
