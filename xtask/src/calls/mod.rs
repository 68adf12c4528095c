//! Which operations of AWS each kind calls, read from the source of the kinds.
//!
//! An operation is called where a function names it, as in `aws.iam().get_role()`. What `find`, `read` and `tags` reach
//! is read by, and what the other functions of a kind reach is written by. A function reaches those that it names by a
//! path, and the methods of the kind's folder that it names.

mod operations;
mod reach;
mod source;

pub use source::{FILE, text};

use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Failure, Result};
use crate::source::{ModulePath, Modules, read};
use crate::workspace::root;

/// The operations of a kind by service, each by the SDK's name: those that it reads by, and those that it writes by
/// besides.
pub type Calls = BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>;

/// The calls of each kind by the name of its type and its module, with the kind's own name.
pub struct KindCalls {
    pub kind: String,
    pub calls: Calls,
}

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
