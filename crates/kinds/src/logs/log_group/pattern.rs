//! Patterns by which filters find events, as far as AWS documents them
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>): for JSON between braces, for words
//! with spaces between them between brackets, and words, phrases and regular expressions by themselves.

/// What AWS would refuse a pattern for.
pub(super) fn fault(pattern: &str) -> Option<String> {
    let text = pattern.trim();
    let found = match text.chars().next() {
        Some('{') => of_json(text),
        Some('[') => of_words(text),
        _ => Reader::new(text).texts_end(),
    };
    found.err()
}

/// How many regular expressions a pattern has.
pub(super) fn regexes(pattern: &str) -> usize {
    let mut count = 0;
    let mut quote = None;
    for c in pattern.chars() {
        match (quote, c) {
            (None, '"' | '%') => {
                quote = Some(c);
                count += usize::from(c == '%');
            }
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    count
}

type Outcome = Result<(), String>;

/// `{ $.a = 1 && ($.b = "x*" || $.c NOT EXISTS) }`
fn of_json(text: &str) -> Outcome {
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let mut reader = Reader::new(inside.ok_or("a pattern for JSON ends with `}`")?);
    reader.conditions(0)?;
    match reader.rest.trim_start() {
        "" => Ok(()),
        rest => Err(format!(
            "`{}` is not what a pattern has there: conditions are put together with `&&` and `||`",
            start(rest)
        )),
    }
}

/// `[ip, user, ..., status = 4* || status = 5*]`
fn of_words(text: &str) -> Outcome {
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let inside = inside.ok_or("a pattern for words between spaces ends with `]`")?;
    Reader::new(inside).texts_end()
}

/// The beginning of what is left, for a message.
fn start(text: &str) -> String {
    text.chars().take(12).collect::<String>().trim_end().to_owned()
}

/// How deep parentheses may stand in each other before nobody can mean it.
const DEEPEST: usize = 100;
const OPERATORS: [&str; 6] = ["!=", "<=", ">=", "=", "<", ">"];

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(rest: &'a str) -> Self {
        Self { rest }
    }

    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Conditions with `&&` and `||` between them.
    fn conditions(&mut self, depth: usize) -> Outcome {
        if depth > DEEPEST {
            return Err("the parentheses are too deep".to_owned());
        }
        loop {
            if self.take("(") {
                self.conditions(depth + 1)?;
                if !self.take(")") {
                    return Err("a parenthesis is not closed".to_owned());
                }
            } else {
                self.condition()?;
            }
            if !self.take("&&") && !self.take("||") {
                return Ok(());
            }
        }
    }

    fn condition(&mut self) -> Outcome {
        let field = self.field()?;
        if let Some(operator) = OPERATORS.into_iter().find(|operator| self.take(operator)) {
            return self.value(&field, operator);
        }
        match self.take_test() {
            true => Ok(()),
            false => Err(format!(
                "behind `{field}` stands no comparison: write `=`, `!=`, `<`, `<=`, `>`, `>=`, `IS NULL`, `IS TRUE`, `IS FALSE` or `NOT EXISTS`"
            )),
        }
    }

    /// What a field can be asked for without a value.
    fn take_test(&mut self) -> bool {
        if self.take_word("IS") {
            self.take_word("NOT");
            return ["NULL", "TRUE", "FALSE"].iter().any(|word| self.take_word(word));
        }
        self.take_word("NOT");
        self.take_word("EXISTS")
    }

    fn take_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        let rest = rest.filter(|rest| !rest.starts_with(char::is_alphanumeric));
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `$.a.b[0]`, `$['a.b']`, `$.*`
    fn field(&mut self) -> Result<String, String> {
        let rest = self.rest.trim_start();
        if !rest.starts_with('$') {
            let found =
                if rest.is_empty() { "the end".to_owned() } else { format!("`{}`", start(rest)) };
            return Err(format!(
                "{found} stands where a field should: fields of JSON begin with `$.`"
            ));
        }
        let mut in_brackets = false;
        let end = rest.find(|c: char| {
            match c {
                '[' => in_brackets = true,
                ']' => in_brackets = false,
                _ => {}
            }
            !in_brackets && (c.is_whitespace() || "=!<>()&|".contains(c))
        });
        let (field, after) = rest.split_at(end.unwrap_or(rest.len()));
        if in_brackets {
            return Err(format!("a bracket of `{}` is not closed", start(field)));
        }
        self.rest = after;
        Ok(field.to_owned())
    }

    fn value(&mut self, field: &str, operator: &str) -> Outcome {
        let rest = self.rest.trim_start();
        let mut chars = rest.chars();
        let end = match chars.next() {
            Some(quote @ ('"' | '%')) => text_end(rest, quote)?,
            _ => rest.find(|c: char| c.is_whitespace() || "()&|".contains(c)).unwrap_or(rest.len()),
        };
        if end == 0 || rest.starts_with(['=', '<', '>', '!']) {
            return Err(format!("behind `{field} {operator}` stands no value"));
        }
        self.rest = rest.get(end..).unwrap_or_default();
        Ok(())
    }

    /// Whether texts in quotes and regular expressions end, of whatever there is.
    fn texts_end(&mut self) -> Outcome {
        while let Some(position) = self.rest.find(['"', '%']) {
            let rest = self.rest.get(position..).unwrap_or_default();
            let quote = if rest.starts_with('"') { '"' } else { '%' };
            let end = text_end(rest, quote)?;
            self.rest = rest.get(end..).unwrap_or_default();
        }
        Ok(())
    }
}

/// Where a text ends that begins with a quotation mark or a percent sign, behind its last one.
fn text_end(text: &str, quote: char) -> Result<usize, String> {
    let mut is_escaped = false;
    for (position, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => {
                let inside = text.get(1..position).unwrap_or_default();
                return match quote {
                    '%' => regex(inside).map(|()| position + 1),
                    _ => Ok(position + 1),
                };
            }
            _ => {}
        }
    }
    match quote {
        '"' => Err("a quotation mark is not closed".to_owned()),
        _ => Err("a regular expression ends with `%`".to_owned()),
    }
}

