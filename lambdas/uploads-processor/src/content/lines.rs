//! Lines of JSON.

use super::json::Json;
use super::wrong::Wrong;

/// Lines that go by, each with a value or blank.
#[derive(Default)]
pub struct JsonLines {
    line: Json,
    /// Lines that are over.
    lines: u64,
    records: u64,
}

impl JsonLines {
    /// The next piece.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Wrong> {
        for byte in piece {
            if *byte == b'\n' {
                self.end_line()?;
            } else {
                self.line.step(*byte).map_err(|wrong| self.wrong(&wrong))?;
            }
        }
        Ok(())
    }

    /// How many lines have a value.
    pub fn finish(mut self) -> Result<u64, Wrong> {
        self.end_line()?;
        Ok(self.records)
    }

    fn end_line(&mut self) -> Result<(), Wrong> {
        let line = std::mem::take(&mut self.line);
        if !line.is_blank() {
            line.finish().map_err(|wrong| self.wrong(&wrong))?;
            self.records += 1;
        }
        self.lines += 1;
        Ok(())
    }

    fn wrong(&self, wrong: &Wrong) -> Wrong {
        Wrong::new(format!("line {}: {}", self.lines + 1, wrong.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::tests::found;

    #[test]
    fn a_line_is_a_record() {
        for (text, count) in [
            ("", 0),
            ("\n\r\n \n", 0),
            ("{\"a\":1}\n{\"a\":2}\n", 2),
            ("1\r\n2", 2),
            ("[1,2,3]\n\n\"x\"", 2),
        ] {
            assert_eq!(found("application/jsonl", text.as_bytes()), Ok(Some(count)), "{text:?}");
        }
        for (text, line) in [("{}\n{\"a\":\n1}", 2), ("{}\n\n1 2", 3), ("{", 1)] {
            let wrong = found("application/x-ndjson", text.as_bytes()).unwrap_err();
            assert!(wrong.0.starts_with(&format!("line {line}: ")), "{text:?}: {}", wrong.0);
        }
    }
}
