//! Where boxes stand: in columns, each right of all that it has a line from, and near to what it has lines with.

use super::model::{BOX, Drawing, Line, Placed, Stroke};

/// From one column to the next within a level, from one level to the next, and from one row to the next, in pixels.
const COLUMN: i32 = BOX.0 + 20;
const GAP: i32 = 60;
const ROW: i32 = BOX.1 + 10;

/// How often the order within the levels is improved: more changes hardly anything.
const SWEEPS: usize = 8;

impl Drawing {
    /// Gives each box a place.
    pub fn placed(&self) -> Placed {
        // Where lines go in a cycle, those that must be waited for count.
        let strong = |line: &&Line| line.stroke == Stroke::Solid;
        let pair = |line: &Line| (line.from, line.to);
        let (first, then): (Vec<&Line>, Vec<&Line>) = self.lines.iter().partition(strong);
        let lines: Vec<_> = first.into_iter().chain(then).map(pair).collect();
        placed(self.nodes.len(), &lines)
    }
}

/// Gives each of so many boxes a place. A line that closes a cycle with those before it counts for nothing.
fn placed(count: usize, lines: &[(usize, usize)]) -> Placed {
    let neighbours = Neighbours::of(count, lines);
    let mut levels = neighbours.levels();
    let alone: Vec<usize> = (0..count).filter(|node| neighbours.is_alone(*node)).collect();
    for level in &mut levels {
        level.retain(|node| !neighbours.is_alone(*node));
    }
    levels.retain(|level| !level.is_empty());
    neighbours.sort(&mut levels);
    let rows = most_rows(count);
    let mut places = vec![(0, 0); count];
    let tallest = levels.iter().map(|level| level.len().min(rows)).max().unwrap_or(0);
    let mut left = 0;
    for level in &levels {
        let columns = level.len().div_ceil(rows).max(1);
        let down = level.len().div_ceil(columns);
        let top = pixels(tallest - down) * ROW / 2;
        for (position, node) in level.iter().enumerate() {
            let (column, row) = (position / down, position % down);
            places[*node] = (left + pixels(column) * COLUMN, top + pixels(row) * ROW);
        }
        left += pixels(columns) * COLUMN + GAP;
    }
    // What has no line to anything stands below, side by side.
    let wide = usize::try_from(left / COLUMN).unwrap_or(1).max(4);
    let below = if levels.is_empty() { 0 } else { pixels(tallest) * ROW + GAP / 2 };
    for (position, node) in alone.iter().enumerate() {
        let (column, row) = (position % wide, position / wide);
        places[*node] = (pixels(column) * COLUMN, below + pixels(row) * ROW);
    }
    let most = |side: fn(&(i32, i32)) -> i32| places.iter().map(side).max().unwrap_or(0);
    let (width, height) = (most(|place| place.0) + BOX.0, most(|place| place.1) + BOX.1);
    Placed { places, width, height }
}

/// The most boxes on top of each other: a picture is about as high as it is wide.
fn most_rows(count: usize) -> usize {
    let root = (0_usize..).find(|root| root * root >= count).unwrap_or(0);
    (2 * root).max(12)
}

fn pixels(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 4096)
}

/// The lines of each box that stand in no cycle.
struct Neighbours {
    /// Those that it has a line from.
    before: Vec<Vec<usize>>,
    /// Those that it has a line to.
    after: Vec<Vec<usize>>,
}

impl Neighbours {
    fn of(count: usize, lines: &[(usize, usize)]) -> Self {
        let mut found = Self { before: vec![Vec::new(); count], after: vec![Vec::new(); count] };
        for (from, to) in lines.iter().copied() {
            if from < count && to < count && !found.leads(to, from) {
                found.before[to].push(from);
                found.after[from].push(to);
            }
        }
        found
    }

