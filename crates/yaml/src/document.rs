//! A text that is edited in place.

use super::fault::Fault;
use super::lists;
use super::maps;
use super::reading::value;
use super::replace;
use super::splices::Splices;
use super::style::Style;
use super::tree::{Content, Node, Tree};
use super::writing::Writer;
use language::value::{Object, Ordered, Segment, Value};

/// A YAML text that is edited in place: comments, anchors, the order of keys, quotes and indentation stay, and so does
/// every line that an edit is not about.
///
/// After each edit the text is read again. An edit after which it means anything else than it should, or by which a
/// comment that is not about what was removed would be lost, leaves the text as it was.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    tree: Tree,
    value: Value,
}

impl Document {
    /// Reads a text of one document.
    ///
    /// # Errors
    /// It is not YAML, has several documents, or keys that are no texts.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let value = value(text)?;
        let tree = Tree::of(text)?;
        // Two parsers have read it: one for what it means, and one for where it stands.
        match has_shape_of(&tree.root, &value) {
            true => Ok(Self { text: text.to_owned(), tree, value }),
            false => Err(Fault::Unclear),
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The value that the text is, with its places.
    pub fn root(&self) -> &Node {
        &self.tree.root
    }

    /// The bytes of a node.
    pub fn written(&self, node: &Node) -> &str {
        self.text.get(node.range.clone()).unwrap_or_default()
    }

    /// The line, from 1, in which a byte stands.
    pub fn line_of(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or_default().matches('\n').count() + 1
    }

    /// The number of aliases that repeat an anchor.
    pub fn uses_of(&self, anchor: &str) -> usize {
        self.tree.aliases.iter().filter(|alias| *alias == anchor).count()
    }

    /// Puts a value at a place: instead of what stands there, or as the last key of the map around it.
    ///
    /// # Errors
    /// There is no such place, or an edit there would change more than this one value.
    pub fn set(&mut self, path: &[Segment], new: &Ordered) -> Result<(), Fault> {
        let splices = match (self.tree.root.at(path), path.split_last()) {
            (Some(node), _) => {
                replace::replaced(&self.text, &self.tree, self.writer(), path, node, new)?
            }
            (None, Some((Segment::Key(key), around))) => {
                let map = self.tree.root.at(around).ok_or(Fault::NoSuchPlace)?;
                let is_flow = self.is_in_flow(around);
                maps::inserted(&self.text, self.writer(), (map, is_flow), key, new)?
            }
            _ => return Err(Fault::NoSuchPlace),
        };
        let mut expected = self.value.clone();
        put(&mut expected, path, plain(new)).ok_or(Fault::NoSuchPlace)?;
        self.become_with(splices, expected)
    }

    /// Removes a key and its value, or an element of a list. Comments beside and inside of it go with it.
    ///
    /// # Errors
    /// There is no such place, or what is there is repeated elsewhere.
    pub fn remove(&mut self, path: &[Segment]) -> Result<(), Fault> {
        let (last, around) = path.split_last().ok_or(Fault::NoSuchPlace)?;
        let parent = self.tree.root.at(around).ok_or(Fault::NoSuchPlace)?;
        let splices = match last {
            Segment::Key(key) => maps::removed(&self.text, parent, key)?,
            Segment::Index(index) => lists::removed(&self.text, parent, *index)?,
        };
        let mut expected = self.value.clone();
        take(&mut expected, around, last).ok_or(Fault::NoSuchPlace)?;
        self.become_with(splices, expected)
    }

    /// Puts an element into the list at `path`, before the one at `index` or at the end.
    ///
    /// # Errors
    /// There is no list, or it is repeated elsewhere.
    pub fn insert(&mut self, path: &[Segment], index: usize, new: &Ordered) -> Result<(), Fault> {
        let list = self.tree.root.at(path).ok_or(Fault::NoSuchPlace)?;
        let is_flow = self.is_in_flow(path);
        let splices = lists::inserted(&self.text, self.writer(), (list, is_flow), index, new)?;
        let mut expected = self.value.clone();
        match place(&mut expected, path) {
            Some(Value::Array(list)) if index <= list.len() => list.insert(index, plain(new)),
            Some(slot @ Value::Null) if index == 0 => *slot = vec![plain(new)].into(),
            _ => return Err(Fault::NoSuchPlace),
        }
        self.become_with(splices, expected)
    }

    fn writer(&self) -> Writer {
        Writer { style: Style::of(&self.text, &self.tree) }
    }

    /// Whether what stands at a path stands between brackets or braces, or begins with one.
    fn is_in_flow(&self, path: &[Segment]) -> bool {
        let depths = 0..=path.len();
        let mut nodes = depths.filter_map(|depth| self.tree.root.at(path.get(..depth)?));
        nodes.any(Node::is_flow)
    }

    /// Becomes another text, if that means what it should.
    fn become_with(&mut self, splices: Splices, expected: Value) -> Result<(), Fault> {
        let kept = self.tree.comments.iter().filter(|range| !splices.cover(range)).count();
        let text = splices.apply(&self.text);
        // What is not YAML any more repeats an anchor that is gone, say.
        let changed = Self::parse(&text).map_err(|_| Fault::ServesOthers)?;
        if changed.value != expected {
            return Err(Fault::ServesOthers);
        }
        if changed.tree.comments.len() != kept {
            return Err(Fault::Comments);
        }
        *self = changed;
        Ok(())
    }
}

/// Whether a node is written where its value has its parts. What an alias repeats, or merges, stands elsewhere.
fn has_shape_of(node: &Node, value: &Value) -> bool {
    match (&node.content, value) {
        (Content::Map { entries, .. }, Value::Object(object)) => {
            let merges = entries.iter().any(|entry| entry.key == "<<");
            (merges || entries.len() == object.len())
                && entries.iter().filter(|entry| entry.key != "<<").all(|entry| {
                    let value = object.get(&entry.key);
                    value.is_some_and(|value| has_shape_of(&entry.value, value))
                })
        }
        (Content::List { items, .. }, Value::Array(list)) => {
            items.len() == list.len()
                && items.iter().zip(list).all(|(item, value)| has_shape_of(&item.node, value))
        }
        (Content::Nothing, value) => value.is_null(),
        (Content::Scalar(_), value) => !value.is_object() && !value.is_array(),
        (Content::Alias(_), _) => true,
        (Content::Map { .. } | Content::List { .. }, _) => false,
    }
}

/// A value without the order of its keys.
fn plain(value: &Ordered) -> Value {
    match value {
        Ordered::Scalar(value) => value.clone(),
        Ordered::List(list) => list.iter().map(plain).collect(),
        Ordered::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), plain(value)));
            entries.collect::<Object>().into()
        }
    }
}

fn place<'a>(value: &'a mut Value, path: &[Segment]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get_mut(key),
        Segment::Index(index) => value.get_mut(index),
    })
}

fn put(value: &mut Value, path: &[Segment], new: Value) -> Option<()> {
    let Some((last, around)) = path.split_last() else {
        *value = new;
        return Some(());
    };
    match (last, place(value, around)?) {
        (Segment::Key(key), Value::Object(object)) => drop(object.insert(key.clone(), new)),
        (Segment::Key(key), slot @ Value::Null) => {
            *slot = Object::from_iter([(key.clone(), new)]).into();
        }
        (Segment::Index(index), Value::Array(list)) => *list.get_mut(*index)? = new,
        _ => return None,
    }
    Some(())
}

fn take(value: &mut Value, around: &[Segment], last: &Segment) -> Option<()> {
    match (last, place(value, around)?) {
        (Segment::Key(key), Value::Object(object)) => drop(object.remove(key)?),
        (Segment::Index(index), Value::Array(list)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => return None,
    }
    Some(())
}
