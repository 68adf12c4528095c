//! The `for_each` of a block: which instances there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::meta_reader::{Evaluated, MetaReader, read};
use crate::model::{DeferredOutputs, Each, EachValue};
use crate::read::meta_keys::ForEach;
use crate::read::node::Node;
use kind::registry;
use language::diagnostic::{Diagnostic, Diagnostics, Span};
use language::value::{Path, pending};

/// Instances are asked for that are not known yet.
pub struct IsEarly;

impl MetaReader<'_> {
    /// What the block is made for each of, by key. Where AWS decides, one key stands for all that there will be.
    ///
    /// The keys decide what exists. The values may refer to whatever they like: those that refer to
    /// resources, or to something sensitive, are evaluated where they are used.
    ///
    /// # Errors
    /// It asks for instances that are not known yet. Nothing is reported then.
    pub fn for_each(
        &self,
        node: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Vec<Each>>, IsEarly> {
        let mut found = Diagnostics::default();
        let evaluated = self.evaluated("for_each", None, &DeferredOutputs, &mut found);
        if evaluated.as_ref().is_some_and(|evaluated| evaluated.is_early) && !self.names.is_forced {
            return Err(IsEarly);
        }
        diagnostics.extend(found);
        Ok(evaluated.and_then(|evaluated| self.entries(node, evaluated, diagnostics)))
    }

    fn entries(
        &self,
        node: &Node,
        Evaluated { value, sensitive, is_late, .. }: Evaluated,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Each>> {
        let late = EachValue::Late(Arc::new(node.clone()));
        let is_open = pending::is(&value);
        let for_each = match is_open {
            true => ForEach::Texts(vec![pending::value("each.key").as_str()?.to_owned()]),
            false => read(value)?,
        };
        let root = Path::field("for_each");
        let mut entries = BTreeMap::new();
        let is_at = |path: &Path, key: &str| path.is_within(&root.key(key));
        let is_secret = |key: &str| sensitive.iter().any(|path| is_at(path, key));
        match for_each {
            ForEach::Texts(texts) => {
                // A text is its own key, and counts once.
                let texts = texts.into_iter();
                entries.extend(texts.map(|text| (text.clone(), EachValue::Known(text.into()))));
            }
            ForEach::Map(map) => entries.extend(map.into_iter().map(|(key, value)| {
                let is_late = is_late && pending::in_value(&value) || is_secret(&key);
                let value = match is_late {
                    true => late.clone(),
                    false => EachValue::Known(value),
                };
                (key, value)
            })),
        }
        let is_of_key = |path: &Path| !entries.keys().any(|key| is_at(path, key));
        let keys_are_secret = sensitive.iter().any(is_of_key);
        let keys_are_late = is_late && entries.keys().any(|key| pending::in_text(key));
        if keys_are_secret || keys_are_late {
            diagnostics.push(self.undecided_keys(node, keys_are_secret));
            return None;
        }
        Some(entries.into_iter().map(|(key, value)| Each { key, value }).collect())
    }

    fn undecided_keys(&self, node: &Node, are_secret: bool) -> Diagnostic {
        let name = self.name;
        match are_secret {
            true => Diagnostic::new(format!("the keys of the `for_each` of `{name}` cannot be sensitive"))
                .at(node.span, "addresses and plans would show them")
                .help("write the map out below `for_each`, as `key: value`: an expression that makes a whole map of something \
                       sensitive makes its keys sensitive too. Only the values may be"),
            false => Diagnostic::new(format!("the keys of the `for_each` of `{name}` depend on resources"))
                .at(place_of_resource(node), "they decide what exists, before anything does")
                .help("use variables, locals and `env.` for the keys; only the values may refer to resources"),
        }
    }
}

/// Whether this is the first name of a reference to a resource.
fn is_of_resource(root: &str) -> bool {
    registry::is_service(root) || root.contains("::")
}

/// Where a node refers to a resource; all of it where something does that it refers to.
fn place_of_resource(node: &Node) -> Span {
    let mut place = None;
    node.for_each_template(&mut |template| {
        let mentions = template.mentions().into_iter();
        let mut of_resources = mentions
            .filter(|mention| mention.names.first().is_some_and(|root| is_of_resource(root)));
        place =
            place.or_else(|| of_resources.next().map(|mention| template.place_of(mention.range)));
    });
    place.unwrap_or(node.span)
}
