//! The form in which types are packed: each compressed by itself, so that one is unpacked without the others, with a
//! dictionary of what many have in common.
//!
//! ```text
//! length of the names, length of the dictionary     two numbers of 4 bytes, little-endian, as all
//! names                                             sorted, one a line
//! dictionary                                        compressed
//! ends                                              where the block of each type ends, a number each
//! blocks                                            JSON documents of `ResourceType`, compressed with the dictionary
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use language::schema::Schema;
use serde::Deserialize;
use serde_json::Value;

use crate::resource_type::ResourceType;

/// How far back deflate looks: a longer dictionary is of no use.
const WINDOW: usize = 32 * 1024;

/// Types, packed.
pub struct Pack<'a> {
    names: Vec<&'a str>,
    dictionary: LazyLock<Vec<u8>, Box<dyn FnOnce() -> Vec<u8> + Send + Sync + 'a>>,
    ends: &'a [u8],
    blocks: &'a [u8],
}

impl<'a> Pack<'a> {
    /// Reads what [`write`] has written. Nothing is unpacked yet.
    pub fn open(bytes: &'a [u8]) -> Self {
        let (header, rest) = bytes.split_at(8);
        let (names, rest) = rest.split_at(number(header, 0));
        let (dictionary, rest) = rest.split_at(number(header, 1));
        let names: Vec<&str> = std::str::from_utf8(names).unwrap_or_default().lines().collect();
        let (ends, blocks) = rest.split_at(4 * names.len());
        let unpack: Box<dyn FnOnce() -> Vec<u8> + Send + Sync> =
            Box::new(|| inflated(dictionary, &[]));
        Self { names, dictionary: LazyLock::new(unpack), ends, blocks }
    }

    /// The names of the types, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.names.iter().copied()
    }

    /// One type, by its place among the names.
    ///
    /// # Panics
    ///
    /// If the pack is broken, or made for another version.
    pub fn unpack(&self, index: usize) -> ResourceType {
        let start = index.checked_sub(1).map_or(0, |before| number(self.ends, before));
        let block = self.blocks.get(start..number(self.ends, index)).unwrap_or_default();
        let document = inflated(block, &self.dictionary);
        let read = || -> serde_json::Result<ResourceType> {
            let mut kind: ResourceType = serde_json::from_slice(&document)?;
            kind.schema = Schema::deserialize(&kind.published)?;
            kind.name = self.names.get(index).copied().unwrap_or_default().to_owned();
            Ok(kind)
        };
        match read() {
            Ok(kind) => kind,
            Err(error) => panic!("the pack of AWS's types is broken: {error}"),
        }
    }
}

/// The number at this place of a list.
fn number(bytes: &[u8], index: usize) -> usize {
    let bytes = bytes.get(4 * index..4 * index + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
}

/// Packs types, which are sorted by their names.
pub fn write(types: &[ResourceType]) -> serde_json::Result<Vec<u8>> {
    let documents: Vec<Value> = types.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    let dictionary = dictionary(&documents);
    let names: Vec<&str> = types.iter().map(|one| one.name.as_str()).collect();
    let (names, packed) = (names.join("\n"), deflated(&dictionary, &[]));
    let mut ends = Vec::new();
    let mut blocks = Vec::new();
    for document in documents {
        blocks.extend(deflated(document.to_string().as_bytes(), &dictionary));
        ends.extend(length(&blocks));
    }
    let header = [length(names.as_bytes()), length(&packed)].concat();
    Ok([header, names.into_bytes(), packed, ends, blocks].concat())
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// What the documents have in common: the parts that save most, those that save more nearer to the end, where
/// deflate reaches them with fewer bits.
fn dictionary(documents: &[Value]) -> Vec<u8> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for document in documents {
        let mut parts = Vec::new();
        collect(document, &mut parts);
        parts.sort();
        parts.dedup();
        parts.into_iter().for_each(|part| *counts.entry(part).or_default() += 1);
    }
    const FEW: usize = 4;
    let mut parts: Vec<(usize, String)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= FEW)
        .map(|(part, count)| (count * part.len(), part))
        .collect();
    parts.sort_by(|one, other| other.cmp(one));
    let mut chosen: Vec<String> = Vec::new();
    let mut size = 0;
    for (_, part) in parts {
        let is_in_another = chosen.iter().any(|other| other.contains(&part));
        if !is_in_another && size + part.len() <= WINDOW {
            size += part.len();
            chosen.push(part);
        }
    }
    chosen.reverse();
    chosen.concat().into_bytes()
}

/// The entries of a document's objects, as they are written.
fn collect(value: &Value, parts: &mut Vec<String>) {
    const LENGTHS: std::ops::Range<usize> = 12..1500;
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let part = format!("\"{key}\":{value},");
                if LENGTHS.contains(&part.len()) {
                    parts.push(part);
                }
                collect(value, parts);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, parts)),
        _ => {}
    }
}

fn deflated(bytes: &[u8], dictionary: &[u8]) -> Vec<u8> {
    let mut stream = Compress::new(Compression::best(), true);
    if !dictionary.is_empty() {
        let _ = stream.set_dictionary(dictionary);
    }
    let mut packed = Vec::with_capacity(bytes.len() + 64);
    while !matches!(
        stream.compress_vec(
            bytes.get(stream.total_in() as usize..).unwrap_or_default(),
            &mut packed,
            FlushCompress::Finish
        ),
        Ok(Status::StreamEnd) | Err(_)
    ) {
        packed.reserve(packed.capacity());
    }
    packed
}

fn inflated(block: &[u8], dictionary: &[u8]) -> Vec<u8> {
    let mut stream = Decompress::new(true);
    let mut document = Vec::with_capacity(16 * block.len() + 64);
    loop {
        let rest = block.get(stream.total_in() as usize..).unwrap_or_default();
        match stream.decompress_vec(rest, &mut document, FlushDecompress::Finish) {
            Ok(Status::StreamEnd) => return document,
            Ok(_) => document.reserve(document.capacity()),
            Err(error) if error.needs_dictionary().is_some() => {
                if stream.set_dictionary(dictionary).is_err() {
                    return document;
                }
            }
            Err(_) => return document,
        }
    }
}
