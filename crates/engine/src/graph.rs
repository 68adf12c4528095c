//! What must come before what.
//!
//! Edges come from references, from `depends_on`, and from what kinds [await](kind::Awaited). Each says what is
//! [needed](Need): a predicted ARN in a policy needs no waiting, an id in a variable of a function only that AWS has given
//! it, and the role that a function runs as must be done. Cycles of waiting
//! are broken where a field is deferrable: the resource is created without it and finished later.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use compiler::{Address, Evaluation, Resource, Stack, on_all_cores};
use language::diagnostic::{Diagnostic, Diagnostics, Label, Span};
use language::value::{Path, Value, matches};

/// What a resource needs of another one before it can be brought to its spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A value that is known before the other one is there.
    Value,
    /// That the other one has been created: that its id is known, or that AWS has it.
    Creation,
    /// That the other one is as its spec says.
    Completion,
}

/// One resource needs another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub from: Address,
    pub to: Address,
    /// The field that refers to it, or because of which it is awaited; the root for `depends_on`.
    pub field: Path,
    /// What the field refers to; nothing where no field does.
    pub output: Option<&'static str>,
    pub need: Need,
    pub deferrable: bool,
    pub span: Span,
}

impl Edge {
    /// What a drawing writes at the edge: the field that it comes from.
    pub fn label(&self) -> String {
        match self.field.is_root() {
            true => "depends_on".to_owned(),
            false => self.field.to_string(),
        }
    }

    /// Whether something must be done with `to` first.
    pub fn waits(&self) -> bool {
        self.need != Need::Value
    }

    /// Whether the kind awaits it, and nothing in the specs names it.
    fn is_implied(&self) -> bool {
        self.output.is_none() && !self.field.is_root()
    }

    /// Whether AWS never looks at the field: it holds tags.
    pub fn is_tag(&self) -> bool {
        is_tag(&self.field)
    }
}

/// The resources of a stack and their edges, free of cycles of waiting.
#[derive(Debug, Default)]
pub struct Graph {
    /// By the resource that needs.
    pub edges: BTreeMap<Address, Vec<Edge>>,
    /// Fields that are set only after creation, because a cycle runs through them.
    pub deferred: BTreeMap<Address, BTreeSet<String>>,
    /// Which resources need each resource.
    users: BTreeMap<Address, BTreeSet<Address>>,
}

/// The edges of a resource, as one evaluation of it found them.
pub fn edges(stack: &Stack, resource: &Resource, evaluation: &Evaluation) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for reference in &evaluation.references {
        let facts = resource.kind.schema().facts_of(&reference.field);
        // A secret is read, so it must be there whatever its name is known by.
        let is_read = evaluation.names_secret(reference);
        let by_value = facts.value_only || is_tag(&reference.field);
        let need = match (by_value && !is_read, reference.known) {
            (true, true) => Need::Value,
            (true, false) if is_known_once_created(stack, &reference.to, reference.output) => {
                Need::Creation
            }
            _ => Need::Completion,
        };
        if reference.to == resource.address && reference.known {
            continue;
        }
        edges.push(Edge {
            from: resource.address.clone(),
            to: own(stack, &reference.to),
            field: reference.field.clone(),
            output: Some(reference.output),
            need,
            deferrable: facts.deferrable,
            span: stack.span_of_reference(resource, reference),
        });
    }
    for wanted in &resource.depends_on {
        edges.extend(wanted.address.select(&stack.resources).map(|(to, _)| Edge {
            from: resource.address.clone(),
            to: to.clone(),
            field: Path::root(),
            output: None,
            need: Need::Completion,
            deferrable: false,
            span: wanted.span,
        }));
    }
    edges.extend(implied(stack, resource, &evaluation.spec));
    edges
}

/// Whether an output follows from the id that AWS gives to a new object.
fn is_known_once_created(stack: &Stack, address: &Address, output: &str) -> bool {
    stack.resources.get(address).is_some_and(|resource| {
        let Resource { kind, identity, place, .. } = resource;
        // Which outputs follow from an id does not depend on what the id is.
        let outputs = kind.created_outputs(&identity.to_value(), "id", place);
        outputs.get(output).is_some_and(Option::is_some)
    })
}

