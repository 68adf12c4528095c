//! The names that expressions may have in them, to complete what is typed.

use std::collections::{BTreeMap, BTreeSet};

use compiler::Stack;
use compiler::stack::Referable;

use crate::report::reference;

/// All names of a stack.
pub(super) struct Words {
    names: BTreeSet<String>,
    /// The outputs that can be taken, by what they are taken of.
    outputs: BTreeMap<String, Vec<String>>,
}

impl Words {
    pub(super) fn of(stack: &Stack) -> Self {
        let named = |root: &'static str| move |name: &str| format!("{root}.{name}");
        let environment = stack.environment.references();
        // What is completed is put on the screen as it is, and keys of instances may hold anything.
        let is_plain = |one: &Referable| one.name.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        let referable = stack.referable().filter(is_plain);
        let outputs: BTreeMap<_, _> = referable.map(|one| (one.name, one.outputs)).collect();
        let names = (stack.variables().map(named("var")))
            .chain(stack.locals().map(named("local")))
            .chain(environment.keys().map(|key| format!("env.{key}")))
            .chain(stack.lookups().map(str::to_owned))
            .chain(reference::function_names().map(|name| format!("{name}(")))
            .chain(outputs.keys().cloned());
        Self { names: names.collect(), outputs }
    }

    /// Where in a line the name begins of which the end of the line is the beginning, and what that may become.
    pub(super) fn completions(&self, line: &str) -> (usize, Vec<String>) {
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
        let mut before = None;
        for (start, c) in line.char_indices() {
            if !before.replace(c).is_some_and(is_inside) {
                let found = self.beginning(&line[start..]);
                if !found.is_empty() {
                    return (start, found);
                }
            }
        }
        (line.len(), Vec::new())
    }

    /// The names that begin so, and the outputs where the name is whole.
    fn beginning(&self, text: &str) -> Vec<String> {
        let names = self.names.range(text.to_owned()..);
        let names = names.take_while(|name| name.starts_with(text));
        names.cloned().chain(self.outputs_beginning(text)).collect()
    }

    fn outputs_beginning(&self, text: &str) -> Vec<String> {
        // An output may have a dot in its name.
        let dots = text.match_indices('.').map(|(dot, _)| (&text[..dot], &text[dot + 1..]));
        let found = dots.flat_map(|(of, output)| {
            let outputs = self.outputs.get(of).into_iter().flatten();
            let outputs = outputs.filter(move |name| name.starts_with(output));
            outputs.map(move |name| format!("{of}.{name}"))
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let names = ["env.name", "local.teams", "upper(", "s3.bucket.a", r#"s3.bucket.of["x y"]"#];
        let outputs = ["s3.bucket.a", r#"s3.bucket.of["x y"]"#];
        let of = |name: &str| (name.to_owned(), vec!["arn".to_owned(), "website.url".to_owned()]);
        Words {
            names: names.into_iter().map(str::to_owned).collect(),
            outputs: outputs.into_iter().map(of).collect(),
        }
    }

    #[test]
    fn the_longest_end_of_the_line_that_begins_a_name_is_completed() {
        for (line, start, becomes) in [
            ("upper(env.na", 6, vec!["env.name"]),
            ("up", 0, vec!["upper("]),
            ("1 + local.te", 4, vec!["local.teams"]),
            ("s3.bucket.a.", 0, vec!["s3.bucket.a.arn", "s3.bucket.a.website.url"]),
            ("s3.bucket.a.website.u", 0, vec!["s3.bucket.a.website.url"]),
            (r#"a(s3.bucket.of["x y"].ar"#, 2, vec![r#"s3.bucket.of["x y"].arn"#]),
            (r#"s3.bucket.of["x"#, 0, vec![r#"s3.bucket.of["x y"]"#]),
            // The middle of a name is not its beginning.
            ("other.env.na", 12, vec![]),
            ("", 0, vec![]),
        ] {
            let becomes: Vec<String> = becomes.into_iter().map(str::to_owned).collect();
            assert_eq!(words().completions(line), (start, becomes), "{line}");
        }
    }
}
