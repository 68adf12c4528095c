//! Which files of a crate use which, and the rings among them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::modules::{Module, ModulePath};
use crate::workspace::root;

/// A re-export of a re-export and so on ends here, at the latest.
const MOST_STEPS: usize = 32;

/// Files that use each other: `(user, used, item)`.
pub type Ring<'modules> = Vec<(&'modules Path, &'modules Path, String)>;

/// The rings among the files of a crate.
pub fn rings(modules: &BTreeMap<ModulePath, Module>) -> Vec<Ring<'_>> {
    let uses = uses(modules);
    let mut graph = DiGraph::<&Path, ()>::new();
    let mut nodes: HashMap<&Path, NodeIndex> = HashMap::new();
    for (user, used, _) in &uses {
        let [user, used] =
            [user, used].map(|file| *nodes.entry(file).or_insert_with(|| graph.add_node(file)));
        graph.update_edge(user, used, ());
    }
    let rings = tarjan_scc(&graph).into_iter().filter(|ring| ring.len() > 1);
    rings
        .map(|ring| {
            let files: BTreeSet<&Path> = ring.iter().map(|node| graph[*node]).collect();
            let inside = |(user, used, _): &&(&Path, &Path, String)| {
                files.contains(user) && files.contains(used)
            };
            uses.iter().filter(inside).cloned().collect()
        })
        .collect()
}

/// A ring for people: its files, or the items by which they use each other.
pub fn shown(ring: &Ring<'_>, items: bool) -> String {
    let root = root();
    let name = |file: &Path| file.strip_prefix(&root).unwrap_or(file).display().to_string();
    let lines: BTreeSet<String> = ring
        .iter()
        .map(|(user, used, item)| match items {
            true => format!("  {} uses {} of {}", name(user), item, name(used)),
            false => format!("  {} uses {}", name(user), name(used)),
        })
        .collect();
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

fn uses(modules: &BTreeMap<ModulePath, Module>) -> BTreeSet<(&Path, &Path, String)> {
    let mut uses = BTreeSet::new();
    for (at, module) in modules {
        for path in module.paths.iter().chain(module.imports.values()) {
            if let Some((owner, item)) = resolve(modules, at, path, MOST_STEPS)
                && owner.file != module.file
            {
                uses.insert((module.file.as_path(), owner.file.as_path(), item));
            }
        }
    }
    uses
}

/// The module that defines what a path leads to, and the item's name. Nothing for other crates, and for modules as
/// such: who names a module uses what it takes from it.
fn resolve<'modules>(
    modules: &'modules BTreeMap<ModulePath, Module>,
    at: &ModulePath,
    path: &[String],
    steps: usize,
) -> Option<(&'modules Module, String)> {
    let (mut at, path) = start(at, path);
    let mut rest = path.iter();
    while let Some(name) = rest.next() {
        let module = modules.get(&at)?;
        if module.children.contains(name) {
            at.push(name.clone());
            continue;
        }
        if module.items.contains(name) {
            return Some((module, name.clone()));
        }
        let steps = steps.checked_sub(1)?;
        let after =
            |before: &[String]| before.iter().chain(rest.clone()).cloned().collect::<Vec<_>>();
        if let Some(import) = module.imports.get(name) {
            // `use serde::Serialize` names another crate, which has no module here.
            return if import.first() == Some(name) {
                None
            } else {
                resolve(modules, &at, &after(import), steps)
            };
        }
        let globs =
            module.globs.iter().map(|glob| [glob.as_slice(), std::slice::from_ref(name)].concat());
        return globs.into_iter().find_map(|glob| resolve(modules, &at, &after(&glob), steps));
    }
    None
}

/// Where a path begins, and what of it is left.
fn start<'path>(at: &ModulePath, path: &'path [String]) -> (ModulePath, &'path [String]) {
    let mut at = at.clone();
    let mut rest = path;
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    (at, rest)
}
