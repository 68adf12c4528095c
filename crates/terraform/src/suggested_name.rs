//! What Terraform calls an object, as a name of ours.

use super::address::{Key, ModuleCall, TerraformAddress};

/// Names that say nothing of what they name: the module says it.
const GENERAL: &[&str] = &["this", "main", "default", "self", "it", "resource"];

/// The words of an address that tell its object from others of its type: its name, the keys of its instances, and
/// the last module where the name itself says nothing.
pub fn suggested_name(address: &TerraformAddress) -> String {
    let says_nothing = GENERAL.contains(&address.name.as_str());
    let last = address.modules.last().filter(|_| says_nothing);
    let mut words: Vec<String> = Vec::new();
    words.extend(last.map(|module| module.name.clone()));
    if last.is_none() {
        words.push(address.name.clone());
    }
    let keys = address.modules.iter().filter_map(|ModuleCall { key, .. }| key.as_ref());
    words.extend(keys.chain(&address.key).map(|key| match key {
        Key::Number(number) => number.to_string(),
        Key::Text(text) => text.clone(),
    }));
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_tells_its_object_from_others() {
        for (address, name) in [
            ("aws_dynamodb_table.user_data", "user_data"),
            ("aws_dynamodb_table.team[\"a\"]", "team-a"),
            ("aws_iam_role.api[0]", "api-0"),
            ("module.sessions.aws_dynamodb_table.this", "sessions"),
            ("module.shop[\"eu\"].aws_iam_role.api", "api-eu"),
            ("aws_iam_role.this", "this"),
        ] {
            let address = TerraformAddress::parse(address).unwrap();
            assert_eq!(suggested_name(&address), name);
        }
    }
}
