//! Terraform's types: which are objects of the service's kinds, or parts of them.

use terraform::mapping::table::{Line, own, same, text};
use terraform::state::Attributes;

use super::names::DnsName;

pub(crate) const LINES: &[Line] = &[
    (
        &["aws_route53_zone"],
        own("route53.zone", |it| text(it, "zone_id"))
            .with(&[same("comment", "comment"), same("delegation_set_id", "delegation_set")]),
    ),
    (
        &["aws_route53_record"],
        own("route53.record", record).with(&[
            same("ttl", "ttl").when(|it| it.text("alias.name").is_none()),
            same("type", "type"),
            // Terraform has text in quotes, which this has not.
            same("records", "values").when(|it| !matches!(it.text("type"), Some("TXT" | "SPF"))),
            same("set_identifier", "set_identifier"),
            same("health_check_id", "health_check"),
        ]),
    ),
];

/// The id of a record, as our kind writes it. Terraform has the whole name beside the one that was written.
fn record(attributes: &Attributes) -> Option<String> {
    let zone = text(attributes, "zone_id")?;
    let name = text(attributes, "fqdn").or_else(|| text(attributes, "name"))?;
    let (name, kind) = (DnsName::new(&name), text(attributes, "type")?);
    let id = format!("{zone}/{}/{kind}", name.as_str());
    Some(match text(attributes, "set_identifier") {
        Some(identifier) => format!("{id}/{identifier}"),
        None => id,
    })
}
