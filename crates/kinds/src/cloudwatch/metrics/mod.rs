//! Metrics of AWS's own: whether there are such, as far as that can be told without asking. An alarm on one that is not
//! there never goes off, and nobody notices.

mod statistics;
mod table;
#[cfg(test)]
mod tests;

use crate::prelude::*;
use aws::Place;
use language::diagnostic::did_you_mean;
use table::{Group, NAMESPACES};

/// A metric as an alarm or a dashboard names it.
pub(super) struct Named<'a> {
    pub namespace: &'a str,
    pub name: &'a str,
    /// Names and values.
    pub dimensions: Vec<(&'a str, &'a str)>,
    /// Seconds, where they are said.
    pub period: Option<i32>,
    pub statistic: Option<&'a str>,
    /// Whether what is alarmed on is the metric itself, and nothing that is made of it.
    pub is_watched: bool,
}

/// A part of what names a metric.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Namespace,
    Name,
    Dimensions,
    Dimension(&'a str),
    Period,
    Statistic,
}

impl Named<'_> {
    /// Warns of what AWS never counts. `at` says where a part stands.
    pub(super) fn check(&self, at: &dyn Fn(Part) -> Path, findings: &mut Findings) {
        for (name, value) in &self.dimensions {
            check_value(name, value, &at(Part::Dimension(name)), findings);
        }
        if unknown::in_text(self.namespace) || unknown::in_text(self.name) {
            return;
        }
        let (namespace, name) = (self.namespace, self.name);
        let Some((_, groups)) = NAMESPACES.iter().find(|(known, _)| *known == namespace) else {
            self.check_namespace(&at(Part::Namespace), findings);
            return;
        };
        let of_name = || groups.iter().filter(|group| group.has(name));
        if of_name().next().is_none() {
            let known = groups.iter().flat_map(|group| group.metrics.split_whitespace());
            let meant = did_you_mean(name, known);
            rules! { findings, at(Part::Name);
                Warning if true =>
                    format!("`{namespace}` has no metric `{name}` that this version knows"),
                    "a metric that nobody publishes never has a value",
                    meant.map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default();
            }
            return;
        }
        if !of_name().any(|group| group.is_counted_by(&self.dimensions)) {
            self.warn_of_dimensions(groups, &at(Part::Dimensions), findings);
        }
        let every = of_name().map(|group| group.every).min().unwrap_or_default();
        rules! { findings, at(Part::Period);
            Warning if self.period.is_some_and(|period| period < every) =>
                format!("`{name}` has a value every {every} seconds"),
                "a shorter period has none most of the time",
                format!("write a period of {} seconds", if every > 21_600 { 86_400 } else { every });
        }
        if self.is_watched {
            statistics::check([namespace, name], self.statistic, &at(Part::Statistic), findings);
        }
    }

    /// AWS's namespaces are few and told by their capitals.
    fn check_namespace(&self, at: &Path, findings: &mut Findings) {
        let known = NAMESPACES.iter().map(|(known, _)| *known);
        let mut alike = known.filter(|known| known.eq_ignore_ascii_case(self.namespace));
        if let Some(meant) = alike.next() {
            rules! { findings, at;
                Warning if true =>
                    format!("there is no namespace `{}`", self.namespace),
                    "the case of its letters matters",
                    format!("write `{meant}`");
            }
        }
    }

    fn warn_of_dimensions(&self, groups: &[Group], at: &Path, findings: &mut Findings) {
        let name = self.name;
        let own: Vec<&Group> = groups.iter().filter(|group| group.has(name)).collect();
        let sets = own.iter().flat_map(|group| group.sets).map(|set| in_words(set));
        let sets: Vec<String> = sets.collect();
        let note = own.iter().map(|group| group.note).find(|note| !note.is_empty());
        let written: Vec<&str> = self.dimensions.iter().map(|(name, _)| *name).collect();
        // Metrics that have these dimensions, in the order of the table.
        let others = groups.iter().filter(|group| group.is_counted_by(&self.dimensions));
        let others: Vec<&str> = others.flat_map(|group| group.metrics.split_whitespace()).collect();
        let close = did_you_mean(name, others.iter().copied());
        let help = match close.or(others.first().copied().filter(|_| others.len() == 1)) {
            Some(other) => format!("{} has `{other}`", in_words(&written.join(" "))),
            None => String::new(),
        };
        rules! { findings, at;
            Warning if true =>
                format!("`{}` never has `{name}` {}", self.namespace, in_words(&written.join(" "))),
                note.map_or_else(|| format!("it is counted {}", sets.join(", or ")), str::to_owned),
                match note {
                    Some(_) => format!("`{name}` is counted {}", sets.join(", or ")),
                    None => help,
                };
        }
    }

    /// Warns of a metric that AWS keeps in another region alone.
    pub(super) fn check_region(&self, region: &str, at: &Path, findings: &mut Findings) {
        let groups = NAMESPACES.iter().find(|(known, _)| *known == self.namespace);
        let mut groups = groups.into_iter().flat_map(|(_, groups)| *groups);
        let is_only_there = groups.any(|group| group.only_in_us_east_1 && group.has(self.name))
            || self.is_of_a_global_acl();
        // Other partitions have such a region of their own.
        let is_of_aws = Place::new("", region).partition == "aws";
        rules! { findings, at;
            Warning if is_of_aws && is_only_there && region != "us-east-1" && !region.is_empty() && !unknown::in_text(region) =>
                format!("`{}` of `{}` is in us-east-1 alone", self.name, self.namespace),
                format!("in {region} it never has a value"),
                "write `region: us-east-1`; what an alarm notifies must be there, too";
        }
    }

    /// An ACL of CloudFront has metrics without a region.
    fn is_of_a_global_acl(&self) -> bool {
        let has = |name| self.dimensions.iter().any(|(dimension, _)| *dimension == name);
        self.namespace == "AWS/WAFV2" && has("WebACL") && !has("Region")
    }
}

