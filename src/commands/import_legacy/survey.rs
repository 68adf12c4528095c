//! What Terraform's states hold, and what AWS says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use super::arguments::Arguments;
use crate::commands::Failure;
use crate::commands::session::Session;
use crate::report::live;
use compiler::{Address, Stack};
use engine::observe::CachedReads;
use engine::plan::{Adoption, AdoptionTarget};
use kind::LiveObject;
use migration::Difference;
use migration::ImportCandidate;
use migration::Inventory;
use migration::LiveStatus;
use migration::assignment::check;
use migration::assignment::decisions;
use migration::inventory::InstanceId;
use migration::matching::Match;
use migration::matching::matches;
use migration::status::Assessment;
use migration::take_inventory;
use migration::verify::{self, Owner};
use terraform::Selection;
use terraform::Source;
use terraform::SourceError;
use terraform::read_all;

pub(super) struct Survey {
    pub inventory: Inventory,
    /// Which resources instances are, by `--into` or because their specs have just been written.
    decided: BTreeMap<InstanceId, Address>,
    /// One for each candidate of the inventory.
    pub verdicts: Vec<LiveStatus>,
    /// Which resources of the specs they are; one for each candidate.
    pub matches: Vec<Match>,
    /// What taking over has left, once it was tried.
    pub adoption: Option<Adoption>,
    /// The specs against which all this was held.
    stack: Arc<Stack>,
}

impl Survey {
    /// Reads the states. Nothing is known of their objects before somebody [looks](Self::look).
    pub(super) async fn make(session: &Session, arguments: &Arguments) -> Result<Self, Failure> {
        let files = read_all(&sources(arguments)?, &session.stack.root, &session.aws)
            .await
            .map_err(|errors| unusable(&errors))?;
        let inventory = take_inventory(files, &selection(arguments));
        let assignments = &arguments.assignments;
        check(assignments, &inventory, &session.stack).map_err(|errors| unusable(&errors))?;
        Ok(Self {
            decided: decisions(assignments, &inventory),
            inventory,
            verdicts: Vec::new(),
            matches: Vec::new(),
            adoption: None,
            stack: session.stack.clone(),
        })
    }

    /// Reads every object, and holds it against the specs of a session.
    pub(super) async fn look(&mut self, session: &Session) {
        self.look_with(session, &CachedReads::new()).await;
    }

    /// The same after what was to be taken over was taken over: these are known as their steps have left them, and the
    /// others as they were looked at before that.
    pub(super) async fn look_after(
        &mut self,
        session: &Session,
        left: &BTreeMap<Address, LiveObject>,
    ) {
        let all = self.inventory.candidates.iter().zip(&self.verdicts).zip(&self.matches);
        let known = all.filter_map(|((candidate, verdict), found)| {
            let LiveStatus::Found { live: before, .. } = verdict else {
                return None;
            };
            let live = match found {
                Match::One(address) => left.get(address),
                _ => None,
            };
            Some((verify::key(candidate, &session.aws), live.unwrap_or(before).clone()))
        });
        let known = known.collect();
        self.look_with(session, &known).await;
    }

    async fn look_with(&mut self, session: &Session, known: &CachedReads) {
        let Session { stack, graph, aws, .. } = session;
        let state = session.store.snapshot();
        let before = std::mem::take(&mut self.verdicts);
        let verified = verify::verify(&self.inventory, aws, stack, &state, known);
        self.verdicts = live::reading(aws.activity(), verified).await;
        self.remember(before);
        let (inventory, decided) = (&self.inventory, &self.decided);
        self.matches = matches(inventory, &self.verdicts, stack, graph, decided);
        self.stack = stack.clone();
    }

    /// What the states said otherwise of objects that have been taken over since is told to the end.
    fn remember(&mut self, before: Vec<LiveStatus>) {
        for (now, before) in self.verdicts.iter_mut().zip(before) {
            if let (
                LiveStatus::Found { owner: Owner::ThisStack(_), differences, .. },
                LiveStatus::Found { differences: told, .. },
            ) = (now, before)
            {
                *differences = told;
            }
        }
    }

