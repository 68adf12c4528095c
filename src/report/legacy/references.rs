//! What stays with Terraform and still names what leaves.

use serde_json::{Value, json};

use super::markdown::{code, table};
use migration::release::Reference;
use migration::release::Referrer;
use migration::release::leaving;
use migration::release::references;
use migration::status::Assessment;
use terraform::TerraformAddress;

const MEANING: &str = "\n## References to what leaves\n\n\
    These stay with Terraform, and name what it will no longer know. Write the value in the place of each \
    reference before the next `terraform plan`, which refuses a configuration that names what it does not \
    have.\n\n";

/// The section; nothing where nothing that stays needs anything that leaves.
pub(super) fn render(assessment: &Assessment) -> String {
    let references = found(assessment);
    if references.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = references.iter().map(|one| row(assessment, one)).collect();
    let columns = ["in Terraform", "attribute", "refers to", "write instead"];
    format!("{MEANING}{}", table(&columns, &rows))
}

/// The same in a line each, for a terminal.
pub fn in_short(assessment: &Assessment) -> String {
    let lines = found(assessment).into_iter().map(|reference| {
        let (from, attribute) = match &reference.from {
            Referrer::Resource { address, attribute } => {
                (address.to_string(), attribute.as_deref())
            }
            Referrer::Output(name) => (format!("output \"{name}\""), None),
        };
        let place = attribute.map(|attribute| format!(", {attribute}"));
        let place = format!("{from}{}", place.unwrap_or_default());
        match &reference.value {
            Some(value) => {
                let text = value.text.as_deref().map(literal);
                let text = text.unwrap_or_else(|| "the value (not shown)".to_owned());
                let (to, attribute) = (&reference.to, &value.attribute);
                format!("{place}: write {text} in the place of {to}.{attribute}\n")
            }
            None => format!("{place}: take {} out of `depends_on`\n", reference.to),
        }
    });
    lines.collect()
}

/// The same for programs.
pub(super) fn json(assessment: &Assessment) -> Vec<Value> {
    let references = found(assessment).into_iter().map(|reference| {
        let (from, attribute) = match &reference.from {
            Referrer::Resource { address, attribute } => (address.to_string(), attribute.clone()),
            Referrer::Output(name) => (format!("output.{name}"), None),
        };
        json!({
            "from": from,
            "attribute": attribute,
            "to": reference.to.to_string(),
            "of": reference.value.as_ref().map(|value| &value.attribute),
            "write": reference.value.as_ref().and_then(|value| value.text.as_ref()),
        })
    });
    references.collect()
}

fn found(assessment: &Assessment) -> Vec<Reference> {
    let leaving = leaving(assessment.inventory, assessment.released());
    references(assessment.inventory, &leaving)
}

fn row(assessment: &Assessment, reference: &Reference) -> Vec<String> {
    let state = |address: &TerraformAddress| {
        let address = code(&address.to_string());
        match assessment.inventory.files.as_slice() {
            [_] => address,
            files => {
                let source = files.get(reference.state).map(|file| file.source.to_string());
                format!("{address} in {}", code(&source.unwrap_or_default()))
            }
        }
    };
    let (from, attribute) = match &reference.from {
        Referrer::Resource { address, attribute } => (state(address), attribute.as_deref()),
        Referrer::Output(name) => (code(&format!("output \"{name}\"")), None),
    };
    let (to, instead) = match &reference.value {
        Some(value) => (
            format!("{}.{}", reference.to, value.attribute),
            match &value.text {
                Some(text) => code(&literal(text)),
                None => "its value (not shown)".to_owned(),
            },
        ),
        None => (
            reference.to.to_string(),
            "nothing: take it out of `depends_on`, or of whatever leads there".to_owned(),
        ),
    };
    let attribute = attribute.map(code).unwrap_or_default();
    vec![from, attribute, code(&to), instead]
}

/// A text as Terraform's language writes it.
fn literal(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.replace("${", "$${").replace("%{", "%%{")
}
