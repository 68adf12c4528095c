//! JSON (RFC 8259) that goes by. Nothing of it is kept but how it is nested, and that within bounds: a parser that builds
//! values, or that recurses, would let a file decide how much memory it takes.

use super::wrong::Wrong;

/// A JSON text.
pub struct Json {
    state: State,
    /// What the next byte is inside of, from the outside to the inside.
    inside: Vec<Nest>,
    elements: u64,
    is_array: bool,
    position: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nest {
    Array,
    Object,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a value.
    Value,
    /// After `[`.
    FirstElement,
    /// After `{`.
    FirstName,
    /// After `,` in an object.
    Name,
    /// After a name.
    Colon,
    /// After a value.
    After,
    /// Within a text, which may be a name.
    Text {
        is_name: bool,
    },
    /// After `\`.
    Escape {
        is_name: bool,
    },
    /// Within `\u….`, with so many digits to come.
    Hex {
        is_name: bool,
        left: u8,
    },
    /// Within `true`, `false` or `null`, with this to come.
    Literal(&'static [u8]),
    Number(Number),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    E,
    Sign,
    Exponent,
}

impl Default for Json {
    fn default() -> Self {
        Self { state: State::Value, inside: Vec::new(), elements: 0, is_array: false, position: 0 }
    }
}

impl Json {
    /// How deep values may be nested.
    const DEEPEST: usize = 128;

    /// The next piece.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Wrong> {
        piece.iter().try_for_each(|byte| self.step(*byte))
    }

    /// Whether nothing has come yet but white space.
    pub fn is_blank(&self) -> bool {
        self.state == State::Value && self.inside.is_empty()
    }

    /// How many elements the array has; anything else is one record.
    pub fn finish(mut self) -> Result<u64, Wrong> {
        if let State::Number(number) = self.state
            && number.is_whole()
        {
            self.state = State::After;
        }
        if self.state != State::After || !self.inside.is_empty() {
            return Err(Wrong::new("the JSON ends too early"));
        }
        Ok(if self.is_array { self.elements } else { 1 })
    }

    /// The next byte.
    pub fn step(&mut self, byte: u8) -> Result<(), Wrong> {
        self.position += 1;
        self.state = self.next(byte)?;
        Ok(())
    }

    fn next(&mut self, byte: u8) -> Result<State, Wrong> {
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        match self.state {
            State::Value
            | State::FirstElement
            | State::FirstName
            | State::Name
            | State::Colon
            | State::After
                if is_space =>
            {
                Ok(self.state)
            }
            State::FirstElement if byte == b']' => self.close(Nest::Array),
            State::Value | State::FirstElement => self.value(byte),
            State::FirstName if byte == b'}' => self.close(Nest::Object),
            State::FirstName | State::Name if byte == b'"' => Ok(State::Text { is_name: true }),
            State::Colon if byte == b':' => Ok(State::Value),
            State::After => self.after(byte),
            State::Text { is_name } => match byte {
                b'"' if is_name => Ok(State::Colon),
                b'"' => Ok(State::After),
                b'\\' => Ok(State::Escape { is_name }),
                0..=0x1f => Err(self.wrong()),
                _ => Ok(self.state),
            },
            State::Escape { is_name } => match byte {
                b'u' => Ok(State::Hex { is_name, left: 4 }),
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                    Ok(State::Text { is_name })
                }
                _ => Err(self.wrong()),
            },
            State::Hex { is_name, left } if byte.is_ascii_hexdigit() => Ok(match left {
                0 | 1 => State::Text { is_name },
                left => State::Hex { is_name, left: left - 1 },
            }),
            State::Literal(rest) if rest.first() == Some(&byte) => Ok(match rest {
                [_] => State::After,
                rest => State::Literal(&rest[1..]),
            }),
            State::Number(number) => match number.next(byte) {
                Some(next) => Ok(State::Number(next)),
                None if !number.is_whole() => Err(self.wrong()),
                None if is_space => Ok(State::After),
                None => self.after(byte),
            },
            _ => Err(self.wrong()),
        }
    }

