//! Why an expression has no value.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label, Span};
use crate::value::{Value, pending};

/// What is wrong with an expression, why, where in the template's text, and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub why: String,
    pub range: Option<Range<usize>>,
    pub help: Option<String>,
    /// A place elsewhere that explains it.
    pub related: Option<Box<Label>>,
    /// Something that the expression names is not there.
    pub is_missing: bool,
    /// Nothing is wrong, but what decides this is looked up, and AWS has not been asked. No evaluation
    /// ends in this.
    pub pending: bool,
    /// The cause, where it lies elsewhere: in the local, say, that the expression refers to.
    pub cause: Option<Box<Diagnostic>>,
    /// Whether it was asked already if this shows something sensitive.
    pub sensitivity_checked: bool,
}

impl Problem {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            why: String::new(),
            range: None,
            help: None,
            related: None,
            is_missing: false,
            pending: false,
            cause: None,
            sensitivity_checked: false,
        }
    }

    /// Something that the expression names is not there.
    pub fn missing(message: impl Into<String>) -> Self {
        Self { is_missing: true, ..Self::new(message) }
    }

    /// The fault of something else, which has a place of its own.
    pub fn caused_by(cause: Diagnostic) -> Self {
        Self { cause: Some(Box::new(cause)), ..Self::new("what this refers to has no value") }
    }

    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// Points at a place elsewhere that explains it.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related = Some(Box::new(Label { span, text: text.into() }));
        self
    }

    pub fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// The problem as an error at a place; or its cause, at the cause's own.
    pub fn placed(self, span: Span) -> Diagnostic {
        if let Some(cause) = self.cause {
            return *cause;
        }
        let mut diagnostic = Diagnostic::new(self.message).at(span, self.why).maybe_help(self.help);
        diagnostic.labels.extend(self.related.map(|label| *label));
        diagnostic.is_missing = self.is_missing;
        diagnostic
    }

    /// Points at a part of the expression, unless a deeper part has been pointed at already.
    pub(super) fn at(mut self, range: Option<Range<usize>>) -> Self {
        self.range = self.range.or(range);
        self
    }

    /// Says no more than where it is if what was looked at is sensitive: the words may quote it. The smallest
    /// expression decides, as it knows best what was looked at.
    pub(super) fn redacted_if(self, is_sensitive: bool) -> Self {
        if self.sensitivity_checked || !is_sensitive || self.cause.is_some() {
            return Self { sensitivity_checked: true, ..self };
        }
        Self {
            message: "this expression has no value".to_owned(),
            help: Some(
                "check what is sensitive here, and whether it has the right type".to_owned(),
            ),
            ..self.redacted_arguments()
        }
    }

    /// What is wrong with a function's arguments, where these are sensitive.
    pub(super) fn redacted_arguments(self) -> Self {
        Self {
            why: "what is wrong with it would show something sensitive".to_owned(),
            related: None,
            sensitivity_checked: true,
            ..self
        }
    }

    /// What is to be decided by a value that is not known.
    pub(super) fn undecided(what: &str, value: &Value) -> Self {
        match pending::in_value(value) {
            true => Self::pending(),
            false => Self::unknown(what),
        }
    }

    /// What is to be decided by something that is looked up, where AWS is not asked.
    pub(super) fn pending() -> Self {
        Self { pending: true, ..Self::new("this is not known before AWS is asked") }
    }

    pub(super) fn unknown(what: &str) -> Self {
        Self::new(format!("{what} cannot wait for AWS"))
            .why("AWS invents a value in this when it creates the object")
            .help(Some(
                "such a value may stand inside text, but nothing can be decided by it: use a \
                 variable, or what can be predicted, such as a name or an ARN"
                    .to_owned(),
            ))
    }
}
