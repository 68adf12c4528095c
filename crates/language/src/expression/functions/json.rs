//! JSON as Terraform writes it.

use std::io;

use serde::Serialize as _;
use serde_json::ser::Formatter;

use super::numeric::Numeric;
use crate::value::Value;

/// The JSON of a value as Terraform writes it: compact, with numbers in full digits and with `<`,
/// `>`, `&` and the two Unicode line separators escaped.
pub(super) fn json(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, TerraformJson);
    match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8_lossy(&bytes).into_owned(),
        // Cannot be: a JSON value has a JSON text, and memory does not fail to be written to.
        Err(_) => value.to_string(),
    }
}

struct TerraformJson;

impl Formatter for TerraformJson {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, float: f64) -> io::Result<()> {
        match Numeric::from_float(float) {
            Some(number) => write!(writer, "{number}"),
            None => self.write_null(writer),
        }
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let escaped = |symbol| matches!(symbol, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
        for part in fragment.split_inclusive(escaped) {
            match part.char_indices().next_back() {
                Some((end, symbol)) if escaped(symbol) => {
                    writer.write_all(part.get(..end).unwrap_or_default().as_bytes())?;
                    write!(writer, "\\u{:04x}", u32::from(symbol))?;
                }
                _ => writer.write_all(part.as_bytes())?,
            }
        }
        Ok(())
    }
}
