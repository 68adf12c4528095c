//! Rules of which properties go together.

use super::checker::Checker;
use super::findings::Finding;
use super::model::Schema;
use crate::diagnostic::{Severity, did_you_mean, joined, listed, listed_or};
use crate::value::{Object, Path};

impl Checker<'_> {
    /// Holds the properties that there are against the rules. `unknown` are keys that may be meant to be one of them.
    pub(super) fn check_rules(
        &mut self,
        schema: &Schema,
        object: &Object,
        unknown: &[&str],
        path: &Path,
    ) {
        let is_there = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
        let mut too_many: Vec<&str> = Vec::new();
        for group in &schema.required_one_of {
            let given = given(group, &is_there);
            match given.as_slice() {
                [] => self.report_none_of(group, "exactly", &is_there, unknown, path),
                [_] => {}
                [_, second, ..] => {
                    let names: Vec<&str> = given.iter().filter_map(|one| first(one)).collect();
                    too_many.extend(given.iter().copied().flatten().map(String::as_str));
                    let place = first(second).map_or_else(|| path.clone(), |name| path.key(name));
                    self.report_rule(
                        place,
                        format!("{} together", listed(names.iter().copied())),
                        format!("AWS accepts exactly one of {}", alternatives(group, "and")),
                        format!(
                            "keep one of them, and remove {}",
                            listed_or(names.iter().copied())
                        ),
                    );
                }
            }
        }
        for group in &schema.required_any_of {
            if given(group, &is_there).is_empty() {
                self.report_none_of(group, "at least", &is_there, unknown, path);
            }
        }
        for (name, needed) in schema.dependent_required.iter().filter(|(name, _)| is_there(name)) {
            let missing = needed.iter().map(String::as_str).filter(|needed| {
                let is_misspelt = unknown.iter().any(|key| did_you_mean(key, [*needed]).is_some());
                !is_there(needed) && !is_misspelt
            });
            let missing: Vec<&str> = missing.collect();
            if !missing.is_empty() {
                let names = listed(missing.iter().copied());
                self.report_rule(
                    path.key(name),
                    format!("`{name}` without {names}"),
                    format!("AWS accepts `{name}` only together with {names}"),
                    format!("add {names}, or remove `{name}`"),
                );
            }
        }
        for (name, excluded) in schema.excludes.iter().filter(|(name, _)| is_there(name)) {
            for other in excluded.iter().filter(|other| is_there(other)) {
                // Two that exclude each other are one mistake, and so are two of which one is to be there.
                let says_the_same =
                    schema.excludes.get(other).is_some_and(|all| all.contains(name));
                let is_reported =
                    [name, other].iter().all(|name| too_many.contains(&name.as_str()));
                if says_the_same && other < name || is_reported {
                    continue;
                }
                self.report_rule(
                    path.key(name),
                    format!("`{name}` and `{other}` together"),
                    format!("AWS does not take `{other}` where `{name}` is given"),
                    format!("remove `{name}` or `{other}`"),
                );
            }
        }
    }

    fn report_none_of(
        &mut self,
        group: &[Vec<String>],
        how_many: &str,
        is_there: &dyn Fn(&str) -> bool,
        unknown: &[&str],
        path: &Path,
    ) {
        let names = || group.iter().flatten().map(String::as_str);
        // A field is not missing where its name is there with a letter wrong.
        if unknown.iter().any(|key| did_you_mean(key, names()).is_some()) {
            return;
        }
        // Where some of the properties of one alternative alone are there, it is that one.
        let mut begun = group.iter().filter(|one| one.iter().any(|name| is_there(name)));
        let begun = begun.next().filter(|_| begun.next().is_none());
        let help = match begun {
            Some(one) => listed(one.iter().map(String::as_str).filter(|name| !is_there(name))),
            None => alternatives(group, "or"),
        };
        self.report_rule(
            path.clone(),
            format!("missing {}", alternatives(group, "or")),
            format!("this needs {how_many} one of {}", alternatives(group, "and")),
            format!("add {help}"),
        );
    }

    fn report_rule(&mut self, path: Path, message: String, why: String, help: String) {
        self.findings.push(Finding {
            severity: Severity::Error,
            path,
            about_key: true,
            message,
            why,
            help: Some(help),
        });
    }
}

/// The alternatives whose properties are all there.
fn given<'a>(group: &'a [Vec<String>], is_there: &dyn Fn(&str) -> bool) -> Vec<&'a Vec<String>> {
    group.iter().filter(|one| one.iter().all(|name| is_there(name))).collect()
}

fn first(alternative: &[String]) -> Option<&str> {
    alternative.first().map(String::as_str)
}

/// Alternatives in words: `A`, or `B` with `C`.
fn alternatives(group: &[Vec<String>], word: &str) -> String {
    let names = group.iter().map(|one| {
        let names: Vec<String> = one.iter().map(|name| format!("`{name}`")).collect();
        names.join(" with ")
    });
    joined(&names.collect::<Vec<_>>(), word)
}
