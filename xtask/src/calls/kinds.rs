//! The kinds, and what each of them calls.

use super::model::KindCalls;
use super::{operations, reach};
use crate::failure::{Failure, Result};
use crate::source::{ModulePath, Modules, read};
use crate::workspace::root;

/// What every kind calls.
pub fn of_all_kinds() -> Result<Vec<KindCalls>> {
    let modules = read(&root().join("crates/kinds/src/lib.rs"))?;
    let services = operations::services(&modules)?;
    let kinds = kinds(&modules);
    let homes: Vec<&ModulePath> = kinds.iter().map(|(home, _, _)| home).collect();
    let of = |(home, owner, kind): &(ModulePath, String, String)| {
        let others: Vec<&ModulePath> =
            homes.iter().copied().filter(|other| *other != home).collect();
        let source = reach::Source::new(&modules, home, others, &services);
        KindCalls { kind: kind.clone(), calls: source.calls(owner) }
    };
    match kinds.is_empty() {
        true => Err(Failure::from("there are no kinds in crates/kinds".to_owned())),
        false => Ok(kinds.iter().map(of).collect()),
    }
}

/// The kinds: the module of the `impl`, the type, and its `NAME`.
fn kinds(modules: &Modules) -> Vec<(ModulePath, String, String)> {
    let mut kinds = Vec::new();
    for (path, module) in modules {
        for ((owner, name), text) in &module.texts {
            if let (Some(owner), "NAME") = (owner, name.as_str()) {
                kinds.push((path.clone(), owner.clone(), text.clone()));
            }
        }
    }
    kinds
}
