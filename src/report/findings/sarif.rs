//! SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), with what GitHub's code scanning asks for besides.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::found::{Findings, ends};
use super::line_hashes::line_hashes;
use compiler::without_detours;
use language::diagnostic::{Diagnostic, FileId, Severity, Sources, Span};
use language::value::Value;

/// What paths start at: the root of the repository (SARIF 2.1.0, 3.14.14).
const BASE: &str = "%SRCROOT%";

/// What errors are, and what warnings are: what is wrong is told by the message.
struct Rule {
    id: &'static str,
    level: &'static str,
    what: &'static str,
    why: &'static str,
    help: &'static str,
}

const ERROR: Rule = Rule {
    id: "invalid-spec",
    level: "error",
    what: "A spec that cannot be applied",
    why: "AWS refuses it, or it means nothing: as long as it is there, nothing can be planned.",
    help: "Each result says how to put it right.",
};

const WARNING: Rule = Rule {
    id: "suspicious-spec",
    level: "warning",
    what: "A spec that AWS accepts and that is hardly meant",
    why: "AWS accepts it, and hardly anybody means what it does.",
    help: "Each result says what was probably meant.",
};

const RULES: [Rule; 2] = [ERROR, WARNING];

/// What was found, as SARIF.
pub fn sarif(findings: &Findings<'_>) -> Value {
    let mut hashes = Hashes { sources: findings.sources, lines: BTreeMap::new() };
    let results = findings.diagnostics.iter();
    let results: Vec<Value> =
        results.map(|diagnostic| result(findings, &mut hashes, diagnostic)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "diatonic",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(rule).collect::<Vec<_>>(),
            } },
            // Those of another environment stand beside these, and do not take their place.
            "automationDetails": { "id": format!("diatonic/{}/", findings.environment) },
            "originalUriBaseIds": {
                BASE: { "description": { "text": "The root of the repository" } },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.help },
        "defaultConfiguration": { "level": rule.level },
    })
}

fn result(findings: &Findings<'_>, hashes: &mut Hashes<'_>, diagnostic: &Diagnostic) -> Value {
    let index = match diagnostic.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
    };
    let rule = &RULES[index];
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut places: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let mut location = location(findings, label.span);
            if !label.text.is_empty() {
                location["message"] = json!({ "text": label.text });
            }
            location
        })
        .collect();
    if places.is_empty() {
        // A result without a place is refused.
        places.push(environment_file(findings));
    }
    // The first place is where it is; the others belong to it.
    let (first, others) = places.split_at(1);
    let mut result = json!({
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": rule.level,
        "message": { "text": text },
        "locations": first,
    });
    if !others.is_empty() {
        result["relatedLocations"] = json!(others);
    }
    if let Some(hash) = diagnostic.labels.first().and_then(|label| hashes.of(label.span)) {
        result["partialFingerprints"] = json!({ "primaryLocationLineHash": hash });
    }
    result
}

fn location(findings: &Findings<'_>, span: Span) -> Value {
    let sources = findings.sources;
    let ((line, column), (end_line, end_column)) = ends(sources, span);
    json!({ "physicalLocation": {
        "artifactLocation": artifact(findings, sources.path(span.file)),
        "region": {
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        },
    } })
}

fn environment_file(findings: &Findings<'_>) -> Value {
    let path = format!("environments/{}.yaml", findings.environment);
    json!({ "physicalLocation": {
        "artifactLocation": artifact(findings, Path::new(&path)),
        "region": { "startLine": 1 },
    } })
}

/// A file: one of the repository from its root on, another by where it is.
fn artifact(findings: &Findings<'_>, path: &Path) -> Value {
    let text = path.to_string_lossy();
    if text.contains("://") {
        return json!({ "uri": encoded(&text, ":/?#[]@") });
    }
    if path.is_absolute() {
        return json!({ "uri": format!("file://{}", encoded(&text.replace('\\', "/"), "/")) });
    }
    let path = without_detours(&findings.in_repository.join(path));
    let path = path.to_string_lossy().replace('\\', "/");
    json!({ "uri": encoded(&path, "/"), "uriBaseId": BASE })
}

/// A text in which whatever a URI does not take as it is has its bytes in hexadecimal digits (RFC 3986, 2.1), but for
/// these characters.
fn encoded(text: &str, but: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c) || but.contains(c);
    let mut uri = String::with_capacity(text.len());
    for c in text.chars() {
        match is_plain(c) {
            true => uri.push(c),
            false => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                uri.extend(bytes.map(|byte| format!("%{byte:02X}")));
            }
        }
    }
    uri
}

/// By what lines are known again.
struct Hashes<'a> {
    sources: &'a Sources,
    lines: BTreeMap<FileId, Vec<String>>,
}

impl Hashes<'_> {
    /// The hash of the line at which a span starts.
    fn of(&mut self, span: Span) -> Option<&String> {
        let sources = self.sources;
        // Nothing is told of a secret, not even a hash.
        let of_file = || line_hashes(&sources.shown(span.file));
        let lines = self.lines.entry(span.file).or_insert_with(of_file);
        lines.get(sources.line_and_column(span).0 - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_file_has_the_uri_of_its_place_in_the_repository() {
        let sources = Sources::default();
        let findings = Findings {
            sources: &sources,
            diagnostics: Vec::new(),
            resources: None,
            environment: "dev",
            in_repository: PathBuf::from("infra/shop"),
        };
        let uri = |path: &str| artifact(&findings, Path::new(path))["uri"].clone();
        assert_eq!(uri("specs/app.yaml"), "infra/shop/specs/app.yaml");
        assert_eq!(uri("../shared/a.yaml"), "infra/shared/a.yaml");
        assert_eq!(uri("specs/größe 1#.yaml"), "infra/shop/specs/gr%C3%B6%C3%9Fe%201%23.yaml");
        assert_eq!(
            uri("git@example.com:a.git@v1:b.yaml"),
            "infra/shop/git%40example.com%3Aa.git%40v1%3Ab.yaml"
        );
        assert_eq!(
            uri("https://example.com/a.git@v1:b c.yaml"),
            "https://example.com/a.git@v1:b%20c.yaml"
        );
        assert_eq!(
            artifact(&findings, Path::new("/srv/a.yaml")),
            json!({ "uri": "file:///srv/a.yaml" })
        );
    }
}
