//! From blocks to resources, and from uses of components to what stands in them.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::Path as FilePath;
use std::sync::Arc;

use super::for_each::IsEarly;
use super::instances::Instances;
use super::meta_reader::MetaReader;
use crate::address::{Address, Part};
use crate::environment::Environment;
use crate::model::{
    Each, Fields, Group, GroupOf, ModuleId, Modules, Moves, NamedAddress, Origin, Predicted,
    Resource,
};
use crate::read::component_id::ComponentId;
use crate::read::document::{Block, Component, Declarations, Documents, Use};
use crate::read::meta_keys;
use crate::read::node::Node;
use crate::scope::Names;
use crate::variables::Inputs;
use kind::Place;
use language::diagnostic::Diagnostics;
use language::schema::Schema;
use language::value::Shared;

/// Makes the resources of every block, in every instance of a component too, and tells the names of which groups
/// there are.
pub fn expand(
    root: &FilePath,
    environment: &Environment,
    documents: &Documents,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Address, Resource> {
    names.modules = Modules::new(documents.root.clone());
    names.unexpanded.clear();
    names.is_forced = false;
    let mut expansion = Expansion {
        root,
        places: Places { environment, known: RefCell::default() },
        documents,
        names,
        diagnostics,
        inputs: BTreeMap::new(),
        resources: Vec::new(),
        left: VecDeque::new(),
    };
    expansion.add_declarations(ModuleId::default());
    expansion.run();
    // A map that grows in order is a third empty; one that is made of all at once is full.
    expansion.resources.into_iter().map(|one| (one.address.clone(), one)).collect()
}

struct Expansion<'a> {
    root: &'a FilePath,
    places: Places<'a>,
    documents: &'a Documents,
    names: &'a mut Names,
    diagnostics: &'a mut Diagnostics,
    /// The inputs of the components that were used so far.
    inputs: BTreeMap<ComponentId, Arc<Inputs>>,
    resources: Vec<Resource>,
    /// What is not expanded yet.
    left: VecDeque<(ModuleId, Declared)>,
}

/// The position of a block, or of a use, in what a module declares.
#[derive(Clone, Copy)]
enum Declared {
    Block(usize),
    Use(usize),
}

impl Expansion<'_> {
    /// Notes that everything is to be expanded that a module declares.
    fn add_declarations(&mut self, module: ModuleId) {
        let declarations = self.names.modules.get(module).declarations.clone();
        for (position, block) in declarations.blocks.iter().enumerate() {
            self.count(block.kind.name(), 1);
            self.left.push_back((module, Declared::Block(position)));
        }
        for (position, one) in declarations.uses.iter().enumerate() {
            self.count_use(one, &declarations, 1);
            self.left.push_back((module, Declared::Use(position)));
        }
    }

    /// Counts a use of a component, and the kinds of what may stand in it.
    fn count_use(&mut self, one: &Use, declarations: &Declarations, change: isize) {
        self.count(&one.kind, change);
        let component = declarations.component(&one.kind, self.documents);
        for kind in component.into_iter().flat_map(|component| &component.kinds) {
            self.count(kind, change);
        }
    }

    fn count(&mut self, kind: &str, change: isize) {
        let left = self.names.unexpanded.entry(kind.to_owned()).or_default();
        *left = left.saturating_add_signed(change);
    }

    /// Expands all there is. What asks for instances that are not known yet waits for the rest; where nothing else is
    /// left, it is taken as it is.
    fn run(&mut self) {
        let mut waiting = 0;
        while let Some((module, declared)) = self.left.pop_front() {
            let declarations = self.names.modules.get(module).declarations.clone();
            match self.expand(module, declared, &declarations) {
                Ok(()) => {
                    waiting = 0;
                    self.names.is_forced = false;
                }
                Err(IsEarly) => {
                    self.left.push_back((module, declared));
                    waiting += 1;
                    self.names.is_forced = waiting >= self.left.len();
                }
            }
        }
    }

    fn expand(
        &mut self,
        module: ModuleId,
        declared: Declared,
        declarations: &Declarations,
    ) -> Result<(), IsEarly> {
        let mut found = Diagnostics::default();
        let done = match declared {
            Declared::Block(position) => {
                self.expand_block(module, &declarations.blocks[position], &mut found)
            }
            Declared::Use(position) => {
                let one = &declarations.uses[position];
                let done = match declarations.component(&one.kind, self.documents) {
                    Some(component) => self.expand_use(module, one, component, &mut found),
                    // What is wrong with it has been reported.
                    None => Ok(()),
                };
                if done.is_ok() {
                    self.count_use(one, declarations, -1);
                }
                done
            }
        };
        self.names.modules.report(module, found, self.diagnostics);
        done
    }

    fn reader<'r>(
        &'r self,
        module: ModuleId,
        name: &'r str,
        meta: &'r Node,
        schema: &'static Schema,
    ) -> MetaReader<'r> {
        MetaReader { root: self.root, names: self.names, module, name, meta, schema }
    }

    fn expand_block(
        &mut self,
        module: ModuleId,
        block: &Block,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), IsEarly> {
        let reader = self.reader(module, &block.name, &block.meta, &meta_keys::SCHEMA);
        let Instances { group, each } = Instances::of(&reader, Group::of_kind(block), diagnostics)?;
        let made =
            each.into_iter().map(|each| resource(&reader, &self.places, block, each, diagnostics));
        let made: Vec<Resource> = made.collect();
        self.resources.extend(made);
        self.count(block.kind.name(), -1);
        self.add_group(module, block.kind.name(), &block.name, group);
        Ok(())
    }

    fn expand_use(
        &mut self,
        module: ModuleId,
        one: &Use,
        component: &Arc<Component>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), IsEarly> {
        let reader = self.reader(module, &one.name, &one.meta, &meta_keys::OF_COMPONENTS);
        let group = Group::of_component(one, component.clone());
        let Instances { mut group, each } = Instances::of(&reader, group, diagnostics)?;
        let made: Vec<_> = each
            .into_iter()
            .map(|each| {
                let depends_on = reader.depends_on(each.as_ref(), diagnostics);
                let moves = reader.moves(each.as_ref(), diagnostics);
                (each, depends_on, moves)
            })
            .collect();
        let inputs = self.inputs(component);
        if !made.is_empty() {
            inputs.check_given(one, diagnostics);
        }
        let mut modules = BTreeMap::new();
        for (each, depends_on, moves) in made {
            let key = each.as_ref().map(|each| each.key.clone());
            let part = Part { kind: one.kind.clone(), name: one.name.clone(), key: key.clone() };
            let origin = Origin {
                component: component.clone(),
                inputs: inputs.clone(),
                outside: module,
                used: one.clone(),
                each,
                depends_on,
                moves,
            };
            modules.insert(key, self.names.modules.add(part, origin, group.is_undecided));
        }
        for inner in modules.values() {
            self.add_declarations(*inner);
        }
        group.of = GroupOf::Component(component.clone(), modules);
        self.add_group(module, &one.kind, &one.name, group);
        Ok(())
    }

    fn add_group(&mut self, module: ModuleId, kind: &str, name: &str, group: Group) {
        let groups = &mut self.names.modules.get_mut(module).groups;
        groups.insert(kind, name, group);
    }

    /// The inputs of a component. What is wrong with their declarations is reported once.
    fn inputs(&mut self, component: &Component) -> Arc<Inputs> {
        if let Some(known) = self.inputs.get(&component.id) {
            return known.clone();
        }
        let inputs = Arc::new(Inputs::of(component, self.diagnostics));
        self.inputs.insert(component.id.clone(), inputs.clone());
        inputs
    }
}