/// The symbols that a regular expression may have beside letters and digits.
const SYMBOLS: &str = "_#=@/;,-:^$?[]{}|\\*+. ";

fn regex(text: &str) -> Outcome {
    let mut is_escaped = false;
    for c in text.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' | ')' => return Err("a regular expression has no parentheses here".to_owned()),
            c if !c.is_ascii() => {
                return Err(format!("a regular expression has no `{c}` here: it is made of ASCII"));
            }
            c if !c.is_ascii_alphanumeric() && !SYMBOLS.contains(c) => {
                return Err(format!("a regular expression has no `{c}` here"));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_the_documentation_are_none_to_refuse() {
        for pattern in [
            "",
            " ",
            "ERROR",
            "ERROR ARGUMENTS",
            "\"INTERNAL SERVER ERROR\"",
            "?ERROR ?ARGUMENTS",
            "ERROR -EXITING",
            "%AUTHORIZED%",
            "%[0-9]{3}\\.10%",
            "{ $.eventType = \"UpdateTrail\" }",
            "{$.eventType = UpdateTrail}",
            "{ $.sourceIPAddress != 123.123.* }",
            "{ $.arrayKey[0] = \"value\" }",
            "{ $.objectList[1].id = 2 }",
            "{ $.SomeObject IS NULL }",
            "{ $.SomeOtherObject NOT EXISTS }",
            "{ $.ThisFlag IS TRUE }",
            "{ $.bandwidth > 75 && $.latency != 1e-3 }",
            "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }",
            "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }",
            "{ $['a.b'] = \"x\" || ($.c IS NULL) }",
            "{ $.eventType = %Trail% }",
            "{ $.a = \"with } and \\\" in it\" }",
            "[ip, user, username, timestamp, request, status_code, bytes]",
            "[..., status_code=4*, bytes]",
            "[w1=ERROR, w2 = %WARN%]",
            "[ip, request=\"*.html*\" && request!=\"x]\", bytes > 1000]",
            "[]",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (pattern, word) in [
            ("{ $.a = 1", "ends with `}`"),
            ("[a, b", "ends with `]`"),
            ("{ a = 1 }", "fields of JSON begin with `$.`"),
            ("{ }", "stands where a field should"),
            ("{ $.a }", "no comparison"),
            ("{ $.a == }", "no value"),
            ("{ $.a = }", "no value"),
            ("{ $.a = 1 AND $.b = 2 }", "`&&` and `||`"),
            ("{ ($.a = 1 }", "not closed"),
            ("{ $.a[0 = 1 }", "not closed"),
            ("{ $.a = \"x }", "quotation mark"),
            ("\"ERROR", "quotation mark"),
            ("%ERR", "ends with `%`"),
            ("%(a|b)%", "no parentheses"),
            ("%wow!%", "no `!`"),
        ] {
            let found = fault(pattern).unwrap_or_default();
            assert!(found.contains(word), "{pattern}: {found}");
        }
        assert!(fault(&format!("{{{}}}", "(".repeat(100_000))).is_some());
    }

    #[test]
    fn regular_expressions_are_counted_outside_of_quotes() {
        assert_eq!(regexes("{ $.a = %x% && $.b = \"50%\" && $.c = %y% }"), 2);
        assert_eq!(regexes("ERROR"), 0);
    }
}
