//! Every address in a section, which is the body of each page.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::markdown::block;
use super::names::{address, addresses, object};
use super::section::{Row, Section};
use super::status::{of_address, of_object};
use crate::report::adoption;
use migration::status::Assessment;

/// Every address, in one section each.
#[derive(Default)]
pub(super) struct Page {
    sections: BTreeMap<Section, Vec<Row>>,
}

impl Page {
    pub(super) fn of(assessment: &Assessment) -> Self {
        let inventory = assessment.inventory;
        let mut page = Self::default();
        for (candidate, status) in inventory.candidates.iter().zip(&assessment.statuses) {
            let (section, what) = of_object(candidate, status);
            let cells = [object(candidate), addresses(inventory, candidate), what];
            page.add(section, candidate.instances().count(), cells);
        }
        for (id, outcome) in inventory.outcomes() {
            if let Some((section, what)) = of_address(inventory, id, outcome) {
                page.add(section, 1, [address(inventory, id), what]);
            }
        }
        page
    }

    /// Each object, and how it stands with it.
    pub(super) fn objects(assessment: &Assessment) -> Vec<Value> {
        let inventory = assessment.inventory;
        let candidates = inventory.candidates.iter().zip(&assessment.statuses);
        let objects = candidates.map(|(candidate, status)| {
            let (section, what) = of_object(candidate, status);
            let addresses = candidate.instances();
            let addresses = addresses.map(|id| inventory.instance(id).address.to_string());
            json!({
                "kind": candidate.kind.name(),
                "id": candidate.id,
                "terraform": addresses.collect::<Vec<_>>(),
                "section": section.heading().0,
                "what": what,
            })
        });
        objects.collect()
    }

    /// Each address that is of no object that could be taken over, and why.
    pub(super) fn others(assessment: &Assessment) -> Vec<Value> {
        let inventory = assessment.inventory;
        let others = inventory.outcomes().filter_map(|(id, outcome)| {
            let (section, what) = of_address(inventory, id, outcome)?;
            Some(json!({
                "terraform": inventory.instance(id).address.to_string(),
                "section": section.heading().0,
                "what": what,
            }))
        });
        others.collect()
    }

    fn add<const N: usize>(&mut self, section: Section, addresses: usize, cells: [String; N]) {
        let rows = self.sections.entry(section).or_default();
        rows.push(Row { cells: cells.into(), addresses });
    }

    /// How many there are of each.
    pub(super) fn summary(&self) -> String {
        let mut text = String::from("\n| | addresses | objects |\n|---|--:|--:|\n");
        for (section, rows) in &self.sections {
            let addresses: usize = rows.iter().map(|row| row.addresses).sum();
            let objects = match section.is_about_objects() {
                true => rows.len().to_string(),
                false => String::new(),
            };
            let (heading, _) = section.heading();
            text.push_str(&format!("| {heading} | {addresses} | {objects} |\n"));
        }
        text
    }

    pub(super) fn sections(&self, assessment: &Assessment) -> String {
        let sections = self.sections.iter().map(|(section, rows)| {
            let mut text = section.render(rows);
            if *section == Section::Unsettled {
                let options = adoption::which_is_which(assessment.inventory, assessment.matches);
                text.push_str(&block(&options));
            }
            text
        });
        sections.collect()
    }
}
