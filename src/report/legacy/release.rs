//! The report that goes with the files for Terraform.

use super::opening::{WARNING, states};
use super::page::Page;
use super::{differences, references};
use migration::status::Assessment;

/// What the report begins with.
pub const TITLE: &str = "# Migrating from Terraform\n";

/// The report: every address with what became of it, and what to do next, in order.
pub fn render(assessment: &Assessment) -> String {
    let page = Page::of(assessment);
    [
        TITLE,
        "\n",
        &states(assessment.inventory),
        &page.summary(),
        &differences::headline(assessment),
        WARNING,
        &differences::additions(assessment),
        NEXT,
        &references::render(assessment),
        &page.sections(assessment),
        &differences::changes(assessment),
    ]
    .concat()
}

const NEXT: &str = "
## What to do next

Nothing of Terraform's has been changed. Whoever owns its configuration does this, in this order, and lets
nobody apply meanwhile:

1. Keep the state as it is: `terraform state pull > before-release.tfstate`.
2. Where \"References to what leaves\" stands below, write each value in the place of its reference.
3. With Terraform 1.7 or later, take the blocks of what was taken over out of the `.tf` files, and put
   `removed.tf` beside them, in the root module. Before 1.7, and for what `removed.tf` names in comments, run
   `sh state-rm.sh`, and take the blocks out then.
4. `terraform plan` must show nothing to destroy and nothing to create of what was taken over. With
   `removed.tf` it says of each that it will no longer be managed. If it says anything else, stop: put the
   blocks back, and `terraform state push -force before-release.tfstate` where `state-rm.sh` has run.
5. `terraform apply`, which forgets what `removed.tf` names. Then delete `removed.tf`.

`terraform.tfstate` in this folder is the state as it is to be afterwards, with the next serial, for those who
keep states by hand. What was left stays with Terraform, and its blocks stay in the `.tf` files.
";
