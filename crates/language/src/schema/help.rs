//! How to fix what does not fit.

use crate::diagnostic::listed_or;
use crate::value::Value;

/// How to fix something, which differs with where it stands.
#[derive(Default)]
pub(super) struct Help {
    pub written: Option<String>,
    pub computed: Option<String>,
}

impl Help {
    pub(super) fn always(help: Option<String>) -> Self {
        Self { written: help.clone(), computed: help }
    }
}

/// How to make one of the expected types from a value, which is written with this spelling. What does not fit is
/// not proposed.
pub(super) fn conversion(
    expected: &[&str],
    value: &Value,
    spelling: Option<String>,
    fits: &dyn Fn(&Value) -> bool,
) -> Help {
    let takes = |name: &str| expected.contains(&name);
    let takes_number = takes("integer") || takes("number");
    match value {
        Value::Number(_) | Value::Bool(_) if takes("string") => {
            let text = spelling.unwrap_or_else(|| value.to_string());
            match fits(&Value::from(text.as_str())) {
                true => Help {
                    written: Some(format!("put it in quotes: \"{text}\"")),
                    computed: Some("convert it: `tostring(…)`".to_owned()),
                },
                false => Help::default(),
            }
        }
        Value::String(text) if takes_number => Help {
            written: is_number(text).then(|| format!("remove the quotes: {text}")),
            computed: is_number(text).then(|| "convert it: `tonumber(…)`".to_owned()),
        },
        Value::String(text) if takes("boolean") => match truth(text) {
            Some(truth) => Help {
                written: Some(match text.parse::<bool>() {
                    Ok(_) => format!("remove the quotes: {text}"),
                    Err(_) => format!("`{text}` is text in YAML 1.2: write `{truth}`"),
                }),
                computed: Some("convert it: `tobool(…)`".to_owned()),
            },
            None => Help::default(),
        },
        Value::Number(number) if takes("integer") => Help {
            written: Some(format!("write {:.0}", number.as_f64().unwrap_or_default())),
            computed: Some("round it: `floor(…)` or `ceil(…)`".to_owned()),
        },
        Value::Object(object) if takes("string") => Help {
            written: None,
            computed: (!object.is_empty()).then(|| {
                format!(
                    "take one of its parts: {}",
                    listed_or(object.keys().map(|key| key.as_str()))
                )
            }),
        },
        Value::Array(_) if takes("string") => Help {
            written: None,
            computed: Some("join it: `join(\", \", …)`, or take one element: `…[0]`".to_owned()),
        },
        Value::Null => Help::default(),
        Value::String(text) if takes("array") && !takes("object") => Help {
            written: fits(&Value::from([text.as_str()].as_slice()))
                .then(|| format!("put it in a list: [{text}]")),
            computed: Some("put it in brackets: `[…]`".to_owned()),
        },
        _ => Help::default(),
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// What people mean by a word that YAML 1.1 took for a boolean.
fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}
