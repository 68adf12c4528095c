//! A look at a file of some form.

use uploads_api::kinds::{Form, Records};

use super::csv::Csv;
use super::json::Json;
use super::lines::JsonLines;
use super::text::Utf8;
use super::wrong::Wrong;

/// A look at a file.
pub struct Look {
    form: &'static Form,
    start: Vec<u8>,
    end: Vec<u8>,
    text: Utf8,
    records: Reader,
}

/// What counts records.
enum Reader {
    None,
    Json(Json),
    JsonLines(JsonLines),
    Csv(Csv),
}

impl Look {
    /// How many bytes at the beginning tell a type.
    const START: usize = 16;

    /// How many bytes of the end are kept in mind.
    const END: usize = 4;

    /// Of a file that should have this form. The records of datasets are counted.
    pub fn at(form: &'static Form, is_dataset: bool) -> Self {
        let records = match form {
            Form::Text(records) if is_dataset => *records,
            _ => Records::None,
        };
        let records = match records {
            Records::None => Reader::None,
            Records::Json => Reader::Json(Json::default()),
            Records::JsonLines => Reader::JsonLines(JsonLines::default()),
            Records::Csv => Reader::Csv(Csv::default()),
        };
        Self { form, start: Vec::new(), end: Vec::new(), text: Utf8::default(), records }
    }

    /// The next piece.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Wrong> {
        let is_short = self.start.len() < Self::START;
        if is_short {
            let wanted = Self::START - self.start.len();
            self.start.extend(piece.iter().take(wanted));
            if self.start.len() == Self::START {
                self.check_start()?;
            }
        }
        self.end.extend(piece.iter().rev().take(Self::END).rev());
        let spare = self.end.len().saturating_sub(Self::END);
        self.end.drain(..spare);
        if let Form::Text(_) = self.form {
            self.text.feed(piece)?;
        }
        match &mut self.records {
            Reader::None => Ok(()),
            Reader::Json(json) => json.feed(piece),
            Reader::JsonLines(lines) => lines.feed(piece),
            Reader::Csv(csv) => csv.feed(piece),
        }
    }

    /// How many records there were, where the form tells.
    pub fn finish(self) -> Result<Option<u64>, Wrong> {
        self.check_start()?;
        if let Form::Between(mark) = self.form
            && self.end != *mark
        {
            return Err(Wrong::new("it does not end as files of its type do"));
        }
        self.text.finish()?;
        match self.records {
            Reader::None => Ok(None),
            Reader::Json(json) => json.finish().map(Some),
            Reader::JsonLines(lines) => lines.finish().map(Some),
            Reader::Csv(csv) => csv.finish().map(Some),
        }
    }

    fn check_start(&self) -> Result<(), Wrong> {
        let is_at = |place: usize, mark: &[u8]| {
            self.start.get(place..).is_some_and(|bytes| bytes.starts_with(mark))
        };
        let is_sound = match self.form {
            Form::Bytes(place, marks) => marks.iter().any(|mark| is_at(*place, mark)),
            Form::Between(mark) => is_at(0, mark),
            Form::Riff(mark) => is_at(0, b"RIFF") && is_at(8, mark),
            Form::Text(_) => true,
        };
        if is_sound { Ok(()) } else { Err(Wrong::new("it does not begin as files of its type do")) }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use uploads_api::model::Purpose;

    /// What a look finds in a file that comes in pieces of each length.
    pub fn found(content_type: &str, file: &[u8]) -> Result<Option<u64>, Wrong> {
        let purpose = [Purpose::Dataset, Purpose::ModuleContent];
        let kind = purpose.iter().find_map(|purpose| purpose.kind(content_type)).unwrap();
        let look = |length: usize| {
            let mut look = Look::at(&kind.form, true);
            file.chunks(length).try_for_each(|piece| look.feed(piece))?;
            look.finish()
        };
        let whole = look(file.len().max(1));
        for length in 1..20 {
            assert_eq!(look(length), whole, "{content_type} in pieces of {length}");
        }
        whole
    }

    #[test]
    fn files_begin_as_their_type_does() {
        let begin = |bytes: &[u8]| [bytes, &[0; 40]].concat();
        let sound: [(&str, Vec<u8>); 12] = [
            ("image/png", begin(b"\x89PNG\r\n\x1a\n")),
            ("image/jpeg", begin(b"\xff\xd8\xff\xe0")),
            ("image/gif", begin(b"GIF89a")),
            ("image/webp", begin(b"RIFF\x10\0\0\0WEBPVP8 ")),
            ("video/mp4", begin(b"\0\0\0\x18ftypisom")),
            ("video/quicktime", begin(b"\0\0\0\x14ftypqt  ")),
            ("video/quicktime", begin(b"\0\0\0\x08wide")),
            ("video/webm", begin(b"\x1aE\xdf\xa3")),
            ("application/pdf", begin(b"%PDF-1.7")),
            ("application/zip", begin(b"PK\x03\x04")),
            ("application/vnd.apache.parquet", [b"PAR1", &[0; 40][..], b"PAR1"].concat()),
            ("text/markdown", "# \u{dc}bung\n".into()),
        ];
        for (content_type, file) in &sound {
            assert_eq!(found(content_type, file), Ok(None), "{content_type}");
            for wrong in [&b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8"[..], b"", b"RIFF"] {
                let is_empty_text = wrong != b"MZ" && content_type.starts_with("text/");
                if !is_empty_text {
                    assert!(found(content_type, wrong).is_err(), "{content_type}: {wrong:?}");
                }
            }
        }
        let cut = [b"PAR1", &[0; 40][..]].concat();
        assert!(found("application/vnd.apache.parquet", &cut).is_err());
    }

    #[test]
    fn text_is_text() {
        assert_eq!(found("text/plain", "\u{1f600} \u{fc}ber".as_bytes()), Ok(None));
        for wrong in [&b"\xff\xfe"[..], b"a\0b", "\u{fc}".as_bytes().split_last().unwrap().1] {
            assert!(found("text/plain", wrong).is_err(), "{wrong:?}");
        }
    }
}
