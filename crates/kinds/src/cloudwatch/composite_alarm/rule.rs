//! The rule of a composite alarm: an expression over the states of other alarms
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>, and
//! `alarm-combining` in the user guide for `AT_LEAST`).

use std::sync::LazyLock;

use regex::{Match, Regex};

/// What a rule is made of.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rule {
    /// The alarms that it names, by their names or ARNs.
    pub alarms: Vec<String>,
    /// Alarms, `TRUE`, `FALSE` and parentheses, of which AWS accepts 500.
    pub elements: usize,
}

/// What is wrong with a rule: where, counted in characters, and what it should have been.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub at: usize,
    pub found: String,
    pub wanted: &'static str,
}

/// A text in quotes, one of `(),`, a quotation mark that is not closed, or a word.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)"(?:\\.|[^"\\])*"|[(),"]|[^\s(),"]+"#).expect("a regular expression")
});

const STATES: &[&str] = &["ALARM", "INSUFFICIENT_DATA", "OK"];
const OPERAND: &str =
    "`ALARM(…)`, `OK(…)`, `INSUFFICIENT_DATA(…)`, `AT_LEAST(…)`, `TRUE`, `FALSE`, `NOT` or `(`";
/// How deep parentheses and `NOT` may stand in each other before nobody can mean it.
const DEEPEST: usize = 250;

/// Reads a rule.
pub(super) fn parse(text: &str) -> Result<Rule, Fault> {
    let tokens = TOKEN.find_iter(text).collect();
    let mut parser = Parser { text, tokens, next: 0, rule: Rule::default() };
    parser.either(0)?;
    match parser.peek() {
        None => Ok(parser.rule),
        Some(_) => Err(parser.fault("`AND`, `OR` or the end")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Match<'a>>,
    next: usize,
    rule: Rule,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.get(self.next).map(Match::as_str)
    }

    fn fault(&self, wanted: &'static str) -> Fault {
        let at = self.tokens.get(self.next).map(Match::start);
        let before = self.text.get(..at.unwrap_or(self.text.trim_end().len()));
        let found = self.peek().map(|token| format!("`{token}`"));
        Fault {
            at: before.unwrap_or_default().chars().count(),
            found: found.unwrap_or_else(|| "the end".to_owned()),
            wanted,
        }
    }

    fn is(&self, word: &str) -> bool {
        self.peek() == Some(word)
    }

    fn take_if(&mut self, word: &str) -> bool {
        let is_it = self.is(word);
        self.next += usize::from(is_it);
        is_it
    }

    fn take(&mut self, word: &'static str) -> Result<(), Fault> {
        match self.take_if(word) {
            true => Ok(()),
            false => Err(self.fault(word)),
        }
    }

    fn either(&mut self, depth: usize) -> Result<(), Fault> {
        self.both(depth)?;
        while self.take_if("OR") {
            self.both(depth)?;
        }
        Ok(())
    }

    fn both(&mut self, depth: usize) -> Result<(), Fault> {
        self.operand(depth)?;
        while self.take_if("AND") {
            self.operand(depth)?;
        }
        Ok(())
    }

    fn operand(&mut self, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST {
            return Err(self.fault("fewer parentheses"));
        }
        if self.take_if("NOT") {
            return self.operand(depth + 1);
        }
        if self.take_if("(") {
            self.rule.elements += 2;
            self.either(depth + 1)?;
            return self.take(")");
        }
        if self.take_if("AT_LEAST") {
            return self.at_least();
        }
        if self.peek().is_some_and(is_constant) {
            self.rule.elements += 1;
            self.next += 1;
            return Ok(());
        }
        self.state()?;
        self.take("(")?;
        self.alarm()?;
        self.take(")")
    }

    fn state(&mut self) -> Result<(), Fault> {
        match STATES.iter().any(|state| self.is(state)) {
            true => self.next += 1,
            false => return Err(self.fault(OPERAND)),
        }
        Ok(())
    }

    /// `AT_LEAST(2, ALARM, (a, b, c))`, with a number or a percentage.
    fn at_least(&mut self) -> Result<(), Fault> {
        self.take("(")?;
        let count = self.peek().map(|token| token.trim_end_matches('%'));
        if count.is_none_or(|count| count.parse::<u32>().is_err()) {
            return Err(self.fault("a number, or a number and `%`"));
        }
        self.next += 1;
        self.take(",")?;
        self.take_if("NOT");
        self.state()?;
        self.take(",")?;
        self.take("(")?;
        self.alarm()?;
        while self.take_if(",") {
            self.alarm()?;
        }
        self.take(")")?;
        self.take(")")
    }

    fn alarm(&mut self) -> Result<(), Fault> {
        let name = match self.peek() {
            Some("\"") => return Err(self.fault("a quotation mark that ends the name")),
            Some("(" | ")" | "," | "\"\"") | None => {
                return Err(self.fault("the name or the ARN of an alarm"));
            }
            Some(name) => name,
        };
        self.rule.alarms.push(unquoted(name));
        self.rule.elements += 1;
        self.next += 1;
        Ok(())
    }
}

/// A name without its quotation marks and what escapes those in it.
fn unquoted(name: &str) -> String {
    let inside = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let Some(inside) = inside else {
        return name.to_owned();
    };
    let mut text = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        text.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    text
}

fn is_constant(token: &str) -> bool {
    ["TRUE", "FALSE"].iter().any(|word| token.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_documentation_are_read() {
        for (text, alarms) in [
            ("ALARM(CPUUtilizationTooHigh) AND ALARM(DiskReadOpsTooHigh)", 2),
            ("ALARM(CPUUtilizationTooHigh) AND NOT ALARM(DeploymentInProgress)", 2),
            (
                "(ALARM(CPUUtilizationTooHigh) OR ALARM(DiskReadOpsTooHigh)) AND OK(NetworkOutTooHigh)",
                3,
            ),
            (
                "ALARM(\"a b\") OR INSUFFICIENT_DATA(arn:aws:cloudwatch:us-east-2:123456789012:alarm:c)",
                2,
            ),
            ("TRUE", 0),
            ("NOT (FALSE OR OK(\"with \\\"quotes\\\"\"))", 1),
            ("AT_LEAST(2, ALARM, (a, b, \"c\"))", 3),
            ("AT_LEAST(50%, NOT OK, (a, b)) OR ALARM(d)", 3),
        ] {
            let rule = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(rule.alarms.len(), alarms, "{text}");
        }
        let rule = parse("(ALARM(a) OR TRUE)").unwrap();
        assert_eq!((rule.alarms, rule.elements), (vec!["a".to_owned()], 4));
    }

    #[test]
    fn what_is_no_rule_is_told_where() {
        for (text, at, wanted) in [
            ("", 0, OPERAND),
            ("ALARM(a) ALARM(b)", 9, "`AND`, `OR` or the end"),
            ("ALARM(a) AND", 12, OPERAND),
            ("ALARM()", 6, "the name or the ARN of an alarm"),
            ("ALARM a", 6, "("),
            ("ALARM(a", 7, ")"),
            ("(ALARM(a)", 9, ")"),
            ("alarm(a)", 0, OPERAND),
            ("ALARM(a) && ALARM(b)", 9, "`AND`, `OR` or the end"),
            ("ALARM(\"a)", 6, "a quotation mark that ends the name"),
            ("AT_LEAST(many, ALARM, (a))", 9, "a number, or a number and `%`"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!((fault.at, fault.wanted), (at, wanted), "{text}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
    }
}
