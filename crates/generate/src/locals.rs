//! Fields that many blocks have alike, such as their tags: they stand in one local instead.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::arrange::SpecFile;
use super::body::Body;
use super::names::Names;
use super::text::{Piece, Text};
use super::yaml;

/// What fewer blocks have alike reads better where it is.
const FEWEST: usize = 3;

/// What is on one line reads better where it is up to this width.
const INLINE_WIDTH: usize = 72;

/// Takes what many blocks have alike out of them, and gives it by the name of its local.
pub(super) fn shared(files: &mut [SpecFile], names: &mut Names) -> BTreeMap<String, Body> {
    let mut alike: BTreeMap<(String, String), (usize, Body)> = BTreeMap::new();
    each_field(files, &mut |field, value| {
        if is_worth_a_name(field, value) {
            let count = alike.entry(looks(field, value));
            count.or_insert_with(|| (0, value.clone())).0 += 1;
        }
    });
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.retain(|(_, (count, _))| *count >= FEWEST);
    // What most have gets the name without a number.
    alike.sort_by_key(|(_, (count, _))| Reverse(*count));
    let mut locals = BTreeMap::new();
    let mut by_looks = BTreeMap::new();
    for ((field, looks), (_, value)) in alike {
        let name = names.local(&field);
        locals.insert(name.clone(), value);
        by_looks.insert((field, looks), name);
    }
    each_field(files, &mut |field, value| {
        if let Some(name) = by_looks.get(&looks(field, value)) {
            let mut reference = Text::default();
            reference.push(Piece::Expression(format!("local.{name}")));
            *value = Body::Text(reference);
        }
    });
    locals
}

fn each_field(files: &mut [SpecFile], act: &mut dyn FnMut(&str, &mut Body)) {
    let blocks = files.iter_mut().flat_map(|file| &mut file.blocks);
    for block in blocks {
        if let Body::Map(fields) = &mut block.body {
            for (field, value) in fields {
                act(&field.template(), value);
            }
        }
    }
}

/// A field by its name and its value: two that look alike are alike.
fn looks(field: &str, value: &Body) -> (String, String) {
    (field.to_owned(), format!("{value:?}"))
}

/// Whether a value is more to read than a name, and means the same wherever it stands.
fn is_worth_a_name(field: &str, value: &Body) -> bool {
    let is_general = |piece: &Piece| match piece {
        Piece::Literal(_) => true,
        Piece::Expression(expression) => expression.starts_with("env."),
        Piece::Output(_) => false,
    };
    let mut pieces = value.texts().into_iter().flat_map(Text::pieces);
    let is_long = |text: String| text.lines().count() > 1 || text.len() > INLINE_WIDTH;
    matches!(value, Body::Map(_) | Body::List(_))
        && field != "for_each"
        && pieces.all(is_general)
        && yaml::entry(field, value).is_ok_and(is_long)
}
