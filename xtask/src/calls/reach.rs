//! What functions reach.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use super::model::Calls;
use super::operations::Service;
use crate::source::{Function, ModulePath, Modules, resolve};

/// The functions by which a kind finds and reads objects.
const READING: [&str; 5] = ["existing", "find", "read", "read_parts", "tags"];

/// The trait by which it lists them.
const LISTING: &str = "Listed";

/// The macros that declare types alone, whose fields may have the names of operations.
const DECLARING: [&str; 2] = ["aws_enum", "outputs"];

/// A function and its module.
type Place<'a> = (&'a ModulePath, &'a Function);

/// The source of one kind.
pub struct Source<'a> {
    modules: &'a Modules,
    services: &'a [Service],
    home: &'a ModulePath,
    functions: Vec<Place<'a>>,
    others: Vec<&'a ModulePath>,
}

/// What the tokens of a function name.
#[derive(Default)]
struct Named {
    paths: BTreeSet<Vec<String>>,
    methods: BTreeSet<String>,
    /// The operations that are called on a client right away: the accessor and the method.
    called: BTreeSet<(String, String)>,
}

impl<'a> Source<'a> {
    /// The source of the kind whose `impl` stands in `home`; those of the others stand in `others`.
    pub fn new(
        modules: &'a Modules,
        home: &'a ModulePath,
        others: Vec<&'a ModulePath>,
        services: &'a [Service],
    ) -> Self {
        let all = modules.iter();
        let functions =
            all.flat_map(|(path, module)| module.functions.iter().map(move |one| (path, one)));
        Self { modules, services, home, functions: functions.collect(), others }
    }

