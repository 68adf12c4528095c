//! What is in a file, and whether it is what was said of it.

use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::Error;
use shared::data::Open;
use uploads_api::model::{Purpose, Upload};

use crate::content::{Look, Wrong};

/// What was found in a sound file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Its SHA-256 in hexadecimal digits.
    pub checksum: String,
    /// How many records it has, if it is a dataset whose format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_count: Option<u64>,
}

/// Reads a file to its end, unless something is wrong before that.
pub async fn inspect(upload: &Upload, mut file: Open) -> Result<Result<Findings, Wrong>, Error> {
    let Some(kind) = upload.purpose.kind(&upload.content_type) else {
        return Ok(Err(Wrong::new("its type is not one that can be uploaded")));
    };
    if file.size != upload.size {
        let text = format!("it has {} bytes, and {} were announced", file.size, upload.size);
        return Ok(Err(Wrong::new(text)));
    }
    if file.content_type != upload.content_type {
        return Ok(Err(Wrong::new("it was sent as another type than was announced")));
    }
    let mut digest = Sha256::new();
    let mut look = Look::at(&kind.form, upload.purpose == Purpose::Dataset);
    let mut length = 0;
    while let Some(piece) = file.bytes.next().await {
        let piece = piece.map_err(|error| broken(error.to_string()))?;
        length += piece.len() as u64;
        digest.update(&piece);
        if let Err(wrong) = look.feed(&piece) {
            return Ok(Err(wrong));
        }
    }
    if length != upload.size {
        return Err(broken("the file ended early".to_owned()));
    }
    let record_count = match look.finish() {
        Ok(record_count) => record_count,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let checksum = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Ok(Findings { checksum, record_count }))
}

fn broken(reason: String) -> Error {
    Error::Files { operation: "GetObject", code: "NoAnswer".to_owned(), reason }
}
