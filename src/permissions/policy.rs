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
    let words = kind.split(['.', '_']);
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
/// statements can be taken apart.
pub fn split(policy: &Policy, limit: usize) -> Vec<Policy> {
    let mut parts: Vec<Policy> = Vec::new();
    let mut waiting: Vec<Statement> = policy.0.iter().rev().cloned().collect();
    while let Some(statement) = waiting.pop() {
        let alone = Policy(vec![statement.clone()]);
        if alone.size() > limit
            && let Some((first, second)) = halves(&statement)
        {
            waiting.extend([second, first]);
            continue;
        }
        let with_it = parts.last().map(|last| {
            let statements = last.0.iter().cloned().chain([statement.clone()]);
            Policy(statements.collect())
        });
        match with_it.filter(|policy| policy.size() <= limit) {
            Some(policy) => {
                parts.pop();
                parts.push(policy);
            }
            None => parts.push(alone),
        }
    }
    parts
        .into_iter()
        .map(|part| Policy(numbered(part.0)))
        .collect()
}

/// A statement as two, each with half of what it has more of; nothing where it cannot be taken apart.
fn halves(statement: &Statement) -> Option<(Statement, Statement)> {
    let (mut first, mut second) = (statement.clone(), statement.clone());
    if statement.actions.len() > statement.resources.len() {
        (first.actions, second.actions) = in_half(&statement.actions);
    } else {
        (first.resources, second.resources) = in_half(&statement.resources);
    }
    let whole = statement.actions.len().max(statement.resources.len());
    (whole > 1).then_some((first, second))
}

fn in_half(all: &BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
    let middle = all.len() / 2;
    let half = |from, count| all.iter().skip(from).take(count).cloned().collect();
    (half(0, middle), half(middle, all.len()))
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
        assert_eq!(
            told(&policy),
            ["ABC x:Three r1", "ABC2 x:One,x:Two r1,r2", "DE x:One r1"]
        );
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
        let grants: Vec<_> = resources
            .iter()
            .map(|resource| ("a.b", "x:One", resource.as_str()))
            .collect();
        let whole = policy(&grants);
        let parts = split(&whole, 300);
        assert!(parts.iter().all(|part| part.size() <= 300));
        let all: BTreeSet<String> = parts
            .iter()
            .flat_map(|part| part.0.iter().flat_map(|it| it.resources.clone()))
            .collect();
        assert_eq!(all.len(), 40);
        // One action on one resource is as short as a statement gets.
        assert_eq!(split(&policy(&grants[..1]), 10).len(), 1);
    }
}