    /// What the kind of a type calls.
    pub fn calls(&self, owner: &str) -> Calls {
        let of_owner = |(path, function): &&Place<'a>| {
            *path == self.home
                && function.owner.as_deref() == Some(owner)
                && function.of_trait.is_some()
        };
        let roots: Vec<Place<'a>> = self.functions.iter().filter(of_owner).copied().collect();
        let (listing, roots): (Vec<_>, Vec<_>) = roots
            .into_iter()
            .partition(|(_, function)| function.of_trait.as_deref() == Some(LISTING));
        let (reading, writing): (Vec<_>, Vec<_>) = roots.into_iter().partition(|(_, function)| {
            function.of_trait.as_deref() == Some("Kind") && READING.contains(&&*function.name)
        });
        let made = self.made();
        let (read, changing): (BTreeSet<_>, BTreeSet<_>) =
            self.operations(reading).into_iter().chain(made.clone()).partition(is_read);
        let mut calls = Calls::new();
        for (service, operation) in &read {
            calls.entry(service.clone()).or_default().read.insert(operation.clone());
        }
        let written = self.operations(writing).into_iter().chain(changing);
        for (service, operation) in written.filter(|call| !read.contains(call)) {
            calls.entry(service).or_default().write.insert(operation);
        }
        for (service, operation) in self.operations(listing) {
            calls.entry(service).or_default().list.insert(operation);
        }
        calls
    }

    /// The operations that stand in macros which are called in the place of items. What those make of them cannot be
    /// seen: what looks is read by, and the rest written by.
    fn made(&self) -> BTreeSet<(String, String)> {
        let own = self.modules.iter().filter(|(path, _)| self.is_in_own_folder(path));
        let macros = own.flat_map(|(_, module)| &module.macros);
        let macros = macros.filter(|(name, _)| !DECLARING.contains(&name.as_str()));
        let mut named = Named::default();
        macros.for_each(|(_, tokens)| named.read(tokens.clone()));
        let methods = named.paths.iter().filter_map(|path| path.last());
        named.methods.extend(methods.cloned().collect::<Vec<_>>());
        self.called(&named)
    }

    /// The operations that functions call, and those that they reach.
    fn operations(&self, roots: Vec<Place<'a>>) -> BTreeSet<(String, String)> {
        let mut operations = BTreeSet::new();
        let mut seen: BTreeSet<*const Function> = BTreeSet::new();
        let mut pending = roots;
        while let Some((path, function)) = pending.pop() {
            if !seen.insert(std::ptr::from_ref(function)) {
                continue;
            }
            let mut named = Named::default();
            named.read(function.tokens.clone());
            operations.extend(self.called(&named));
            operations.extend(self.built(path, &named));
            for target in named.paths.iter().filter(|path| !path.is_empty()) {
                pending.extend(self.led_to(path, function, target));
            }
            for method in &named.methods {
                pending.extend(self.methods(method));
            }
        }
        operations
    }

    /// The operations that a function calls itself. A method on a variable is an operation of the services that have
    /// one of its name and whose client the function asks for or, where it asks for none, of all that have.
    fn called(&self, named: &Named) -> BTreeSet<(String, String)> {
        let mut operations = BTreeSet::new();
        let is_asked_for = |service: &&Service| named.methods.contains(&service.accessor);
        for method in &named.methods {
            let having =
                self.services.iter().filter(|service| service.operations.contains_key(method));
            let having: Vec<&Service> = having.collect();
            let right_away = |service: &&&Service| {
                named.called.contains(&(service.accessor.clone(), method.clone()))
            };
            let mut callers: Vec<&&Service> = having.iter().filter(right_away).collect();
            if callers.is_empty() {
                callers = having.iter().filter(|service| is_asked_for(service)).collect();
            }
            if callers.is_empty() {
                callers = having.iter().filter(|service| self.is_at_home(service)).collect();
            }
            for service in callers {
                operations.insert((service.name.clone(), service.operations[method].clone()));
            }
        }
        operations
    }

    /// The operations for which a function names a builder of the SDK: `UpdateTableInputBuilder`.
    fn built(&self, at: &ModulePath, named: &Named) -> BTreeSet<(String, String)> {
        let imports = &self.modules[at].imports;
        let names = named.paths.iter().flatten();
        let names =
            names.map(|name| imports.get(name).and_then(|path| path.last()).unwrap_or(name));
        let built: BTreeSet<&str> = names
            .filter_map(|name| {
                name.strip_suffix("FluentBuilder").or_else(|| name.strip_suffix("InputBuilder"))
            })
            .collect();
        let of = |service: &Service| {
            let operations = service.operations.values().filter(|one| built.contains(&***one));
            operations.map(|one| (service.name.clone(), one.clone())).collect::<Vec<_>>()
        };
        self.services.iter().filter(|service| self.is_at_home(service)).flat_map(of).collect()
    }

    /// Whether the client of a service stands with the kind.
    fn is_at_home(&self, service: &Service) -> bool {
        self.home.first().is_some_and(|folder| service.folder == *folder)
    }

    /// The functions that a path leads to: a free one, or one of a type.
    fn led_to(&self, at: &ModulePath, from: &Function, target: &[String]) -> Vec<Place<'a>> {
        if let [owner, name] = target
            && owner == "Self"
        {
            return self.of_type(from.owner.as_deref(), name);
        }
        let direct = resolve(self.modules, at, target).map(|(module, item)| {
            let is_it = |(path, function): &&Place<'a>| {
                **path == module && function.owner.is_none() && function.name == item
            };
            self.functions.iter().filter(is_it).copied().collect::<Vec<_>>()
        });
        let Some((name, around)) = target.split_last() else { return Vec::new() };
        // A type that a macro declares resolves to nothing.
        let owner = resolve(self.modules, at, around).map(|(_, owner)| owner);
        let owner = owner.as_ref().or(around.last());
        let of_type = self.of_type(owner.map(String::as_str), name);
        direct.into_iter().flatten().chain(of_type).collect()
    }

    fn of_type(&self, owner: Option<&str>, name: &str) -> Vec<Place<'a>> {
        let is_it = |(_, function): &&Place<'a>| {
            function.name == name && owner.is_some() && function.owner.as_deref() == owner
        };
        self.functions.iter().filter(is_it).copied().collect()
    }

    /// The methods of a name in the kind's own folder and, where that stands in the folder of another kind, in that one:
    /// but for what makes the other a kind.
    fn methods(&self, name: &str) -> Vec<Place<'a>> {
        let is_around = |path: &ModulePath| {
            let mut around = self.others.iter().filter(|other| self.home.starts_with(other));
            around.any(|other| path.starts_with(other)) && !path.starts_with(self.home)
        };
        let is_it = |(path, function): &&Place<'a>| {
            function.name == name
                && function.owner.is_some()
                && (self.is_in_own_folder(path) || is_around(path) && function.of_trait.is_none())
        };
        self.functions.iter().filter(is_it).copied().collect()
    }

    /// Whether a module stands in the kind's own folder, and not in that of another kind inside it.
    fn is_in_own_folder(&self, path: &ModulePath) -> bool {
        let mut inside = self.others.iter().filter(|other| other.starts_with(self.home));
        path.starts_with(self.home) && !inside.any(|other| path.starts_with(other))
    }
}

/// Whether an operation changes nothing: no read of a kind calls another.
fn is_read((_, operation): &(String, String)) -> bool {
    ["Describe", "Get", "Head", "List"].iter().any(|verb| operation.starts_with(verb))
}

impl Named {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let ident = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(name)) => Some(name.to_string()),
            _ => None,
        };
        let is_mark = |at: usize, mark: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
        let is_call = |at: usize| matches!(tokens.get(at), Some(TokenTree::Group(_)));
        let mut path: Vec<String> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let after_dot = at > 0 && is_mark(at - 1, '.');
                    let after_colons = at > 1 && is_mark(at - 1, ':') && is_mark(at - 2, ':');
                    if !after_colons {
                        self.paths.insert(std::mem::take(&mut path));
                    }
                    if after_dot {
                        if !is_call(at + 1) {
                            continue;
                        }
                        self.methods.insert(name.clone());
                        // `aws . iam ( ) . get_role ( )`
                        if let (true, Some(client)) =
                            (at > 2 && is_call(at - 2), at.checked_sub(3).and_then(ident))
                        {
                            self.called.insert((client, name));
                        }
                    } else {
                        path.push(name);
                    }
                }
                TokenTree::Group(group) => {
                    self.paths.insert(std::mem::take(&mut path));
                    self.read(group.stream());
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.paths.insert(std::mem::take(&mut path));
                }
            }
        }
        self.paths.insert(path);
    }
}
