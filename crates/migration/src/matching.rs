//! Which address of the specs each candidate is to have.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{ImportCandidate, InstanceId, Inventory};
use super::verify::{LiveStatus, Owner};
use compiler::{Address, Stack};
use engine::graph::Graph;
use kind::LiveObject;

/// What the specs say of the object of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// It is this resource.
    One(Address),
    /// Nothing: no spec defines it.
    Undefined,
    /// It may be any of these resources, or shares one with other objects.
    Ambiguous(Vec<Address>),
    /// It may be this resource, and so may others that AWS has under its name: their ids.
    Namesakes(Address, Vec<String>),
    /// There is nothing to match: it is gone, inaccessible or another stack's.
    None,
}

/// Holds the candidates against the specs; one match a candidate, in their order. What is decided is as it was decided;
/// what is ours already is where it is.
pub fn matches(
    inventory: &Inventory,
    verdicts: &[LiveStatus],
    stack: &Stack,
    graph: &Graph,
    decided: &BTreeMap<InstanceId, Address>,
) -> Vec<Match> {
    let candidates = inventory.candidates.iter().zip(verdicts);
    let wanted = candidates.map(|(candidate, verdict)| {
        Wanted::of(candidate, verdict, decided.get(&candidate.owner), stack)
    });
    let mut matcher = Matcher { graph, wanted: wanted.collect() };
    matcher.heed_certainties();
    matcher.heed_parents();
    matcher.into_matches()
}

struct Matcher<'a> {
    graph: &'a Graph,
    /// One for each candidate.
    wanted: Vec<Option<Wanted<'a>>>,
}

struct Wanted<'a> {
    candidate: &'a ImportCandidate,
    live: &'a LiveObject,
    addresses: Vec<Address>,
    /// Whether somebody has said so, or it is ours, and not just what the specs define under its name.
    is_certain: bool,
    /// Others of its name, where nothing but the name says which resource it is.
    namesakes: &'a [String],
}

impl<'a> Wanted<'a> {
    /// The addresses that an object may have; nothing for one that nobody can take over.
    fn of(
        candidate: &'a ImportCandidate,
        verdict: &'a LiveStatus,
        assigned: Option<&Address>,
        stack: &Stack,
    ) -> Option<Self> {
        let LiveStatus::Found { live, owner, defined, namesakes, .. } = verdict else {
            return None;
        };
        let ours = match owner {
            Owner::OtherStack(_) => return None,
            Owner::ThisStack(address) => address.parse().ok(),
            Owner::Unowned => None,
        };
        let ours = ours.filter(|address| stack.resources.contains_key(address));
        let is_certain = assigned.is_some() || ours.is_some();
        Some(Self {
            candidate,
            live,
            addresses: match assigned.cloned().or(ours) {
                Some(address) => vec![address],
                None => defined.clone(),
            },
            is_certain,
            namesakes: if is_certain { &[] } else { namesakes },
        })
    }
}

impl Matcher<'_> {
    /// What is certainly one object is no other that has its name.
    fn heed_certainties(&mut self) {
        let wanted = self.wanted.iter().flatten();
        let certain = wanted.filter(|wanted| wanted.is_certain);
        let taken: BTreeSet<Address> = certain.flat_map(|it| it.addresses.clone()).collect();
        let open = self.wanted.iter_mut().flatten();
        for wanted in open.filter(|wanted| !wanted.is_certain) {
            wanted.addresses.retain(|address| !taken.contains(address));
        }
    }

    /// What lives in another object is not what has the same name in a third.
    fn heed_parents(&mut self) {
        let wanted = || self.wanted.iter().flatten();
        let ids: BTreeMap<&Address, &str> = wanted()
            .filter_map(|wanted| match wanted.addresses.as_slice() {
                [address] => Some((address, wanted.candidate.id.as_str())),
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
        let kept: Vec<Vec<Address>> = wanted()
            .map(|wanted| {
                let field = wanted.candidate.kind.facts().parent_field();
                let parent = field.and_then(|field| wanted.live.spec.get(field)?.as_str());
                let addresses = wanted.addresses.iter();
                let fits = addresses.filter(|address| match (field, parent) {
                    (Some(field), Some(parent)) => lives_there(address, field, parent),
                    _ => true,
                });
                fits.cloned().collect()
            })
            .collect();
        for (wanted, addresses) in self.wanted.iter_mut().flatten().zip(kept) {
            wanted.addresses = addresses;
        }
    }

    fn into_matches(self) -> Vec<Match> {
        let mut wanting: BTreeMap<&Address, usize> = BTreeMap::new();
        let wanted = self.wanted.iter().flatten();
        for address in wanted.flat_map(|wanted| &wanted.addresses) {
            *wanting.entry(address).or_default() += 1;
        }
        let is_its_alone = |address: &Address| wanting.get(address) == Some(&1);
        let matches = self.wanted.iter().map(|wanted| {
            let Some(wanted) = wanted else {
                return Match::None;
            };
            match wanted.addresses.as_slice() {
                [] => Match::Undefined,
                [address] if is_its_alone(address) && wanted.namesakes.is_empty() => {
                    Match::One(address.clone())
                }
                [address] if is_its_alone(address) => {
                    Match::Namesakes(address.clone(), wanted.namesakes.to_vec())
                }
                addresses => Match::Ambiguous(addresses.to_vec()),
            }
        });
        matches.collect()
    }
}
