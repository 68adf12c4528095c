//! `adopt: true` where AWS accepts any number of objects of one name: certificates.

use serde_json::json;

use crate::shop::Shop;

/// Asks AWS for a certificate, and prints its ARN.
const REQUEST: &str = r#"
    made = boto3.client("acm").request_certificate(
        DomainName="shop.example.com", SubjectAlternativeNames=["shop.example.com", NAME], ValidationMethod="DNS")
    print(json.dumps(made["CertificateArn"]))
"#;

fn requested(shop: &Shop, name: &str) -> String {
    let arn = shop.ask(&REQUEST.replace("NAME", &json!(name).to_string()));
    arn.as_str().expect("an ARN").to_owned()
}

fn spec(adopt: &str) -> String {
    format!(
        "acm.certificate: {{ site: {{ domain: shop.example.com, alternative_names: ['*.shop.example.com'], wait: false {adopt} }} }}"
    )
}

#[test]
fn a_certificate_is_taken_over_by_its_names() {
    let shop = Shop::in_folder(&spec(", adopt: true"));
    let other = requested(&shop, "www.shop.example.com");
    let meant = requested(&shop, "*.shop.example.com");
    let plan = shop.must(&["plan"]);
    assert!(plan.contains("1 to import"), "{plan}");
    shop.must(&["apply", "--auto-approve"]);
    let owned = shop.must(&["state", "list"]);
    assert!(owned.contains(&meant) && !owned.contains(&other), "{owned}");
    shop.is_settled();
}

#[test]
fn of_several_certificates_of_the_same_names_none_is_taken_over() {
    let shop = Shop::in_folder(&spec(", adopt: true"));
    let made = [(); 2].map(|()| requested(&shop, "*.shop.example.com"));
    let refused = shop.refused(&["plan"]);
    for arn in &made {
        // The report breaks long lines behind a hyphen.
        let end = arn.rsplit('-').next().expect("the end of an id");
        assert!(refused.contains(end), "{refused}");
    }
}

#[test]
fn a_certificate_of_others_is_in_nobodys_way() {
    let shop = Shop::in_folder(&spec(""));
    let other = requested(&shop, "*.shop.example.com");
    shop.must(&["apply", "--auto-approve"]);
    assert!(!shop.must(&["state", "list"]).contains(&other));
    shop.is_settled();
    shop.must(&["destroy", "--auto-approve"]);
    let left = r#"
        listed = boto3.client("acm").list_certificates()["CertificateSummaryList"]
        print(json.dumps([it["CertificateArn"] for it in listed]))
    "#;
    assert_eq!(shop.ask(left), json!([other]));
}
