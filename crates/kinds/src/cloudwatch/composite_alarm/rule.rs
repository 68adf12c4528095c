//! The rule of a composite alarm: an expression over the states of other alarms
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>, and
//! `alarm-combining` in the user guide for `AT_LEAST`).

/// What a rule is made of.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rule {
    /// The alarms that it names, by their names or ARNs.
    pub alarms: Vec<String>,
    /// Alarms, `TRUE`, `FALSE` and parentheses, of which AWS takes 500.
    pub elements: usize,
}

/// What is wrong with a rule: where, counted in characters, and what it should have been.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub at: usize,
    pub found: String,
    pub wanted: &'static str,
}

/// A word, a text in quotes, or one of `(),`, and where it begins.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    text: String,
    is_quoted: bool,
    at: usize,
}

const STATES: &[&str] = &["ALARM", "INSUFFICIENT_DATA", "OK"];
const OPERAND: &str =
    "`ALARM(…)`, `OK(…)`, `INSUFFICIENT_DATA(…)`, `AT_LEAST(…)`, `TRUE`, `FALSE`, `NOT` or `(`";
/// How deep parentheses and `NOT` may stand in each other before nobody can mean it.
const DEEPEST: usize = 250;

/// Reads a rule.
pub(super) fn parse(text: &str) -> Result<Rule, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, rule: Rule::default() };
    parser.either(0)?;
    match parser.peek() {
        None => Ok(parser.rule),
        Some(_) => Err(parser.fault("`AND`, `OR` or the end")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().enumerate().peekable();
    while let Some((at, c)) = rest.next() {
        let mut token = Token { text: c.to_string(), is_quoted: c == '"', at };
        if c.is_whitespace() {
            continue;
        }
        if token.is_quoted {
            token.text.clear();
            loop {
                match rest.next() {
                    Some((_, '"')) => break,
                    Some((_, '\\')) => token.text.extend(rest.next().map(|(_, escaped)| escaped)),
                    Some((_, c)) => token.text.push(c),
                    None => {
                        let found = "the end".to_owned();
                        return Err(Fault {
                            at,
                            found,
                            wanted: "a quotation mark that ends the name",
                        });
                    }
                }
            }
        } else if !"(),".contains(c) {
            while let Some((_, c)) =
                rest.next_if(|(_, c)| !c.is_whitespace() && !"(),\"".contains(*c))
            {
                token.text.push(c);
            }
        }
        tokens.push(token);
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    rule: Rule,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn fault(&self, wanted: &'static str) -> Fault {
        let end = self.tokens.last().map_or(0, |last| last.at + last.text.chars().count());
        let found = self.peek();
        Fault {
            at: found.map_or(end, |token| token.at),
            found: found.map_or_else(|| "the end".to_owned(), |token| format!("`{}`", token.text)),
            wanted,
        }
    }

    fn is(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| !token.is_quoted && token.text == word)
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
        let count = self.peek().map(|token| token.text.trim_end_matches('%').to_owned());
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
        let named = self.peek().filter(|token| {
            token.is_quoted && !token.text.is_empty()
                || !["(", ")", ",", ""].contains(&&*token.text)
        });
        let Some(named) = named.map(|token| token.text.clone()) else {
            return Err(self.fault("the name or the ARN of an alarm"));
        };
        self.rule.alarms.push(named);
        self.rule.elements += 1;
        self.next += 1;
        Ok(())
    }
}

fn is_constant(token: &Token) -> bool {
    let is = |word: &str| token.text.eq_ignore_ascii_case(word);
    !token.is_quoted && (is("TRUE") || is("FALSE"))
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
