//! What becomes of every address of Terraform's, as pages of Markdown: what could be taken over, and what
//! has been.

mod differences;
mod json;
mod markdown;
mod proposals;
mod references;
mod release;
mod section;
mod statements;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use engine::plan::Refusal;
use migration::Claim;
use migration::inventory::InstanceId;
use migration::inventory::Inventory;
use migration::inventory::Outcome;
use migration::standing::Account;
use migration::standing::Standing;
use terraform::address::Mode;

use super::adoption;
use markdown::{block, code, codes, plain};
use section::{Row, Section};

pub use differences::additions_in_short;
pub use json::render as render_json;
pub use proposals::in_short as proposals_in_short;
pub use references::in_short as references_in_short;
pub use release::{TITLE as RELEASE_TITLE, render as render_release};

/// What a page is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Nothing was done but to look.
    pub is_look: bool,
    /// What is ours is to leave Terraform's states.
    pub releases: bool,
}

/// The page: what the states hold, what becomes of every address, and why.
pub fn render(account: &Account, scope: Scope) -> String {
    let Scope { is_look, releases } = scope;
    let title = match is_look {
        true => "What diatonic could take over from Terraform",
        false => "What diatonic has taken over from Terraform",
    };
    let mut text = format!("# {title}\n\n");
    text.push_str(&states(account.inventory));
    let page = Page::of(account);
    text.push_str(&page.summary());
    text.push_str(&differences::headline(account));
    if is_look {
        text.push_str(UNTOUCHED);
    }
    text.push_str(WARNING);
    text.push_str(&differences::additions(account));
    if is_look {
        text.push_str(&proposals::render(&account.proposals));
    }
    text.push_str(&page.sections(account));
    if releases {
        text.push_str(&references::render(account));
    }
    text.push_str(&differences::changes(account));
    text
}

const UNTOUCHED: &str =
    "\nNothing has been changed: not in AWS, not in Terraform's state, not in its files.\n";

const WARNING: &str = "\n\
    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes\n\
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.\n";

/// Every address, in one section each.
#[derive(Default)]
struct Page {
    sections: BTreeMap<Section, Vec<Row>>,
}

impl Page {
    fn of(account: &Account) -> Self {
        let inventory = account.inventory;
        let mut page = Self::default();
        for (claim, standing) in inventory.claims.iter().zip(&account.standings) {
            let (section, what) = of_object(claim, standing);
            let cells = [object(claim), addresses(inventory, claim), what];
            page.add(section, claim.instances().count(), cells);
        }
        for (id, outcome) in inventory.outcomes() {
            if let Some((section, what)) = of_address(inventory, id, outcome) {
                page.add(section, 1, [address(inventory, id), what]);
            }
        }
        page
    }

    /// Each object, and how it stands with it.
    fn objects(account: &Account) -> Vec<Value> {
        let inventory = account.inventory;
        let claims = inventory.claims.iter().zip(&account.standings);
        let objects = claims.map(|(claim, standing)| {
            let (section, what) = of_object(claim, standing);
            let addresses = claim.instances();
            let addresses = addresses.map(|id| inventory.instance(id).address.to_string());
            json!({
                "kind": claim.kind.name(),
                "id": claim.id,
                "terraform": addresses.collect::<Vec<_>>(),
                "section": section.heading().0,
                "what": what,
            })
        });
        objects.collect()
    }

