//! A page that needs nothing else: no network, no other file.

use crate::report::markup::text;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A page of this title and content. The verdict is a line that says what is in it, or empty.
pub fn page(title: &str, verdict: &str, facts: &[(&str, String)], content: &str) -> String {
    let title = text(title);
    let facts: String = facts
        .iter()
        .map(|(name, value)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", text(value)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"verdict\">{}</p>\n<dl class=\"facts\">{facts}</dl>\n</header>\n\
         <main>\n{content}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        text(verdict),
    )
}

/// A section of the page; nothing where it has no content.
pub fn section(id: &str, title: &str, content: &str) -> String {
    match content.is_empty() {
        true => String::new(),
        false => format!(
            "<section aria-labelledby=\"{id}-title\" id=\"{id}\">\n<h2 id=\"{id}-title\">{title}</h2>\n{content}</section>\n"
        ),
    }
}
