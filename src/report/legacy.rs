//! What could be taken over from Terraform, as a page of Markdown.

use std::collections::BTreeMap;

use crate::legacy::address::Mode;
use crate::legacy::inventory::{Claim, InstanceId, Inventory, Outcome};
use crate::legacy::verify::{Owner, Verdict};

/// The page: what the states hold, what becomes of every address, and why. `is_look` says that nothing was
/// done but to look.
pub fn render(inventory: &Inventory, verdicts: &[Verdict], is_look: bool) -> String {
    let page = Page::of(inventory, verdicts);
    let mut text = String::from("# What diatonic could take over from Terraform\n\n");
    text.push_str(&states(inventory));
    text.push_str(&page.summary());
    if is_look {
        text.push_str(UNTOUCHED);
    }
    text.push_str(WARNING);
    for (section, rows) in &page.sections {
        text.push_str(&section.render(rows));
    }
    text
}

const UNTOUCHED: &str =
    "\nNothing has been changed: not in AWS, not in Terraform's state, not in its files.\n";

const WARNING: &str = "\n\
    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes\n\
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.\n";

/// The sections, in the order in which they stand. The first are about objects, the others about single
/// addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Ready,
    Defined,
    Ours,
    OtherStack,
    Gone,
    Inaccessible,
    OtherAccount,
    Conflicting,
    WithoutObject,
    Orphans,
    Unsupported,
    Unidentified,
    Tainted,
    Deposed,
    NoObject,
    Left,
}

/// A line of a section's table, and the addresses that it tells of.
struct Row {
    cells: Vec<String>,
    addresses: usize,
}

#[derive(Default)]
struct Page {
    sections: BTreeMap<Section, Vec<Row>>,
}

impl Page {
    fn of(inventory: &Inventory, verdicts: &[Verdict]) -> Self {
        let mut page = Self::default();
        for (claim, verdict) in inventory.claims.iter().zip(verdicts) {
            let (section, what) = standing(verdict);
            let object = format!("{} {}", code(claim.kind.name()), code(&claim.id));
            page.add(
                section,
                claim.instances().count(),
                [object, addresses(inventory, claim), what],
            );
        }
        for (id, outcome) in inventory.outcomes() {
            if let Some((section, what)) = told(inventory, id, outcome) {
                page.add(section, 1, [address(inventory, id), what]);
            }
        }
        page
    }

    fn add<const N: usize>(&mut self, section: Section, addresses: usize, cells: [String; N]) {
        let rows = self.sections.entry(section).or_default();
        rows.push(Row {
            cells: cells.into(),
            addresses,
        });
    }

    fn summary(&self) -> String {
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
}

impl Section {
    fn is_about_objects(self) -> bool {
        self <= Self::OtherAccount
    }

    /// The heading, and what it means.
    fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Ready => ("Can be taken over", "AWS has them, and no stack owns them."),
            Self::Defined => (
                "Defined in the specs already",
                "The specs name these objects, or others that have their names.",
            ),
            Self::Ours => (
                "Ours already",
                "They carry this stack's tags, or its state has them.",
            ),
            Self::OtherStack => (
                "Another stack's",
                "They carry the tags of another stack, which has to let go first.",
            ),
            Self::Gone => ("Gone", "Terraform's state has them, and AWS does not."),
            Self::Inaccessible => (
                "Inaccessible",
                "They could not be read, so nothing is known of them.",
            ),
            Self::OtherAccount => (
                "In another account",
                "The environment lives in one account, and only that is read.",
            ),
            Self::Conflicting => (
                "Conflicting",
                "Several addresses are one object. Exclude all but one of them.",
            ),
            Self::WithoutObject => (
                "Parts of objects that are not taken over",
                "They stay with Terraform, as their objects do.",
            ),
            Self::Orphans => (
                "Parts of objects that no state holds",
                "Somebody else owns their objects, so they stay with Terraform.",
            ),
            Self::Unsupported => (
                "Without a kind",
                "diatonic has no kind for them, so they stay with Terraform.",
            ),
            Self::Unidentified => (
                "Not identified",
                "The state does not say which objects they are.",
            ),
            Self::Tainted => (
                "Tainted",
                "Terraform means to replace them: let it apply, or `terraform untaint` them.",
            ),
            Self::Deposed => (
                "Deposed",
                "A replacement has left them behind, and Terraform means to delete them: let it apply.",
            ),
            Self::NoObject => (
                "No objects of the cloud",
                "They are in Terraform's state alone, and may go with it.",
            ),
            Self::Left => ("Left", "The selection does not mean them."),
        }
    }

    fn render(self, rows: &[Row]) -> String {
        let (heading, meaning) = self.heading();
        let mut columns = match self.is_about_objects() {
            true => vec!["object", "in Terraform", ""],
            false => vec!["address", ""],
        };
        // A last column that says nothing is left away.
        let says_more = |row: &Row| row.cells.last().is_some_and(|cell| !cell.is_empty());
        if !rows.iter().any(says_more) {
            columns.pop();
        }
        let mut text = format!(
            "\n## {heading}\n\n{meaning}\n\n| {} |\n|",
            columns.join(" | ")
        );
        text.push_str(&"---|".repeat(columns.len()));
        text.push('\n');
        for row in rows {
            let cells = &row.cells[..columns.len()];
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text
    }
}

