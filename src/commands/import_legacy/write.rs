//! Writes specs of what can be taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path as FilePath;

use super::survey::Survey;
use crate::commands::Failure;
use crate::commands::session::Session;
use crate::report;
use crate::report::terminal;
use compiler::Address;
use generate::{Block, Generator, HeldFile, Remark, Subject};
use kind::Place;
use language::value::{Path, Value};
use migration::Difference;
use migration::ImportCandidate;
use migration::Inventory;
use migration::LiveStatus;
use migration::assignment::Assignment;
use migration::differences::Values;
use migration::differences::Weight;
use migration::files::write;
use migration::inventory::InstanceId;
use migration::matching::Match;
use migration::proposals::proposals;
use migration::secrets::secret_fields;
use migration::verify::Owner;
use terraform::TerraformAddress;
use terraform::shell::quoted;
use terraform::suggested_name::suggested_name;
use workspace::files::replace;

/// Refuses a folder in which no specs are looked for.
pub(super) fn check(root: &FilePath, folder: &FilePath) -> Result<(), Failure> {
    if root.join(folder).starts_with(root.join("specs")) {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "`{}` is not inside `specs/`, where specs are looked for: write `--write specs/legacy`",
        folder.display()
    )))
}

pub(super) async fn run(
    session: &Session,
    survey: &mut Survey,
    folder: &FilePath,
) -> Result<(), Failure> {
    let target = session.stack.root.join(folder);
    let by_block = objects_by_block(&survey.inventory);
    let candidates = survey.inventory.candidates.iter().zip(&survey.verdicts);
    let undefined = candidates.zip(&survey.matches);
    let undefined = undefined.filter(|(_, found)| matches!(found, Match::Undefined));
    let (owners, subjects): (Vec<InstanceId>, Vec<Subject>) = undefined
        .filter_map(|((candidate, verdict), _)| {
            let subject = subject(session, survey, candidate, verdict, &by_block)?;
            Some((candidate.owner, subject))
        })
        .unzip();
    if subjects.is_empty() {
        terminal::eprintln("nothing to write: all that can be taken over is in the specs");
        return Ok(());
    }
    let mut generator = Generator::new(&session.stack, &session.workspace);
    generator.keep(&survey.inventory.secrets);
    for (address, resource) in &session.stack.resources {
        generator.know(address, &resource.prediction.outputs.to_map());
    }
    let mut blocks = generator.blocks(&subjects).await;
    for (subject, block) in subjects.iter().zip(&mut blocks) {
        fetch(session, subject, block).await?;
    }
    let candidates = survey.inventory.candidates.iter().zip(&survey.verdicts);
    let written = candidates.filter(|(candidate, _)| owners.contains(&candidate.owner));
    let additions = report::legacy::additions_in_short(written.flat_map(|(candidate, verdict)| {
        let differences = told(verdict);
        differences.iter().map(move |difference| (candidate, difference))
    }));
    let proposals = proposals(&survey.inventory, &survey.verdicts, &session.stack.environment);
    let proposals = report::legacy::proposals_in_short(&proposals);
    terminal::eprint(format_args!("{additions}{proposals}"));
    for (owner, block) in owners.iter().zip(&mut blocks) {
        block.remarks.splice(0..0, of_additions(survey, *owner));
        let from = &survey.inventory.instance(*owner).address;
        block.remarks.extend(of_namesakes(survey, *owner, from, &block.address));
    }
    let given: Vec<Address> = blocks.iter().map(|block| block.address.clone()).collect();
    let specs = generator.specs(blocks);
    for (owner, address) in owners.into_iter().zip(given) {
        let address = specs.moved.get(&address).unwrap_or(&address);
        survey.decide(owner, address.clone());
    }
    let written = write(&target, &specs).map_err(|error| Failure::Usage(error.to_string()))?;
    for file in written {
        terminal::eprintln(format_args!("wrote {}", file.display()));
    }
    Ok(())
}

fn told(verdict: &LiveStatus) -> &[Difference] {
    match verdict {
        LiveStatus::Found { differences, .. } => differences,
        _ => &[],
    }
}

