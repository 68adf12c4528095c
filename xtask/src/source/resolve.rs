//! What the paths of code lead to.

use super::modules::{ModulePath, Modules};

/// A re-export of a re-export and so on ends here, at the latest.
const MOST_STEPS: usize = 32;

/// The module that defines what a path leads to, and the item's name. Nothing for other crates, and for modules as
/// such: who names a module uses what it takes from it.
pub fn resolve(
    modules: &Modules,
    at: &ModulePath,
    path: &[String],
) -> Option<(ModulePath, String)> {
    resolve_within(modules, at, path, MOST_STEPS)
}

fn resolve_within(
    modules: &Modules,
    at: &ModulePath,
    path: &[String],
    steps: usize,
) -> Option<(ModulePath, String)> {
    let (mut at, path) = start(at, path);
    let mut rest = path.iter();
    while let Some(name) = rest.next() {
        let module = modules.get(&at)?;
        if module.children.contains(name) {
            at.push(name.clone());
            continue;
        }
        if module.items.contains(name) {
            return Some((at, name.clone()));
        }
        let steps = steps.checked_sub(1)?;
        let after =
            |before: &[String]| before.iter().chain(rest.clone()).cloned().collect::<Vec<_>>();
        if let Some(import) = module.imports.get(name) {
            // `use serde::Serialize` names another crate, which has no module here.
            return if import.first() == Some(name) {
                None
            } else {
                resolve_within(modules, &at, &after(import), steps)
            };
        }
        let globs =
            module.globs.iter().map(|glob| [glob.as_slice(), std::slice::from_ref(name)].concat());
        return globs
            .into_iter()
            .find_map(|glob| resolve_within(modules, &at, &after(&glob), steps));
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
