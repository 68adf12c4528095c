//! Which address of the specs each claimed object is to have.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::address::TerraformAddress;
use super::inventory::{Claim, Inventory};
use super::verify::{Owner, Verdict};
use crate::graph::Graph;
use crate::kind::LiveObject;
use crate::plan::Adoptee;
use crate::spec::{Address, Stack};

/// What somebody says that an address of Terraform's is: `<terraform address>=<address>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub from: TerraformAddress,
    pub to: Address,
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Keys of instances may hold an equals sign on the left.
        let parts = text.rsplit_once('=').and_then(|(from, to)| {
            let from = TerraformAddress::parse(from)?;
            Some((from, to.parse().ok()?))
        });
        let (from, to) = parts.ok_or_else(|| {
            "write `<address of Terraform's>=<address of the specs>`, such as \
             `aws_cognito_user_pool.main=cognito.user_pool.main`"
                .to_owned()
        })?;
        Ok(Self { from, to })
    }
}

/// The objects that can be taken over, and those of which the specs do not say which they are.
#[derive(Debug, Default)]
pub struct Matching {
    pub adoptees: Vec<Adoptee>,
    /// Objects that may be any of several resources, or that share one with others.
    pub ambiguous: Vec<Ambiguous>,
    /// How many objects no spec defines.
    pub undefined: usize,
}

/// An object, and the addresses that it might have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    pub kind: &'static str,
    pub id: String,
    pub addresses: Vec<Address>,
}

/// Holds the claims against the specs. What is gone, inaccessible or another stack's has no address.
pub fn matched(
    inventory: &Inventory,
    verdicts: &[Verdict],
    stack: &Stack,
    graph: &Graph,
    assignments: &[Assignment],
) -> Matching {
    let mut matcher = Matcher {
        stack,
        graph,
        wanted: Vec::new(),
    };
    let claims = inventory.claims.iter().zip(verdicts);
    for (claim, verdict) in claims {
        let Verdict::Found {
            live,
            owner: Owner::Nobody | Owner::Us(_),
            defined,
            ..
        } = verdict
        else {
            continue;
        };
        let terraform = &inventory.instance(claim.owner).address;
        let assigned = assignments.iter().find(|one| one.from == *terraform);
        let addresses = match assigned {
            Some(assigned) => vec![assigned.to.clone()],
            None => defined.clone(),
        };
        matcher.wanted.push(Wanted {
            claim,
            live,
            addresses,
        });
    }
    matcher.heed_parents();
    matcher.into_matching()
}

struct Matcher<'a> {
    stack: &'a Stack,
    graph: &'a Graph,
    wanted: Vec<Wanted<'a>>,
}

struct Wanted<'a> {
    claim: &'a Claim,
    live: &'a LiveObject,
    addresses: Vec<Address>,
}

impl Matcher<'_> {
    /// What lives in another object is not what has the same name in a third.
    fn heed_parents(&mut self) {
        let ids: BTreeMap<&Address, &str> = self
            .wanted
            .iter()
            .filter_map(|wanted| match wanted.addresses.as_slice() {
                [address] => Some((address, wanted.claim.id.as_str())),
                _ => None,
            })
            .collect();
        let lives_there = |address: &Address, field: &str, parent: &str| {
            let mut edges = self.graph.edges_from(address);
            let edge = edges.find(|edge| edge.field.first_key() == Some(field));
            match edge.and_then(|edge| ids.get(&edge.to)) {
                Some(id) => *id == parent,
                // Its parent is written out, or none of these objects.
                None => true,
            }
        };
        let kept: Vec<Vec<Address>> = self
            .wanted
            .iter()
            .map(|wanted| {
                let field = wanted.claim.kind.facts().parent;
                let parent = field.and_then(|field| wanted.live.spec.get(field)?.as_str());
                let addresses = wanted.addresses.iter();
                let fits = addresses.filter(|address| match (field, parent) {
                    (Some(field), Some(parent)) => lives_there(address, field, parent),
                    _ => true,
                });
                fits.cloned().collect()
            })
            .collect();
        for (wanted, addresses) in self.wanted.iter_mut().zip(kept) {
            wanted.addresses = addresses;
        }
    }

    fn into_matching(self) -> Matching {
        let mut claimants: BTreeMap<&Address, usize> = BTreeMap::new();
        for address in self.wanted.iter().flat_map(|wanted| &wanted.addresses) {
            *claimants.entry(address).or_default() += 1;
        }
        let mut matching = Matching::default();
        for wanted in &self.wanted {
            let resource = match wanted.addresses.as_slice() {
                [] => {
                    matching.undefined += 1;
                    continue;
                }
                [address] if claimants.get(address) == Some(&1) => {
                    self.stack.resources.get(address)
                }
                _ => None,
            };
            match resource {
                Some(resource) => matching.adoptees.push(Adoptee {
                    address: resource.address.clone(),
                    id: wanted.claim.id.clone(),
                    region: resource.place.region.clone(),
                    live: wanted.live.clone(),
                }),
                None => matching.ambiguous.push(Ambiguous {
                    kind: wanted.claim.kind.name(),
                    id: wanted.claim.id.clone(),
                    addresses: wanted.addresses.clone(),
                }),
            }
        }
        matching
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_names_two_addresses() {
        let one: Assignment = "module.m[\"a=b\"].aws_iam_role.x=iam.role.api"
            .parse()
            .unwrap();
        assert_eq!(one.from.to_string(), "module.m[\"a=b\"].aws_iam_role.x");
        assert_eq!(one.to.to_string(), "iam.role.api");
        for text in ["", "aws_iam_role.x", "aws_iam_role.x=", "=iam.role.api"] {
            assert!(text.parse::<Assignment>().is_err(), "{text}");
        }
    }
}
