//! Digests of texts and files, and the names that are made of digests.

use std::fmt::Write as _;
use std::io::{self, Read};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::arguments::{self, Outcome};
use super::files::opened;
use super::function::{Function, Surroundings, examines};
use super::words::excerpt;
use crate::value::Value;

/// How much of a file is in memory while it is digested, in bytes.
const CHUNK: usize = 64 << 10;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines("md5(text)", "The MD5 of the text, in hexadecimal digits.", 1..=1, of_text::<Md5>),
        examines(
            "sha1(text)",
            "The SHA-1 of the text, in hexadecimal digits.",
            1..=1,
            of_text::<Sha1>,
        ),
        examines(
            "sha256(text)",
            "The SHA-256 of the text, in hexadecimal digits.",
            1..=1,
            of_text::<Sha256>,
        ),
        examines(
            "sha512(text)",
            "The SHA-512 of the text, in hexadecimal digits.",
            1..=1,
            of_text::<Sha512>,
        ),
        examines(
            "base64sha256(text)",
            "The SHA-256 of the text, in Base64.",
            1..=1,
            of_text_in_base64::<Sha256>,
        ),
        examines(
            "base64sha512(text)",
            "The SHA-512 of the text, in Base64.",
            1..=1,
            of_text_in_base64::<Sha512>,
        ),
        examines(
            "filemd5(path)",
            "The MD5 of a file, in hexadecimal digits.",
            1..=1,
            of_file::<Md5>,
        ),
        examines(
            "filesha1(path)",
            "The SHA-1 of a file, in hexadecimal digits.",
            1..=1,
            of_file::<Sha1>,
        ),
        examines(
            "filesha256(path)",
            "The SHA-256 of a file, in hexadecimal digits.",
            1..=1,
            of_file::<Sha256>,
        ),
        examines(
            "filesha512(path)",
            "The SHA-512 of a file, in hexadecimal digits.",
            1..=1,
            of_file::<Sha512>,
        ),
        examines(
            "filebase64sha256(path)",
            "The SHA-256 of a file in Base64, as Lambda knows a package by.",
            1..=1,
            of_file_in_base64::<Sha256>,
        ),
        examines(
            "filebase64sha512(path)",
            "The SHA-512 of a file, in Base64.",
            1..=1,
            of_file_in_base64::<Sha512>,
        ),
        examines(
            "uuidv5(namespace, name)",
            "The UUID of a name: always the same. The namespace is `dns`, `url`, `oid`, `x500` or a UUID.",
            2..=2,
            uuidv5,
        ),
    ]
}

/// Bytes in lower-case hexadecimal.
pub(super) fn hexadecimal(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn of_text<D: Digest>(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(hexadecimal(D::digest(text.as_bytes())).into())
}

fn of_text_in_base64<D: Digest>(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    Ok(BASE64_STANDARD.encode(D::digest(text.as_bytes())).into())
}

fn of_file<D: Digest>(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    Ok(hexadecimal(digest::<D>(arguments, surroundings)?).into())
}

fn of_file_in_base64<D: Digest>(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    Ok(BASE64_STANDARD.encode(digest::<D>(arguments, surroundings)?).into())
}

fn digest<D: Digest>(
    arguments: &[Value],
    surroundings: &dyn Surroundings,
) -> Result<Vec<u8>, String> {
    let file = opened(arguments, surroundings)?;
    let spent = surroundings.budget().spend_hashing(file.length);
    spent.map_err(|problem| problem.message)?;
    digest_of::<D>(&file.file).map_err(|error| file.unreadable(&error))
}

fn digest_of<D: Digest>(mut source: impl Read) -> io::Result<Vec<u8>> {
    let mut hasher = D::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match source.read(&mut chunk)? {
            0 => return Ok(hasher.finalize().to_vec()),
            length => hasher.update(chunk.get(..length).unwrap_or_default()),
        }
    }
}

/// RFC 4122: the first 16 bytes of the SHA-1 of the namespace and the name, with the version and the variant set.
fn uuidv5(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let namespace = arguments::text(arguments, 0, "the namespace")?;
    let name = arguments::text(arguments, 1, "the name")?;
    let namespace = namespace_bytes(&namespace).ok_or_else(|| {
        format!(
            "the namespace must be dns, url, oid, x500 or a UUID, but it is {}; write one of these",
            excerpt(&namespace)
        )
    })?;
    let digest = Sha1::new().chain_update(namespace).chain_update(name.as_bytes()).finalize();
    let mut bytes = [0; 16];
    for (byte, digested) in bytes.iter_mut().zip(digest) {
        *byte = digested;
    }
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hexadecimal(bytes);
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
    Ok(groups.map(|group| digits.get(group).unwrap_or_default()).join("-").into())
}

/// The bytes of a namespace: one of the four of RFC 4122, or a UUID of the caller's.
fn namespace_bytes(namespace: &str) -> Option<[u8; 16]> {
    let of_rfc =
        |last: u128| Some((0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8 + (last << 96)).to_be_bytes());
    match namespace {
        "dns" => of_rfc(0),
        "url" => of_rfc(1),
        "oid" => of_rfc(2),
        "x500" => of_rfc(4),
        uuid => {
            let groups: Vec<&str> = uuid.split('-').collect();
            let is_form = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
            let digits = groups.concat();
            let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u128::from_str_radix(&digits, 16).ok()?;
            (is_form && is_hexadecimal).then(|| number.to_be_bytes())
        }
    }
}
