//! Writes the blocks of objects, and the files that they go to.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{self, SpecFile};
use super::block::{Block, HeldFile};
use super::body::Body;
use super::known::{Known, KnownReferences};
use super::known_secrets::KnownSecrets;
use super::names::Names;
use super::subject::Subject;
use super::template::Templates;
use super::waits::Waits;
use super::writer::Writer;
use super::{defaults, fold, locals, shared_secrets};
use compiler::environment::Environment;
use compiler::{Address, Stack};
use language::value::{Object, Value};
use workspace::Workspace;

/// Blocks in files.
#[derive(Debug)]
pub struct Specs {
    pub files: Vec<SpecFile>,
    /// What several blocks have alike.
    pub locals: BTreeMap<String, Body>,
    /// The addresses that blocks have now which are folded, by those that they were given.
    pub moved: BTreeMap<Address, Address>,
}

/// Writes blocks for a stack, with references to what it has and to one another.
pub struct Generator<'a> {
    environment: &'a Environment,
    workspace: &'a Workspace,
    known: Known,
    names: Names,
    waits: Waits,
    secrets: KnownSecrets,
}

impl<'a> Generator<'a> {
    pub fn new(stack: &'a Stack, workspace: &'a Workspace) -> Self {
        Self {
            environment: &stack.environment,
            workspace,
            known: Known::new(&stack.environment),
            names: Names::of(stack),
            waits: Waits::default(),
            secrets: KnownSecrets::default(),
        }
    }

    /// Writes these secrets nowhere, whatever they stand under.
    pub fn keep(&mut self, secrets: &KnownSecrets) {
        self.secrets = secrets.clone();
    }

    /// Makes a resource known to which blocks may refer: its outputs, those that exist before those that
    /// are predicted.
    pub fn know(&mut self, address: &Address, outputs: &BTreeMap<String, Option<String>>) {
        self.names.take(address);
        self.known.add(address, outputs, &|_| true);
    }

    /// The blocks of objects, in the same order. They refer to each other, and to what is known.
    pub async fn blocks(&mut self, subjects: &[Subject]) -> Vec<Block> {
        let addresses = self.names.give_all(subjects, self.environment.prefix());
        for (subject, address) in subjects.iter().zip(&addresses) {
            let predicted = subject.prediction().outputs;
            let is_predicted = |output: &str| predicted.get(output).is_some_and(Option::is_some);
            self.known.add(address, &subject.live.outputs, &is_predicted);
        }
        let by_id: BTreeMap<(&str, &str), Address> = subjects
            .iter()
            .zip(&addresses)
            .map(|(subject, address)| ((subject.kind.name(), &*subject.id), address.clone()))
            .collect();
        // A secret may stand elsewhere under a name that says nothing of it.
        for (subject, address) in subjects.iter().zip(&addresses) {
            let nothing = BTreeSet::new();
            let found = self.writer(subject, address, &nothing).secret_texts();
            found.iter().for_each(|text| self.secrets.add(text));
        }
        let mut blocks = Vec::with_capacity(subjects.len());
        for (subject, address) in subjects.iter().zip(addresses) {
            let needs = subject.needs.iter();
            let proven = needs.filter_map(|(kind, id)| by_id.get(&(*kind, &**id)).cloned());
            let proven = proven.collect();
            blocks.push(self.block(subject, address, &proven).await);
        }
        blocks
    }

    /// The files for blocks that it has given. Blocks that are alike are folded, and what many have alike is a
    /// local.
    pub fn specs(&mut self, mut blocks: Vec<Block>) -> Specs {
        shared_secrets::rename(&mut blocks, &mut self.names);
        let mut files = arrange::arranged(blocks);
        shared_secrets::declare_once(&mut files);
        let moved = fold::fold(&mut files, &mut self.names);
        let locals = locals::shared(&mut files, &mut self.names);
        Specs { files, locals, moved }
    }

    fn writer<'b>(
        &'b mut self,
        subject: &'b Subject,
        own: &'b Address,
        proven: &'b BTreeSet<Address>,
    ) -> Writer<'b> {
        let templates = Templates {
            known: &self.known,
            meant: KnownReferences { own: Some(own), proven },
            environment: self.environment,
        };
        Writer {
            subject,
            own,
            templates,
            waits: &mut self.waits,
            names: &mut self.names,
            known_secrets: &self.secrets,
            plain: Vec::new(),
            remarks: Vec::new(),
            variables: BTreeSet::new(),
        }
    }

    async fn block(
        &mut self,
        subject: &Subject,
        address: Address,
        proven: &BTreeSet<Address>,
    ) -> Block {
        let (environment, workspace) = (self.environment, self.workspace);
        let mut writer = self.writer(subject, &address, proven);
        let live = subject.kind.fill(&subject.live.spec).ok();
        let order = live.as_ref().map(|live| live.ordered());
        let order = order.unwrap_or_else(|| Value::clone(&subject.live.spec).into());
        let spec = defaults::without(subject, &mut writer, workspace).await;
        let mut spec = without_given(subject, environment, &address, spec);
        let mut files = Vec::new();
        let stand_ins = live.map(|live| live.stand_ins(&address.name));
        for stand_in in stand_ins.unwrap_or_default() {
            stand_in.path.set(&mut spec, Some(stand_in.value));
            files.extend(stand_in.file.map(|file| HeldFile { field: stand_in.path.clone(), file }));
            writer.leave_plain(stand_in.path.clone());
            writer.remark(stand_in.path, stand_in.remark);
        }
        let mut body = writer.body(&spec, &order);
        if subject.place.region != environment.region {
            body.put_first("region", &subject.place.region);
        }
        let (remarks, variables) = writer.into_findings();
        Block { address, body, remarks, variables, files }
    }
}

/// The spec without what the compiler gives every resource: the default name, the environment's tags
/// and our own.
fn without_given(
    subject: &Subject,
    environment: &Environment,
    address: &Address,
    mut spec: Value,
) -> Value {
    let Value::Object(fields) = &mut spec else {
        return spec;
    };
    let default_name = format!("{}-{}", environment.prefix(), address.name);
    if fields.get("name").is_some_and(|name| *name == default_name) {
        fields.remove("name");
    }
    if subject.kind.is_taggable()
        && let Some(Value::Object(tags)) = fields.get_mut("tags")
    {
        tags.retain(|key, value| {
            let given = environment.tags.get(key);
            !aws::tags::is_ownership(key) && given.is_none_or(|given| *value != *given)
        });
        if tags.is_empty() {
            fields.remove("tags");
        }
    }
    leave_off_tags(subject, environment, fields);
    spec
}

/// Says which of the environment's tags an object does not have, as it would get them.
fn leave_off_tags(subject: &Subject, environment: &Environment, fields: &mut Object) {
    let live = aws::tags::of(&subject.live.spec);
    let lacking = environment.tags.keys().filter(|key| !live.contains_key(*key));
    let lacking = lacking.map(|key| (key.clone(), Value::Null));
    let lacking: Object = lacking.collect();
    if subject.kind.is_taggable() && !lacking.is_empty() {
        let tags = fields.entry("tags").or_insert_with(|| Value::Object(Object::new()));
        if let Value::Object(tags) = tags {
            tags.extend(lacking);
        }
    }
}
