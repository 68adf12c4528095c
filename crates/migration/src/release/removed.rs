//! `removed` blocks, by which Terraform 1.7 and OpenTofu let go of what a configuration no longer has.

use std::collections::{BTreeMap, BTreeSet};

use terraform::address::Mode;
use terraform::address::TerraformAddress;
use terraform::state::TerraformState;

/// The blocks that release instances of a state, with `destroy = false`. A `removed` block names a
/// resource of the configuration, so it cannot tell one instance from another: what is only partly taken
/// over, or has an object that Terraform is still to delete, stands in a comment and takes `state rm`.
pub fn removed_blocks(state: &TerraformState, released: &BTreeSet<TerraformAddress>) -> String {
    let mut blocks: BTreeMap<TerraformAddress, Block> = BTreeMap::new();
    let managed = state.instances.iter();
    for instance in managed.filter(|instance| instance.address.mode == Mode::Managed) {
        let block = blocks.entry(instance.address.block()).or_default();
        let address = instance.address.to_string();
        match &instance.deposed {
            Some(key) => block.stay.insert(format!("{address} (deposed object {key})")),
            None if released.contains(&instance.address) => block.go.insert(address),
            None => block.stay.insert(address),
        };
    }
    let mut text = String::from(
        "# Take the `resource` blocks out of the configuration, put these in, and apply: Terraform then\n\
         # forgets the objects and deletes nothing. Where both stand, Terraform refuses.\n",
    );
    for (address, block) in &blocks {
        match (block.go.is_empty(), block.stay.is_empty()) {
            (true, _) => {}
            (false, true) => text.push_str(&removed(address)),
            (false, false) => text.push_str(&partly(address, block)),
        }
    }
    text
}

/// The instances of a block that leave the state, and those that do not.
#[derive(Default)]
struct Block {
    go: BTreeSet<String>,
    stay: BTreeSet<String>,
}

fn removed(address: &TerraformAddress) -> String {
    format!("\nremoved {{\n  from = {address}\n\n  lifecycle {{\n    destroy = false\n  }}\n}}\n")
}

fn partly(address: &TerraformAddress, block: &Block) -> String {
    let mut text = format!(
        "\n# {address} stays in part. `removed` cannot tell its instances apart, `state-rm.sh` does:\n"
    );
    for address in &block.go {
        text.push_str(&format!("#   goes:  {address}\n"));
    }
    for address in &block.stay {
        text.push_str(&format!("#   stays: {address}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::json;

    use super::*;
    use terraform::testing::state;

    #[test]
    fn whole_blocks_are_removed_and_parts_are_told() {
        let state = state([
            ("aws_s3_bucket.uploads", json!({})),
            ("module.shop[\"eu\"].aws_iam_role.api[0]", json!({})),
            ("module.shop[\"us\"].aws_iam_role.api[0]", json!({})),
            ("aws_dynamodb_table.team[\"a\"]", json!({})),
            ("aws_dynamodb_table.team[\"b\"]", json!({})),
            ("aws_sqs_queue.jobs", json!({})),
        ]);
        let stays = ["aws_sqs_queue.jobs", "aws_dynamodb_table.team[\"b\"]"];
        let released = state
            .instances
            .iter()
            .map(|instance| instance.address.clone())
            .filter(|address| !stays.contains(&address.to_string().as_str()))
            .collect();
        assert_snapshot!(removed_blocks(&state, &released), @r#"
        # Take the `resource` blocks out of the configuration, put these in, and apply: Terraform then
        # forgets the objects and deletes nothing. Where both stand, Terraform refuses.

        # aws_dynamodb_table.team stays in part. `removed` cannot tell its instances apart, `state-rm.sh` does:
        #   goes:  aws_dynamodb_table.team["a"]
        #   stays: aws_dynamodb_table.team["b"]

        removed {
          from = aws_s3_bucket.uploads

          lifecycle {
            destroy = false
          }
        }

        removed {
          from = module.shop.aws_iam_role.api

          lifecycle {
            destroy = false
          }
        }
        "#);
    }
}
