//! What stands together and refers to each other by name: the specs of the project, or one instance of a component.

use std::sync::Arc;

use super::group::{GroupOf, Groups};
use super::module_id::ModuleId;
use super::resource::{Each, NamedAddress};
use crate::address::Part;
use crate::read::document::{Component, Declarations, Use};
use crate::variables::Inputs;
use language::diagnostic::{Diagnostic, Diagnostics, Label, Span};

/// What stands together: the specs of the project, or an instance of a component.
#[derive(Default)]
pub struct Module {
    pub id: ModuleId,
    /// The components that lead here.
    pub within: Arc<[Part]>,
    /// The same as text, with a `/` behind each.
    pub path: String,
    pub declarations: Arc<Declarations>,
    /// Every block by kind and name, and its instances.
    pub groups: Groups,
    /// What has made it; nothing for the specs of the project.
    pub origin: Option<Origin>,
    /// Whether AWS decides that it is there.
    pub is_undecided: bool,
}

/// What has made an instance of a component.
pub struct Origin {
    pub component: Arc<Component>,
    pub inputs: Arc<Inputs>,
    /// Where the component is used.
    pub outside: ModuleId,
    pub used: Use,
    pub each: Option<Each>,
    /// What must be done before anything in it.
    pub depends_on: Vec<NamedAddress>,
    /// The addresses that resources had before.
    pub moves: Moves,
}

/// The addresses that resources in a component had before.
#[derive(Default)]
pub enum Moves {
    #[default]
    None,
    /// The component itself had another.
    Component(NamedAddress),
    /// By the addresses that resources have in the component.
    Resources(Vec<(NamedAddress, NamedAddress)>),
}

/// The modules of a stack.
pub struct Modules(Vec<Module>);

impl Default for Modules {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Modules {
    /// The module of the project's specs alone.
    pub fn new(root: Arc<Declarations>) -> Self {
        Self(vec![Module { declarations: root, ..Module::default() }])
    }

    /// The module of the project's specs.
    pub fn root(&self) -> &Module {
        self.get(ModuleId::default())
    }

    /// A module.
    ///
    /// # Panics
    /// The id is that of another stack.
    pub fn get(&self, id: ModuleId) -> &Module {
        &self.0[id.0]
    }

    /// The same, to change it.
    ///
    /// # Panics
    /// The id is that of another stack.
    pub fn get_mut(&mut self, id: ModuleId) -> &mut Module {
        &mut self.0[id.0]
    }

    /// All modules, each after the one that it stands in.
    pub fn iter(&self) -> impl Iterator<Item = &Module> {
        self.0.iter()
    }

    /// Adds an instance of a component, which stands in another module as `part`.
    pub fn add(&mut self, part: Part, origin: Origin, is_undecided: bool) -> ModuleId {
        let id = ModuleId(self.0.len());
        let outside = self.get(origin.outside);
        let path = format!("{}{part}/", outside.path);
        self.0.push(Module {
            id,
            within: outside.within.iter().cloned().chain([part]).collect(),
            path,
            declarations: origin.component.declarations.clone(),
            groups: Groups::default(),
            is_undecided: is_undecided || outside.is_undecided,
            origin: Some(origin),
        });
        id
    }

    /// The module inside of these components.
    pub fn find(&self, within: &[Part]) -> Option<&Module> {
        within.iter().try_fold(self.root(), |module, part| {
            let group = module.groups.get(&part.kind, &part.name)?;
            match &group.of {
                GroupOf::Component(_, modules) => Some(self.get(*modules.get(&part.key)?)),
                GroupOf::Kind(_) => None,
            }
        })
    }

    /// A module and all that stand in it, from the inside out.
    pub fn outwards(&self, id: ModuleId) -> impl Iterator<Item = &Module> {
        let outside = |module: &&Module| Some(self.get(module.origin.as_ref()?.outside));
        std::iter::successors(Some(self.get(id)), outside)
    }

    /// Reports what was found in a module: where it is in the file of a component, with the places where that is
    /// used, as the same file may be right in another place.
    pub fn report(&self, id: ModuleId, found: Diagnostics, diagnostics: &mut Diagnostics) {
        for diagnostic in found {
            let labels = self.uses(id, &diagnostic);
            diagnostics.push_with(diagnostic, labels);
        }
    }

    /// The places that lead to the one of a diagnostic.
    fn uses(&self, id: ModuleId, diagnostic: &Diagnostic) -> Vec<Label> {
        let Some(Label { span: Span { file, .. }, .. }) = diagnostic.labels.first() else {
            return Vec::new();
        };
        let origins = self.outwards(id).filter_map(|module| module.origin.as_ref());
        let inside = origins.skip_while(|origin| origin.component.file != *file);
        let labels = inside.map(|Origin { used, .. }| Label {
            span: used.name_span,
            text: format!("as `{}.{}` uses it", used.kind, used.name),
        });
        let is_told = |label: &Label| {
            let mut labels = diagnostic.labels.iter();
            labels.any(|known| known.span.file == label.span.file)
        };
        labels.filter(|label| !is_told(label)).collect()
    }
}
