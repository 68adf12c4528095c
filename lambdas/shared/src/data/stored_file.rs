//! A file that is kept, as the item that it belongs to names it.

use serde::{Deserialize, Serialize};

/// A file that was uploaded, looked at and kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Where it is.
    pub key: String,
    /// Its type.
    pub content_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// The upload that it came by, without the tenant.
    pub upload_id: String,
}

impl StoredFile {
    /// The longest name within a key, in bytes. S3's keys have 1,024, and the names of tenants and things need theirs.
    const LONGEST_NAME: usize = 100;

    /// A name that can stand in a key, a header and an address: what is left of the end of the one that the user gave.
    pub fn safe_name(name: &str) -> String {
        let is_safe = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let safe: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
        let end = safe.len().saturating_sub(Self::LONGEST_NAME);
        let safe = safe.get(end..).unwrap_or_default().trim_start_matches('.');
        if safe.is_empty() { "file".to_owned() } else { safe.to_owned() }
    }

    /// What browsers do with it: pictures, films and documents that they can show without running anything are shown, and
    /// everything else is saved.
    pub fn disposition(&self) -> String {
        let is_shown = ["image/", "video/"].iter().any(|kind| self.content_type.starts_with(kind))
            || self.content_type == "application/pdf";
        let how = if is_shown { "inline" } else { "attachment" };
        format!("{how}; filename=\"{}\"", self.name())
    }

    fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }

    /// The copy of it that belongs to everybody, in the folder of the thing with this id.
    #[must_use]
    pub fn published(&self, owner: &str) -> Self {
        let key = format!("public/resources/{owner}/{}/{}", self.upload_id, self.name());
        Self { key, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_and_keeps_its_end() {
        for (given, safe) in [
            ("Lesson 1 (final).pdf", "Lesson-1--final-.pdf"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("\u{fc}bung\r\n.md", "-bung--.md"),
            (".", "file"),
            ("a\"b.png", "a-b.png"),
        ] {
            assert_eq!(StoredFile::safe_name(given), safe, "{given}");
        }
        let long = StoredFile::safe_name(&format!("{}.mp4", "x".repeat(300)));
        assert!(long.len() == 100 && long.ends_with(".mp4"), "{long}");
    }

    #[test]
    fn only_what_runs_nothing_is_shown() {
        let of = |content_type: &str| StoredFile {
            key: "organizations/acme/assets/m/u/a.b".to_owned(),
            content_type: content_type.to_owned(),
            size: 1,
            upload_id: "u".to_owned(),
        };
        for shown in ["image/png", "video/mp4", "application/pdf"] {
            assert_eq!(of(shown).disposition(), "inline; filename=\"a.b\"");
        }
        for saved in ["text/plain", "application/zip", "application/json"] {
            assert_eq!(of(saved).disposition(), "attachment; filename=\"a.b\"");
        }
        assert_eq!(of("image/png").published("m").key, "public/resources/m/u/a.b");
    }
}
