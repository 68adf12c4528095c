//! What environments share: files in `environments/shared/`, which an environment or another shared file names in
//! `extends`. None of them is an environment by itself.

use std::collections::BTreeMap;
use std::path::Path as FilePath;

use super::folder::{self, SHARED};
use crate::read::node::{Content, Entry, Node};
use crate::read::yaml;
use language::diagnostic::{Diagnostic, Diagnostics, FileId, Label, Sources, Span, suggestion};

/// The key that names shared files.
pub(super) const EXTENDS: &str = "extends";

/// Which file was brought in by which name.
#[derive(Default)]
pub struct Chain(BTreeMap<FileId, Span>);

impl Chain {
    /// Adds to what is told of a shared file how the environment comes by it.
    pub fn explain(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.cycle {
            return diagnostic;
        }
        let mut file = diagnostic.labels.first().map(|label| label.span.file);
        // A cycle has been refused, so this ends.
        while let Some(span) = file.and_then(|file| self.0.get(&file)) {
            let label = Label { span: *span, text: "extended here".to_owned() };
            diagnostic.labels.push(label);
            file = Some(span.file);
        }
        diagnostic
    }
}

/// The file with what it extends below it: maps are merged, however deep, and of anything else the file's own counts. Of
/// several shared files, the later count for more.
pub fn extended(
    node: Node,
    root: &FilePath,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (Node, Chain) {
    let mut reader =
        Reader { root, sources, diagnostics, read: BTreeMap::new(), chain: Chain::default() };
    let node = reader.extended(node, &mut Vec::new());
    (node, reader.chain)
}

struct Reader<'a> {
    root: &'a FilePath,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    /// What was read, complete, by name; nothing where it cannot be.
    read: BTreeMap<String, Option<Node>>,
    chain: Chain,
}

impl Reader<'_> {
    /// `under_way` are the names that led here, and where each stands.
    fn extended(&mut self, mut node: Node, under_way: &mut Vec<(String, Span)>) -> Node {
        let Content::Map(fields) = &mut node.content else {
            return node;
        };
        let Some(place) = fields.iter().position(|entry| entry.key == EXTENDS) else {
            return node;
        };
        let written = fields.remove(place);
        let mut below: Option<Node> = None;
        for (name, span) in names(&written, self.diagnostics) {
            let Some(shared) = self.shared(&name, span, under_way) else {
                continue;
            };
            below = Some(match below {
                Some(earlier) => merged(earlier, shared),
                None => shared,
            });
        }
        match below {
            Some(below) => merged(below, node),
            None => node,
        }
    }

    fn shared(
        &mut self,
        name: &str,
        span: Span,
        under_way: &mut Vec<(String, Span)>,
    ) -> Option<Node> {
        under_way.push((name.to_owned(), span));
        let outer = under_way.iter().position(|(outer, _)| outer == name)?;
        if outer + 1 < under_way.len() {
            let cycle = under_way
                .iter()
                .skip(outer + 1)
                .map(|(name, span)| Label { span: *span, text: format!("this extends `{name}`") });
            let cycle = cycle.collect();
            self.diagnostics.push(
                Diagnostic::cycle("shared files extend each other in a cycle", cycle)
                    .help("remove one of these names"),
            );
            under_way.pop();
            return None;
        }
        let shared = match self.read.get(name) {
            Some(known) => known.clone(),
            None => {
                let read = self.read(name, span, under_way);
                self.read.insert(name.to_owned(), read.clone());
                read
            }
        };
        under_way.pop();
        shared
    }

    fn read(
        &mut self,
        name: &str,
        span: Span,
        under_way: &mut Vec<(String, Span)>,
    ) -> Option<Node> {
        let Some((path, bytes)) = folder::read(self.root, SHARED, name) else {
            self.diagnostics.push(missing(self.root, name, span));
            return None;
        };
        let node = yaml::read(path, bytes, self.sources, self.diagnostics)?;
        self.chain.0.insert(node.span.file, span);
        match node.content {
            Content::Map(_) => Some(self.extended(node, under_way)),
            Content::Null => None,
            _ => {
                let wrong = Diagnostic::new("a shared file is a map")
                    .at(node.span, format!("this is {}", node.type_name()))
                    .help("write fields of an environment, such as `tags:`");
                self.diagnostics.push(wrong);
                None
            }
        }
    }
}

/// The names in `extends`, which may be one or a list.
fn names(written: &Entry, diagnostics: &mut Diagnostics) -> Vec<(String, Span)> {
    let one = std::slice::from_ref(&written.value);
    let nodes = match &written.value.content {
        Content::List(list) => list,
        _ => one,
    };
    let mut names = Vec::new();
    for node in nodes {
        match &node.content {
            Content::Text(name) => names.push((name.clone(), node.span)),
            Content::Invalid(diagnostic) => diagnostics.push(diagnostic.as_ref().clone()),
            Content::Template(_) => diagnostics.push(
                Diagnostic::new("`extends` cannot have expressions")
                    .at(node.span, "files are read before anything has a value")
                    .help(format!("write the name of a file in {SHARED}")),
            ),
            _ => diagnostics.push(
                Diagnostic::new("`extends` is a name, or a list of names")
                    .at(node.span, format!("this is {}", node.type_name()))
                    .help(format!("write the name of a file in {SHARED}, without `.yaml`")),
            ),
        }
    }
    names
}

fn missing(root: &FilePath, name: &str, span: Span) -> Diagnostic {
    let known = folder::names_in(root, SHARED);
    let is_environment = folder::names(root).iter().any(|known| known == name);
    let help = match suggestion(name, known.iter().map(String::as_str)) {
        _ if is_environment => {
            format!(
                "an environment cannot be extended: move what both share to {SHARED}/<name>.yaml"
            )
        }
        Some(help) => help,
        None => format!("make {SHARED}/{name}.yaml with what environments share"),
    };
    Diagnostic::new(format!("there is no shared file `{name}`: no file {SHARED}/{name}.yaml"))
        .at(span, "extended here")
        .help(help)
}

/// Two values of which the second counts for more: maps become one.
fn merged(below: Node, above: Node) -> Node {
    match (below.content, above.content) {
        (Content::Map(mut entries), Content::Map(others)) => {
            for other in others {
                match entries.iter().position(|entry| entry.key == other.key) {
                    Some(place) => {
                        let entry = entries.remove(place);
                        let value = merged(entry.value, other.value);
                        entries.insert(place, Entry { value, ..other });
                    }
                    None => entries.push(other),
                }
            }
            Node { content: Content::Map(entries), span: above.span }
        }
        (_, content) => Node { content, span: above.span },
    }
}
