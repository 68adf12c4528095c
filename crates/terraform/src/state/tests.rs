//! States as Terraform and OpenTofu write them, and what is taken for one.

use std::io::Write;
use std::time::Instant;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{StateFileError, TerraformState};
use crate::testing::document;

/// A state with everything in it that a state may have.
fn everything() -> Value {
    json!({
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 134,
        "lineage": "7d2cf3f2-4c3c-9b6e-2a66-0d9c0d1f2a10",
        "outputs": {
            "bucket": { "value": "uploads", "type": "string" },
            "key": { "value": "hunter2", "type": "string", "sensitive": true },
            "names": { "value": ["a", 1], "type": ["tuple", ["string", "number"]] },
        },
        "resources": [
            {
                "mode": "data",
                "type": "aws_region",
                "name": "current",
                "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
                "instances": [{ "schema_version": 0, "attributes": { "id": "us-east-2" } }],
            },
            {
                "module": "module.shop[\"eu\"].module.data",
                "mode": "managed",
                "type": "aws_dynamodb_table",
                "name": "team",
                "each": "map",
                "provider": "module.shop.provider[\"registry.opentofu.org/hashicorp/aws\"].west",
                "instances": [
                    {
                        "index_key": "orders",
                        "status": "tainted",
                        "schema_version": 1,
                        "attributes": { "name": "orders", "tags": { "Env": "dev" }, "from_a_later_provider": 1.5e300 },
                        "sensitive_attributes": [],
                        "private": "bnVsbA==",
                        "dependencies": ["aws_kms_key.main", "module.shop.module.data.aws_iam_role.a"],
                        "create_before_destroy": true,
                    },
                    {
                        "index_key": "orders",
                        "deposed": "1a2b3c4d",
                        "schema_version": 99,
                        "attributes": { "name": "orders-old" },
                    },
                ],
            },
            {
                "mode": "managed",
                "type": "aws_instance",
                "name": "none",
                "each": "list",
                "provider": "provider.aws.east",
                "instances": [],
            },
            {
                "mode": "managed",
                "type": "aws_db_instance",
                "name": "main",
                "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
                "instances": [{
                    "index_key": 0,
                    "schema_version": 2,
                    "attributes": {
                        "id": "main",
                        "password": "hunter2",
                        "login": [{ "user": "a", "token": "hunter3" }],
                        "settings": { "secret": { "a": "hunter4" }, "plain": "b" },
                        "whole": { "a": "hunter5" },
                    },
                    "sensitive_attributes": [
                        [{ "type": "get_attr", "value": "password" }],
                        [
                            { "type": "get_attr", "value": "login" },
                            { "type": "index", "value": { "value": 0, "type": "number" } },
                            { "type": "get_attr", "value": "token" },
                        ],
                        [
                            { "type": "get_attr", "value": "settings" },
                            { "type": "index", "value": { "value": "secret", "type": "string" } },
                        ],
                        [{ "type": "get_attr", "value": "whole" }, { "type": "get_attr", "value": "gone" }],
                    ],
                }],
            },
        ],
        "check_results": [{ "object_kind": "resource", "config_addr": "aws_instance.none", "status": "pass", "objects": null }],
        "from_a_later_terraform": true,
    })
}

fn parse(document: &Value) -> TerraformState {
    TerraformState::parse(document.to_string().as_bytes()).expect("a state")
}

