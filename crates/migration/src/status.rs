//! The status of the objects of a state, which all reports show.

use super::inventory::{ImportCandidate, Inventory};
use super::matching::Match;
use super::proposals::{Proposals, proposals};
use super::verify::{LiveStatus, Owner};
use aws::AwsError;
use compiler::{Address, Stack};
use engine::plan::{Adoption, Refusal};

/// The status of a candidate.
#[derive(Debug)]
pub enum Status<'a> {
    /// It is ours, at this address; `false` if the specs do not define that.
    Ours {
        address: &'a str,
        is_defined: bool,
    },
    /// It is nobody's, and this resource of the specs.
    Defined(&'a Address),
    /// It is nobody's, and no spec defines it. AWS has others of its name, with these ids.
    Undefined {
        namesakes: &'a [String],
    },
    /// It was left, as a plan would change it at this address.
    Differing(&'a Address),
    /// It was left for another reason.
    Refused {
        address: &'a Address,
        refusal: &'a Refusal,
    },
    /// It may be any of these resources, or shares one with other objects.
    Ambiguous(&'a [Address]),
    /// It may be this resource, and so may others of its name, with these ids.
    Namesakes {
        address: &'a Address,
        ids: &'a [String],
    },
    OtherStack(&'a str),
    Gone,
    Inaccessible(&'a AwsError),
    OtherAccount(&'a str),
}

/// The states, what AWS says of each candidate, and the status of each.
pub struct Assessment<'a> {
    pub inventory: &'a Inventory,
    pub verdicts: &'a [LiveStatus],
    /// Which resources they are; one for each candidate.
    pub matches: &'a [Match],
    /// One for each candidate.
    pub statuses: Vec<Status<'a>>,
    /// What the environment's file could say.
    pub proposals: Proposals,
}

impl<'a> Assessment<'a> {
    /// Takes everything together. Without an `adoption`, nothing has been left yet.
    pub fn of(
        inventory: &'a Inventory,
        verdicts: &'a [LiveStatus],
        matches: &'a [Match],
        adoption: Option<&'a Adoption>,
        stack: &Stack,
    ) -> Self {
        let both = verdicts.iter().zip(matches);
        let statuses = both.map(|(verdict, found)| status(verdict, found, adoption, stack));
        Self {
            inventory,
            proposals: proposals(inventory, verdicts, &stack.environment),
            verdicts,
            matches,
            statuses: statuses.collect(),
        }
    }

    /// What Terraform may let go of: what is ours, and defined in the specs.
    pub fn released(&self) -> impl Iterator<Item = &'a ImportCandidate> {
        let candidates = self.inventory.candidates.iter().zip(&self.statuses);
        candidates.filter_map(|(candidate, status)| match status {
            Status::Ours { is_defined: true, .. } => Some(candidate),
            _ => None,
        })
    }
}

fn status<'a>(
    verdict: &'a LiveStatus,
    found: &'a Match,
    adoption: Option<&'a Adoption>,
    stack: &Stack,
) -> Status<'a> {
    let (owner, namesakes) = match verdict {
        LiveStatus::Gone => return Status::Gone,
        LiveStatus::Inaccessible(error) => return Status::Inaccessible(error),
        LiveStatus::OtherAccount(account) => return Status::OtherAccount(account),
        LiveStatus::Found { owner, namesakes, .. } => (owner, namesakes),
    };
    match owner {
        Owner::OtherStack(stack) => return Status::OtherStack(stack),
        Owner::ThisStack(address) => {
            let parsed = address.parse::<Address>();
            let is_defined = parsed.is_ok_and(|address| stack.resources.contains_key(&address));
            return Status::Ours { address, is_defined };
        }
        Owner::Unowned => {}
    }
    match found {
        Match::One(address) => {
            let refusal = adoption.and_then(|adoption| adoption.refused.get(address));
            let differs = adoption.is_some_and(|all| all.differing.contains_key(address));
            match refusal {
                Some(refusal) => Status::Refused { address, refusal },
                None if differs => Status::Differing(address),
                None => Status::Defined(address),
            }
        }
        Match::Ambiguous(addresses) => Status::Ambiguous(addresses),
        Match::Namesakes(address, ids) => Status::Namesakes { address, ids },
        Match::Undefined | Match::None => Status::Undefined { namesakes },
    }
}