impl Group {
    /// Whether its metrics are counted by just these dimensions, as far as their names are known.
    fn is_counted_by(&self, dimensions: &[(&str, &str)]) -> bool {
        if dimensions.iter().any(|(name, _)| unknown::in_text(name)) {
            return true;
        }
        let names: BTreeSet<&str> = dimensions.iter().map(|(name, _)| *name).collect();
        self.sets.iter().any(|set| {
            let may_have = set.split_whitespace().map(|name| name.trim_end_matches('?'));
            let may_have: BTreeSet<&str> = may_have.collect();
            let mut must_have = set.split_whitespace().filter(|name| !name.ends_with('?'));
            names.is_subset(&may_have) && must_have.all(|name| names.contains(name))
        })
    }
}

/// A set of dimensions, for people.
fn in_words(set: &str) -> String {
    let mut names = set.split_whitespace().map(|name| match name.strip_suffix('?') {
        Some(name) => format!("(`{name}`)"),
        None => format!("`{name}`"),
    });
    match names.next() {
        None => "without dimensions".to_owned(),
        Some(first) => names.fold(format!("by {first}"), |text, name| format!("{text} + {name}")),
    }
}

/// What people leave where a value is still to come.
const PLACEHOLDERS: &[&str] = &[
    "*", "-", "change-me", "change_me", "changeme", "dummy", "example", "fixme", "foo", "n/a",
    "null", "tbd", "todo", "undefined", "unknown", "xxx",
];

fn check_value(name: &str, value: &str, at: &Path, findings: &mut Findings) {
    let lower = value.trim().to_ascii_lowercase();
    let is_placeholder = PLACEHOLDERS.contains(&lower.as_str())
        || lower.contains("placeholder")
        || lower.starts_with("your-")
        || (lower.starts_with('<') && lower.ends_with('>'));
    let is_address = value.starts_with("arn:") || value.starts_with("https://");
    rules! { findings, at;
        Error if value.is_empty() =>
            "a dimension has a value",
            "AWS accepts 1–1,024 characters",
            "refer to what the metric is of, as in `${lambda.function.<name>.name}`";
        Warning if is_placeholder =>
            format!("`{value}` is not a value of `{name}`"),
            "a dimension is one value exactly, and not a pattern, so nothing is ever counted here",
            "refer to what the metric is of, as in `${lambda.function.<name>.name}`";
        Warning if name.ends_with("Name") && is_address =>
            format!("`{name}` is a name, and this is an ARN or a URL"),
            "the values of a dimension are compared as text, so nothing is ever counted here",
            "write the output `name` of what the metric is of";
        Warning if name.ends_with("Arn") && !value.is_empty() && !is_placeholder && !value.starts_with("arn:") && !unknown::in_text(value) =>
            format!("`{name}` is an ARN, and this is none"),
            "the values of a dimension are compared as text, so nothing is ever counted here",
            "write the output `arn` of what the metric is of";
    }
}
