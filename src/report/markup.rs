//! Text in a page, in which nothing is markup.

use language::value::Value;

/// A text within an element or an attribute.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// JSON within a script element, which ends at the first `</script`, and in which `<!--` begins something else.
pub(super) fn data(json: &Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_from_outside_is_markup() {
        assert_eq!(text("<b a='\"'>&"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
        let json = json!({ "a": "</script><!--" });
        let written = data(&json);
        assert!(!written.contains('<'), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), json);
    }
}