#[test]
fn everything_is_read() {
    let state = parse(&everything());
    assert_eq!((state.serial, state.terraform_version.as_str()), (134, "1.9.8"));
    let lines: Vec<String> = state
        .instances
        .iter()
        .map(|instance| {
            format!(
                "{} at {:?} of {}: tainted {}, deposed {:?}, schema {}, {:?}",
                instance.address,
                instance.position,
                instance.provider.alias.as_deref().unwrap_or("default"),
                instance.tainted,
                instance.deposed,
                instance.schema_version,
                instance.attributes
            )
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    data.aws_region.current at Position { resource: 0, instance: 0 } of default: tainted false, deposed None, schema 0, {"id"}
    module.shop["eu"].module.data.aws_dynamodb_table.team["orders"] at Position { resource: 1, instance: 0 } of west: tainted true, deposed None, schema 1, {"from_a_later_provider", "name", "tags"}
    module.shop["eu"].module.data.aws_dynamodb_table.team["orders"] at Position { resource: 1, instance: 1 } of west: tainted false, deposed Some("1a2b3c4d"), schema 99, {"name"}
    aws_db_instance.main[0] at Position { resource: 3, instance: 0 } of default: tainted false, deposed None, schema 2, {"id", "login", "settings", "whole"}
    "#);
    let orders = &state.instances[1];
    assert_eq!(orders.attributes.tag("Env"), Some("dev"));
    let needed: Vec<String> = orders.dependencies.iter().map(ToString::to_string).collect();
    assert_eq!(needed, ["aws_kms_key.main", "module.shop.module.data.aws_iam_role.a"]);
    assert_eq!(state.empty[0].to_string(), "aws_instance.none");
    assert_eq!(state.outputs["bucket"].value, "uploads");
    assert!(state.outputs["key"].sensitive && !state.outputs["bucket"].sensitive);
}

#[test]
fn nothing_sensitive_is_kept_or_printed() {
    let state = parse(&everything());
    let kept = serde_json::to_string(state.instances[3].attributes.as_object()).unwrap();
    assert!(!kept.contains("hunter"), "{kept}");
    assert!(kept.contains("\"plain\":\"b\"") && kept.contains("\"user\":\"a\""), "{kept}");
    let printed = format!("{state:?}");
    assert!(!printed.contains("hunter"), "{printed}");
}

#[test]
fn a_path_that_nobody_understands_hides_everything() {
    let mut document = everything();
    document["resources"][3]["instances"][0]["sensitive_attributes"] = json!([[{ "type": "new" }]]);
    let state = parse(&document);
    assert!(state.instances[3].attributes.as_object().is_empty());
}

fn saved_plan(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_saved_plan_has_a_state_in_it() {
    let text = everything().to_string();
    let plan = saved_plan(&[("tfplan", b"\x0a\x01"), ("tfstate", text.as_bytes())]);
    assert_eq!(TerraformState::parse(&plan).expect("a state").serial, 134);
    let other = saved_plan(&[("word/document.xml", b"<xml>")]);
    let error = TerraformState::parse(&other).unwrap_err();
    assert_eq!(error, StateFileError::NotAPlan);
}

#[test]
fn what_is_no_state_is_told_apart() {
    let cases: &[&[u8]] = &[
        b"",
        b" \n",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b"<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
        br#"{"serial":1,"lineage":"a","meta":{},"encrypted_data":"AAAA","encryption_version":"v0"}"#,
        br#"{"version":3,"terraform_version":"0.11.14","modules":[]}"#,
        br#"{"version":5,"terraform_version":"2.0.0"}"#,
        br#"{"format_version":"1.0","terraform_version":"1.9.8","values":{}}"#,
        br#"{"name":"package"}"#,
        b"\x00\x01\x02",
        b"version = 4",
        b"{\"version\": 4,\n\"serial\": 1,\n\"lineage\": \"a",
        b"{\"version\":4}\n{\"version\":4}",
        br#"{"version":4,"resources":[{"mode":"managed","type":"a","name":"b","instances":[{"attributes":"hunter2"}]}]}"#,
        br#"{"version":4,"resources":[{"module":"shop","mode":"managed","type":"a","name":"b"}]}"#,
    ];
    let errors: Vec<String> =
        cases.iter().map(|bytes| TerraformState::parse(bytes).unwrap_err().to_string()).collect();
    let text = errors.join("\n");
    assert!(!text.contains("hunter"), "{text}");
    assert_snapshot!(text, @r#"
    it is empty: give a state that Terraform has written, or `terraform state pull` it
    it is empty: give a state that Terraform has written, or `terraform state pull` it
    it is a page of HTML, and no state: a sign-in page, say, that came instead of the file
    it is an answer of S3 (AccessDenied), and no state: the download was refused
    it is encrypted by OpenTofu: what `tofu state pull` prints is decrypted
    it has format 3, which Terraform wrote before 0.12: let a later Terraform run `terraform apply -refresh-only`, which writes format 4
    it has format 5, written by a newer Terraform (2.0.0); this version of diatonic reads format 4
    it is what `terraform show -json` prints, and no state: give the state itself, as `terraform state pull` prints it
    it is JSON, and no state: it has no `version`
    it is not JSON, at line 1: a state that is encrypted or damaged, or another file
    it is not JSON, at line 1: a state that is encrypted or damaged, or another file
    it ends in the middle, at line 3: it has not been copied or downloaded whole
    it is not JSON, at line 2: a state that is encrypted or damaged, or another file
    it is a state with something in it that no Terraform writes: `resources[0].instances[0].attributes`, at line 1
    it is a state with something in it that no Terraform writes: the module `shop`
    "#);
}

#[test]
fn a_large_state_takes_no_time() {
    let names: Vec<String> = (0..5000).map(|number| format!("aws_iam_role.r{number}")).collect();
    let attributes =
        json!({ "name": "a", "assume_role_policy": "x".repeat(2000), "tags": { "a": "b" } });
    let document = document(names.iter().map(|name| (name.as_str(), attributes.clone())));
    let bytes = document.to_string().into_bytes();
    let started = Instant::now();
    let state = TerraformState::parse(&bytes).expect("a state");
    eprintln!("{} bytes in {:?}", bytes.len(), started.elapsed());
    assert_eq!(state.instances.len(), 5000);
}

proptest! {
    #[test]
    fn a_state_that_was_cut_off_is_an_error(length in 0usize..2000, pretty: bool) {
        let document = everything();
        let text = if pretty { format!("{document:#}") } else { document.to_string() };
        let length = length.min(text.len() - 1);
        prop_assert!(TerraformState::parse(&text.as_bytes()[..length]).is_err());
    }

    #[test]
    fn a_plan_that_was_cut_off_is_an_error(part in 0.0..1.0) {
        let text = everything().to_string();
        let plan = saved_plan(&[("tfstate", text.as_bytes())]);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let length = (plan.len() as f64 * part) as usize;
        prop_assert!(TerraformState::parse(&plan[..length]).is_err());
    }

    #[test]
    fn no_bytes_are_too_much(bytes: Vec<u8>) {
        let _ = TerraformState::parse(&bytes);
    }

    #[test]
    fn a_changed_byte_is_never_too_much(position: prop::sample::Index, byte: u8) {
        let mut bytes = everything().to_string().into_bytes();
        let position = position.index(bytes.len());
        bytes[position] = byte;
        let _ = TerraformState::parse(&bytes);
    }
}
