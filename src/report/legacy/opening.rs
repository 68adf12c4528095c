//! What stands at the beginning of each page: the states, and the warning.

use super::markdown::{code, plain};
use migration::inventory::Inventory;
use terraform::address::Mode;

/// What Terraform does of itself, unless somebody sees to it.
pub(super) const WARNING: &str = "\n\
    > **Terraform creates again what its configuration still holds.** Whoever takes an object over takes\n\
    > its block out of the `.tf` files and lets Terraform forget it, before the next `terraform apply`.\n";

/// The states, in a table.
pub(super) fn states(inventory: &Inventory) -> String {
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
