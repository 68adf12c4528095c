//! What `import --generate` writes of each object by itself, with nothing else that it could refer to.

use std::collections::BTreeSet;

use aws::Aws;
use generate::{Generator, Subject, render};
use kind::registry;
use kind::{LiveObject, Place};
use serde_json::Value;
use workspace::Workspace;

use super::live::{Object, Project, compiled, without_ours};
use super::{differing, project};

/// Says of which objects the spec does not mean what was applied.
pub async fn differences(applied: &Project, aws: &Aws) -> Result<(), String> {
    for object in applied.objects.values() {
        let (meaning, text) = generated(object, aws).await?;
        if let Some(changes) = differing(&object.meaning, &meaning) {
            let address = &object.address;
            return Err(format!("{address} alone: {changes:#?}\ngenerated:\n{text}"));
        }
    }
    Ok(())
}

/// What the spec of an object comes to in a project of its own, and its text.
async fn generated(object: &Object, aws: &Aws) -> Result<(Value, String), String> {
    let mut project = project(aws.account());
    let empty = compiled(project.path())?;
    let workspace = Workspace::new(project.path());
    let kind = registry::find(&object.address.kind).expect("a kind");
    let subject = Subject {
        kind,
        id: object.id.clone(),
        place: Place::new(aws.account(), &object.region),
        live: LiveObject::new(object.spec.clone(), object.outputs.clone()),
        name: None,
        sensitive: BTreeSet::new(),
        suggested_name: None,
        needs: BTreeSet::new(),
    };
    let mut blocks = Generator::new(&empty, &workspace).blocks(&[subject]).await;
    let text = render(&blocks).map_err(|error| error.to_string())?;
    let block = blocks.pop().expect("a block");
    project = project.raw_file("specs/app.json", text.as_bytes());
    for held in block.files {
        let aws = aws.in_region(&object.region);
        let bytes = kind.fetch(&aws, &object.id).await.expect("AWS answers");
        project = project.raw_file(&held.file, &bytes.expect("AWS has it"));
    }
    let failed = |why: String| format!("{}: {why}\ngenerated:\n{text}", object.address);
    let stack = compiled(project.path()).map_err(failed)?;
    let resource = &stack.resources[&block.address];
    let evaluation = stack.evaluate(resource, &stack.resources);
    let evaluation = evaluation.map_err(|why| failed(format!("{why:#?}")))?;
    let meaning = kind.ready(&evaluation.spec, &workspace).await;
    let meaning = meaning.map_err(|why| failed(format!("{why:#?}")))?;
    Ok((without_ours(meaning.comparable()), text))
}
