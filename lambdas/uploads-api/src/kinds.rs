//! What may be uploaded: which types and how long, by what it is for. A type stands here once, with the bytes that its files
//! begin with.

use crate::purpose::Purpose;

/// A type of files.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, as a browser sends it.
    pub content_type: &'static str,
    /// What its files are like.
    pub form: Form,
}

/// What the files of a type are like.
#[derive(Debug, PartialEq, Eq)]
pub enum Form {
    /// At some place they have one of these bytes.
    Bytes(usize, &'static [&'static [u8]]),
    /// They begin with one of these bytes, and end with the same.
    Between(&'static [u8]),
    /// They have these at the beginning, and those eight bytes later.
    Riff(&'static [u8]),
    /// They are text in UTF-8, as datasets cut into records like this.
    Text(Records),
}

/// How text is cut into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// Not at all.
    None,
    /// The elements of an array, or one value.
    Json,
    /// A JSON value in each line.
    JsonLines,
    /// RFC 4180, with a header.
    Csv,
}

const PNG: Kind = bytes("image/png", 0, &[b"\x89PNG\r\n\x1a\n"]);
const JPEG: Kind = bytes("image/jpeg", 0, &[b"\xff\xd8\xff"]);
const GIF: Kind = bytes("image/gif", 0, &[b"GIF87a", b"GIF89a"]);
const WEBP: Kind = Kind { content_type: "image/webp", form: Form::Riff(b"WEBP") };
// ISO 14496-12 and QuickTime: a box has its length before its name.
const MP4: Kind = bytes("video/mp4", 4, &[b"ftyp"]);
const QUICKTIME: Kind =
    bytes("video/quicktime", 4, &[b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"]);
const WEBM: Kind = bytes("video/webm", 0, &[b"\x1aE\xdf\xa3"]);
const PDF: Kind = bytes("application/pdf", 0, &[b"%PDF-"]);
// The second is an archive without files.
const ZIP: Kind = bytes("application/zip", 0, &[b"PK\x03\x04", b"PK\x05\x06"]);
const DOCX: Kind = bytes(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    0,
    &[b"PK\x03\x04"],
);
const PPTX: Kind = bytes(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    0,
    &[b"PK\x03\x04"],
);
const PARQUET: Kind =
    Kind { content_type: "application/vnd.apache.parquet", form: Form::Between(b"PAR1") };
const PLAIN: Kind = text("text/plain", Records::None);
const MARKDOWN: Kind = text("text/markdown", Records::None);
const CSV: Kind = text("text/csv", Records::Csv);
const JSON: Kind = text("application/json", Records::Json);
const JSON_LINES: Kind = text("application/jsonl", Records::JsonLines);
const NDJSON: Kind = text("application/x-ndjson", Records::JsonLines);

static CONTENT: [Kind; 13] =
    [MP4, WEBM, QUICKTIME, PDF, PLAIN, MARKDOWN, PNG, JPEG, GIF, WEBP, DOCX, PPTX, ZIP];
static IMAGES: [Kind; 4] = [PNG, JPEG, GIF, WEBP];
static DATASETS: [Kind; 6] = [JSON, JSON_LINES, NDJSON, CSV, PARQUET, PLAIN];
static ASSETS: [Kind; 18] = [
    MP4, WEBM, QUICKTIME, PDF, PLAIN, MARKDOWN, PNG, JPEG, GIF, WEBP, DOCX, PPTX, ZIP, JSON,
    JSON_LINES, NDJSON, CSV, PARQUET,
];

const fn bytes(content_type: &'static str, place: usize, bytes: &'static [&'static [u8]]) -> Kind {
    Kind { content_type, form: Form::Bytes(place, bytes) }
}

const fn text(content_type: &'static str, records: Records) -> Kind {
    Kind { content_type, form: Form::Text(records) }
}

/// The names of all types, whatever they may be used for: assets may have any.
pub fn content_types() -> Vec<&'static str> {
    ASSETS.iter().map(|kind| kind.content_type).collect()
}

const MB: u64 = 1_000_000;

impl Purpose {
    /// The most bytes of a file.
    pub fn most(self) -> u64 {
        match self {
            Self::Dataset => 1_000 * MB,
            Self::ModuleContent => 500 * MB,
            Self::ProjectAsset | Self::AgentAsset => 100 * MB,
            Self::ModuleThumbnail | Self::PostAttachment => 10 * MB,
        }
    }

    /// The types of files.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Dataset => &DATASETS,
            Self::ModuleContent => &CONTENT,
            Self::ProjectAsset | Self::AgentAsset => &ASSETS,
            Self::ModuleThumbnail | Self::PostAttachment => &IMAGES,
        }
    }

    /// The type with this name, if it may be used for this.
    pub fn kind(self, content_type: &str) -> Option<&'static Kind> {
        self.kinds().iter().find(|kind| kind.content_type == content_type)
    }
}
