//! The modules of a crate, as its source declares them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, ImplItem, Item, ItemImpl, ItemUse, Meta, Type, UseTree};

use super::paths;
use crate::failure::{Failure, Result};

/// The names that lead to a module from the root of its crate; empty for the root itself.
pub type ModulePath = Vec<String>;

/// The modules of a crate.
pub type Modules = BTreeMap<ModulePath, Module>;

/// A function, with what it is made of.
pub struct Function {
    pub name: String,
    /// The type whose function it is, and the trait.
    pub owner: Option<String>,
    pub of_trait: Option<String>,
    pub tokens: TokenStream,
}

/// What a module says of itself. A module that stands inside a file belongs to that file.
#[derive(Default)]
pub struct Module {
    pub file: PathBuf,
    pub children: BTreeSet<String>,
    /// What each name that a `use` brings in stands for, and whether the name is for others too.
    pub imports: BTreeMap<String, Vec<String>>,
    /// Modules of which every name is brought in.
    pub globs: Vec<Vec<String>>,
    /// Names of the items that are defined here.
    pub items: BTreeSet<String>,
    /// Every path that the module's code holds, but for its `use` declarations.
    pub paths: BTreeSet<Vec<String>>,
    pub functions: Vec<Function>,
    /// The macros that are called in the place of items, by name, and what they are given.
    pub macros: Vec<(String, TokenStream)>,
    /// The constants with a text, also those of `impl` blocks, by the type and the name.
    pub texts: BTreeMap<(Option<String>, String), String>,
}

/// The `lib.rs` and `main.rs` of each package of the workspace.
pub fn crate_roots(workspace: &Path) -> Result<Vec<PathBuf>> {
    let mut packages =
        Vec::from([workspace.to_owned(), workspace.join("xtask"), workspace.join("emulators")]);
    for folder in ["crates", "lambdas"] {
        let folder = workspace.join(folder);
        let entries = fs::read_dir(&folder).map_err(Failure::at(&folder))?;
        packages.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    packages.sort();
    let roots = packages
        .iter()
        .flat_map(|package| ["src/lib.rs", "src/main.rs"].map(|file| package.join(file)));
    Ok(roots.filter(|root| root.is_file()).collect())
}

/// The modules of the crate that begins with the file `root`.
pub fn read(root: &Path) -> Result<Modules> {
    let mut modules = BTreeMap::new();
    let folder = root.parent().unwrap_or(root).to_owned();
    read_file(&mut modules, Vec::new(), root, &folder)?;
    Ok(modules)
}

/// Reads a file and what it declares; `folder` is where its own modules' files are.
fn read_file(modules: &mut Modules, path: ModulePath, file: &Path, folder: &Path) -> Result {
    let text = fs::read_to_string(file).map_err(Failure::at(file))?;
    let parsed = syn::parse_file(&text)
        .map_err(|error| Failure::from(format!("{}: {error}", file.display())))?;
    read_items(modules, path, &parsed.items, file, folder)
}

fn read_items(
    modules: &mut Modules,
    path: ModulePath,
    items: &[Item],
    file: &Path,
    folder: &Path,
) -> Result {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    for item in items.iter().filter(|item| !is_test(attributes(item))) {
        match item {
            Item::Mod(inner) => {
                let name = inner.ident.to_string();
                let child = [path.as_slice(), std::slice::from_ref(&name)].concat();
                let inside = folder.join(&name);
                match &inner.content {
                    Some((_, items)) => read_items(modules, child, items, file, &inside)?,
                    None => {
                        let beside = folder.join(format!("{name}.rs"));
                        let file = if beside.is_file() { beside } else { inside.join("mod.rs") };
                        read_file(modules, child, &file, &inside)?;
                    }
                }
                module.children.insert(name);
            }
            Item::Use(declaration) => add_use(&mut module, declaration),
            _ => {
                module.items.extend(name_of(item));
                add_functions(&mut module, item);
                paths::collect(item, &mut module.paths);
            }
        }
    }
    modules.insert(path, module);
    Ok(())
}

fn add_use(module: &mut Module, declaration: &ItemUse) {
    fn walk(module: &mut Module, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => walk(module, &with(&path.ident), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| walk(module, before, tree)),
            UseTree::Glob(_) => module.globs.push(before.to_vec()),
            UseTree::Name(name) if name.ident == "self" => {
                if let Some(last) = before.last() {
                    module.imports.insert(last.clone(), before.to_vec());
                }
            }
            UseTree::Name(name) => {
                module.imports.insert(name.ident.to_string(), with(&name.ident));
            }
            // `Trait as _` brings in no name, and uses the trait nevertheless.
            UseTree::Rename(rename) => {
                let name = if rename.rename == "_" { &rename.ident } else { &rename.rename };
                let to = if rename.ident == "self" { before.to_vec() } else { with(&rename.ident) };
                module.imports.insert(name.to_string(), to);
            }
        }
    }
    walk(module, &[], &declaration.tree);
}

/// Adds the functions and texts of an item.
fn add_functions(module: &mut Module, item: &Item) {
    match item {
        Item::Fn(function) => module.functions.push(Function {
            name: function.sig.ident.to_string(),
            owner: None,
            of_trait: None,
            tokens: function.to_token_stream(),
        }),
        Item::Impl(block) => add_impl(module, block),
        Item::Const(constant) => {
            add_text(module, None, &constant.ident.to_string(), &constant.expr);
        }
        Item::Macro(call) => {
            let name = call.mac.path.segments.last().map(|last| last.ident.to_string());
            module.macros.push((name.unwrap_or_default(), call.mac.tokens.clone()));
        }
        _ => {}
    }
}

fn add_impl(module: &mut Module, block: &ItemImpl) {
    let last = |path: &syn::Path| path.segments.last().map(|last| last.ident.to_string());
    let owner = match block.self_ty.as_ref() {
        Type::Path(path) => last(&path.path),
        _ => None,
    };
    let of_trait = block.trait_.as_ref().and_then(|(_, path, _)| last(path));
    for item in &block.items {
        match item {
            ImplItem::Fn(function) => module.functions.push(Function {
                name: function.sig.ident.to_string(),
                owner: owner.clone(),
                of_trait: of_trait.clone(),
                tokens: function.to_token_stream(),
            }),
            ImplItem::Const(constant) => {
                add_text(module, owner.clone(), &constant.ident.to_string(), &constant.expr);
            }
            _ => {}
        }
    }
}

fn add_text(module: &mut Module, owner: Option<String>, name: &str, value: &Expr) {
    if let Expr::Lit(literal) = value
        && let syn::Lit::Str(text) = &literal.lit
    {
        module.texts.insert((owner, name.to_owned()), text.value());
    }
}

/// Whether an item is compiled for tests alone.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        list.path.is_ident("cfg")
            && list
                .tokens
                .to_string()
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == "test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
