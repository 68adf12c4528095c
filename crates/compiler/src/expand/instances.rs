//! The resources of a block: none, one, or one for each key of a `for_each`.

use std::collections::BTreeMap;
use std::path::Path as FilePath;

use super::meta_reader::MetaReader;
use crate::address::Address;
use crate::environment::Environment;
use crate::model::{Each, Group, Resource};
use crate::read::document::{Block, Documents};
use crate::scope::Names;
use kind::{Place, Prediction};
use language::diagnostic::Diagnostics;
use language::value::Value;

/// Makes the resources of every block, and tells the names of which groups there are.
pub fn expand(
    root: &FilePath,
    environment: &Environment,
    documents: &Documents,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Address, Resource> {
    let mut resources = BTreeMap::new();
    let mut groups = BTreeMap::new();
    for block in &documents.blocks {
        let reader = MetaReader { root, names, block };
        let instances = Instances::of(&reader, diagnostics);
        let key = (block.kind.name().to_owned(), block.name.clone());
        for each in instances.each {
            let resource = resource(&reader, environment, each, diagnostics);
            resources.insert(resource.address.clone(), resource);
        }
        groups.insert(key, instances.group);
    }
    names.groups = groups;
    resources
}

/// What a block stands for.
struct Instances {
    group: Group,
    each: Vec<Option<Each>>,
}

impl Instances {
    fn of(reader: &MetaReader, diagnostics: &mut Diagnostics) -> Self {
        let mut found = Diagnostics::default();
        let mut group = Group::new(reader.block);
        let enabled = reader.enabled(&mut found);
        group.enabled = enabled.unwrap_or(true);
        let mut each = vec![None];
        if let Some(node) = reader.block.meta.get("for_each") {
            let instances = reader.for_each(node, &mut found).unwrap_or_default();
            group.keys = Some(instances.iter().map(|each| each.key.clone()).collect());
            each = instances.into_iter().map(Some).collect();
        }
        if !group.enabled {
            each.clear();
        }
        group.is_undecided = enabled.is_none() || group.is_open();
        group.fault = found.first().cloned();
        diagnostics.extend(found);
        Self { group, each }
    }
}

fn resource(
    reader: &MetaReader,
    environment: &Environment,
    each: Option<Each>,
    diagnostics: &mut Diagnostics,
) -> Resource {
    let Block { kind, name, name_span, body, meta: _ } = reader.block;
    let of = each.as_ref();
    let region = reader.region(of, diagnostics);
    Resource {
        address: Address::new(kind.name(), name, of.map(|each| each.key.as_str())),
        kind: *kind,
        span: *name_span,
        place: Place::new(&environment.account, region.as_deref().unwrap_or(&environment.region)),
        body: body.clone(),
        identity: Value::Null,
        prediction: Prediction::default(),
        depends_on: reader.depends_on(of, diagnostics),
        lifecycle: reader.lifecycle(of, diagnostics),
        adopt: reader.adopt(of, diagnostics),
        grants: reader.grants(of, diagnostics),
        moved_from: reader.moved_from(of, diagnostics),
        each,
    }
}
