//! What somebody says that an address of Terraform's is, with `--into`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::inventory::{InstanceId, Inventory, Outcome};
use super::matching::Match;
use compiler::{Address, Stack};
use language::diagnostic::did_you_mean;
use terraform::address::TerraformAddress;

/// `<terraform address>=<address>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub from: TerraformAddress,
    pub to: Address,
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Keys of instances may hold an equals sign on either side.
        let parts = text.match_indices('=').find_map(|(at, _)| {
            let from = TerraformAddress::parse(text.get(..at)?)?;
            Some((from, text.get(at + 1..)?.parse().ok()?))
        });
        let (from, to) = parts.ok_or_else(|| {
            "write `<address of Terraform's>=<address of the specs>`, such as \
             `aws_cognito_user_pool.main=cognito.user_pool.main`"
                .to_owned()
        })?;
        Ok(Self { from, to })
    }
}

/// As it is written behind `--into`.
impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.from, self.to)
    }
}

/// The instances that assignments are of, with the addresses that they are to have.
pub fn decisions(
    assignments: &[Assignment],
    inventory: &Inventory,
) -> BTreeMap<InstanceId, Address> {
    let decided: BTreeMap<&TerraformAddress, &Address> =
        assignments.iter().map(|assignment| (&assignment.from, &assignment.to)).collect();
    let owners = inventory.candidates.iter().map(|candidate| candidate.owner);
    owners
        .filter_map(|owner| {
            let to = decided.get(&inventory.instance(owner).address)?;
            Some((owner, (*to).clone()))
        })
        .collect()
}

/// An assignment for each object of which it is not certain which resource it is: what a person may mean, to
/// be changed by them. No two are one resource.
pub fn proposals(inventory: &Inventory, matches: &[Match]) -> Vec<Assignment> {
    let mut taken: BTreeSet<&Address> = BTreeSet::new();
    let mut proposals = Vec::new();
    for (candidate, found) in inventory.candidates.iter().zip(matches) {
        let addresses = match found {
            Match::Ambiguous(addresses) => addresses.as_slice(),
            Match::Namesakes(address, _) => std::slice::from_ref(address),
            Match::One(_) | Match::Undefined | Match::None => continue,
        };
        let from = &inventory.instance(candidate.owner).address;
        let is_free = |address: &&Address| !taken.contains(*address);
        let mut free = addresses.iter().filter(is_free);
        let is_called_so = |address: &&Address| address.name == from.name.replace('_', "-");
        let to = free.clone().find(is_called_so).or_else(|| free.next());
        if let Some(to) = to {
            taken.insert(to);
            proposals.push(Assignment { from: from.clone(), to: to.clone() });
        }
    }
    proposals
}

/// Why an assignment cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentError {
    #[error("no state has `{from}`{}", hint(.meant))]
    NotInState { from: String, meant: Option<String> },
    #[error("several states have `{from}`: give the one that you mean alone")]
    InSeveralStates { from: String },
    #[error("`{from}` cannot be taken over by itself: {why}")]
    NotACandidate { from: String, why: String },
    #[error("the specs do not define `{to}`, which `{from}` is to be{}", hint(.meant))]
    NotInSpecs { from: String, to: String, meant: Option<String> },
    #[error("`{from}` is of the kind {kind}, so it cannot be `{to}`")]
    OtherKind { from: String, to: String, kind: &'static str },
    #[error("`{from}` is to be two resources, {}", .to.join(" and "))]
    TwoResources { from: String, to: Vec<String> },
    #[error("`{to}` is to be two objects, {}", .from.join(" and "))]
    TwoObjects { to: String, from: Vec<String> },
}

fn hint(meant: &Option<String>) -> String {
    match meant {
        Some(meant) => format!(": did you mean `{meant}`?"),
        None => String::new(),
    }
}

/// Holds assignments against the states and the specs.
///
/// # Errors
/// Everything that is wrong with any of them.
pub fn check(
    assignments: &[Assignment],
    inventory: &Inventory,
    stack: &Stack,
) -> Result<(), Vec<AssignmentError>> {
    if assignments.is_empty() {
        return Ok(());
    }
    let mut instances: BTreeMap<&TerraformAddress, Vec<InstanceId>> = BTreeMap::new();
    for (id, _) in inventory.outcomes() {
        let address = &inventory.instance(id).address;
        instances.entry(address).or_default().push(id);
    }
    let mut errors = Vec::new();
    for assignment in assignments {
        errors.extend(fault_of_source(assignment, inventory, &instances));
        errors.extend(fault_of_target(assignment, stack));
        errors.extend(misfit(assignment, inventory, &instances));
    }
    errors.extend(repeated(assignments));
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors),
    }
}