/// The account in each region that resources are in: many share one.
struct Places<'a> {
    environment: &'a Environment,
    known: RefCell<BTreeMap<String, Shared<Place>>>,
}

impl Places<'_> {
    /// The place of what is in a region, or in that of the environment.
    fn of(&self, region: Option<&str>) -> Shared<Place> {
        let Environment { account, region: usual, .. } = self.environment;
        let region = region.unwrap_or(usual);
        let mut known = self.known.borrow_mut();
        let known = known.entry(region.to_owned());
        known.or_insert_with(|| Place::new(account, region).into()).clone()
    }
}

fn resource(
    reader: &MetaReader,
    places: &Places<'_>,
    block: &Block,
    each: Option<Each>,
    diagnostics: &mut Diagnostics,
) -> Resource {
    let Block { kind, name, name_span, body, meta: _ } = block;
    let of = each.as_ref();
    let region = reader.region(of, diagnostics);
    let module = reader.names.modules.get(reader.module);
    let key = of.map(|each| each.key.as_str());
    let own = Address::new(kind.name(), name, key);
    let within = |named: NamedAddress| named.in_front(&module.within);
    let outer = reader.names.modules.outwards(reader.module).filter_map(|one| one.origin.as_ref());
    let depends_on = reader.depends_on(of, diagnostics).into_iter().map(within);
    let depends_on_outside = outer.flat_map(|origin| {
        let around = reader.names.modules.get(origin.outside);
        origin.depends_on.iter().map(|named| named.in_front(&around.within))
    });
    Resource {
        kind: *kind,
        span: *name_span,
        place: places.of(region.as_deref()),
        module: reader.module,
        body: body.clone(),
        identity: Fields::default(),
        prediction: Predicted::default(),
        depends_on: depends_on.chain(depends_on_outside).collect(),
        lifecycle: reader.lifecycle(*kind, of, diagnostics),
        adopt: reader.adopt(of, diagnostics),
        grants: reader.grants(of, diagnostics),
        moved_from: reader
            .moved_from(of, diagnostics)
            .map(within)
            .or_else(|| moved_with(&reader.names.modules, reader.module, &own))
            .map(Box::new),
        address: own.inside(&module.within),
        each: each.map(Box::new),
    }
}

/// The address that a resource had before, where one of the components in which it stands says so.
fn moved_with(modules: &Modules, module: ModuleId, own: &Address) -> Option<NamedAddress> {
    let mut inside = own.clone();
    for module in modules.outwards(module) {
        let origin = module.origin.as_ref()?;
        let from = match &origin.moves {
            Moves::None => None,
            Moves::Component(from) => Some(NamedAddress {
                address: inside.clone().in_front(&from.address.as_within()),
                span: from.span,
            }),
            Moves::Resources(moves) => {
                let mut moves = moves.iter();
                moves.find(|(to, _)| to.address == inside).map(|(_, from)| from.clone())
            }
        };
        if let Some(from) = from {
            return Some(from.in_front(&modules.get(origin.outside).within));
        }
        inside = inside.in_front(module.within.last().map(std::slice::from_ref)?);
    }
    None
}
