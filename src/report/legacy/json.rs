//! The page as JSON, for programs.

use serde_json::{Value, json};

use super::page::Page;
use super::scope::Scope;
use super::{differences, proposals, references};
use migration::ImportCandidate;
use migration::differences::Difference;
use migration::differences::Values;
use migration::differences::Weight;
use migration::status::Assessment;

/// All that the page says. What has been added stands first in `differences`.
pub fn render(assessment: &Assessment, scope: Scope) -> Value {
    let inventory = assessment.inventory;
    let states = inventory.files.iter().map(|file| {
        json!({
            "source": file.source.to_string(),
            "serial": file.state.serial,
            "terraform_version": file.state.terraform_version,
        })
    });
    let all = differences::all(assessment);
    let differences =
        all.iter().map(|(candidate, difference)| told(assessment, candidate, difference));
    let references = match scope.releases {
        true => references::json(assessment),
        false => Vec::new(),
    };
    json!({
        "differences": differences.collect::<Vec<_>>(),
        "states": states.collect::<Vec<_>>(),
        "objects": Page::objects(assessment),
        "others": Page::others(assessment),
        "proposals": proposals::json(&assessment.proposals),
        "references": references,
    })
}

fn told(assessment: &Assessment, candidate: &ImportCandidate, difference: &Difference) -> Value {
    let instance = assessment.inventory.instance(difference.instance);
    let (said, live) = match &difference.values {
        Values::Hidden => (Value::Null, Value::Null),
        Values::Shown { said, live } => (said.clone(), live.clone()),
    };
    json!({
        "weight": match difference.weight {
            Weight::Access => "access",
            Weight::Addition => "addition",
            Weight::Change => "change",
        },
        "kind": candidate.kind.name(),
        "id": candidate.id,
        "terraform": instance.address.to_string(),
        "attribute": difference.attribute,
        "field": difference.field.to_string(),
        "hidden": difference.values == Values::Hidden,
        "state": said,
        "aws": live,
    })
}
