//! What is drawn, and where it stands.

use compiler::Address;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    pub nodes: Vec<Node>,
    pub lines: Vec<Line>,
}

/// A box.
#[derive(Debug, Clone)]
pub struct Node {
    pub name: String,
    /// The class by which a page colours it.
    pub class: &'static str,
}

/// A line between two boxes, by their positions: the first stands left of the other, as far as no cycle is in the way.
#[derive(Debug, Clone)]
pub struct Line {
    pub from: usize,
    pub to: usize,
    pub stroke: Stroke,
    pub title: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Bold,
}

/// A drawing whose boxes have places.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The left upper corner of each box, in pixels.
    pub places: Vec<(i32, i32)>,
    /// What all boxes take together.
    pub width: i32,
    pub height: i32,
}

/// The size of a box, in pixels.
pub const BOX: (i32, i32) = (300, 26);

/// The letters that a box has room for.
const MOST: usize = 38;

/// An address as it fits a box: components by their keys or names, the kind without its service, and of what is still too
/// long the end, which tells instances from each other.
pub fn fitting(address: &str) -> String {
    let name =
        Address::parse(address).map_or_else(|| address.to_owned(), |address| short(&address));
    let length = name.chars().count();
    match length > MOST {
        true => std::iter::once('…').chain(name.chars().skip(length + 1 - MOST)).collect(),
        false => name,
    }
}

fn short(address: &Address) -> String {
    let within = address.within.iter().map(|part| part.key.as_ref().unwrap_or(&part.name).as_str());
    let (_, kind) = address.kind.rsplit_once(['.', ':']).unwrap_or(("", &address.kind));
    let key = address.key.as_ref().map(|key| format!("[\"{key}\"]")).unwrap_or_default();
    let own = format!("{kind}.{}{key}", address.name);
    within.chain([own.as_str()]).collect::<Vec<_>>().join("/")
}

impl Placed {
    /// The path of a line, from the right side of one box to the left side of another; nothing where one has no place.
    pub fn path(&self, line: &Line) -> Option<String> {
        let ((x1, y1), (x2, y2)) = (*self.places.get(line.from)?, *self.places.get(line.to)?);
        let (x1, y1, y2) = (x1 + BOX.0, y1 + BOX.1 / 2, y2 + BOX.1 / 2);
        let bend = ((x2 - x1).abs() / 2).max(30);
        Some(format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_boxes_from_each_other_is_seen() {
        for (address, seen) in [
            ("dynamodb.table.users", "table.users"),
            (
                "component.function.user-profile/lambda.function.function",
                "user-profile/function.function",
            ),
            (
                r#"component.function.vertical["education-api"]/logs.log_group.log"#,
                "education-api/log_group.log",
            ),
            (
                r#"cloudwatch.alarm.table-throttles["application-settings"]"#,
                r#"…ble-throttles["application-settings"]"#,
            ),
            ("AWS::SQS::Queue.orders", "Queue.orders"),
            ("no address", "no address"),
        ] {
            assert_eq!(fitting(address), seen);
            assert!(seen.chars().count() <= MOST);
        }
    }
}
