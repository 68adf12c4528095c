//! Content types by the ending of a name: those that IANA has registered for what web sites and seed data are made of
//! (<https://www.iana.org/assignments/media-types>). Texts are taken for UTF-8.

use std::collections::BTreeMap;

/// What S3 and browsers make of bytes of which nobody says what they are.
const UNKNOWN: &str = "application/octet-stream";

/// Endings, small, and what they stand for.
#[rustfmt::skip]
const KNOWN: &[(&str, &str)] = &[
    ("7z", "application/x-7z-compressed"), ("aac", "audio/aac"), ("apng", "image/apng"),
    ("atom", "application/atom+xml"), ("avif", "image/avif"), ("avi", "video/x-msvideo"),
    ("bmp", "image/bmp"), ("bz2", "application/x-bzip2"), ("cjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"), ("csv", "text/csv; charset=utf-8"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("eot", "application/vnd.ms-fontobject"), ("epub", "application/epub+zip"),
    ("flac", "audio/flac"), ("gif", "image/gif"), ("glb", "model/gltf-binary"),
    ("gltf", "model/gltf+json"), ("gz", "application/gzip"), ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"), ("ico", "image/vnd.microsoft.icon"),
    ("ics", "text/calendar; charset=utf-8"), ("jar", "application/java-archive"),
    ("jpeg", "image/jpeg"), ("jpg", "image/jpeg"), ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"), ("jsonld", "application/ld+json"), ("jxl", "image/jxl"),
    ("m3u8", "application/vnd.apple.mpegurl"), ("m4a", "audio/mp4"), ("map", "application/json"),
    ("md", "text/markdown; charset=utf-8"), ("mid", "audio/midi"),
    ("mjs", "text/javascript; charset=utf-8"), ("mov", "video/quicktime"), ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"), ("mpd", "application/dash+xml"), ("mpeg", "video/mpeg"),
    ("ndjson", "application/x-ndjson"), ("oga", "audio/ogg"), ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"), ("opus", "audio/ogg"), ("otf", "font/otf"),
    ("parquet", "application/vnd.apache.parquet"), ("pdf", "application/pdf"),
    ("png", "image/png"), ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rss", "application/rss+xml"), ("rtf", "application/rtf"), ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"), ("tif", "image/tiff"), ("tiff", "image/tiff"),
    ("toml", "application/toml"), ("ts", "video/mp2t"), ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"), ("vtt", "text/vtt; charset=utf-8"),
    ("wasm", "application/wasm"), ("wav", "audio/wav"), ("weba", "audio/webm"),
    ("webm", "video/webm"), ("webmanifest", "application/manifest+json"), ("webp", "image/webp"),
    ("woff", "font/woff"), ("woff2", "font/woff2"), ("xhtml", "application/xhtml+xml"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"), ("yaml", "application/yaml"), ("yml", "application/yaml"),
    ("zip", "application/zip"),
];

/// The content type of a path: by the owner's endings, then by those that are known.
pub(super) fn of(path: &str, own: &BTreeMap<String, String>) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let is_it = |written: &str| written.trim_start_matches('.').eq_ignore_ascii_case(&ending);
    let of_owner = own.iter().find(|(written, _)| is_it(written)).map(|(_, of)| of.as_str());
    let known = || KNOWN.iter().find(|(known, _)| *known == ending).map(|(_, of)| *of);
    of_owner.or_else(known).unwrap_or(UNKNOWN).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_say_what_content_is() {
        let own = [(".data".to_owned(), "text/x-data".to_owned())].into();
        for (path, expected) in [
            ("a/index.HTML", "text/html; charset=utf-8"),
            ("x.data", "text/x-data"),
            ("a.b/noending", UNKNOWN),
            ("archive.tar.gz", "application/gzip"),
        ] {
            assert_eq!(of(path, &own), expected, "{path}");
        }
    }

    #[test]
    fn every_ending_stands_once() {
        let mut endings: Vec<&str> = KNOWN.iter().map(|(ending, _)| *ending).collect();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), KNOWN.len());
    }
}
