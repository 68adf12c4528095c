//! The values of the keys that every resource may have beside the fields of its kind. They decide what exists, so
//! they may look at variables, locals and the environment, and not at other resources.

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use serde::de::DeserializeOwned;

use crate::address::Address;
use crate::evaluate::evaluate_node;
use crate::findings::findings_to_diagnostics;
use crate::model::{Each, Lifecycle, ModuleId, Moves, NamedAddress, NoOutputs, OutputSource};
use crate::other_tools;
use crate::read::meta_keys::{self, Grants, LifecycleKeys, Replacement};
use crate::read::node::Node;
use crate::scope::{Instance, Names, ResourceScope};
use kind::AnyKind;
use language::diagnostic::{Diagnostic, Diagnostics, Span, suggestion};
use language::schema::{Check, Origin, Schema};
use language::value::{Path, Value, pending};

/// Reads the keys of one block, or of one use of a component.
pub struct MetaReader<'a> {
    pub root: &'a FilePath,
    pub names: &'a Names,
    /// What the block stands in.
    pub module: ModuleId,
    pub name: &'a str,
    pub meta: &'a Node,
    pub schema: &'static Schema,
}

impl MetaReader<'_> {
    /// Whether the resource exists: nothing where AWS decides, true where something is wrong.
    pub fn enabled(&self, diagnostics: &mut Diagnostics) -> Option<bool> {
        match self.value("enabled", None, diagnostics) {
            Some(value) if pending::is(&value) => None,
            value => Some(value.and_then(read).unwrap_or(true)),
        }
    }

    /// The region, where it is not the environment's.
    pub fn region(&self, each: Option<&Each>, diagnostics: &mut Diagnostics) -> Option<String> {
        self.value("region", each, diagnostics).and_then(read)
    }

    /// Whether an object that exists and is nobody's may be taken over.
    pub fn adopt(&self, each: Option<&Each>, diagnostics: &mut Diagnostics) -> bool {
        let adopt = self.known("adopt", each, diagnostics);
        adopt.unwrap_or_default()
    }

    /// Where it asks that what it names lets it in.
    pub fn grants(&self, each: Option<&Each>, diagnostics: &mut Diagnostics) -> Option<Span> {
        let grants: Option<Grants> = self.known("grants", each, diagnostics);
        grants.map(|Grants::Auto| self.meta.span_of(&Path::field("grants")))
    }

    /// The addresses of what must be done before.
    pub fn depends_on(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<NamedAddress> {
        let texts: Vec<String> = self.known("depends_on", each, diagnostics).unwrap_or_default();
        let span = |index| {
            let path = Path::field("depends_on").index(index);
            self.meta.span_of(&path)
        };
        let addresses = texts.iter().enumerate();
        addresses
            .filter_map(|(index, text)| {
                address(text, span(index), "`depends_on` lists addresses", diagnostics)
            })
            .collect()
    }

    /// The address that the resource had before.
    pub fn moved_from(
        &self,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<NamedAddress> {
        let text: String = self.known("moved_from", each, diagnostics)?;
        let span = self.meta.span_of(&Path::field("moved_from"));
        address(&text, span, WHERE_IT_WAS, diagnostics)
    }

    /// The addresses that the resources of a component had before.
    pub fn moves(&self, each: Option<&Each>, diagnostics: &mut Diagnostics) -> Moves {
        let field = Path::field("moved_from");
        match self.known("moved_from", each, diagnostics) {
            None => Moves::None,
            Some(meta_keys::Moves::Component(text)) => {
                let span = self.meta.span_of(&field);
                let from = address(&text, span, WHERE_IT_WAS, diagnostics);
                from.map_or(Moves::None, Moves::Component)
            }
            Some(meta_keys::Moves::Resources(moves)) => {
                let moves = moves.iter().filter_map(|(to, from)| {
                    let place = field.key(to);
                    let (key, value) = (self.meta.key_span_of(&place), self.meta.span_of(&place));
                    let to = address(to, key, "this is where it is in the component", diagnostics);
                    let from = address(from, value, WHERE_IT_WAS, diagnostics);
                    Some((to?, from?))
                });
                Moves::Resources(moves.collect())
            }
        }
    }

    /// How the resource is changed and deleted.
    pub fn lifecycle(
        &self,
        kind: &dyn AnyKind,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Lifecycle {
        let keys: LifecycleKeys = self.known("lifecycle", each, diagnostics).unwrap_or_default();
        let mut ignore_changes = Vec::new();
        for (index, text) in keys.ignore_changes.iter().enumerate() {
            match Path::parse(text).filter(|path| kind.schema().knows(path)) {
                Some(path) => ignore_changes.push(path),
                None => {
                    let place = Path::field("lifecycle").key("ignore_changes").index(index);
                    let fields = kind.schema().properties.keys();
                    diagnostics.push(
                        Diagnostic::new(format!("there is no field `{text}`"))
                            .at(
                                self.meta.span_of(&place),
                                format!("`{}` has no such field", kind.name()),
                            )
                            .maybe_help(suggestion(text, fields.map(String::as_str))),
                    );
                }
            }
        }
        Lifecycle {
            prevent_destroy: keys.prevent_destroy,
            ignore_changes,
            create_first: keys.replacement == Replacement::CreateFirst,
        }
    }

    /// What a key says, if it is there, fits, and waits for nothing.
    fn known<T: DeserializeOwned>(
        &self,
        key: &str,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let value = self.value(key, each, diagnostics)?;
        (!pending::in_value(&value)).then(|| read(value))?
    }

    /// The value of a key, if it is there and fits.
    fn value(
        &self,
        key: &str,
        each: Option<&Each>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        let evaluated = self.evaluated(key, each, &NoOutputs, diagnostics)?;
        for path in &evaluated.sensitive {
            diagnostics.push(
                Diagnostic::new("what decides over resources cannot be sensitive")
                    .at(self.meta.span_of(path), "addresses and plans would show it")
                    .help("use a variable that is not `sensitive`"),
            );
        }
        evaluated.sensitive.is_empty().then_some(evaluated.value)
    }

    /// The value of a key, if it is there and fits, and what it is made of.
    pub(super) fn evaluated(
        &self,
        key: &str,
        each: Option<&Each>,
        outputs: &dyn OutputSource,
        diagnostics: &mut Diagnostics,
    ) -> Option<Evaluated> {
        let meta = self.meta;
        let each = each.map_or(Instance::No, Instance::One);
        let scope = ResourceScope::new(self.root, self.names, self.module, each, outputs);
        let mut found = Diagnostics::default();
        let value = evaluate_node(meta.get(key)?, &scope, &mut Path::field(key), &mut found);
        let (is_late, is_early) = (scope.may_change(), scope.is_early());
        let sensitive = scope.into_record().sensitive;
        let origin = |path: &Path| match meta.is_written(path) {
            _ if sensitive.iter().any(|secret| path.is_within(secret)) => Origin::Secret,
            true => Origin::Written,
            false => Origin::Computed,
        };
        let spelling = |path: &Path| meta.spelling_at(path).map(str::to_owned);
        let check = Check::new(self.schema)
            .origin(&origin)
            .spelling(&spelling)
            .foreign(&|path, _| other_tools::lifecycle(path))
            .word(&other_tools::word);
        let findings = check.run_field(key, &value);
        findings_to_diagnostics(findings, meta, meta.span, &mut found);
        let fits = !found.has_errors();
        diagnostics.extend(found);
        fits.then_some(Evaluated { value, sensitive, is_late, is_early })
    }
}

/// What a key says, and what it is made of.
pub(super) struct Evaluated {
    pub value: Value,
    /// Where it holds something sensitive.
    pub sensitive: BTreeSet<Path>,
    /// Whether it refers to resources.
    pub is_late: bool,
    /// Whether it asks for instances that are not known yet.
    pub is_early: bool,
}

const WHERE_IT_WAS: &str = "this is where it was";

/// A value as what it is read for, if it fits.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn address(
    text: &str,
    span: Span,
    why: &str,
    diagnostics: &mut Diagnostics,
) -> Option<NamedAddress> {
    let address = Address::parse(text);
    if address.is_none() {
        diagnostics.push(
            Diagnostic::new(format!("`{text}` is not an address")).at(span, why).help(
                other_tools::address(text).unwrap_or_else(|| {
                    "an address is `<kind>.<name>`, such as `dynamodb.table.users`".to_owned()
                }),
            ),
        );
    }
    address.map(|address| NamedAddress { address, span })
}
