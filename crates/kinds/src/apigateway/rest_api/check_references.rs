//! Rules of what one part of an API names of others: models, and where the values of parameters come from.

use super::models::Model;
use super::spec::RestApi;
use crate::prelude::*;
use language::diagnostic::{listed_or, suggestion};

/// Where what routes name may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// All of it stands in the spec.
    AllHere,
    /// Some of it may belong to an API that has another owner: models by their names, all else by its id.
    SomeElsewhere,
}

impl Names {
    /// Whether this may be the id of something in the API that does not stand here. Ids have small letters and digits.
    pub(super) fn may_be_id(self, name: &str) -> bool {
        let is_id =
            name.len() >= 6 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        self == Self::SomeElsewhere && is_id
    }
}

/// Reports a model that is not there.
pub(super) fn unknown_model(
    api: &RestApi,
    names: Names,
    name: &str,
    at: &Path,
    findings: &mut Findings,
) {
    if names == Names::SomeElsewhere {
        return;
    }
    if api.models.contains_key(name) || Model::built_in(name).is_some() || unknown::in_text(name) {
        return;
    }
    let names: BTreeSet<&str> = api.models.keys().map(String::as_str).collect();
    let help = suggestion(name, names).unwrap_or_default();
    findings.add(
        &at.to_string(),
        &format!("there is no model `{name}`"),
        "it is none of `models`",
        &help,
    );
}

/// Reports values of parameters that are neither constants nor parts of requests or answers.
pub(super) fn check_sources(
    parameters: &BTreeMap<String, String>,
    starts: &[&str],
    at: &Path,
    findings: &mut Findings,
) {
    for (name, source) in parameters {
        let is_known = starts.iter().any(|start| source.starts_with(start));
        let is_open = source.starts_with('\'') && (source.len() < 2 || !source.ends_with('\''));
        if source.is_empty() || (is_known && !is_open) {
            continue;
        }
        let others = starts.iter().copied().filter(|start| *start != "'");
        findings.add(
            &at.key(name).to_string(),
            &format!("`{source}` is not where a value comes from"),
            &format!("it is neither text in single quotes nor begins with {}", listed_or(others)),
            &format!("if it is the value itself, write \"'{}'\"", source.trim_matches('\'')),
        );
    }
}
