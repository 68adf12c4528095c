//! Which files of a folder are left out, by patterns as Git has them in a `.gitignore`.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::file_problem::Problem;

/// What editors, systems and tools leave in a folder, and nobody means. It counts unless a pattern takes it in again.
pub(crate) const USUALLY: [&str; 9] = [
    ".git", "__pycache__", "*.pyc", "**/node_modules/.cache", ".DS_Store", "*.swp", ".idea",
    ".vscode", ".terraform",
];

/// What is left out of a folder.
pub(crate) struct Ignored(Gitignore);

impl Ignored {
    /// Nothing.
    pub(crate) fn nothing() -> Self {
        Self(Gitignore::empty())
    }

    /// What is usually meant, and then patterns in order, of which the last that fits counts: one that starts with `!`
    /// takes in again.
    pub(crate) fn usually_and(patterns: &[String]) -> Result<Self, Problem> {
        let mut builder = GitignoreBuilder::new("");
        let usually = USUALLY.iter().copied();
        for pattern in usually.chain(patterns.iter().map(String::as_str)) {
            builder.add_line(None, pattern).map_err(|error| bad(pattern, &error))?;
        }
        builder.build().map(Self).map_err(|error| bad("ignore", &error))
    }

    /// Whether a file or a folder, by its path in the folder, is left out.
    pub(crate) fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        self.0.matched(path, is_folder).is_ignore()
    }
}

fn bad(pattern: &str, error: &ignore::Error) -> Problem {
    Problem::new(
        format!("`{pattern}` is not a pattern"),
        error.to_string(),
        "write it as in a .gitignore: `*.md`, `test/`, `!test/data.json`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(patterns: &[&str], path: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(|text| (*text).to_owned()).collect();
        let is_folder = path.ends_with('/');
        let ignored = Ignored::usually_and(&patterns).unwrap();
        ignored.leaves_out(Path::new(path.trim_end_matches('/')), is_folder)
    }

    #[test]
    fn what_nobody_means_is_left_out_unless_it_is_taken_in() {
        for path in [
            ".git/", "lib/.git/", "__pycache__/", "a/b.pyc", "node_modules/.cache/",
            "app/node_modules/.cache/", ".DS_Store", "a/.index.js.swp", ".idea/", ".vscode/",
            ".terraform/",
        ] {
            assert!(left_out(&[], path), "{path}");
        }
        for path in ["index.js", "node_modules/", ".cache/", "a/git", ".env", "swp"] {
            assert!(!left_out(&[], path), "{path}");
        }
        assert!(!left_out(&["!.vscode"], ".vscode/"));
        assert!(!left_out(&["!*.pyc"], "a/b.pyc"));
    }

    #[test]
    fn patterns_are_those_of_git() {
        assert!(left_out(&["*.md"], "docs/a.md"));
        assert!(!left_out(&["/*.md"], "docs/a.md"));
        assert!(left_out(&["test/"], "a/test/") && !left_out(&["test/"], "a/test"));
        assert!(left_out(&["src/**/*.ts"], "src/a/b/c.ts"));
        assert!(!left_out(&["*.md", "!README.md"], "README.md"));
        assert!(left_out(&["!README.md", "*.md"], "README.md"));
        assert!(!left_out(&["# a comment", ""], "# a comment"));
        let problem = Ignored::usually_and(&["[z-a]".to_owned()]).map(drop).unwrap_err();
        assert!(problem.message.contains("`[z-a]` is not a pattern"), "{problem:?}");
    }
}