    /// Whether one box is reached from another.
    fn leads(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.after.len()];
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if node == to {
                return true;
            }
            if !std::mem::replace(&mut seen[node], true) {
                open.extend(&self.after[node]);
            }
        }
        false
    }

    fn is_alone(&self, node: usize) -> bool {
        self.before[node].is_empty() && self.after[node].is_empty()
    }

    /// The boxes by how many lines lead to each at most. What nothing leads to stands right before what it leads to.
    fn levels(&self) -> Vec<Vec<usize>> {
        let count = self.before.len();
        let mut level = vec![0; count];
        let mut open: Vec<usize> = self.before.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..count).filter(|node| open[*node] == 0).collect();
        while let Some(node) = ready.pop() {
            for next in &self.after[node] {
                level[*next] = level[*next].max(level[node] + 1);
                open[*next] -= 1;
                if open[*next] == 0 {
                    ready.push(*next);
                }
            }
        }
        for node in (0..count).filter(|node| self.before[*node].is_empty()) {
            let nearest = self.after[node].iter().map(|next| level[*next]).min();
            level[node] = nearest.map_or(0, |nearest| nearest - 1);
        }
        let last = level.iter().copied().max().unwrap_or(0);
        let mut levels = vec![Vec::new(); last + 1];
        for (node, level) in level.into_iter().enumerate() {
            levels[level].push(node);
        }
        levels
    }

    /// Puts the boxes of each level into the order of what they have lines with, to and fro.
    fn sort(&self, levels: &mut [Vec<usize>]) {
        let mut position = vec![0.0_f64; self.before.len()];
        for level in levels.iter() {
            note(level, &mut position);
        }
        for sweep in 0..SWEEPS {
            let forth = sweep % 2 == 0;
            let beside = if forth { &self.before } else { &self.after };
            for turn in 0..levels.len() {
                let level = if forth { turn } else { levels.len() - 1 - turn };
                let level = &mut levels[level];
                let mut wanted: Vec<(f64, usize)> = level
                    .iter()
                    .map(|node| (mean(&beside[*node], &position).unwrap_or(position[*node]), *node))
                    .collect();
                wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
                *level = wanted.into_iter().map(|(_, node)| node).collect();
                note(level, &mut position);
            }
        }
    }
}

/// Notes where the boxes of a level stand, from 0 to 1, so that levels of different sizes can be compared.
fn note(level: &[usize], position: &mut [f64]) {
    let size = number(level.len());
    for (index, node) in level.iter().enumerate() {
        position[*node] = (number(index) + 0.5) / size;
    }
}

fn mean(nodes: &[usize], position: &[f64]) -> Option<f64> {
    let sum: f64 = nodes.iter().map(|node| position[*node]).sum();
    (!nodes.is_empty()).then(|| sum / number(nodes.len()))
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_two_stand_in_one_place(count in 1..60_usize, lines in prop::collection::vec((0..60_usize, 0..60_usize), 0..120)) {
            let lines: Vec<_> = lines.into_iter().filter(|(from, to)| from != to).collect();
            let placed = placed(count, &lines);
            let places: BTreeSet<_> = placed.places.iter().collect();
            prop_assert_eq!(places.len(), count);
            for (x, y) in &placed.places {
                prop_assert!(*x >= 0 && *y >= 0 && x + BOX.0 <= placed.width && y + BOX.1 <= placed.height);
            }
        }

        #[test]
        fn without_a_cycle_each_stands_right_of_what_leads_to_it(count in 2..40_usize, lines in prop::collection::vec((0..40_usize, 0..40_usize), 0..80)) {
            let lines: Vec<_> = lines.into_iter().filter(|(from, to)| from < to && *to < count).collect();
            let placed = placed(count, &lines);
            for (from, to) in lines {
                prop_assert!(placed.places[from].0 + BOX.0 < placed.places[to].0);
            }
        }
    }

    #[test]
    fn a_cycle_is_cut_where_it_closes() {
        let placed = placed(2, &[(0, 1), (1, 0)]);
        assert!(placed.places[0].0 < placed.places[1].0, "{placed:?}");
    }
}
