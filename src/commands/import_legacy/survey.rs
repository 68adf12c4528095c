//! What Terraform's states hold, and what AWS says of it.

use super::Arguments;
use crate::commands::Failure;
use crate::commands::session::Session;
use crate::legacy::{
    Inventory, Selection, Source, SourceError, Verdict, read_all, take_inventory, verify,
};

pub(super) struct Survey {
    pub inventory: Inventory,
    /// One for each claim of the inventory.
    pub verdicts: Vec<Verdict>,
}

impl Survey {
    /// Reads the states, and every object that they claim.
    pub(super) async fn make(session: &Session, arguments: &Arguments) -> Result<Self, Failure> {
        let files = read_all(&sources(arguments)?, &session.stack.root, &session.aws)
            .await
            .map_err(|errors| no_states(&errors))?;
        let mut survey = Self {
            inventory: take_inventory(files, &selection(arguments)),
            verdicts: Vec::new(),
        };
        survey.look(session).await;
        Ok(survey)
    }

    /// Reads every object again.
    pub(super) async fn look(&mut self, session: &Session) {
        let state = session.store.snapshot();
        let claims = &self.inventory.claims;
        self.verdicts = verify(claims, &session.aws, &session.stack, &state).await;
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
        false => Err(no_states(&refused)),
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

fn no_states(errors: &[SourceError]) -> Failure {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Failure::Usage(lines.join("\n"))
}
