//! The documents of states, as Terraform 1.9 with version 5 of the AWS provider writes them.

use serde_json::{Value, json};

/// A state of instances by address, each in a block of its own. An address here has no module and no key.
pub fn state(lineage: &str, instances: &[(String, Value)]) -> Value {
    let resources: Vec<Value> = instances
        .iter()
        .map(|(address, attributes)| {
            let (type_name, name) = address.split_once('.').expect("an address");
            let mut resource = block(type_name, name);
            resource["instances"] = json!([{
                "schema_version": 0,
                "attributes": attributes,
                "sensitive_attributes": [],
                "private": "bnVsbA==",
            }]);
            resource
        })
        .collect();
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 134,
        "lineage": lineage,
        "outputs": {},
        "resources": resources,
        "check_results": null,
    })
}

/// A block without an instance, as `count = 0` leaves it.
pub fn block(type_name: &str, name: &str) -> Value {
    json!({
        "mode": "managed",
        "type": type_name,
        "name": name,
        "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
        "instances": [],
    })
}
