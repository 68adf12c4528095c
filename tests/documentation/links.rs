//! Every link from page to page leads somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use crate::{files, root};

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut pages = files("docs", "md");
    pages.push(root().join("README.md"));
    let mut dead = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()) {
            if !target.starts_with("http") && !leads_somewhere(&page, &target) {
                dead.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert_eq!(dead, [""; 0]);
}

fn leads_somewhere(page: &Path, target: &str) -> bool {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    };
    let file = match path {
        "" => page.to_owned(),
        path => page.with_file_name(path),
    };
    match anchor {
        Some(anchor) => {
            std::fs::read_to_string(file).is_ok_and(|text| anchors(&text).contains(anchor))
        }
        None => file.exists(),
    }
}

/// The anchors that renderers of Markdown give the headings of a page.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let heading = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.collect::<String>().replace(' ', "-")
        })
        .collect()
}