    /// A value begins.
    fn value(&mut self, byte: u8) -> Result<State, Wrong> {
        if self.inside == [Nest::Array] {
            self.elements += 1;
        }
        match byte {
            b'[' => {
                self.is_array |= self.inside.is_empty();
                self.open(Nest::Array, State::FirstElement)
            }
            b'{' => self.open(Nest::Object, State::FirstName),
            b'"' => Ok(State::Text { is_name: false }),
            b't' => Ok(State::Literal(b"rue")),
            b'f' => Ok(State::Literal(b"alse")),
            b'n' => Ok(State::Literal(b"ull")),
            b'-' => Ok(State::Number(Number::Minus)),
            b'0' => Ok(State::Number(Number::Zero)),
            b'1'..=b'9' => Ok(State::Number(Number::Whole)),
            _ => Err(self.wrong()),
        }
    }

    fn open(&mut self, nest: Nest, state: State) -> Result<State, Wrong> {
        if self.inside.len() == Self::DEEPEST {
            let text = format!("the JSON is nested more than {} deep", Self::DEEPEST);
            return Err(Wrong::new(text));
        }
        self.inside.push(nest);
        Ok(state)
    }

    fn close(&mut self, nest: Nest) -> Result<State, Wrong> {
        if self.inside.pop() == Some(nest) { Ok(State::After) } else { Err(self.wrong()) }
    }

    fn after(&mut self, byte: u8) -> Result<State, Wrong> {
        match (byte, self.inside.last()) {
            (b',', Some(Nest::Array)) => Ok(State::Value),
            (b',', Some(Nest::Object)) => Ok(State::Name),
            (b']', Some(Nest::Array)) => self.close(Nest::Array),
            (b'}', Some(Nest::Object)) => self.close(Nest::Object),
            _ => Err(self.wrong()),
        }
    }

    fn wrong(&self) -> Wrong {
        Wrong::new(format!("byte {} does not fit into JSON", self.position))
    }
}

impl Number {
    fn next(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus, b'1'..=b'9') | (Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::E,
            (Self::E, b'+' | b'-') => Self::Sign,
            (Self::E | Self::Sign | Self::Exponent, b'0'..=b'9') => Self::Exponent,
            _ => return None,
        })
    }

    /// Whether it may end here.
    fn is_whole(self) -> bool {
        matches!(self, Self::Zero | Self::Whole | Self::Fraction | Self::Exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::tests::found;

    fn records(text: &str) -> Option<u64> {
        let counted = found("application/json", text.as_bytes()).ok().flatten();
        let is_sound = serde_json::from_str::<serde_json::Value>(text).is_ok();
        assert_eq!(counted.is_some(), is_sound, "serde_json sees {text} otherwise");
        counted
    }

    #[test]
    fn the_elements_of_an_array_are_records() {
        for (text, count) in [
            ("[]", 0),
            (" [ ] ", 0),
            ("[1]", 1),
            ("[1, 2,3 ]\n", 3),
            ("[[1,2],[3]]", 2),
            (r#"[{"a":[1,2,3]},{"b":{"c":"]"}}]"#, 2),
            (r#"{"a":[1,2]}"#, 1),
            ("{}", 1),
            ("7", 1),
            ("-0.5e+10", 1),
            ("null", 1),
            (r#""a\"\u00fc\\""#, 1),
            ("[true,false,null]", 3),
            ("[-1,0,1.5,2e3,4E-5]", 5),
            ("\"\u{fc}\"", 1),
        ] {
            assert_eq!(records(text), Some(count), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in [
            "", " ", "[", "]", "[1", "[1,]", "[,1]", "[1 2]", "{", "{\"a\"}", "{\"a\":}",
            "{\"a\":1,}", "{a:1}", "{\"a\":1]", "[1}", "01", "1.", "-", "1e", "+1", ".5", "tru",
            "truex", "nul", "\"", "\"\\x\"", "\"\\u00g0\"", "\"\n\"", "[] []", "1 2", "[1]x",
            "{\"a\" 1}", "'a'", "\u{feff}[]", "[1.e5]", "--1", "[nulll]", "{,}",
            "{\"a\":1,,\"b\":2}",
        ] {
            assert_eq!(records(text), None, "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(found("application/json", nested(128).as_bytes()), Ok(Some(1)));
        assert!(found("application/json", nested(129).as_bytes()).is_err());
    }
}
