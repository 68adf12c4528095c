//! The sections of a page, in the order in which they stand.

use super::markdown::table;

/// What becomes of an address. Each has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    // Objects
    Ours,
    Ready,
    Defined,
    Unsettled,
    Refused,
    OtherStack,
    Gone,
    Inaccessible,
    OtherAccount,
    // Single addresses
    Conflicting,
    WithoutObject,
    Orphans,
    Unsupported,
    Unidentified,
    Tainted,
    Deposed,
    NoObject,
    NotSelected,
    DataSources,
}

/// A line of a section's table, and the addresses that it tells of.
pub(super) struct Row {
    pub cells: Vec<String>,
    pub addresses: usize,
}

impl Section {
    pub fn is_about_objects(self) -> bool {
        self <= Self::OtherAccount
    }

    /// The heading, and what it means.
    pub fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Ours => ("Taken over", "They carry this stack's tags, or its state has them."),
            Self::Ready => (
                "Can be taken over",
                "AWS has them, no stack owns them, and no spec defines them yet: `--write` writes specs.",
            ),
            Self::Defined => (
                "Defined in the specs",
                "AWS has them, no stack owns them, and the specs define them: `--adopt` takes over what is \
                 as its spec says.",
            ),
            Self::Unsettled => (
                "Conflicting with others of their name",
                "It is not certain that they alone are these resources. Nothing is done with them before \
                 `--into` says which is which.",
            ),
            Self::Refused => (
                "Left as they are",
                "The specs define them, and they cannot be taken over as these say.",
            ),
            Self::OtherStack => (
                "Another stack's",
                "They carry the tags of another stack, which has to let go first.",
            ),
            Self::Gone => ("Gone", "Terraform's state has them, and AWS does not."),
            Self::Inaccessible => {
                ("Inaccessible", "They could not be read, so nothing is known of them.")
            }
            Self::OtherAccount => (
                "In another account",
                "The environment lives in one account, and only that is read.",
            ),
            Self::Conflicting => {
                ("Conflicting", "Several addresses are one object. Exclude all but one of them.")
            }
            Self::WithoutObject => (
                "Parts of objects that are not taken over",
                "They stay with Terraform, as their objects do.",
            ),
            Self::Orphans => (
                "Parts of objects that no state holds",
                "Somebody else owns their objects, so they stay with Terraform.",
            ),
            Self::Unsupported => {
                ("Without a kind", "diatonic has no kind for them, so they stay with Terraform.")
            }
            Self::Unidentified => {
                ("Not identified", "The state does not say which objects they are.")
            }
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
            Self::NotSelected => ("Left", "The selection does not mean them."),
            Self::DataSources => {
                ("Data sources", "Terraform looks at them and owns nothing of them.")
            }
        }
    }

    pub fn render(self, rows: &[Row]) -> String {
        let (heading, meaning) = self.heading();
        let columns: &[&str] = match self.is_about_objects() {
            true => &["object", "in Terraform", ""],
            false => &["address", ""],
        };
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
        format!("\n## {heading}\n\n{meaning}\n\n{}", table(columns, &rows))
    }
}
