//! The edits of all files, for all that was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::editor::Editor;
use super::field::Field;
use super::left::{Left, Reason};
use super::literal::holds_mark;
use compiler::stack::Block;
use compiler::{Address, Resource, Stack};
use engine::drift::{Drift, Drifted};
use engine::plan::Plan;
use language::diff::Change;
use language::value::{Path, Value};
use state::is_sensitive;
use yaml::Document;

/// What can be taken over into the specs, and what cannot.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The files that change, by their paths from the folder of the project on.
    pub files: BTreeMap<PathBuf, EditedFile>,
    pub taken: Vec<Taken>,
    pub left: Vec<Left>,
}

/// A file before and after its edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedFile {
    pub before: String,
    pub after: String,
}

/// A field that the specs take over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub address: Address,
    pub field: Path,
    pub file: PathBuf,
}

/// What of the drift that a plan has found can be taken over into the specs. What the specs say already needs no edit.
pub fn propose<'a>(
    stack: &Stack,
    plan: &Plan,
    drifts: impl IntoIterator<Item = &'a Drift>,
) -> Proposal {
    let mut proposal = Proposal::default();
    for drift in drifts {
        let whole = |reason| Left {
            address: drift.address.clone(),
            field: Path::root(),
            file: None,
            reason,
        };
        match (&drift.what, stack.resources.get(&drift.address)) {
            (Drifted::Deleted, _) => proposal.left.push(whole(Reason::Deleted)),
            (_, None) => proposal.left.push(whole(Reason::NoSpec)),
            (Drifted::Changed { applied, changes, .. }, Some(resource)) => {
                let desired = desired(plan, &drift.address);
                if let Some(desired) = desired {
                    let object = Object { stack, resource, drift, applied, desired };
                    object.propose(changes, &mut proposal);
                }
            }
        }
    }
    proposal
}

/// What the specs make of an object that is not as they say.
fn desired<'p>(plan: &'p Plan, address: &Address) -> Option<&'p Value> {
    let mut steps = plan.steps.iter().filter(|step| step.address == *address);
    steps.find_map(|step| step.after.as_deref().filter(|_| step.before.is_some()))
}

/// What became of the fields of a block.
struct Edited {
    taken: BTreeSet<Path>,
    left: Vec<(Path, Reason)>,
}

/// An object that is not as it was left.
struct Object<'a> {
    stack: &'a Stack,
    resource: &'a Resource,
    drift: &'a Drift,
    applied: &'a Value,
    desired: &'a Value,
}

impl Object<'_> {
    fn propose(&self, changes: &[Change], proposal: &mut Proposal) {
        let address = &self.drift.address;
        let left = |field: &Path, reason| Left {
            address: address.clone(),
            field: field.clone(),
            file: None,
            reason,
        };
        let mut target = self.desired.clone();
        for change in changes {
            if change.path.of(self.desired) == change.after.as_ref() {
                continue;
            }
            match self.why_not(change) {
                Some(reason) => proposal.left.push(left(&change.path, reason)),
                None => change.path.set(&mut target, change.after.clone()),
            }
        }
        if target == *self.desired {
            return;
        }
        let fields = fields(changes, self.desired, &target);
        let block = match self.stack.block_of(self.resource) {
            Ok(block) => block,
            Err(shared) => {
                let shared = fields.iter().map(|field| left(field, Reason::Shared(shared)));
                return proposal.left.extend(shared);
            }
        };
        match self.edit(&block, &target, proposal) {
            Ok(Edited { taken, left: reasons }) => {
                proposal.taken.extend(taken.into_iter().map(|field| Taken {
                    address: address.clone(),
                    field,
                    file: block.file.clone(),
                }));
                let reasons = reasons.into_iter();
                proposal.left.extend(reasons.map(|(field, reason)| Left {
                    file: Some(block.file.clone()),
                    ..left(&field, reason)
                }));
            }
            Err(fault) => {
                let reason = || Reason::File { why: fault.to_string() };
                proposal.left.extend(fields.iter().map(|field| left(field, reason())));
            }
        }
    }

    /// Why a change is not taken over, whatever is written.
    fn why_not(&self, change: &Change) -> Option<Reason> {
        let schema = self.resource.kind.schema();
        let holds_mark = |value: &Option<Value>| value.as_ref().is_some_and(holds_mark);
        if is_sensitive(schema, &self.drift.sensitive, &change.path)
            || holds_mark(&change.after)
            || holds_mark(&change.before)
        {
            return Some(Reason::Sensitive);
        }
        let tags = self.stack.ownership(&self.drift.address);
        let is_ours = |key: &str| change.path.is_within(&Path::field("tags").key(key));
        if self.resource.kind.is_taggable() && tags.iter().any(|(key, _)| is_ours(key)) {
            return Some(Reason::Ownership);
        }
        (change.path.of(self.desired) != change.path.of(self.applied))
            .then_some(Reason::ChangedInSpecs)
    }

    /// Edits the file of the block so that it says what is to be.
    fn edit(
        &self,
        block: &Block,
        target: &Value,
        proposal: &mut Proposal,
    ) -> Result<Edited, yaml::Fault> {
        let stack = self.stack;
        let before = stack.sources.text(self.resource.span.file);
        let text = proposal.files.get(&block.file).map_or(before, |file| &file.after);
        let schema = self.resource.kind.schema();
        let ordered = self.resource.kind.fill(target).ok().map(|spec| spec.ordered());
        let mut editor = Editor {
            document: Document::parse(text)?,
            origins: &|field: &Path| stack.origins(self.resource, field),
            defaults: schema.defaults_in(target).into_iter().collect(),
            environment_tags: stack.environment.tags.keys().cloned().collect(),
            left: Vec::new(),
            taken: Vec::new(),
        };
        editor.edit(&Field {
            place: block.path.segments().to_vec(),
            path: Path::root(),
            desired: self.desired,
            target,
            order: ordered.as_ref(),
        });
        let after = editor.document.text();
        if after != text {
            let (before, after) = (before.to_owned(), after.to_owned());
            proposal.files.insert(block.file.clone(), EditedFile { before, after });
        }
        Ok(Edited { taken: editor.taken.into_iter().collect(), left: editor.left })
    }
}

/// The changes that the target takes over.
fn fields(changes: &[Change], desired: &Value, target: &Value) -> Vec<Path> {
    let differing =
        changes.iter().filter(|change| change.path.of(desired) != change.path.of(target));
    differing.map(|change| change.path.clone()).collect()
}
