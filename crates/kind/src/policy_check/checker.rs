//! The check of one policy document.

use std::collections::BTreeSet;

use super::actions;
use super::place::{Place, Spot, is_empty};
use language::schema::Findings;
use language::value::{Object, Path, PolicyDocument, Value, unknown};

/// Whose policy it is, which decides what must and what cannot stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// What a role or user may do: an inline or a managed policy.
    Identity,
    /// Who may take on a role.
    Trust,
    /// Who may do what with a bucket, queue, key or other resource.
    Resource,
}

impl Holder {
    /// IAM's own documents follow rules that other services do not have.
    fn is_iam(self) -> bool {
        self != Self::Resource
    }
}

/// Reports what is wrong in a document that stands at `path`, written so. What is none is somebody else's matter.
pub(super) fn check(written: &Value, holder: Holder, path: &Path, findings: &mut Findings) {
    let Ok(document) = PolicyDocument::new(written.clone()) else {
        return;
    };
    let mut checker = Checker { holder, knows_variables: !document.is_first_version(), findings };
    let document = &document;
    if document.statements().is_empty() {
        checker.warn(
            &path.key("Statement"),
            "the policy has no statement",
            "it allows nothing and denies nothing",
            "add a statement, or omit the policy",
        );
    }
    if holder.is_iam() {
        checker.check_sids(document, path);
        checker.check_characters(document, path);
    }
    for (index, statement) in document.statements().iter().enumerate() {
        if let Value::Object(statement) = statement {
            let place = Place::of_statement(index, written, path);
            checker.check_statement(statement, &place);
        }
    }
}

/// Checks one document.
pub(super) struct Checker<'a> {
    pub holder: Holder,
    pub knows_variables: bool,
    pub findings: &'a mut Findings,
}

