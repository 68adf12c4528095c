//! A policy as IAM takes it: as few statements as say it, always in the same order.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::json;

/// A condition key and the values of which it must have one.
pub(super) type Condition = (&'static str, &'static [&'static str]);

/// An action on a resource, and which kind takes it.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub source: String,
    pub action: String,
    pub resource: String,
    pub condition: Option<Condition>,
}

/// The resources of each action.
#[derive(Debug, Default)]
pub(super) struct Grants(BTreeMap<(String, Option<Condition>, String), BTreeSet<String>>);

impl Grants {
    pub(super) fn add(&mut self, grant: Grant) {
        let key = (grant.source, grant.condition, grant.action);
        self.0.entry(key).or_default().insert(grant.resource);
    }
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy(pub Vec<Statement>);

/// What is allowed on some resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The kind that takes it, as IAM lets a statement be called: `DynamodbTable`.
    pub sid: String,
    pub actions: BTreeSet<String>,
    pub resources: BTreeSet<String>,
    pub condition: Option<(&'static str, &'static [&'static str])>,
}

/// The policies of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Reading alone.
    pub plan: Policy,
    /// Reading, creating, changing and deleting.
    pub apply: Policy,
}

impl From<Grants> for Policy {
    fn from(grants: Grants) -> Self {
        let mut merged: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for ((source, condition, action), resources) in grants.0 {
            let key = (source, condition, without_covered(resources));
            merged.entry(key).or_default().insert(action);
        }
        let statements = merged.into_iter();
        let statements = statements.map(|((source, condition, resources), actions)| Statement {
            sid: camel_case(&source),
            actions,
            resources,
            condition,
        });
        Self(numbered(statements.collect()))
    }
}

/// Without those that another one covers by its `*`.
fn without_covered(resources: BTreeSet<String>) -> BTreeSet<String> {
    let covers = |pattern: &str, resource: &str| {
        let start = pattern.strip_suffix('*');
        pattern != resource && start.is_some_and(|start| resource.starts_with(start))
    };
    resources
        .iter()
        .filter(|resource| !resources.iter().any(|pattern| covers(pattern, resource)))
        .cloned()
        .collect()
}

/// `dynamodb.table` as `DynamodbTable`: IAM takes letters and digits alone.
fn camel_case(kind: &str) -> String {
    let words = kind.split(['.', '_', ':']);
    let capitals = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    capitals.collect()
}

/// With numbers behind what else would have one name: a policy may use each only once.
fn numbered(mut statements: Vec<Statement>) -> Vec<Statement> {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for statement in &mut statements {
        let count = used.entry(statement.sid.clone()).or_default();
        *count += 1;
        if *count > 1 {
            statement.sid = format!("{}{count}", statement.sid);
        }
    }
    statements
}

impl Policy {
    /// The characters that count for IAM's quotas: white space does not.
    pub fn size(&self) -> usize {
        json!(self).to_string().len()
    }
}

/// Several policies that together allow the same, each of at most `limit` characters, as far as single
/// statements can be taken apart. Each takes what there is room for of the next statement.
pub fn split(policy: &Policy, limit: usize) -> Vec<Policy> {
    let mut parts: Vec<Policy> = Vec::new();
    let mut waiting: Vec<Statement> = policy.0.iter().rev().cloned().collect();
    let mut part = Vec::new();
    while let Some(statement) = waiting.pop() {
        let fits = |first: &Statement| {
            let statements = part.iter().chain([first]).cloned();
            Policy(statements.collect()).size() <= limit
        };
        if fits(&statement) {
            part.push(statement);
            continue;
        }
        let taken = largest_part(&statement, fits);
        match taken.or_else(|| part.is_empty().then(|| apart(&statement, 1)).flatten()) {
            Some((first, rest)) => {
                part.push(first);
                waiting.push(rest);
            }
            // As short as a statement gets, and longer than allowed.
            None if part.is_empty() => part.push(statement),
            None => waiting.push(statement),
        }
        parts.push(Policy(std::mem::take(&mut part)));
    }
    if !part.is_empty() {
        parts.push(Policy(part));
    }
    parts.into_iter().map(|part| Policy(numbered(part.0))).collect()
}

/// As much of a statement as `fits`, and the rest of it; nothing where no part of it does.
fn largest_part(
    statement: &Statement,
    fits: impl Fn(&Statement) -> bool,
) -> Option<(Statement, Statement)> {
    let (mut most, mut too_many) = (0, divisible(statement));
    while most + 1 < too_many {
        let count = usize::midpoint(most, too_many);
        match apart(statement, count) {
            Some((first, _)) if fits(&first) => most = count,
            _ => too_many = count,
        }
    }
    apart(statement, most)
}

/// How many of what it has more of a statement names.
fn divisible(statement: &Statement) -> usize {
    statement.actions.len().max(statement.resources.len())
}

/// A statement as two, the first with so many of what it has more of; nothing where one of them would be empty.
fn apart(statement: &Statement, count: usize) -> Option<(Statement, Statement)> {
    let (mut first, mut rest) = (statement.clone(), statement.clone());
    let (ours, others) = match statement.actions.len() > statement.resources.len() {
        true => (&mut first.actions, &mut rest.actions),
        false => (&mut first.resources, &mut rest.resources),
    };
    *others = ours.iter().skip(count).cloned().collect();
    *ours = ours.iter().take(count).cloned().collect();
    (!ours.is_empty() && !others.is_empty()).then_some((first, rest))
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_struct("Policy", 2)?;
        document.serialize_field("Version", "2012-10-17")?;
        document.serialize_field("Statement", &self.0)?;
        document.end()
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_struct("Statement", 5)?;
        document.serialize_field("Sid", &self.sid)?;
        document.serialize_field("Effect", "Allow")?;
        document.serialize_field("Action", &self.actions)?;
        document.serialize_field("Resource", &self.resources)?;
        if let Some((key, values)) = self.condition {
            let condition = BTreeMap::from([("StringEquals", BTreeMap::from([(key, values)]))]);
            document.serialize_field("Condition", &condition)?;
        }
        document.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(grants: &[(&str, &str, &str)]) -> Policy {
        let mut all = Grants::default();
        for (source, action, resource) in grants {
            all.add(Grant {
                source: (*source).to_owned(),
                action: (*action).to_owned(),
                resource: (*resource).to_owned(),
                condition: None,
            });
        }
        all.into()
    }

    fn told(policy: &Policy) -> Vec<String> {
        let join = |texts: &BTreeSet<String>| texts.iter().cloned().collect::<Vec<_>>().join(",");
        let statements = policy.0.iter();
        statements
            .map(|it| format!("{} {} {}", it.sid, join(&it.actions), join(&it.resources)))
            .collect()
    }

    #[test]
    fn actions_on_the_same_things_are_one_statement() {
        let policy = policy(&[
            ("a.b_c", "x:Two", "r2"),
            ("a.b_c", "x:One", "r1"),
            ("a.b_c", "x:Two", "r1"),
            ("a.b_c", "x:One", "r2"),
            ("a.b_c", "x:Three", "r1"),
            ("d.e", "x:One", "r1"),
        ]);
        assert_eq!(told(&policy), ["ABC x:Three r1", "ABC2 x:One,x:Two r1,r2", "DE x:One r1"]);
    }

    #[test]
    fn what_another_covers_is_left_out() {
        let policy = policy(&[
            ("a.b", "x:One", "arn:1"),
            ("a.b", "x:One", "arn:*"),
            ("a.b", "x:One", "other"),
        ]);
        assert_eq!(told(&policy), ["AB x:One arn:*,other"]);
    }

    #[test]
    fn parts_are_as_long_as_allowed_where_they_can_be() {
        let resources: Vec<String> = (0..40).map(|number| format!("arn:{number}")).collect();
        let grants: Vec<_> =
            resources.iter().map(|resource| ("a.b", "x:One", resource.as_str())).collect();
        let whole = policy(&grants);
        let parts = split(&whole, 300);
        assert!(parts.iter().all(|part| part.size() <= 300));
        // No part but the last has room for one more.
        let full = parts.split_last().map_or(&[][..], |(_, full)| full);
        assert!(full.iter().all(|part| part.size() + ",\"arn:00\"".len() > 300));
        let all: BTreeSet<String> = parts
            .iter()
            .flat_map(|part| part.0.iter().flat_map(|it| it.resources.clone()))
            .collect();
        assert_eq!(all.len(), 40);
        // One action on one resource is as short as a statement gets.
        assert_eq!(split(&policy(&grants[..1]), 10).len(), 1);
    }
}