/// What stands in a spec and Terraform does not know of.
fn of_additions(survey: &Survey, owner: InstanceId) -> Vec<Remark> {
    let candidates = survey.inventory.candidates.iter().zip(&survey.verdicts);
    let of_this = candidates.filter(|(candidate, _)| candidate.owner == owner);
    let differences = of_this.flat_map(|(_, verdict)| told(verdict));
    let added = differences.filter(|found| found.weight != Weight::Change);
    let remarks = added.map(|found| {
        let what = match &found.values {
            Values::Shown { live: Value::String(text), .. } => format!("`{text}` is"),
            _ => "is".to_owned(),
        };
        Remark {
            field: found.field.clone(),
            text: format!("{what} not what Terraform says: it was changed outside Terraform"),
        }
    });
    remarks.collect()
}

/// What is to be said of an object where AWS has others of its name: which option says that it is this resource.
fn of_namesakes(
    survey: &Survey,
    owner: InstanceId,
    from: &TerraformAddress,
    to: &Address,
) -> Option<Remark> {
    let candidates = survey.inventory.candidates.iter().zip(&survey.verdicts);
    let mut verdicts = candidates.filter(|(candidate, _)| candidate.owner == owner);
    let has_namesakes = verdicts.any(
        |(_, verdict)| matches!(verdict, LiveStatus::Found { namesakes, .. } if !namesakes.is_empty()),
    );
    let option = Assignment { from: from.clone(), to: to.clone() };
    has_namesakes.then(|| Remark {
        field: Path::field("name"),
        text: format!("AWS has others of this name: --into={}", quoted(&option.to_string())),
    })
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
            folder.and_then(|()| replace(&path, &bytes)).map_err(|error| failed(&error))?;
            terminal::eprintln(format_args!("fetched {}", path.display()));
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
    candidate: &ImportCandidate,
    verdict: &LiveStatus,
    by_block: &BTreeMap<(usize, TerraformAddress), Objects>,
) -> Option<Subject> {
    let LiveStatus::Found { live, owner: Owner::Unowned, .. } = verdict else {
        return None;
    };
    let environment = &session.stack.environment;
    let region = candidate.place.region.as_ref().unwrap_or(&environment.region);
    Some(Subject {
        kind: candidate.kind,
        id: candidate.id.clone(),
        place: Place::new(&environment.account, region),
        live: (**live).clone(),
        name: None,
        sensitive: secret_fields(&survey.inventory, candidate, &live.spec),
        suggested_name: Some(suggested_name(&survey.inventory.instance(candidate.owner).address)),
        needs: needs(&survey.inventory, candidate, by_block),
    })
}

/// Objects by kind and id.
type Objects = BTreeSet<(&'static str, String)>;

/// The objects of each block of each state.
fn objects_by_block(inventory: &Inventory) -> BTreeMap<(usize, TerraformAddress), Objects> {
    let mut objects: BTreeMap<_, Objects> = BTreeMap::new();
    for candidate in &inventory.candidates {
        let block = inventory.instance(candidate.owner).address.block();
        let of_block = objects.entry((candidate.owner.state, block)).or_default();
        of_block.insert((candidate.kind.name(), candidate.id.clone()));
    }
    objects
}

/// The other objects that Terraform knows an object to depend on. Parts of it depend on itself.
fn needs(
    inventory: &Inventory,
    candidate: &ImportCandidate,
    by_block: &BTreeMap<(usize, TerraformAddress), Objects>,
) -> Objects {
    let instances = candidate.instances().map(|id| inventory.instance(id));
    let dependencies = instances.flat_map(|instance| &instance.dependencies);
    let blocks: BTreeSet<TerraformAddress> = dependencies.map(TerraformAddress::block).collect();
    let state = candidate.owner.state;
    let needed = blocks.into_iter().filter_map(|block| by_block.get(&(state, block)));
    let is_other =
        |(kind, id): &&(&str, String)| (*kind, id) != (candidate.kind.name(), &candidate.id);
    needed.flatten().filter(is_other).cloned().collect()
}
