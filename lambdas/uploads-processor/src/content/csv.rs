//! Values between commas, as RFC 4180 has them: with a header, and as many fields in each record as that has.

use super::wrong::Wrong;

/// Records that go by.
#[derive(Default)]
pub struct Csv {
    state: State,
    /// Fields of this record that are over.
    fields: u64,
    /// Fields of the header, once it is over.
    header: Option<u64>,
    records: u64,
    line: u64,
    /// Bytes that have come, as far as a mark of the byte order is looked for.
    bytes: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Before a record.
    #[default]
    Record,
    /// Before a field.
    Field,
    /// Within a field.
    Plain,
    /// Within quotation marks.
    Quoted,
    /// After a quotation mark that ends the field, unless another follows.
    Quote,
}

/// What spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Csv {
    /// The next piece.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Wrong> {
        piece.iter().try_for_each(|byte| self.step(*byte))
    }

    /// How many records there are after the header.
    pub fn finish(mut self) -> Result<u64, Wrong> {
        match self.state {
            State::Record => {}
            State::Quoted => return Err(self.wrong("a quotation mark is not closed")),
            State::Field | State::Plain | State::Quote => self.end_record()?,
        }
        if self.header.is_none() {
            return Err(Wrong::new("it has no header"));
        }
        Ok(self.records)
    }

    fn step(&mut self, byte: u8) -> Result<(), Wrong> {
        if self.bytes < BYTE_ORDER_MARK.len() {
            self.bytes += 1;
            if BYTE_ORDER_MARK.get(self.bytes - 1) == Some(&byte) {
                return Ok(());
            }
            self.bytes = BYTE_ORDER_MARK.len();
        }
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (State::Quote, b'"') => State::Quoted,
            (state, b'\r') => state,
            (State::Record, b'\n') => State::Record,
            (_, b'\n') => {
                self.end_record()?;
                State::Record
            }
            (_, b',') => {
                self.fields += 1;
                State::Field
            }
            (State::Record | State::Field, b'"') => State::Quoted,
            (State::Plain, b'"') => return Err(self.wrong("a quotation mark is within a field")),
            (State::Quote, _) => return Err(self.wrong("a field goes on after its end")),
            (State::Record | State::Field | State::Plain, _) => State::Plain,
        };
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(())
    }

    fn end_record(&mut self) -> Result<(), Wrong> {
        let fields = std::mem::take(&mut self.fields) + 1;
        match self.header {
            None => self.header = Some(fields),
            Some(header) if header == fields => self.records += 1,
            Some(header) => {
                let text = format!("the record has {fields} fields, and the header has {header}");
                return Err(self.wrong(&text));
            }
        }
        Ok(())
    }

    fn wrong(&self, text: &str) -> Wrong {
        Wrong::new(format!("line {}: {text}", self.line + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::tests::found;

    #[test]
    fn records_are_counted_after_the_header() {
        for (text, count) in [
            ("a,b", 0),
            ("a,b\n", 0),
            ("a,b\n1,2\n3,4", 2),
            ("a,b\r\n1,2\r\n", 1),
            ("a\n\n1\n\n", 1),
            ("a,b\n\"x,\n\"\"y\",2\n", 1),
            ("a,b\n,\n", 1),
            ("\u{feff}\"a\",b\n1,2", 1),
            ("a\n\"\"\n", 1),
        ] {
            assert_eq!(found("text/csv", text.as_bytes()), Ok(Some(count)), "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        for (text, wrong) in [
            ("", "it has no header"),
            ("a,b\n1\n", "line 2: the record has 1 fields, and the header has 2"),
            ("a\n1\n2,3", "line 3: the record has 2 fields, and the header has 1"),
            ("a\n\"1", "line 2: a quotation mark is not closed"),
            ("a\n1\"2\n", "line 2: a quotation mark is within a field"),
            ("a\n\"1\"2\n", "line 2: a field goes on after its end"),
            ("a,b\n\"x\ny\",1\n3", "line 4: the record has 1 fields, and the header has 2"),
        ] {
            assert_eq!(found("text/csv", text.as_bytes()).unwrap_err().0, wrong, "{text:?}");
        }
    }
}
