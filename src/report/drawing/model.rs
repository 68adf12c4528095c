//! What is drawn, and where it stands.

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

/// A line between two boxes, by their positions: the first stands left of the other, as far as no circle is in the way.
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
pub const BOX: (i32, i32) = (230, 26);

/// A name as it fits a box.
pub fn fitting(name: &str) -> String {
    const MOST: usize = 30;
    let letters: Vec<char> = name.chars().collect();
    match letters.len() > MOST {
        true => {
            let (start, end) = (&letters[..13], &letters[letters.len() - 16..]);
            start.iter().chain(['…'].iter()).chain(end).collect()
        }
        false => name.to_owned(),
    }
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
