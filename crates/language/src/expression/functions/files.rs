//! Files of the project. Paths start from its folder; `~` is the home folder.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::arguments::{self, Outcome};
use super::encoding;
use super::function::{Function, Surroundings, carries, examines};
use super::words::counted;
use crate::value::Value;

/// The largest file that becomes text, in bytes. A path such as `/proc/kcore` must not fill the
/// memory.
const FILE_LIMIT: u64 = 16 << 20;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "file(path)",
            "The text of a file. Paths start at the project's folder.",
            1..=1,
            file,
        ),
        examines(
            "filesha256(path)",
            "The SHA-256 of a file, in hexadecimal digits.",
            1..=1,
            filesha256,
        ),
        examines(
            "filebase64sha256(path)",
            "The SHA-256 of a file in base64, as Lambda knows a package by.",
            1..=1,
            filebase64sha256,
        ),
        carries(
            "templatefile(path, variables)",
            "The text of a template file, which sees these variables alone.",
            2..=2,
            templatefile,
        ),
    ]
}

fn file(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    read_text(&path(arguments, surroundings)?, surroundings).map(Value::String)
}

fn filesha256(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let path = path(arguments, surroundings)?;
    Ok(encoding::hexadecimal(digest(&path, surroundings)?).into())
}

fn filebase64sha256(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let path = path(arguments, surroundings)?;
    Ok(BASE64_STANDARD.encode(digest(&path, surroundings)?).into())
}

fn digest(path: &Path, surroundings: &dyn Surroundings) -> Result<Vec<u8>, String> {
    let mut file = open(path)?;
    let length = length(&file, path)?;
    let spent = surroundings.budget().spend_hashing(length);
    spent.map_err(|problem| problem.message)?;
    let mut hasher = Sha256::new();
    io::copy(&mut file, &mut hasher).map_err(|error| unreadable(path, &error))?;
    Ok(hasher.finalize().to_vec())
}

fn templatefile(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let path = path(arguments, surroundings)?;
    let variables = arguments::map(arguments, 1, "the variables")?;
    if let Some(name) = variables.keys().find(|name| !is_identifier(name)) {
        return Err(format!(
            "the variable name {name:?} cannot be referred to; start it with a letter and go on with letters, digits, - and _"
        ));
    }
    let text = read_text(&path, surroundings)?;
    let spent = surroundings.budget().spend_parsing(text.len());
    spent.map_err(|problem| problem.message)?;
    surroundings.render(&text, variables).map_err(|error| format!("{}: {error}", path.display()))
}

fn is_identifier(name: &str) -> bool {
    let mut symbols = name.chars();
    symbols.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && symbols.all(|symbol| symbol.is_alphanumeric() || "_-".contains(symbol))
}

fn path(arguments: &[Value], surroundings: &dyn Surroundings) -> Result<PathBuf, String> {
    let path = arguments::text(arguments, 0, "the path")?;
    if path.is_empty() {
        return Err("the path must name a file, but it is empty; write one, as in \"policy.json\""
            .to_owned());
    }
    let Some(below_home) = path.strip_prefix('~') else {
        // Component by component, so that no message shows `specs/./policy.json`.
        let joined = surroundings.base_folder().join(&*path);
        return Ok(joined.components().collect());
    };
    let home = std::env::home_dir().ok_or("there is no home folder for ~; write the whole path")?;
    match below_home.strip_prefix('/') {
        Some(rest) => Ok(home.join(rest)),
        None if below_home.is_empty() => Ok(home),
        None => {
            Err("the path must not name another user's home folder; write the whole path"
                .to_owned())
        }
    }
}

/// Opens a regular file. Reading a device or a pipe might never end.
fn open(path: &Path) -> Result<File, String> {
    let details = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !details.is_file() {
        let kind = if details.is_dir() { "a folder" } else { "a device or pipe" };
        return Err(format!("{} must be a file, but it is {kind}; name a file", path.display()));
    }
    File::open(path).map_err(|error| unreadable(path, &error))
}

