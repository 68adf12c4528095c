//! Patterns of paths: `*.html`, `assets/**`, `img/?.png`.

/// Whether one of the patterns fits a path.
pub(super) fn any_fits<'a>(patterns: impl IntoIterator<Item = &'a String>, path: &str) -> bool {
    patterns.into_iter().any(|pattern| fits(pattern, path))
}

/// Whether a pattern fits a path. Without `/` it is about the name at the end of it.
fn fits(pattern: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let text = if pattern.contains('/') { path } else { name };
    let pattern: Vec<char> = pattern.trim_start_matches('/').chars().collect();
    let text: Vec<char> = text.chars().collect();
    matches(&pattern, &text)
}

fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        // Folders, or none of them.
        ['*', '*', '/', rest @ ..] => {
            let starts = (0..text.len()).filter(|at| text[*at] == '/').map(|at| at + 1);
            std::iter::once(0).chain(starts).any(|start| matches(rest, &text[start..]))
        }
        ['*', '*', rest @ ..] => (0..=text.len()).any(|end| matches(rest, &text[end..])),
        ['*', rest @ ..] => {
            let end = text.iter().position(|c| *c == '/').unwrap_or(text.len());
            (0..=end).any(|end| matches(rest, &text[end..]))
        }
        ['?', rest @ ..] => matches!(text, [c, others @ ..] if *c != '/' && matches(rest, others)),
        [c, rest @ ..] => {
            matches!(text, [first, others @ ..] if first == c && matches(rest, others))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_names_and_double_ones_for_folders() {
        for (pattern, path, is_fitting) in [
            ("*.html", "index.html", true),
            ("*.html", "blog/post.html", true),
            ("/*.html", "blog/post.html", false),
            ("/*.html", "index.html", true),
            ("blog/*.html", "blog/post.html", true),
            ("blog/*.html", "blog/2026/post.html", false),
            ("blog/**", "blog/2026/post.html", true),
            ("**/*.html", "post.html", true),
            ("**/2026/*", "blog/2026/post.html", true),
            ("img/?.png", "img/a.png", true),
            ("img/?.png", "img/ab.png", false),
            (".git/**", ".gitignore", false),
            ("**", "a/b", true),
            ("ä*", "äö", true),
        ] {
            assert_eq!(fits(pattern, path), is_fitting, "{pattern} {path}");
        }
    }
}