/// An address as the resource itself has it: of many references to one, each was read by itself.
fn own(stack: &Stack, address: &Address) -> Address {
    let known = stack.resources.get_key_value(address);
    known.map_or(address, |(known, _)| known).clone()
}

fn is_tag(field: &Path) -> bool {
    field.first_key() == Some("tags")
}

/// The edges to what the kind awaits because of what a spec says.
fn implied(stack: &Stack, resource: &Resource, spec: &Value) -> Vec<Edge> {
    let mut edges = Vec::new();
    for awaited in resource.kind.awaits() {
        let Some(cause) = matches(spec, awaited.field).into_iter().next() else {
            continue;
        };
        let id = awaited.id.map(|id| filled(id, spec));
        let others = stack.resources.values().filter(|other| {
            other.kind.name() == awaited.kind
                && other.place == resource.place
                && other.address != resource.address
                && (id.is_none() || other.prediction.id == id)
        });
        edges.extend(others.map(|other| Edge {
            from: resource.address.clone(),
            to: other.address.clone(),
            field: cause.path.clone(),
            output: None,
            need: Need::Creation,
            deferrable: resource.kind.schema().facts_of(&cause.path).deferrable,
            span: stack.span_of(resource, &cause.path),
        }));
    }
    edges
}

/// A text with each `{field}` replaced by that field of a spec.
fn filled(text: &str, spec: &Value) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (field, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        filled.push_str(before);
        filled.push_str(spec.get(field).and_then(Value::as_str).unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Builds the graph of a compiled stack.
///
/// # Errors
/// Expressions without a value, and every cycle that cannot be broken.
pub fn build(stack: &Stack) -> Result<Graph, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let resources: Vec<&Resource> = stack.resources.values().collect();
    let evaluated = on_all_cores(&resources, |resource| {
        let evaluation = stack.evaluate(resource, &stack.resources)?;
        let mut edges = edges(stack, resource, &evaluation);
        edges.shrink_to_fit();
        Ok(edges)
    });
    let mut all = BTreeMap::new();
    for (resource, edges) in resources.into_iter().zip(evaluated) {
        match edges {
            Ok(edges) if edges.is_empty() => {}
            Ok(edges) => drop(all.insert(resource.address.clone(), edges)),
            Err(found) => diagnostics.extend(found),
        }
    }
    let graph = break_cycles(all, &mut diagnostics);
    if diagnostics.is_empty() { Ok(graph) } else { Err(diagnostics) }
}

impl Graph {
    /// The edges of a resource.
    pub fn edges_from<'a>(&'a self, address: &Address) -> impl Iterator<Item = &'a Edge> + use<'a> {
        self.edges.get(address).into_iter().flatten()
    }

    /// The edges of the resources that need a resource.
    pub fn edges_to<'a>(
        &'a self,
        address: &'a Address,
    ) -> impl Iterator<Item = &'a Edge> + use<'a> {
        let users = self.users.get(address).into_iter().flatten();
        let edges = users.flat_map(|user| self.edges_from(user));
        edges.filter(move |edge| edge.to == *address)
    }

    /// What must be done before a resource is created.
    pub fn waits_for<'a>(&'a self, address: &Address) -> impl Iterator<Item = &'a Edge> + use<'a> {
        self.edges_from(address).filter(|edge| edge.waits() && !self.is_deferred(edge))
    }

    /// Whether an edge belongs to a field that is set after creation.
    pub fn is_deferred(&self, edge: &Edge) -> bool {
        let fields = self.deferred.get(&edge.from);
        edge.field
            .first_key()
            .is_some_and(|field| fields.is_some_and(|fields| fields.contains(field)))
    }
}

/// Defers fields until no cycle of waiting is left.
fn break_cycles(edges: BTreeMap<Address, Vec<Edge>>, diagnostics: &mut Diagnostics) -> Graph {
    let mut graph = Graph { edges, ..Graph::default() };
    // Where resources wait for each other. What is decided in one component changes nothing in another.
    let mut components = vec![graph.edges.keys().cloned().collect::<BTreeSet<Address>>()];
    while let Some(nodes) = components.pop() {
        for component in strongly_connected_components(&graph, &nodes) {
            break_one_cycle(&mut graph, &component, diagnostics);
            components.push(component);
        }
    }
    for edge in graph.edges.values().flatten() {
        let users = graph.users.entry(edge.to.clone()).or_default();
        users.insert(edge.from.clone());
    }
    graph
}

