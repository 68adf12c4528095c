//! What a variable is given, and who gives it.

use std::borrow::Cow;

use crate::read::node::Node;
use language::value::Value;

/// The prefix of process environment variables that give variables their values.
pub const ENVIRONMENT_PREFIX: &str = "DIATONIC_VAR_";

/// Who gives a variable its value.
pub enum Source<'a> {
    CommandLine,
    ProcessEnvironment,
    Written(&'a Node),
}

impl Source<'_> {
    /// What gives a variable its text, in words; nothing for what is written in a file.
    pub fn as_given(&self, name: &str) -> Option<String> {
        match self {
            Self::Written(_) => None,
            Self::CommandLine => Some(format!("`--var {name}=…`")),
            Self::ProcessEnvironment => Some(format!("{ENVIRONMENT_PREFIX}{name}")),
        }
    }
}

/// What a variable is given.
pub struct Provided<'a> {
    pub value: Value,
    /// How it is written; nothing where it is text as a whole.
    pub node: Option<Cow<'a, Node>>,
    pub source: Source<'a>,
}

impl<'a> Provided<'a> {
    /// What is written in a file, with its value.
    pub fn written(value: Value, node: &'a Node) -> Self {
        Self { value, node: Some(Cow::Borrowed(node)), source: Source::Written(node) }
    }
}