impl Checker<'_> {
    /// What AWS refuses.
    pub fn report(&mut self, spot: &dyn Spot, message: &str, why: &str, help: &str) {
        self.findings.add(&spot.path().to_string(), message, why, help);
    }

    /// What AWS accepts, but is probably unintended.
    pub fn warn(&mut self, spot: &dyn Spot, message: &str, why: &str, help: &str) {
        self.findings.warn(&spot.path().to_string(), message, why, help);
    }

    /// What IAM refuses, and other services may take.
    pub fn report_to_iam(&mut self, spot: &dyn Spot, message: &str, why: &str, help: &str) {
        match self.holder.is_iam() {
            true => self.report(spot, message, why, help),
            false => self.warn(spot, message, why, help),
        }
    }

    fn check_sids(&mut self, document: &PolicyDocument, path: &Path) {
        let mut seen = BTreeSet::new();
        for (index, statement) in document.statements().iter().enumerate() {
            let Some(sid) = statement["Sid"].as_str().filter(|sid| !unknown::in_text(sid)) else {
                continue;
            };
            let path = path.key("Statement").index(index).key("Sid");
            if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                self.report(
                    &path,
                    "`Sid` has characters that AWS refuses",
                    &format!("IAM takes letters and digits alone, and this is \"{sid}\""),
                    "write it like `ReadOwnData`, or omit it",
                );
            }
            if !seen.insert(sid) {
                self.warn(
                    &path,
                    &format!("two statements are called `{sid}`"),
                    "a `Sid` is unique in its policy, and IAM may refuse to write it",
                    "give each its own, or omit both",
                );
            }
        }
    }

    /// IAM takes documents in Latin-1 (the pattern of `policyDocumentType`).
    fn check_characters(&mut self, document: &PolicyDocument, path: &Path) {
        let text = unknown::known_part(&document.to_string());
        if let Some(character) = text.chars().find(|character| *character > '\u{FF}') {
            self.report(
                path,
                &format!("`{character}` cannot stand in a policy"),
                "IAM takes policies in Latin letters (up to U+00FF)",
                "write the name in other letters, or `*` in its place",
            );
        }
    }

    fn check_statement(&mut self, statement: &Object, place: &Place<'_>) {
        for (element, opposite) in
            [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")]
        {
            self.check_element(statement, element, opposite, &place.path);
        }
        for (element, value) in statement {
            let place = place.key(element);
            match element.as_str() {
                "Action" | "NotAction" => {
                    for action in place.texts(value) {
                        self.check_action(action.text, &action);
                    }
                }
                "Resource" | "NotResource" => {
                    for resource in place.texts(value) {
                        self.check_resource(resource.text, &resource);
                        self.check_variables(resource.text, &resource);
                    }
                }
                "Principal" | "NotPrincipal" if self.holder != Holder::Identity => {
                    self.check_principal(value, &place);
                }
                "Condition" => self.check_condition(value, &place),
                _ => {}
            }
        }
    }

    /// Whether an element must or cannot stand in a statement, and names anything.
    fn check_element(&mut self, statement: &Object, element: &str, opposite: &str, path: &Path) {
        let given = match (statement.get(element), statement.get(opposite)) {
            (Some(_), Some(_)) => {
                let message = format!("a statement has `{element}` or `{opposite}`");
                return self.report(
                    path, &message, "AWS refuses both in one", "make two statements of it",
                );
            }
            (Some(value), None) => Some((element, value)),
            (None, Some(value)) => Some((opposite, value)),
            (None, None) => None,
        };
        match (element, self.holder, given) {
            ("Resource", Holder::Identity, None) => self.report(
                path,
                "the statement has no `Resource`",
                "AWS requires the resources on which the actions are allowed or denied",
                "add the ARNs, such as `${dynamodb.table.<name>.arn}`, or `Resource: \"*\"`",
            ),
            ("Resource", Holder::Trust, Some((key, _))) => self.report(
                &path.key(key),
                &format!("a trust policy has no `{key}`"),
                "the resource is always the role itself, so AWS rejects `Resource` here",
                "remove it",
            ),
            ("Principal", Holder::Identity, Some((key, _))) => self.report(
                &path.key(key),
                &format!("this policy has no `{key}`"),
                "the principal is implied by the role; AWS accepts principals only in trust and resource policies",
                "remove it, or say who may take on the role in `trust_policy`",
            ),
            ("Principal", Holder::Trust | Holder::Resource, None) => self.report(
                path,
                "the statement has no `Principal`",
                "AWS requires the principals that are allowed or denied",
                "add one, such as `Principal: { Service: lambda.amazonaws.com }`",
            ),
            (_, _, Some((key, value))) if is_empty(value) => self.warn(
                &path.key(key),
                &format!("`{key}` is empty"),
                "the statement is about nothing",
                "name one, or remove the statement",
            ),
            _ => {}
        }
    }

    pub fn check_action(&mut self, action: &str, spot: &dyn Spot) {
        if action == "*" || unknown::in_text(action) {
            return;
        }
        if action.matches(':').count() != 1 || action.contains(char::is_whitespace) {
            self.report_to_iam(
                spot,
                &format!("`{action}` is not an action"),
                "AWS accepts `<service>:<name>`, with one colon",
                "write it like `dynamodb:GetItem`, or `*`",
            );
        } else if self.holder == Holder::Trust && !action.starts_with("sts:") {
            self.report(
                spot,
                &format!("`{action}` cannot stand in a trust policy"),
                "it says who may take on the role, so AWS accepts actions of `sts` alone",
                "write `sts:AssumeRole` here, and what the role may do in `inline_policies`",
            );
        } else if let Some(unknown) = actions::unknown(action) {
            self.warn(spot, &unknown.message, &unknown.why, &unknown.help);
        }
    }

    /// Other services have short forms of their own, such as `execute-api:/*` of API Gateway.
    fn check_resource(&mut self, resource: &str, spot: &dyn Spot) {
        const PARTS_OF_AN_ARN: usize = 6;
        let may_be_anything = ["*", "${"].iter().any(|start| resource.starts_with(start));
        if self.holder != Holder::Identity || may_be_anything || unknown::in_text(resource) {
            return;
        }
        let is_whole = resource.contains('*') || resource.split(':').count() >= PARTS_OF_AN_ARN;
        if !resource.starts_with("arn:") || !is_whole {
            self.report(
                spot,
                &format!("`{resource}` is not a resource"),
                "AWS accepts ARNs (`arn:aws:<service>:<region>:<account>:<resource>`) and `*`",
                "refer to what it names, such as `${dynamodb.table.<name>.arn}`",
            );
        }
    }
}
