//! CSV as RFC 4180 and Terraform read it: a quote stands only at both ends of a field, and every line has as many fields.

use std::collections::HashSet;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::limits::check_count;
use super::words::excerpt;
use crate::value::{Object, Value};

pub(super) fn functions() -> Vec<Function> {
    vec![examines(
        "csvdecode(text)",
        "The lines of CSV text as maps, whose keys stand in the first line.",
        1..=1,
        csvdecode,
    )]
}

fn csvdecode(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let text = arguments::text(arguments, 0, "the text")?;
    let mut reader = Reader { rest: &text, line: 1 };
    let header = reader
        .record()?
        .ok_or("the text must start with a line of column names, but it is empty; write one")?;
    check_count(header.len())?;
    let mut names = HashSet::new();
    if let Some(name) = header.iter().find(|name| !names.insert(name.as_str())) {
        return Err(format!("two columns have the name {}; rename one", excerpt(name)));
    }
    let mut rows = Vec::new();
    let mut fields = 0;
    loop {
        let line = reader.line;
        let Some(record) = reader.record()? else {
            return Ok(Value::Array(rows));
        };
        if record.len() != header.len() {
            return Err(format!(
                "a line has {} fields, and not {} as the first line, at line {line} or below; add what is missing, or put what has commas in quotes",
                record.len(),
                header.len()
            ));
        }
        fields += record.len();
        check_count(fields)?;
        let values = record.into_iter().map(Value::from);
        rows.push(header.iter().cloned().zip(values).collect::<Object>().into());
    }
}

/// What is still to be read.
struct Reader<'a> {
    rest: &'a str,
    /// The line that it starts in, from 1 on.
    line: usize,
}

impl Reader<'_> {
    /// The next line that is not empty, in fields.
    fn record(&mut self) -> Result<Option<Vec<String>>, String> {
        while let Some(behind) = after_line_end(self.rest) {
            self.rest = behind;
            self.line += 1;
        }
        // As in Terraform, a carriage return at the very end is part of a line end.
        if self.rest.is_empty() || self.rest == "\r" {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            fields.push(match self.rest.strip_prefix('"') {
                Some(behind) => {
                    self.rest = behind;
                    self.quoted()?
                }
                None => self.plain()?,
            });
            match self.rest.strip_prefix(',') {
                Some(behind) => self.rest = behind,
                None => break,
            }
        }
        if let Some(behind) = after_line_end(self.rest) {
            self.rest = behind;
            self.line += 1;
        } else if matches!(self.rest, "" | "\r") {
            self.rest = "";
        } else {
            return Err(self.bad("something stands behind the quote that ends a field"));
        }
        Ok(Some(fields))
    }

    fn plain(&mut self) -> Result<String, String> {
        let line_end = self.rest.find('\n').unwrap_or(self.rest.len());
        let line = &self.rest[..line_end];
        let line = line.strip_suffix('\r').unwrap_or(line);
        let field = line.split(',').next().unwrap_or_default();
        if field.contains('"') {
            return Err(self.bad("a quote stands inside a field that does not start with one"));
        }
        self.rest = &self.rest[field.len()..];
        Ok(field.to_owned())
    }

    fn quoted(&mut self) -> Result<String, String> {
        let mut field = String::new();
        while let Some((before, behind)) = self.rest.split_once('"') {
            self.line += before.matches('\n').count();
            field.push_str(&before.replace("\r\n", "\n"));
            match behind.strip_prefix('"') {
                Some(behind) => {
                    field.push('"');
                    self.rest = behind;
                }
                None => {
                    self.rest = behind;
                    return Ok(field);
                }
            }
        }
        Err(self.bad("a field starts with a quote, and none ends it"))
    }

    fn bad(&self, what: &str) -> String {
        format!(
            "the text is not CSV, at line {}: {what}; write two quotes for one, inside a quoted field",
            self.line
        )
    }
}

fn after_line_end(text: &str) -> Option<&str> {
    text.strip_prefix('\n').or_else(|| text.strip_prefix("\r\n"))
}
