//! What the making of a plan works with.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::context::Context;
use super::decide::Decision;
use super::outputs::Recreated;
use super::request::Request;
use crate::graph::Graph;
use crate::observe::{Found, ObjectKey, Observation};
use aws::Aws;
use compiler::{Address, Evaluation, Stack};
use kind::AnySpec;
use kind::files::Files;
use language::diagnostic::Diagnostics;
use language::value::{Path, Shared, Value};
use state::{Move, State, TrustedField};
use workspace::Workspace;

/// A plan in the making.
pub(super) struct Planner<'a> {
    pub stack: &'a Stack,
    pub graph: &'a Graph,
    pub aws: &'a Aws,
    pub workspace: &'a Workspace,
    /// The state with every resource at its present address.
    pub state: &'a State,
    pub moved: Vec<Move>,
    /// Creations that have begun and made nothing, and that the specs no longer want.
    pub abandoned_intents: BTreeSet<Address>,
    pub observation: &'a Observation,
    pub request: &'a Request,
    /// Whether the plan is made to take its targets over: what they need and is not ours is left as it is.
    pub is_takeover: bool,
    /// Objects that nothing here may delete.
    pub protected: BTreeMap<ObjectKey, Address>,
    /// The fields of the resources that have been evaluated which hold something sensitive.
    pub sensitive: BTreeMap<Address, BTreeSet<Path>>,
    /// The resources that the request selects, once they are asked for.
    pub selected: OnceCell<BTreeSet<Address>>,
    pub diagnostics: Diagnostics,
}

/// A resource with its spec evaluated and its fate decided.
pub(super) struct Resolved {
    /// What its spec refers to, and which secrets; the spec itself is in `desired`.
    pub evaluation: Evaluation,
    /// The spec, made ready, where anything is done with it.
    pub spec: Option<Box<dyn AnySpec>>,
    /// The files that it is made of.
    pub files: Files,
    /// The spec in its comparable form. Where the object is as it says, the two are one.
    pub desired: Shared<Value>,
    /// What compares with it of the object that is there; nothing where there is none.
    pub live: Option<Shared<Value>>,
    /// What of it stays as it is live, as it was taken over on trust.
    pub trusted: Vec<TrustedField>,
    pub decision: Decision,
}

impl<'a> Planner<'a> {
    /// A plan of everything at these addresses, of which nothing has been found out yet.
    pub fn new(
        context: &Context<'a>,
        state: &'a State,
        observation: &'a Observation,
        request: &'a Request,
    ) -> Self {
        Self {
            stack: context.stack,
            graph: context.graph,
            aws: context.aws,
            workspace: context.workspace,
            state,
            moved: Vec::new(),
            abandoned_intents: BTreeSet::new(),
            observation,
            request,
            is_takeover: false,
            protected: BTreeMap::new(),
            sensitive: BTreeMap::new(),
            selected: OnceCell::new(),
            diagnostics: Diagnostics::default(),
        }
    }
}

impl Planner<'_> {
    pub(super) fn found(&self, address: &Address) -> &Found {
        static NOTHING: Found = Found {
            current: None,
            successor: None,
            replaced: Vec::new(),
            duplicates: Vec::new(),
            ambiguous: Vec::new(),
            host: None,
        };
        self.observation.get(address).unwrap_or(&NOTHING)
    }

    /// What gets new values from AWS: every output of what is created or replaced, and those outputs of
    /// what is updated that depend on a changed field.
    pub(super) fn recreated(&self, resolved: &BTreeMap<Address, Resolved>) -> Recreated {
        let mut recreated = Recreated::default();
        for (address, one) in resolved {
            let Decision::Do { action, changes, .. } = &one.decision else {
                continue;
            };
            recreated.changed.insert(address.clone());
            match action {
                Action::Create | Action::Replace | Action::ReplaceCreateFirst => {
                    recreated.objects.insert(address.clone());
                }
                _ => {
                    let Some(resource) = self.stack.resources.get(address) else {
                        continue;
                    };
                    for (output, fields) in resource.kind.facts().volatile {
                        let touched = changes.iter().any(|change| {
                            change.path.first_key().is_some_and(|key| fields.contains(&key))
                        });
                        if touched {
                            recreated.outputs.insert((address.clone(), (*output).to_owned()));
                        }
                    }
                }
            }
        }
        recreated
    }
}
