//! States for tests, as Terraform would have written them.

use serde_json::json;

use crate::address::{Key, ModuleCall, TerraformAddress};
use crate::state::{Instance, TerraformState};
use language::value::Value;

/// One instance by its address, with these attributes.
pub fn instance(address: &str, attributes: Value) -> Instance {
    let mut state = state([(address, attributes)]);
    state.instances.remove(0)
}

/// A state of instances, each a block of its own.
pub fn state<'a>(instances: impl IntoIterator<Item = (&'a str, Value)>) -> TerraformState {
    TerraformState::parse(document(instances).to_string().as_bytes()).expect("a state")
}

/// The document of a state of instances, each a block of its own.
pub fn document<'a>(instances: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let resources: Vec<Value> =
        instances.into_iter().map(|(address, attributes)| resource(address, attributes)).collect();
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 12,
        "lineage": "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a10",
        "outputs": {},
        "resources": resources,
        "check_results": null,
    })
}

fn resource(address: &str, attributes: Value) -> Value {
    let TerraformAddress { modules, type_name, name, key, .. } =
        TerraformAddress::parse(address).expect("an address");
    let mut resource = json!({
        "mode": if address.contains("data.") { "data" } else { "managed" },
        "type": type_name,
        "name": name,
        "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
        "instances": [{
            "schema_version": 0,
            "attributes": attributes,
            "sensitive_attributes": [],
        }],
    });
    if !modules.is_empty() {
        resource["module"] = modules.iter().map(module).collect::<Vec<_>>().join(".").into();
    }
    match key {
        None => {}
        Some(Key::Number(number)) => resource["instances"][0]["index_key"] = number.into(),
        Some(Key::Text(text)) => resource["instances"][0]["index_key"] = text.into(),
    }
    resource
}

fn module(call: &ModuleCall) -> String {
    let address = TerraformAddress {
        modules: vec![call.clone()],
        ..TerraformAddress::parse("a.b").expect("an address")
    };
    let text = address.to_string();
    text.strip_suffix(".a.b").unwrap_or(&text).to_owned()
}