    /// What the states say otherwise of objects that are to have these addresses.
    pub(super) fn differences(
        &self,
        addresses: &BTreeSet<&Address>,
    ) -> Vec<(&ImportCandidate, &Difference)> {
        let candidates = self.inventory.candidates.iter();
        let all = candidates.zip(&self.verdicts).zip(&self.matches);
        let meant = all.filter_map(|((candidate, verdict), found)| match (verdict, found) {
            (LiveStatus::Found { differences, .. }, Match::One(address)) => {
                addresses.contains(address).then_some((candidate, differences))
            }
            _ => None,
        });
        meant
            .flat_map(|(candidate, found)| {
                found.iter().map(move |difference| (candidate, difference))
            })
            .collect()
    }

    /// Takes note of which resource was written of an instance.
    pub(super) fn decide(&mut self, instance: InstanceId, address: Address) {
        self.decided.entry(instance).or_insert(address);
    }

    /// The resources of which it is not certain which object they are.
    pub(super) fn uncertain(&self) -> BTreeSet<Address> {
        let uncertain = self.matches.iter().flat_map(|found| match found {
            Match::Ambiguous(addresses) => addresses.as_slice(),
            Match::Namesakes(address, _) => std::slice::from_ref(address),
            Match::One(_) | Match::Undefined | Match::None => &[],
        });
        uncertain.cloned().collect()
    }

    /// How many objects could be taken over by what the specs say, and have not been.
    pub(super) fn left(&self) -> usize {
        let both = self.verdicts.iter().zip(&self.matches);
        let left = both.filter(|(verdict, found)| match verdict {
            LiveStatus::Inaccessible(_) => true,
            LiveStatus::Found { owner: Owner::Unowned, .. } => {
                !matches!(found, Match::Undefined | Match::None)
            }
            _ => false,
        });
        left.count()
    }

    /// The objects of which it is certain what they are to be.
    pub(super) fn adoption_targets(&self) -> Vec<AdoptionTarget> {
        let candidates = self.inventory.candidates.iter();
        let all = candidates.zip(&self.verdicts).zip(&self.matches);
        let certain = all.filter_map(|((candidate, verdict), found)| {
            let (LiveStatus::Found { live, .. }, Match::One(address)) = (verdict, found) else {
                return None;
            };
            Some(AdoptionTarget {
                address: address.clone(),
                id: candidate.id.clone(),
                region: self.stack.resources.get(address)?.place.region.clone(),
                live: (**live).clone(),
            })
        });
        certain.collect()
    }

    /// How it stands with everything.
    pub(super) fn assessment(&self) -> Assessment<'_> {
        Assessment::of(
            &self.inventory,
            &self.verdicts,
            &self.matches,
            self.adoption.as_ref(),
            &self.stack,
        )
    }
}

/// Refuses what is not a place of a state.
pub(super) fn check_sources(arguments: &Arguments, root: &Path) -> Result<(), Failure> {
    let sources = sources(arguments)?;
    // What is missing is reported together, and a bucket can only be asked later.
    if sources.iter().any(|source| matches!(source, Source::Bucket { .. })) {
        return Ok(());
    }
    let missing: Vec<SourceError> =
        sources.iter().filter_map(|source| source.check(root).err()).collect();
    if missing.is_empty() { Ok(()) } else { Err(unusable(&missing)) }
}

fn sources(arguments: &Arguments) -> Result<Vec<Source>, Failure> {
    let texts = arguments.states.iter();
    let (sources, refused): (Vec<_>, Vec<_>) =
        texts.map(|text| text.parse::<Source>()).partition(Result::is_ok);
    let refused: Vec<SourceError> = refused.into_iter().filter_map(Result::err).collect();
    match refused.is_empty() {
        true => Ok(sources.into_iter().flatten().collect()),
        false => Err(unusable(&refused)),
    }
}

fn selection(arguments: &Arguments) -> Selection {
    Selection {
        matches: arguments.matches.clone(),
        types: arguments.types.clone(),
        tags: arguments.tags.clone(),
        excluded: arguments.excluded.clone(),
    }
}

fn unusable<E: Display>(errors: &[E]) -> Failure {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Failure::Usage(lines.join("\n"))
}
