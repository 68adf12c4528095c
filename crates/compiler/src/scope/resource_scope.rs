//! One evaluation: what it may look at, and what it has looked at.

use std::cell::RefCell;
use std::path::Path as FilePath;
use std::rc::Rc;

use super::evaluated::Memory;
use super::names::Names;
use super::trace::{Record, Trace};
use crate::model::{Each, Module, ModuleId, Origin, OutputSource, Resource};
use language::expression::Budget;

/// What the expressions of one resource, or of something else in the specs, can refer to.
pub struct ResourceScope<'a> {
    pub(super) root: &'a FilePath,
    pub(super) names: &'a Names,
    /// What the expressions stand in.
    pub(super) module: &'a Module,
    pub(super) each: Instance<'a>,
    pub(super) outputs: &'a dyn OutputSource,
    pub(super) evaluation: Rc<RunningEvaluation<'a>>,
}

/// What an evaluation shares, in whatever modules it looks.
#[derive(Default)]
pub struct RunningEvaluation<'a> {
    pub(super) record: RefCell<Record>,
    /// What has been evaluated by name, to be evaluated once.
    pub(super) memory: RefCell<Memory<'a>>,
    pub(super) budget: Budget,
}

/// What `each` is.
#[derive(Clone, Copy)]
pub enum Instance<'a> {
    /// There is none.
    No,
    /// It may be that of any instance.
    Any,
    /// That of a resource, or of something else by itself.
    One(&'a Each),
    /// That of a component.
    OfComponent(&'a Each, ModuleId),
}

impl<'a> From<Option<&'a Each>> for Instance<'a> {
    fn from(each: Option<&'a Each>) -> Self {
        each.map_or(Self::No, Self::One)
    }
}

impl<'a> ResourceScope<'a> {
    /// A scope in which nothing has been looked at yet, for what stands in a module.
    pub fn new(
        root: &'a FilePath,
        names: &'a Names,
        module: ModuleId,
        each: impl Into<Instance<'a>>,
        outputs: &'a dyn OutputSource,
    ) -> Self {
        Self {
            root,
            names,
            module: names.modules.get(module),
            each: each.into(),
            outputs,
            evaluation: Rc::default(),
        }
    }

    /// The same for the fields of a resource.
    pub fn of(
        root: &'a FilePath,
        names: &'a Names,
        resource: &'a Resource,
        outputs: &'a dyn OutputSource,
    ) -> Self {
        Self::new(root, names, resource.module, resource.each.as_deref(), outputs)
    }

    /// The same evaluation in another module, with what `each` is there.
    pub(super) fn within(&self, module: &'a Module, each: Instance<'a>) -> Self {
        Self { module, each, evaluation: self.evaluation.clone(), ..*self }
    }

    /// The same evaluation where a component is used.
    pub(super) fn outside(&self, origin: &'a Origin) -> Self {
        let each = origin.each.as_ref();
        let each = each.map_or(Instance::No, |each| Instance::OfComponent(each, self.module.id));
        self.within(self.names.modules.get(origin.outside), each)
    }

    /// Evaluates something of its own, with its own limit, and tells what it has looked at.
    pub(super) fn evaluate_apart<T>(&self, evaluate: impl FnOnce() -> T) -> (T, Trace) {
        let RunningEvaluation { record, budget, .. } = &*self.evaluation;
        let outside = std::mem::take(&mut record.borrow_mut().current);
        let left = budget.renew();
        let outcome = evaluate();
        budget.resume(left);
        let trace = std::mem::replace(&mut record.borrow_mut().current, outside);
        (outcome, trace)
    }

    /// Takes what something has looked at for what the template at hand has. Whether that is sensitive decides the
    /// template, which may remove the mark.
    pub(super) fn note(&self, trace: &Trace) {
        let mut record = self.evaluation.record.borrow_mut();
        record.met_sensitive |= trace.sensitive;
        record.current.add(trace);
    }

    /// What has been looked at.
    pub fn into_record(self) -> Record {
        self.evaluation.record.take()
    }

    /// Whether anything so far has looked at the outputs of resources, and so may have another value later.
    pub fn may_change(&self) -> bool {
        self.evaluation.record.borrow().may_change
    }

    /// Whether anything so far has asked for instances that are not known yet.
    pub fn is_early(&self) -> bool {
        self.evaluation.record.borrow().is_early
    }

    /// Notes that the reference at hand leads to something sensitive.
    pub(super) fn note_sensitive(&self) {
        self.evaluation.record.borrow_mut().met_sensitive = true;
    }

    /// Notes that what is evaluated apart has a sensitive value in it.
    pub(super) fn note_sensitive_value(&self) {
        self.evaluation.record.borrow_mut().current.sensitive = true;
    }
}