/// Breaks a shortest cycle of a component.
fn break_one_cycle(
    graph: &mut Graph,
    component: &BTreeSet<Address>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(cycle) = find_cycle(graph, component) {
        // Fewer deferred fields are better, and among equals the first in the order of addresses, so
        // that every run decides the same.
        let candidate = cycle
            .iter()
            .filter(|edge| edge.deferrable)
            .filter_map(|edge| Some((edge.from.clone(), edge.field.first_key()?.to_owned())))
            .min();
        match candidate {
            Some((address, field)) => {
                graph.deferred.entry(address).or_default().insert(field);
            }
            None => {
                // What the specs say goes before what a kind awaits.
                let implied = cycle.iter().find(|edge| edge.is_implied());
                if implied.is_none() {
                    diagnostics.push(unbreakable(&cycle));
                }
                // Without this edge the search goes on to the next cycle.
                let cut = implied.or(cycle.first()).map(|edge| (*edge).clone());
                if let Some(cut) = cut
                    && let Some(edges) = graph.edges.get_mut(&cut.from)
                {
                    edges.retain(|edge| *edge != cut);
                }
            }
        }
    }
}

/// The sets of these resources in which each waits for each other, or one for itself.
fn strongly_connected_components(
    graph: &Graph,
    nodes: &BTreeSet<Address>,
) -> Vec<BTreeSet<Address>> {
    let mut links = DiGraphMap::<&Address, ()>::new();
    for edge in nodes.iter().flat_map(|node| graph.waits_for(node)) {
        if nodes.contains(&edge.to) {
            links.add_edge(&edge.from, &edge.to, ());
        }
    }
    let is_component = |component: &Vec<&Address>| {
        component.len() > 1 || links.contains_edge(component[0], component[0])
    };
    let components = tarjan_scc(&links).into_iter().filter(is_component);
    components.map(|component| component.into_iter().cloned().collect()).collect()
}

/// One shortest cycle in a component through its first resource, as its edges in order.
fn find_cycle<'a>(graph: &'a Graph, component: &'a BTreeSet<Address>) -> Option<Vec<&'a Edge>> {
    let start = component.first()?;
    let mut came_by: BTreeMap<&Address, &Edge> = BTreeMap::new();
    let mut frontier = std::collections::VecDeque::from([start]);
    while let Some(at) = frontier.pop_front() {
        let onward = graph.waits_for(at).filter(|edge| component.contains(&edge.to));
        for edge in onward {
            if edge.to == *start {
                return Some(walk_back(start, edge, &came_by));
            }
            if !came_by.contains_key(&edge.to) {
                came_by.insert(&edge.to, edge);
                frontier.push_back(&edge.to);
            }
        }
    }
    None
}

fn walk_back<'a>(
    start: &Address,
    last: &'a Edge,
    came_by: &BTreeMap<&'a Address, &'a Edge>,
) -> Vec<&'a Edge> {
    let mut cycle = vec![last];
    let mut at = &last.from;
    while at != start {
        let Some(edge) = came_by.get(at) else { break };
        cycle.push(edge);
        at = &edge.from;
    }
    cycle.reverse();
    cycle
}

fn unbreakable(cycle: &[&Edge]) -> Diagnostic {
    let steps = cycle.iter().map(|edge| Label {
        span: edge.span,
        text: match &edge.output {
            Some(output) => {
                format!("`{}` of `{}` needs the `{output}` of `{}`", edge.field, edge.from, edge.to)
            }
            None if edge.field.is_root() => {
                format!("`depends_on` of `{}` names `{}`", edge.from, edge.to)
            }
            None => format!("`{}` of `{}` needs `{}`", edge.field, edge.from, edge.to),
        },
    });
    let message = match cycle {
        [_] => "a resource waits for itself",
        _ => "resources wait for each other in a cycle",
    };
    Diagnostic::cycle(message, steps.collect()).help(
        "remove one of these references: write the value out, or move the field into a resource of \
         its own. None of these fields can be set after creation, so the compiler cannot break the cycle",
    )
}
