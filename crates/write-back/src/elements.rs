//! The edits of a list.

use super::alignment::{Change, changes, written_elements};
use super::editor::Editor;
use super::field::Field;
use super::left::Reason;
use super::literal::holds_expression;
use language::value::Value;

impl Editor<'_> {
    /// Makes a list of `count` written elements what it is to be.
    pub fn edit_list(
        &mut self,
        field: &Field<'_>,
        count: usize,
        desired: &[Value],
        target: &[Value],
    ) {
        let written: Vec<Value> =
            (0..count).map(|at| self.value_at(&field.place_of_element(at)).clone()).collect();
        let Some(places) = written_elements(desired, &written) else {
            let node = self.document.root().at(&field.place);
            let line = node.map_or(1, |node| self.line_of(node));
            let why = "its elements are not those that were applied".to_owned();
            return self.leave(field, Reason::Form { line, why });
        };
        let mut going = Vec::new();
        let mut coming = Vec::new();
        for change in changes(desired, target) {
            match change {
                Change::Becomes { old, new } => {
                    let order = field.order.and_then(|order| order.element(new));
                    self.edit(&Field {
                        place: field.place_of_element(places[old]),
                        path: field.path.clone(),
                        desired: &desired[old],
                        target: &target[new],
                        order,
                    });
                }
                Change::Goes { old } => going.push(places[old]),
                Change::Comes { behind, new } => {
                    coming.push((behind.map_or(0, |behind| places[behind] + 1), new));
                }
            }
        }
        self.add_and_remove(field, target, going, coming);
    }

    /// From the end of the list on, so that what stands before keeps its place.
    fn add_and_remove(
        &mut self,
        field: &Field<'_>,
        target: &[Value],
        going: Vec<usize>,
        coming: Vec<(usize, usize)>,
    ) {
        enum Step {
            Go,
            Come(usize),
        }
        let going = going.into_iter().map(|at| (at, usize::MAX, Step::Go));
        let coming = coming.into_iter().map(|(at, new)| (at, new, Step::Come(new)));
        let mut steps: Vec<(usize, usize, Step)> = going.chain(coming).collect();
        steps.sort_by_key(|(at, order, _)| std::cmp::Reverse((*at, *order)));
        for (at, _, step) in steps {
            let done = match step {
                Step::Come(new) => {
                    let order = field.order.and_then(|order| order.element(new));
                    let element = self.spec_of(&target[new], &field.path.index(new), order);
                    self.document.insert(&field.place, at, &element)
                }
                Step::Go => {
                    let place = field.place_of_element(at);
                    let node = self.document.root().at(&place).cloned();
                    let element = Field { place: place.clone(), ..field.clone() };
                    let reason = node.and_then(|node| {
                        let is_made = holds_expression(self.value_at(&place));
                        let made = || self.made_by_expression(&node, &element);
                        self.why_not(&node, &element).or_else(|| is_made.then(made))
                    });
                    if let Some(reason) = reason {
                        self.leave(field, reason);
                        continue;
                    }
                    self.document.remove(&place)
                }
            };
            self.note(field, done);
        }
    }
}