    /// Each address that is of no object that could be taken over, and why.
    fn others(account: &Account) -> Vec<Value> {
        let inventory = account.inventory;
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

    fn sections(&self, account: &Account) -> String {
        let sections = self.sections.iter().map(|(section, rows)| {
            let mut text = section.render(rows);
            if *section == Section::Unsettled {
                let options = adoption::which_is_which(account.inventory, account.matches);
                text.push_str(&block(&options));
            }
            text
        });
        sections.collect()
    }
}

/// The section of a claim, and what is to be said besides.
fn of_object(claim: &Claim, standing: &Standing) -> (Section, String) {
    match standing {
        Standing::Ours { address, is_defined: true } => {
            (Section::Ours, format!("is {}", code(address)))
        }
        Standing::Ours { address, is_defined: false } => (
            Section::Ours,
            format!(
                "is {}, which the specs do not define: the next apply would delete it, so Terraform does not \
                 let go of it",
                code(address)
            ),
        ),
        Standing::Defined(address) => {
            (Section::Defined, format!("is {}", code(&address.to_string())))
        }
        Standing::Undefined { namesakes } => (Section::Ready, others(namesakes)),
        Standing::Differing(address) => (
            Section::Refused,
            format!(
                "the next plan would change {}: specify it as it is, or give `--accept-changes`",
                code(&address.to_string())
            ),
        ),
        Standing::Refused { address, refusal } => {
            (Section::Refused, refused(claim, &address.to_string(), refusal))
        }
        Standing::Ambiguous(addresses) => {
            (Section::Unsettled, format!("several objects may be {}", codes(addresses)))
        }
        Standing::Namesakes { address, ids } => {
            (Section::Unsettled, format!("may be {}. {}", code(&address.to_string()), others(ids)))
        }
        Standing::OtherStack(stack) => (Section::OtherStack, format!("of {}", code(stack))),
        Standing::Gone => (Section::Gone, String::new()),
        Standing::Inaccessible(error) => (Section::Inaccessible, plain(&error.to_string())),
        Standing::OtherAccount(account) => (Section::OtherAccount, format!("in {}", code(account))),
    }
}

/// Why an object cannot be a resource, and what that means for the data in it.
fn refused(claim: &Claim, address: &str, refusal: &Refusal) -> String {
    let mut text = format!("cannot be {}: {}", code(address), plain(&refusal.to_string()));
    if let Some(moving) = adoption::moving(claim.kind, refusal) {
        text.push_str(&format!(". {moving}"));
    }
    text
}

fn others(namesakes: &[String]) -> String {
    match namesakes.is_empty() {
        true => String::new(),
        false => format!("AWS has others of its name: {}", codes(namesakes)),
    }
}

/// The section of an instance that is in no claim, and what is to be said besides; nothing for one that is
/// in a claim.
fn of_address(
    inventory: &Inventory,
    id: InstanceId,
    outcome: &Outcome,
) -> Option<(Section, String)> {
    let instance = inventory.instance(id);
    let id = || {
        let attributes = &instance.attributes;
        let id = attributes.text("arn").or_else(|| attributes.text("id"));
        id.map(code).unwrap_or_default()
    };
    Some(match outcome {
        Outcome::Claimed { .. } => return None,
        Outcome::DataSource => (Section::DataSources, String::new()),
        Outcome::Conflict { others } => {
            let others = others.iter().map(|other| address(inventory, *other));
            let others = others.collect::<Vec<_>>().join(", ");
            (Section::Conflicting, format!("the same as {others}"))
        }
        Outcome::WithoutObject { owner } => {
            (Section::WithoutObject, format!("of {}", address(inventory, *owner)))
        }
        Outcome::Orphan { kind, id, account } => {
            let account = account.as_deref().map(code);
            let account = account.map(|account| format!(" in the account {account}"));
            let what = format!("of {} {}", code(kind), code(id));
            (Section::Orphans, format!("{what}{}", account.unwrap_or_default()))
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
            instances.filter(|instance| instance.address.mode == mode).count()
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

fn object(claim: &Claim) -> String {
    format!("{} {}", code(claim.kind.name()), code(&claim.id))
}

/// The addresses of a claim, one a line, the object's own first.
fn addresses(inventory: &Inventory, claim: &Claim) -> String {
    let addresses = claim.instances().map(|id| address(inventory, id));
    addresses.collect::<Vec<_>>().join("<br>")
}
