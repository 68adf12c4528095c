//! Fields of new objects that wait longer than the rest of them, and need not hold it up.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use compiler::{Address, Stack};

/// How many new objects have to be made one after the other until a resource is there, itself included. What is not new
/// takes none.
pub(super) struct Depths<'a> {
    stack: &'a Stack,
    graph: &'a Graph,
    depths: BTreeMap<&'a Address, usize>,
}

impl<'a> Depths<'a> {
    /// The depths of the resources that are made.
    pub fn of(stack: &'a Stack, graph: &'a Graph, new: &BTreeSet<&'a Address>) -> Self {
        let mut depths: BTreeMap<&Address, usize> = BTreeMap::new();
        // Each is looked at twice: before and after what it waits for. There is no cycle in that.
        let mut pending: Vec<(&Address, bool)> =
            new.iter().map(|address| (*address, false)).collect();
        while let Some((address, is_ready)) = pending.pop() {
            if depths.contains_key(address) {
                continue;
            }
            let waits = graph.waits_for(address).map(|edge| &edge.to);
            let waits = waits.filter(|to| new.contains(*to));
            if is_ready {
                let deepest = waits.filter_map(|to| depths.get(to)).max().copied();
                depths.insert(address, deepest.unwrap_or(0) + 1);
            } else {
                pending.push((address, true));
                pending.extend(waits.map(|to| (to, false)));
            }
        }
        Self { stack, graph, depths }
    }

    /// The late fields (`x-late`) of a new object without which it can be made earlier.
    pub fn late_fields(&self, address: &Address) -> BTreeSet<String> {
        let Some(resource) = self.stack.resources.get(address) else {
            return BTreeSet::new();
        };
        let schema = resource.kind.schema();
        let (mut late, mut rest) = (Vec::new(), BTreeMap::new());
        for edge in self.graph.waits_for(address) {
            let depth = self.depths.get(&edge.to).copied().unwrap_or(0);
            match edge.field.first_key().filter(|_| schema.facts_of(&edge.field).late) {
                Some(field) => late.push((field, &edge.to, depth)),
                None => drop(rest.insert(&edge.to, depth)),
            }
        }
        let deepest = rest.values().max().copied().unwrap_or(0);
        // What is as deep as the deepest is waited for by nothing else, unless it is that itself.
        let holds_up = |to: &Address, depth: usize| {
            depth > deepest || depth == deepest && depth > 0 && !rest.contains_key(to)
        };
        let later = late.into_iter().filter(|(_, to, depth)| holds_up(to, *depth));
        later.map(|(field, ..)| field.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use compiler::{Options, compile};
    use tempfile::TempDir;

    use super::*;
    use crate::graph;

    const SPEC: &str = r#"
iam.role:
  role:
    trust_policy:
      Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
lambda.function:
  called:
    code: { folder: code }
    runtime: python3.13
    handler: main.handler
    role: ${iam.role.role.arn}
    permissions:
      api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.api.execution_arn}/*" }
  told:
    code: { folder: code }
    runtime: python3.13
    handler: main.handler
    role: ${iam.role.role.arn}
    environment: { API: "${apigateway.rest_api.api.id}" }
    permissions:
      api: { principal: apigateway.amazonaws.com, source_arn: "${apigateway.rest_api.api.execution_arn}/*" }
apigateway.rest_api:
  api:
    routes:
      /: { GET: { authorization: NONE, integration: { function: "${lambda.function.called.arn}" } } }
"#;

    fn stack() -> Stack {
        let folder = TempDir::new().unwrap();
        let environment = "account: \"123456789012\"\nregion: us-east-2\nproject: shop\n";
        for (path, text) in [("specs/all.yaml", SPEC), ("environments/dev.yaml", environment)] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let options = Options {
            root: folder.path().to_owned(),
            environment: "dev".to_owned(),
            may_lack_files: true,
            ..Options::default()
        };
        compile(&options).unwrap_or_else(|failure| panic!("{:#?}", failure.diagnostics))
    }

    #[test]
    fn a_new_function_does_not_wait_for_who_may_call_it() {
        let stack = stack();
        let graph = graph::build(&stack).unwrap();
        let late = |name: &str, new: BTreeSet<&Address>| {
            let mut functions = stack.resources.keys();
            let address = functions.find(|address| address.to_string().ends_with(name)).unwrap();
            Depths::of(&stack, &graph, &new).late_fields(address)
        };
        let all = || stack.resources.keys().collect::<BTreeSet<_>>();
        assert_eq!(late(".called", all()), ["permissions".to_owned()].into());
        // It needs the API anyhow.
        assert_eq!(late(".told", all()), [].into());
        let mut without_api = all();
        without_api.retain(|address| address.kind != "apigateway.rest_api");
        assert_eq!(late(".called", without_api), [].into());
    }
}
