//! What Terraform needs to let go of objects that are taken over, as texts. Nothing of Terraform's is
//! changed: its owner does that, with these.

mod identifiers;
mod order;
mod references;
mod removed;
mod script;
mod state_copy;

use std::collections::BTreeSet;

use super::inventory::{ImportCandidate, InstanceId, Inventory};
use terraform::address::TerraformAddress;
use terraform::source::StateFile;
use terraform::state::{Instance, Position};

pub use references::{Literal, Reference, Referrer, references};
pub use removed::removed_blocks;
pub use script::state_rm_script;
pub use state_copy::{CopyError, state_copy};

/// What one state's owner needs.
#[derive(Debug)]
pub struct Release {
    /// The state without what is taken over.
    pub copy: Result<Vec<u8>, CopyError>,
    /// `removed` blocks, for Terraform 1.7 and later.
    pub removed: String,
    /// A script of `state rm`, for earlier ones. Nothing where nothing goes.
    pub script: String,
    /// What is taken over and cannot be let go of yet: Terraform would forget with it an object that it
    /// is still to delete.
    pub held: Vec<TerraformAddress>,
}

/// The instances that leave their states once these candidates are taken over: all but those with which Terraform
/// would forget an object that it is still to delete.
pub fn leaving<'a>(
    inventory: &Inventory,
    adopted: impl IntoIterator<Item = &'a ImportCandidate>,
) -> BTreeSet<InstanceId> {
    let adopted = adopted.into_iter().flat_map(ImportCandidate::instances);
    adopted.filter(|id| !is_held(inventory, *id)).collect()
}

/// Whether a replacement of an instance is not finished.
fn is_held(inventory: &Inventory, id: InstanceId) -> bool {
    let address = &inventory.instance(id).address;
    let mut all = inventory.files[id.state].state.instances.iter();
    all.any(|other| other.deposed.is_some() && other.address == *address)
}

/// What the owner of each state needs once these candidates are taken over, in the order of the states.
pub fn release<'a>(
    inventory: &'a Inventory,
    adopted: impl IntoIterator<Item = &'a ImportCandidate>,
) -> Vec<Release> {
    let adopted: BTreeSet<_> = adopted.into_iter().flat_map(ImportCandidate::instances).collect();
    let files = inventory.files.iter().enumerate();
    files
        .map(|(state, file)| {
            let of_this_state = adopted.iter().filter(|id| id.state == state);
            let (held, going): (Vec<InstanceId>, Vec<InstanceId>) =
                of_this_state.partition(|id| is_held(inventory, **id));
            let instances = |ids: &[InstanceId]| -> Vec<&Instance> {
                ids.iter().map(|id| inventory.instance(*id)).collect()
            };
            release_from(file, &instances(&held), &instances(&going))
        })
        .collect()
}

fn release_from(file: &StateFile, held: &[&Instance], going: &[&Instance]) -> Release {
    let positions: BTreeSet<Position> = going.iter().map(|instance| instance.position).collect();
    let addresses = going.iter().map(|instance| instance.address.clone());
    Release {
        copy: state_copy(&file.bytes, &positions),
        removed: removed_blocks(&file.state, &addresses.collect()),
        script: state_rm_script(going),
        held: held.iter().map(|instance| instance.address.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::take_inventory;
    use terraform::selection::Selection;
    use terraform::source::Source;
    use terraform::state::TerraformState;
    use terraform::testing::document;

    #[test]
    fn what_is_adopted_goes_and_all_else_stays() {
        let mut document = document([
            ("aws_iam_role.api", json!({ "name": "api" })),
            ("aws_iam_role_policy.api", json!({ "role": "api" })),
            ("aws_iam_role.web", json!({ "name": "web" })),
            ("aws_sqs_queue.jobs", json!({})),
        ]);
        let deposed = json!({ "deposed": "1a2b3c4d", "attributes": { "name": "web-old" } });
        let web = document["resources"][2]["instances"].as_array_mut();
        web.unwrap().push(deposed);
        let bytes = document.to_string().into_bytes();
        let file = StateFile {
            source: Source::StandardInput,
            state: TerraformState::parse(&bytes).unwrap(),
            bytes,
        };
        let inventory = take_inventory(vec![file], &Selection::default());
        let releases = release(&inventory, &inventory.candidates);
        let [release] = releases.as_slice() else {
            panic!("one state");
        };
        let copy = TerraformState::parse(release.copy.as_ref().unwrap()).unwrap();
        let left: Vec<String> =
            copy.instances.iter().map(|instance| instance.address.to_string()).collect();
        assert_eq!(left, ["aws_iam_role.web", "aws_iam_role.web", "aws_sqs_queue.jobs"]);
        assert_eq!(copy.serial, 13);
        assert_eq!(release.held[0].to_string(), "aws_iam_role.web");
        let lines: Vec<&str> =
            release.script.lines().filter(|line| line.starts_with("    'aws_")).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(release.removed.contains("from = aws_iam_role_policy.api"));
        assert!(!release.removed.contains("aws_iam_role.web\n"));
    }
}