fn length(file: &File, path: &Path) -> Result<u64, String> {
    let details = file.metadata().map_err(|error| unreadable(path, &error))?;
    Ok(details.len())
}

fn read_text(path: &Path, surroundings: &dyn Surroundings) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = open(path)?;
    let length = length(&file, path)?.min(FILE_LIMIT);
    let spent = surroundings.budget().spend_reading(length);
    spent.map_err(|problem| problem.message)?;
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(format!(
            "{} is larger than {}, the most that becomes text; use a smaller file",
            path.display(),
            counted(16, "mebibyte")
        ));
    }
    String::from_utf8(bytes).map_err(|_| {
        format!("{} must be UTF-8 text, but it is not; convert it to UTF-8", path.display())
    })
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!(
            "there is no file {}; relative paths start from the folder of the project",
            path.display()
        ),
        _ => format!("{} cannot be read: {error}", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::expression::functions::find;
    use crate::expression::functions::testing::Folder;

    fn call(folder: &Path, name: &str, arguments: &Value) -> Outcome {
        let arguments = arguments.as_array().unwrap();
        find(name).unwrap().call(arguments, &Folder(folder))
    }

    #[test]
    fn files_are_read_from_the_base_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir(path.join("parts")).unwrap();
        std::fs::write(path.join("parts/motd.txt"), "Grüße\n").unwrap();
        let absolute = path.join("parts/motd.txt");
        for given in ["parts/motd.txt", "./parts/motd.txt", absolute.to_str().unwrap()] {
            assert_eq!(call(path, "file", &json!([given])), Ok(json!("Grüße\n")));
        }
        assert_eq!(
            call(path, "filesha256", &json!(["parts/motd.txt"])),
            call(path, "sha256", &json!(["Grüße\n"]))
        );
        std::fs::write(path.join("empty"), "").unwrap();
        assert_eq!(
            call(path, "filebase64sha256", &json!(["empty"])),
            Ok(json!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))
        );
        // The surroundings of these tests answer with the text and the variables.
        assert_eq!(
            call(path, "templatefile", &json!(["parts/motd.txt", {"a-b": 1}])),
            Ok(json!(["Grüße\n", {"a-b": 1}]))
        );
    }

    #[test]
    fn errors_name_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::write(path.join("picture.png"), [0xff, 0xfe]).unwrap();
        std::fs::write(path.join("a.txt"), "a").unwrap();
        let full = |name: &str| path.join(name).display().to_string();
        for (name, arguments, expected) in [
            ("file", json!(["none.txt"]), format!("there is no file {}", full("none.txt"))),
            ("file", json!(["picture.png"]), format!("{} must be UTF-8", full("picture.png"))),
            (
                "file",
                json!(["."]),
                format!("{} must be a file, but it is a folder", path.display()),
            ),
            ("file", json!(["/dev/zero"]), "/dev/zero must be a file".to_owned()),
            ("file", json!(["a\u{0}b"]), "cannot be read".to_owned()),
            ("file", json!([""]), "it is empty".to_owned()),
            ("file", json!(["~root/x"]), "another user".to_owned()),
            ("filesha256", json!(["none.txt"]), "there is no file".to_owned()),
            ("templatefile", json!(["none.txt", {}]), "there is no file".to_owned()),
            ("templatefile", json!(["a.txt", []]), "must be a map".to_owned()),
            (
                "templatefile",
                json!(["a.txt", {"1a": 1}]),
                "\"1a\" cannot be referred to".to_owned(),
            ),
        ] {
            let error = call(path, name, &arguments).unwrap_err();
            assert!(error.contains(&expected), "{name}: {error}");
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = File::create(folder.path().join("large")).unwrap();
        file.set_len(FILE_LIMIT + 1).unwrap();
        let error = call(folder.path(), "file", &json!(["large"])).unwrap_err();
        assert!(error.contains("larger than 16 mebibytes"), "{error}");
        assert!(call(folder.path(), "filesha256", &json!(["large"])).is_ok());
    }
}