/// The section of a claim, and what is to be said besides.
fn standing(verdict: &Verdict) -> (Section, String) {
    match verdict {
        Verdict::Found {
            owner: Owner::Us(address),
            ..
        } => (Section::Ours, format!("at {}", code(address))),
        Verdict::Found {
            owner: Owner::Stack(stack),
            ..
        } => (Section::OtherStack, format!("of {}", code(stack))),
        Verdict::Found {
            defined, namesakes, ..
        } if defined.is_empty() => (Section::Ready, others(namesakes)),
        Verdict::Found { defined, .. } => {
            let defined = defined.iter().map(|address| code(&address.to_string()));
            (Section::Defined, defined.collect::<Vec<_>>().join(", "))
        }
        Verdict::Gone => (Section::Gone, String::new()),
        Verdict::Inaccessible(error) => (Section::Inaccessible, plain(&error.to_string())),
        Verdict::OtherAccount(account) => (Section::OtherAccount, format!("in {}", code(account))),
    }
}

fn others(namesakes: &[String]) -> String {
    let ids: Vec<String> = namesakes.iter().map(|id| code(id)).collect();
    match ids.is_empty() {
        true => String::new(),
        false => format!("AWS has others of its name: {}", ids.join(", ")),
    }
}

/// The section of an instance that is in no claim, and what is to be said besides; nothing for one that
/// Terraform only looks at.
fn told(inventory: &Inventory, id: InstanceId, outcome: &Outcome) -> Option<(Section, String)> {
    let instance = inventory.instance(id);
    let id = || {
        let attributes = &instance.attributes;
        let id = attributes.text("arn").or_else(|| attributes.text("id"));
        id.map(code).unwrap_or_default()
    };
    Some(match outcome {
        Outcome::Claimed { .. } | Outcome::DataSource => return None,
        Outcome::Conflict { others } => {
            let others = others.iter().map(|other| address(inventory, *other));
            let others = others.collect::<Vec<_>>().join(", ");
            (Section::Conflicting, format!("the same as {others}"))
        }
        Outcome::WithoutObject { owner } => (
            Section::WithoutObject,
            format!("of {}", address(inventory, *owner)),
        ),
        Outcome::Orphan { kind, id } => {
            (Section::Orphans, format!("of {} {}", code(kind), code(id)))
        }
        Outcome::Unsupported => (Section::Unsupported, id()),
        Outcome::Unidentified => (Section::Unidentified, String::new()),
        Outcome::Tainted => (Section::Tainted, id()),
        Outcome::Deposed => (Section::Deposed, id()),
        Outcome::NoObject { only_copy: false } => (Section::NoObject, String::new()),
        Outcome::NoObject { only_copy: true } => (
            Section::NoObject,
            "its value is nowhere else: keep it, where something needs it".to_owned(),
        ),
        Outcome::Left(left) => (Section::Left, plain(&left.to_string())),
    })
}

fn states(inventory: &Inventory) -> String {
    let mut text = String::from(
        "| state | serial | written by | resources | data sources |\n|---|--:|---|--:|--:|\n",
    );
    for file in &inventory.files {
        let state = &file.state;
        let count = |mode: Mode| {
            let instances = state.instances.iter();
            instances
                .filter(|instance| instance.address.mode == mode)
                .count()
        };
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            code(&file.source.to_string()),
            state.serial,
            plain(&state.terraform_version),
            count(Mode::Managed),
            count(Mode::Data)
        ));
    }
    text
}

/// An address, with the state that it is in where there are several.
fn address(inventory: &Inventory, id: InstanceId) -> String {
    let address = code(&inventory.instance(id).address.to_string());
    match inventory.files.as_slice() {
        [_] => address,
        files => format!("{address} in {}", code(&files[id.state].source.to_string())),
    }
}

/// The addresses of a claim, one a line, the object's own first.
fn addresses(inventory: &Inventory, claim: &Claim) -> String {
    let addresses = claim.instances().map(|id| address(inventory, id));
    addresses.collect::<Vec<_>>().join("<br>")
}

/// A text as code in a cell of a table, whatever is in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let padding = match text.starts_with('`') || text.ends_with('`') {
        true => " ",
        false => "",
    };
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    format!("{fence}{padding}{text}{padding}{fence}")
}

/// A text in a cell of a table, without any of Markdown's marks.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => shown.push(' '),
            '|' | '<' | '>' | '*' | '_' | '\\' | '[' | ']' => {
                shown.push('\\');
                shown.push(character);
            }
            other => shown.push(other),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_a_table() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(plain("a|b\nc*"), "a\\|b c\\*");
    }
}
