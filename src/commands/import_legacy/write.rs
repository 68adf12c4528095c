//! Writes specs of what can be taken over.

use std::fmt::Display;
use std::path::Path;

use super::survey::Survey;
use crate::commands::Failure;
use crate::commands::session::Session;
use crate::files::replace;
use crate::generate::{Block, Generator, HeldFile, Subject};
use crate::kind::Place;
use crate::legacy::files::write;
use crate::legacy::matching::Match;
use crate::legacy::secrets::secret_fields;
use crate::legacy::verify::Owner;
use crate::legacy::{Claim, Verdict};
use crate::report::terminal;

pub(super) async fn run(session: &Session, survey: &Survey, folder: &Path) -> Result<(), Failure> {
    let specs = session.stack.root.join("specs");
    let target = session.stack.root.join(folder);
    if !target.starts_with(&specs) {
        return Err(Failure::Usage(format!(
            "`{}` is not inside `specs/`, where specs are looked for: write `--write specs/legacy`",
            folder.display()
        )));
    }
    let claims = survey.inventory.claims.iter().zip(&survey.verdicts);
    let undefined = claims.zip(&survey.matches);
    let undefined = undefined.filter(|(_, found)| matches!(found, Match::Undefined));
    let subjects: Vec<Subject> = undefined
        .filter_map(|((claim, verdict), _)| subject(session, survey, claim, verdict))
        .collect();
    if subjects.is_empty() {
        terminal::tell("nothing to write: all that can be taken over is in the specs");
        return Ok(());
    }
    let mut generator = Generator::new(&session.stack, &session.workspace);
    for (address, resource) in &session.stack.resources {
        generator.know(address, &resource.prediction.outputs);
    }
    let mut blocks = generator.blocks(&subjects).await;
    for (subject, block) in subjects.iter().zip(&mut blocks) {
        fetch(session, subject, block).await?;
    }
    let specs = generator.specs(blocks);
    let written = write(&target, &specs).map_err(|error| Failure::Usage(error.to_string()))?;
    for file in written {
        terminal::tell(format_args!("wrote {}", file.display()));
    }
    Ok(())
}

/// Puts the files of a block where it names them, unless there are some already.
async fn fetch(session: &Session, subject: &Subject, block: &mut Block) -> Result<(), Failure> {
    for HeldFile { field, file } in &block.files {
        let path = session.stack.root.join(file);
        if !path.exists() {
            let aws = session.aws.in_region(&subject.place.region);
            let fetched = subject.kind.fetch(&aws, &subject.id).await;
            let failed = |why: &dyn Display| {
                Failure::Usage(format!("cannot fetch {file} of {}: {why}", block.address))
            };
            let Some(bytes) = fetched.map_err(|error| failed(&error))? else {
                continue;
            };
            let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            folder
                .and_then(|()| replace(&path, &bytes))
                .map_err(|error| failed(&error))?;
            terminal::tell(format_args!("fetched {}", path.display()));
        }
        for remark in &mut block.remarks {
            if remark.field == *field {
                remark.text = "what AWS held; name what it is built from".to_owned();
            }
        }
    }
    Ok(())
}

/// What a spec is written of: nobody's object.
fn subject(
    session: &Session,
    survey: &Survey,
    claim: &Claim,
    verdict: &Verdict,
) -> Option<Subject> {
    let Verdict::Found {
        live,
        owner: Owner::Nobody,
        ..
    } = verdict
    else {
        return None;
    };
    let environment = &session.stack.environment;
    let region = claim.place.region.as_ref().unwrap_or(&environment.region);
    Some(Subject {
        kind: claim.kind,
        id: claim.id.clone(),
        place: Place::new(&environment.account, region),
        live: (**live).clone(),
        name: None,
        sensitive: secret_fields(&survey.inventory, claim, &live.spec),
    })
}
