//! Texts as templates: what others are known by becomes a reference, and all else stays what it is.

use super::known::Known;
use crate::spec::Address;
use crate::spec::environment::Environment;

/// What a text may refer to.
#[derive(Clone, Copy)]
pub(super) struct Templates<'a> {
    pub known: &'a Known,
    pub environment: &'a Environment,
    /// The resource whose texts these are. It cannot wait for itself.
    pub own: &'a Address,
}

/// What a text is, which decides what it may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// An object is known by it, so it must be known before anything exists.
    Identity,
    Value,
}

impl Templates<'_> {
    /// A template that evaluates to `text`.
    pub fn template(&self, text: &str, purpose: Use) -> String {
        let mut template = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            if is_start(before)
                && let Some((length, expression)) = self.expression(text, rest, purpose)
            {
                let (covered, after) = rest.split_at(length);
                template.push_str(&format!("${{{expression}}}"));
                (before, rest) = (covered.chars().next_back(), after);
                continue;
            }
            // An expression would begin here.
            if rest.starts_with("${") || rest.starts_with("%{") {
                template.push(next);
            }
            template.push(next);
            before = Some(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
        template
    }

    /// The expression for what `rest` begins with, and how much of it that is.
    fn expression(&self, text: &str, rest: &str, purpose: Use) -> Option<(usize, String)> {
        if purpose == Use::Value {
            let mut outputs = self.known.beginning(rest);
            let fitting = outputs.find(|(known, output)| {
                let may_wait = output.address != *self.own || output.is_predicted;
                may_wait && is_whole(rest, known) && !(is_prose(text) && is_plain(known))
            });
            if let Some((known, output)) = fitting {
                return Some((known.len(), output.expression()));
            }
        }
        let environment = self.environment;
        let prefix = environment.prefix();
        let is_arn = text.contains("arn:");
        let has_prefix = is_arn || purpose == Use::Identity || text.starts_with(prefix);
        if has_prefix && !prefix.is_empty() && is_part(rest, prefix) {
            return Some((prefix.len(), "env.name_prefix".to_owned()));
        }
        let is_segment = |part: &str| {
            let after = rest.strip_prefix(part);
            is_arn && after.is_some_and(|after| after.starts_with(':'))
        };
        if is_segment(&environment.account) {
            return Some((environment.account.len(), "env.account".to_owned()));
        }
        is_segment(&environment.region).then(|| (environment.region.len(), "env.region".to_owned()))
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || "_-".contains(character)
}

/// Whether a name may start behind a character. Behind `$` and `%` it would not be read as one.
fn is_start(before: Option<char>) -> bool {
    before.is_none_or(|before| !is_word(before) && !"$%".contains(before))
}

/// Whether a name ends where a text goes on.
fn is_whole(rest: &str, name: &str) -> bool {
    let after = rest.get(name.len()..).unwrap_or_default();
    !after.starts_with(is_word)
}

/// The same for what names begin with.
fn is_part(rest: &str, prefix: &str) -> bool {
    let after = rest.strip_prefix(prefix);
    after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

/// Whether a text is made of words for people, among which a name may mean anything.
fn is_prose(text: &str) -> bool {
    let is_code = text.trim_start().starts_with(['{', '[']);
    text.contains(char::is_whitespace) && !is_code
}

/// Whether a name might be words for people: neither an ARN nor an address.
fn is_plain(name: &str) -> bool {
    !name.contains(':')
}
