//! Which files of a crate use which, and the cycles among them.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::source::{Modules, resolve};
use crate::workspace::root;

/// Files that use each other: `(user, used, item)`.
pub type Cycle<'modules> = Vec<(&'modules Path, &'modules Path, String)>;

/// The cycles among the files of a crate.
pub fn cycles(modules: &Modules) -> Vec<Cycle<'_>> {
    let uses = uses(modules);
    let mut graph = DiGraph::<&Path, ()>::new();
    let mut nodes: HashMap<&Path, NodeIndex> = HashMap::new();
    for (user, used, _) in &uses {
        let [user, used] =
            [user, used].map(|file| *nodes.entry(file).or_insert_with(|| graph.add_node(file)));
        graph.update_edge(user, used, ());
    }
    let cycles = tarjan_scc(&graph).into_iter().filter(|cycle| cycle.len() > 1);
    cycles
        .map(|cycle| {
            let files: BTreeSet<&Path> = cycle.iter().map(|node| graph[*node]).collect();
            let inside = |(user, used, _): &&(&Path, &Path, String)| {
                files.contains(user) && files.contains(used)
            };
            uses.iter().filter(inside).cloned().collect()
        })
        .collect()
}

/// A cycle for people: its files, or the items by which they use each other.
pub fn shown(cycle: &Cycle<'_>, items: bool) -> String {
    let root = root();
    let name = |file: &Path| file.strip_prefix(&root).unwrap_or(file).display().to_string();
    let lines: BTreeSet<String> = cycle
        .iter()
        .map(|(user, used, item)| match items {
            true => format!("  {} uses {} of {}", name(user), item, name(used)),
            false => format!("  {} uses {}", name(user), name(used)),
        })
        .collect();
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

fn uses(modules: &Modules) -> BTreeSet<(&Path, &Path, String)> {
    let mut uses = BTreeSet::new();
    for (at, module) in modules {
        for path in module.paths.iter().chain(module.imports.values()) {
            if let Some((owner, item)) = resolve(modules, at, path)
                && modules[&owner].file != module.file
            {
                uses.insert((module.file.as_path(), modules[&owner].file.as_path(), item));
            }
        }
    }
    uses
}
