//! What Terraform's states hold, and what AWS says of it.

use std::fmt::Display;
use std::sync::Arc;

use super::Arguments;
use crate::commands::Failure;
use crate::commands::session::Session;
use crate::legacy::assignment::{Assignment, check};
use crate::legacy::matching::{Match, matches};
use crate::legacy::standing::Account;
use crate::legacy::{
    Inventory, Selection, Source, SourceError, Verdict, read_all, take_inventory, verify,
};
use crate::plan::{Adoptee, Adoption};
use crate::spec::Stack;

pub(super) struct Survey {
    pub inventory: Inventory,
    assignments: Vec<Assignment>,
    /// One for each claim of the inventory.
    pub verdicts: Vec<Verdict>,
    /// Which resources of the specs they are; one for each claim.
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
        let assignments = arguments.assignments.clone();
        check(&assignments, &inventory, &session.stack).map_err(|errors| unusable(&errors))?;
        Ok(Self {
            inventory,
            assignments,
            verdicts: Vec::new(),
            matches: Vec::new(),
            adoption: None,
            stack: session.stack.clone(),
        })
    }

    /// Reads every object, and holds it against the specs of a session.
    pub(super) async fn look(&mut self, session: &Session) {
        let Session {
            stack, graph, aws, ..
        } = session;
        let state = session.store.snapshot();
        self.verdicts = verify(&self.inventory, aws, stack, &state).await;
        let (inventory, assignments) = (&self.inventory, &self.assignments);
        self.matches = matches(inventory, &self.verdicts, stack, graph, assignments);
        self.stack = stack.clone();
    }

    /// Whether it is certain of each object which resource it is, if any.
    pub(super) fn is_settled(&self) -> bool {
        let is_open = |found: &Match| matches!(found, Match::Ambiguous(_) | Match::Namesakes(..));
        !self.matches.iter().any(is_open)
    }

    /// The objects of which it is certain what they are to be.
    pub(super) fn adoptees(&self) -> Vec<Adoptee> {
        let claims = self.inventory.claims.iter();
        let all = claims.zip(&self.verdicts).zip(&self.matches);
        let certain = all.filter_map(|((claim, verdict), found)| {
            let (Verdict::Found { live, .. }, Match::One(address)) = (verdict, found) else {
                return None;
            };
            Some(Adoptee {
                address: address.clone(),
                id: claim.id.clone(),
                region: self.stack.resources.get(address)?.place.region.clone(),
                live: (**live).clone(),
            })
        });
        certain.collect()
    }

    /// How it stands with everything.
    pub(super) fn account(&self) -> Account<'_> {
        Account::of(
            &self.inventory,
            &self.verdicts,
            &self.matches,
            self.adoption.as_ref(),
            &self.stack,
        )
    }
}

fn sources(arguments: &Arguments) -> Result<Vec<Source>, Failure> {
    let texts = arguments.states.iter();
    let (sources, refused): (Vec<_>, Vec<_>) = texts
        .map(|text| text.parse::<Source>())
        .partition(Result::is_ok);
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