fn fault_of_source(
    assignment: &Assignment,
    inventory: &Inventory,
    instances: &BTreeMap<&TerraformAddress, Vec<InstanceId>>,
) -> Option<AssignmentError> {
    let from = assignment.from.to_string();
    let ids = instances.get(&assignment.from).map(Vec::as_slice);
    let [id] = ids.unwrap_or_default() else {
        return Some(match ids {
            Some(_) => AssignmentError::InSeveralStates { from },
            None => {
                let known: Vec<String> = instances.keys().map(ToString::to_string).collect();
                let meant = did_you_mean(&from, known.iter().map(String::as_str));
                let meant = meant.map(str::to_owned);
                AssignmentError::NotInState { from, meant }
            }
        });
    };
    let why = unclaimed(inventory, *id)?;
    Some(AssignmentError::NotACandidate { from, why })
}

/// Why an instance is the object of no candidate; nothing for one that is.
fn unclaimed(inventory: &Inventory, id: InstanceId) -> Option<String> {
    let address = |id: InstanceId| inventory.instance(id).address.to_string();
    Some(match inventory.outcome(id)? {
        Outcome::Candidate { candidate } => {
            let owner = inventory.candidates.get(*candidate)?.owner;
            if owner == id {
                return None;
            }
            format!("it is a part of `{}`, which takes it along", address(owner))
        }
        Outcome::NotSelected(left) => left.to_string(),
        Outcome::WithoutObject { owner } => {
            format!("it is a part of `{}`, which is not taken over", address(*owner))
        }
        Outcome::Orphan { kind, id, .. } => {
            format!("it is a part of {kind} `{id}`, which no state holds")
        }
        Outcome::Unsupported => "there is no kind for it".to_owned(),
        Outcome::NoObject { .. } => "it is in Terraform's state alone".to_owned(),
        Outcome::Unidentified => "the state does not say which object it is".to_owned(),
        Outcome::Conflict { others } => {
            let others: Vec<String> =
                others.iter().map(|id| format!("`{}`", address(*id))).collect();
            format!("{} is the same object", others.join(" and "))
        }
        Outcome::Tainted => "it is tainted".to_owned(),
        Outcome::Deposed => "it is deposed".to_owned(),
        Outcome::DataSource => "it is a data source".to_owned(),
    })
}

fn fault_of_target(assignment: &Assignment, stack: &Stack) -> Option<AssignmentError> {
    let Assignment { from, to } = assignment;
    if stack.resources.contains_key(to) {
        return None;
    }
    let to = to.to_string();
    let known: Vec<String> = stack.resources.keys().map(ToString::to_string).collect();
    let meant = did_you_mean(&to, known.iter().map(String::as_str)).map(str::to_owned);
    Some(AssignmentError::NotInSpecs { from: from.to_string(), to, meant })
}

fn misfit(
    assignment: &Assignment,
    inventory: &Inventory,
    instances: &BTreeMap<&TerraformAddress, Vec<InstanceId>>,
) -> Option<AssignmentError> {
    let Assignment { from, to } = assignment;
    let [id] = instances.get(from)?.as_slice() else {
        return None;
    };
    let Outcome::Candidate { candidate } = inventory.outcome(*id)? else {
        return None;
    };
    let candidate = inventory.candidates.get(*candidate)?;
    let kind = candidate.kind.name();
    (candidate.owner == *id && kind != to.kind).then(|| AssignmentError::OtherKind {
        from: from.to_string(),
        to: to.to_string(),
        kind,
    })
}

/// What is assigned more than once, on either side.
fn repeated(assignments: &[Assignment]) -> Vec<AssignmentError> {
    let mut targets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut sources: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Assignment { from, to } in assignments {
        let (from, to) = (from.to_string(), to.to_string());
        targets.entry(from.clone()).or_default().push(to.clone());
        sources.entry(to).or_default().push(from);
    }
    let targets = targets.into_iter().filter(|(_, to)| to.len() > 1);
    let sources = sources.into_iter().filter(|(_, from)| from.len() > 1);
    targets
        .map(|(from, to)| AssignmentError::TwoResources { from, to })
        .chain(sources.map(|(to, from)| AssignmentError::TwoObjects { to, from }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_names_two_addresses() {
        let one: Assignment = "module.m[\"a=b\"].aws_iam_role.x=iam.role.api".parse().unwrap();
        assert_eq!(one.from.to_string(), "module.m[\"a=b\"].aws_iam_role.x");
        assert_eq!(one.to.to_string(), "iam.role.api");
        let two: Assignment =
            "aws_dynamodb_table.t[\"x=y\"]=dynamodb.table.t[\"x=y\"]".parse().unwrap();
        assert_eq!(two.to.to_string(), "dynamodb.table.t[\"x=y\"]");
        for text in ["", "aws_iam_role.x", "aws_iam_role.x=", "=iam.role.api"] {
            assert!(text.parse::<Assignment>().is_err(), "{text}");
        }
    }
}
