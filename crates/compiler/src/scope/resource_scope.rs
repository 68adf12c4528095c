//! One evaluation: what it may look at, and what it has looked at.

use std::cell::RefCell;
use std::path::Path as FilePath;

use super::evaluated::Memory;
use super::names::Names;
use super::trace::{Record, Trace};
use crate::model::{Each, OutputSource};
use language::expression::Budget;

/// What the expressions of one resource, or of something else in the specs, can refer to.
pub struct ResourceScope<'a> {
    pub(super) root: &'a FilePath,
    pub(super) names: &'a Names,
    pub(super) each: Instance<'a>,
    pub(super) outputs: &'a dyn OutputSource,
    pub(super) record: RefCell<Record>,
    /// What has been evaluated by name, to be evaluated once.
    pub(super) memory: RefCell<Memory>,
    pub(super) budget: Budget,
}

/// What `each` is.
#[derive(Clone, Copy)]
pub enum Instance<'a> {
    /// There is none.
    No,
    /// It may be that of any instance.
    Any,
    One(&'a Each),
}

impl<'a> From<Option<&'a Each>> for Instance<'a> {
    fn from(each: Option<&'a Each>) -> Self {
        each.map_or(Self::No, Self::One)
    }
}

impl<'a> ResourceScope<'a> {
    /// A scope in which nothing has been looked at yet.
    pub fn new(
        root: &'a FilePath,
        names: &'a Names,
        each: impl Into<Instance<'a>>,
        outputs: &'a dyn OutputSource,
    ) -> Self {
        Self {
            root,
            names,
            each: each.into(),
            outputs,
            record: RefCell::default(),
            memory: RefCell::default(),
            budget: Budget::default(),
        }
    }

    /// Evaluates something of its own, with its own limit, and tells what it has looked at.
    pub(super) fn evaluate_apart<T>(&self, evaluate: impl FnOnce() -> T) -> (T, Trace) {
        let outside = std::mem::take(&mut self.record.borrow_mut().current);
        let left = self.budget.renew();
        let outcome = evaluate();
        self.budget.resume(left);
        let trace = std::mem::replace(&mut self.record.borrow_mut().current, outside);
        (outcome, trace)
    }

    /// Takes what something has looked at for what the template at hand has. Whether that is sensitive decides the
    /// template, which may take the mark away.
    pub(super) fn note(&self, trace: &Trace) {
        let mut record = self.record.borrow_mut();
        record.met_sensitive |= trace.sensitive;
        record.current.add(trace);
    }

    /// What has been looked at.
    pub fn into_record(self) -> Record {
        self.record.into_inner()
    }

    /// Whether anything so far has looked at the outputs of resources, and so may have another value later.
    pub fn may_change(&self) -> bool {
        self.record.borrow().may_change
    }

    /// Notes that the reference at hand leads to something sensitive.
    pub(super) fn note_sensitive(&self) {
        self.record.borrow_mut().met_sensitive = true;
    }

    /// Notes that what is evaluated apart has a sensitive value in it.
    pub(super) fn note_sensitive_value(&self) {
        self.record.borrow_mut().current.sensitive = true;
    }
}
