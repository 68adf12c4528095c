//! In which order instances leave a state.

use std::collections::{BTreeMap, BTreeSet};

use terraform::address::TerraformAddress;
use terraform::state::Instance;

/// The instances with each before what it depends on, so that whatever is left at any moment still has
/// what it needs. Otherwise they stand as they were given.
pub fn dependents_first<'a>(instances: &[&'a Instance]) -> Vec<&'a Instance> {
    let mut by_block: BTreeMap<TerraformAddress, Vec<&Instance>> = BTreeMap::new();
    for instance in instances {
        let block = instance.address.block();
        by_block.entry(block).or_default().push(instance);
    }
    let mut order = Order { by_block: &by_block, seen: BTreeSet::new(), finished: Vec::new() };
    for instance in instances.iter().rev() {
        order.visit(&instance.address.block());
    }
    let blocks = order.finished.into_iter().rev();
    blocks.filter_map(|block| by_block.get(&block)).flatten().copied().collect()
}

struct Order<'b, 'a> {
    by_block: &'b BTreeMap<TerraformAddress, Vec<&'a Instance>>,
    seen: BTreeSet<TerraformAddress>,
    /// Each block after all that it depends on.
    finished: Vec<TerraformAddress>,
}

impl Order<'_, '_> {
    /// Finishes a block and, before it, what it depends on. A state may be of any depth, so what is under
    /// way stands in a list and not on the stack.
    fn visit(&mut self, block: &TerraformAddress) {
        let mut under_way = vec![(block.clone(), false)];
        while let Some((block, is_done)) = under_way.pop() {
            if is_done {
                self.finished.push(block);
                continue;
            }
            let Some(instances) = self.by_block.get(&block) else {
                continue;
            };
            if !self.seen.insert(block.clone()) {
                continue;
            }
            under_way.push((block, true));
            for instance in instances {
                let needed = instance.dependencies.iter().map(TerraformAddress::block);
                under_way.extend(needed.map(|needed| (needed, false)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use terraform::testing::instance;

    fn with_dependencies(name: &str, dependencies: &[String]) -> Instance {
        let address =
            |name: &str| TerraformAddress::parse(&format!("aws_iam_role.{name}")).unwrap();
        Instance {
            dependencies: dependencies.iter().map(|name| address(name)).collect(),
            ..instance(&address(name).to_string(), json!({}))
        }
    }

    proptest! {
        #[test]
        fn what_needs_something_leaves_before_it(edges in prop::collection::vec((0usize..12, 0usize..12), 0..30)) {
            let instances: Vec<Instance> = (0..12)
                .map(|number| {
                    let needed: Vec<String> = edges
                        .iter()
                        .filter(|(from, to)| *from == number && to < from)
                        .map(|(_, to)| format!("n{to}"))
                        .collect();
                    with_dependencies(&format!("n{number}"), &needed)
                })
                .collect();
            let given: Vec<&Instance> = instances.iter().collect();
            let order = dependents_first(&given);
            prop_assert_eq!(order.len(), instances.len());
            let position = |address: &TerraformAddress| {
                order.iter().position(|instance| instance.address == *address).unwrap()
            };
            for instance in &instances {
                for needed in &instance.dependencies {
                    prop_assert!(position(&instance.address) < position(needed));
                }
            }
        }
    }
}
