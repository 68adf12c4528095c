//! Terraform's addresses: `module.shop["eu"].aws_s3_bucket.uploads[0]`.

use std::fmt::{self, Write};

/// Whether Terraform manages an object or only looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Managed,
    Data,
}

/// Which instance of a block with `count` or `for_each`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Number(i64),
    Text(String),
}

/// A module that an address passes through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleCall {
    pub name: String,
    pub key: Option<Key>,
}

/// The address of one instance of a resource in a Terraform state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TerraformAddress {
    pub modules: Vec<ModuleCall>,
    pub mode: Mode,
    /// Terraform's type, such as `aws_s3_bucket`.
    pub type_name: String,
    pub name: String,
    pub key: Option<Key>,
}

impl TerraformAddress {
    /// Reads an address as Terraform prints it; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let modules = reader.modules()?;
        let mut type_name = reader.name()?;
        let mut mode = Mode::Managed;
        if type_name == "data" {
            mode = Mode::Data;
            reader.expect('.')?;
            type_name = reader.name()?;
        }
        reader.expect('.')?;
        let name = reader.name()?;
        let key = reader.key()?;
        reader.rest.is_empty().then_some(Self { modules, mode, type_name, name, key })
    }

    /// The block that this is an instance of, without any key: what a configuration can name.
    pub fn block(&self) -> Self {
        let without_key = |call: &ModuleCall| ModuleCall { name: call.name.clone(), key: None };
        Self { modules: self.modules.iter().map(without_key).collect(), key: None, ..self.clone() }
    }
}

/// The modules of an address, as a state writes them: `module.shop["eu"].module.tables`.
pub fn parse_modules(text: &str) -> Option<Vec<ModuleCall>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    // What follows the last module in an address is a dot.
    let dotted = format!("{text}.");
    let mut reader = Reader { rest: &dotted };
    let modules = reader.modules()?;
    (reader.rest.is_empty() && !modules.is_empty()).then_some(modules)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Every leading `module.<name>[<key>].`.
    fn modules(&mut self) -> Option<Vec<ModuleCall>> {
        let mut modules = Vec::new();
        while let Some(rest) = self.rest.strip_prefix("module.") {
            self.rest = rest;
            let name = self.name()?;
            let key = self.key()?;
            self.expect('.')?;
            modules.push(ModuleCall { name, key });
        }
        Some(modules)
    }

    /// A name, up to what cannot stand in one.
    fn name(&mut self) -> Option<String> {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn expect(&mut self, character: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(character)?;
        Some(())
    }

    /// `[0]`, `["key"]` or nothing. `None` where a bracket opens and no key follows.
    fn key(&mut self) -> Option<Option<Key>> {
        let Some(rest) = self.rest.strip_prefix('[') else {
            return Some(None);
        };
        self.rest = rest;
        let key = if self.rest.starts_with('"') {
            Key::Text(self.quoted()?)
        } else {
            let (number, _) = self.rest.split_once(']')?;
            self.rest = &self.rest[number.len()..];
            let canonical = |value: &i64| value.to_string() == number;
            Key::Number(number.parse().ok().filter(canonical)?)
        };
        self.expect(']')?;
        Some(Some(key))
    }

    /// A text in HCL's quotes.
    fn quoted(&mut self) -> Option<String> {
        self.expect('"')?;
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((position, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &self.rest[position + 1..];
                    return Some(text);
                }
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    'u' => text.push(code_point(&mut characters, 4)?),
                    'U' => text.push(code_point(&mut characters, 8)?),
                    plain @ ('"' | '\\') => text.push(plain),
                    _ => return None,
                },
                // `$${` and `%%{` are how HCL writes what would otherwise start a template.
                '$' | '%' => {
                    let doubled = format!("{character}{{");
                    text.push(character);
                    if characters.as_str().starts_with(&doubled) {
                        characters.next();
                    }
                }
                other => text.push(other),
            }
        }
        None
    }
}

fn code_point(characters: &mut std::str::CharIndices, digits: usize) -> Option<char> {
    let text: String = characters.take(digits).map(|(_, digit)| digit).collect();
    let value = u32::from_str_radix(&text, 16).ok()?;
    (text.len() == digits).then(|| char::from_u32(value))?
}

impl fmt::Display for TerraformAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ModuleCall { name, key } in &self.modules {
            write!(f, "module.{name}")?;
            write_key(f, key.as_ref())?;
            f.write_char('.')?;
        }
        if self.mode == Mode::Data {
            f.write_str("data.")?;
        }
        write!(f, "{}.{}", self.type_name, self.name)?;
        write_key(f, self.key.as_ref())
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: Option<&Key>) -> fmt::Result {
    match key {
        None => Ok(()),
        Some(Key::Number(number)) => write!(f, "[{number}]"),
        Some(Key::Text(text)) => {
            f.write_str("[\"")?;
            write_quoted(f, text)?;
            f.write_str("\"]")
        }
    }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '$' | '%' if characters.peek() == Some(&'{') => write!(f, "{character}{character}")?,
            control if control.is_control() => write!(f, "\\u{:04x}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_as_terraform_prints_them() {
        for text in [
            "aws_s3_bucket.uploads",
            "aws_s3_bucket.uploads[0]",
            "data.aws_region.current",
            r#"module.shop["eu"].module.tables[2].aws_dynamodb_table.team["or\"ders"]"#,
            r#"module.a["x.y[0]"].data.aws_vpc.core["$${z}"]"#,
        ] {
            let address = TerraformAddress::parse(text).expect(text);
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "", "aws_s3_bucket", "aws_s3_bucket.", "aws_s3_bucket.a.b", "aws_s3_bucket.a[",
            "aws_s3_bucket.a[x]", "aws_s3_bucket.a[\"x]", "aws_s3_bucket.a[0]x", "module.a",
            "data.aws_region",
        ] {
            assert_eq!(TerraformAddress::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_block_has_no_keys() {
        let address = TerraformAddress::parse(r#"module.shop["eu"].aws_s3_bucket.a[1]"#).unwrap();
        assert_eq!(address.block().to_string(), "module.shop.aws_s3_bucket.a");
    }

    fn key() -> impl Strategy<Value = Option<Key>> {
        prop_oneof![
            Just(None),
            any::<i64>().prop_map(|number| Some(Key::Number(number))),
            any::<String>().prop_map(|text| Some(Key::Text(text))),
            "[$%{}\"\\\\\\]\\[.]{0,8}".prop_map(|text| Some(Key::Text(text))),
        ]
    }

    fn name() -> impl Strategy<Value = String> {
        "[a-z_][a-zA-Z0-9_-]{0,12}"
    }

    prop_compose! {
        fn address()(
            modules in prop::collection::vec((name(), key()), 0..3),
            data: bool,
            type_name in "[a-z]+_[a-z0-9_]{1,12}",
            name in name(),
            key in key(),
        ) -> TerraformAddress {
            TerraformAddress {
                modules: modules.into_iter().map(|(name, key)| ModuleCall { name, key }).collect(),
                mode: if data { Mode::Data } else { Mode::Managed },
                type_name,
                name,
                key,
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(address in address()) {
            prop_assert_eq!(TerraformAddress::parse(&address.to_string()), Some(address));
        }

        #[test]
        fn no_text_is_too_much(text: String) {
            if let Some(address) = TerraformAddress::parse(&text) {
                prop_assert_eq!(TerraformAddress::parse(&address.to_string()), Some(address));
            }
        }
    }
}
