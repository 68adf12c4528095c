//! CBOR, in which CloudWatch answers, as far as the Smithy protocol "RPC v2 CBOR" uses it: read into the values that
//! answers in JSON are looked at as (<https://www.rfc-editor.org/rfc/rfc8949>).

use serde_json::{Map, Number, Value};

/// How deep values may stand in each other. The answers of AWS are a few levels deep.
const DEEPEST: u8 = 64;

/// The document, if it is a map in CBOR. No text in JSON or XML begins as one does.
pub fn document(body: &[u8]) -> Option<Value> {
    let is_map = body.first().is_some_and(|first| first >> 5 == MAP);
    let mut rest = body;
    let value = is_map.then(|| value(&mut rest, DEEPEST))??;
    rest.is_empty().then_some(value)
}

/// The major types that a document is made of.
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;
const BREAK: u8 = 0xff;

/// The next value, which `rest` then stands behind.
fn value(rest: &mut &[u8], depth: u8) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let first = byte(rest)?;
    let (major, short) = (first >> 5, first & 0x1f);
    if major == 7 {
        return simple(rest, short);
    }
    let count = count(rest, short)?;
    Some(match (major, count) {
        (0, Some(number)) => number.into(),
        (1, Some(number)) => (-1 - i64::try_from(number).ok()?).into(),
        (BYTES | TEXT, count) => String::from_utf8(chunks(rest, major, count)?).ok()?.into(),
        (ARRAY, count) => {
            let mut list = Vec::new();
            while goes_on(rest, count, list.len())? {
                list.push(value(rest, depth)?);
            }
            list.into()
        }
        (MAP, count) => {
            let mut object = Map::new();
            let mut read = 0;
            while goes_on(rest, count, read)? {
                let Value::String(key) = value(rest, depth)? else {
                    return None;
                };
                object.insert(key, value(rest, depth)?);
                read += 1;
            }
            object.into()
        }
        // A tag says what the value behind it means, as that a number is a time.
        (TAG, Some(_)) => value(rest, depth)?,
        _ => return None,
    })
}

/// Whether a list or map has another element. One without a count ends with a mark.
fn goes_on(rest: &mut &[u8], count: Option<u64>, read: usize) -> Option<bool> {
    match count {
        Some(count) => Some(u64::try_from(read).ok()? < count),
        None if *rest.first()? == BREAK => byte(rest).map(|_| false),
        None => Some(true),
    }
}

/// The bytes of a text, which may come in pieces.
fn chunks(rest: &mut &[u8], major: u8, count: Option<u64>) -> Option<Vec<u8>> {
    if let Some(count) = count {
        return Some(take(rest, usize::try_from(count).ok()?)?.to_vec());
    }
    let mut whole = Vec::new();
    loop {
        let first = byte(rest)?;
        if first == BREAK {
            return Some(whole);
        }
        let length = count_of(rest, first, major)?;
        whole.extend(take(rest, length)?);
    }
}

/// The length of a piece, which is of the same type as the whole.
fn count_of(rest: &mut &[u8], first: u8, major: u8) -> Option<usize> {
    let length = count(rest, first & 0x1f)??;
    (first >> 5 == major).then(|| usize::try_from(length).ok())?
}

/// The number that stands in a head or behind it; nothing where it is left open.
fn count(rest: &mut &[u8], short: u8) -> Option<Option<u64>> {
    Some(match short {
        0..=23 => Some(u64::from(short)),
        24..=27 => Some(number(take(rest, 1 << (short - 24))?)),
        31 => None,
        _ => return None,
    })
}

fn simple(rest: &mut &[u8], short: u8) -> Option<Value> {
    let float = |value: f64| Number::from_f64(value).map(Value::Number);
    match short {
        20 => Some(false.into()),
        21 => Some(true.into()),
        22 | 23 => Some(Value::Null),
        26 => float(f32::from_be_bytes(take(rest, 4)?.try_into().ok()?).into()),
        27 => float(f64::from_be_bytes(take(rest, 8)?.try_into().ok()?)),
        _ => None,
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    take(rest, 1)?.first().copied()
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_read_as_if_it_were_json() {
        let whole = b"\xa3\x61a\x82\x01\x20\x61b\xf6\x61c\xfb\x40\x04\x00\x00\x00\x00\x00\x00";
        assert_eq!(document(whole), Some(json!({ "a": [1, -1], "b": null, "c": 2.5 })));
        // Without counts, in pieces, and with a tag that says it is a time.
        let open = b"\xbf\x61a\x9f\x7f\x61x\x61y\xff\xff\x61t\xc1\x18\x64\xff";
        assert_eq!(document(open), Some(json!({ "a": ["xy"], "t": 100 })));
    }

    #[test]
    fn what_breaks_off_or_is_something_else_is_none() {
        let whole = b"\xa1\x61a\x82\x01\x02";
        for end in 0..whole.len() {
            assert_eq!(document(&whole[..end]), None, "{end}");
        }
        for other in [&b"{\"a\":1}"[..], b"<a/>", b"", b"\xa1\x01\x02", b"\xa0\x00"] {
            assert_eq!(document(other), None, "{other:?}");
        }
        assert_eq!(document(&[0xa1, 0x61, b'a'].repeat(200)), None);
    }
}
