//! Files of the project, and paths.

mod fileset;
mod paths;
mod reading;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, carries, examines};
use super::limits::check_length;
use crate::value::{Object, Value};
use reading::{check_regular, path, read_text, unreadable};

pub(super) use reading::opened;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "file(path)",
            "The text of a file. Paths start at the project's folder.",
            1..=1,
            file,
        ),
        examines("filebase64(path)", "The content of a file, in Base64.", 1..=1, filebase64),
        examines("fileexists(path)", "Whether there is a file.", 1..=1, fileexists),
        examines(
            "fileset(folder, pattern)",
            "The paths of the files in a folder that fit a pattern: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any folders.",
            2..=2,
            fileset::fileset,
        ),
        carries(
            "templatefile(path, variables)",
            "The text of a template file, which sees these variables alone.",
            2..=2,
            templatefile,
        ),
        carries(
            "templatestring(template, variables)",
            "The text of a template, which sees these variables alone.",
            2..=2,
            templatestring,
        ),
        examines("basename(path)", "The last part of a path.", 1..=1, paths::basename),
        examines("dirname(path)", "The path without its last part.", 1..=1, paths::dirname),
        examines(
            "abspath(path)",
            "The path from the root on. It differs from machine to machine.",
            1..=1,
            paths::abspath,
        ),
        examines(
            "pathexpand(path)",
            "The path with the home folder in place of a leading `~`.",
            1..=1,
            paths::pathexpand,
        ),
    ]
}

fn file(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    read_text(arguments, surroundings).map(Value::String)
}

fn filebase64(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let bytes = opened(arguments, surroundings)?.bytes(surroundings)?;
    check_length(bytes.len().saturating_mul(4) / 3)?;
    Ok(BASE64_STANDARD.encode(bytes).into())
}

fn fileexists(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let spent = surroundings.budget().spend_reading(0);
    spent.map_err(|problem| problem.message)?;
    let path = path(arguments, surroundings)?;
    match std::fs::metadata(&path) {
        Ok(details) => check_regular(&path, &details).map(|()| true.into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false.into()),
        Err(error) => Err(unreadable(&path, &error)),
    }
}

fn templatefile(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let shown = path(arguments, surroundings)?;
    let variables = variables(arguments)?;
    let text = read_text(arguments, surroundings)?;
    render(&text, variables, surroundings).map_err(|error| format!("{}: {error}", shown.display()))
}

fn templatestring(arguments: &[Value], surroundings: &dyn Surroundings) -> Outcome {
    let template = arguments::value(arguments, 0, "the template")?;
    let Some(text) = template.as_str() else {
        return Err(arguments::mismatch("the template", arguments::Expected::Text, template));
    };
    render(text, variables(arguments)?, surroundings)
        .map_err(|error| format!("in the template: {error}"))
}

/// The text of a template, which takes steps for its length.
fn render(text: &str, variables: &Object, surroundings: &dyn Surroundings) -> Outcome {
    let spent = surroundings.budget().spend_parsing(text.len());
    spent.map_err(|problem| problem.message)?;
    surroundings.render(text, variables)
}

fn variables(arguments: &[Value]) -> Result<&Object, String> {
    let variables = arguments::map(arguments, 1, "the variables")?;
    match variables.keys().find(|name| !is_identifier(name)) {
        None => Ok(variables),
        Some(name) => Err(format!(
            "the variable name {name:?} cannot be referred to; start it with a letter and go on with letters, digits, - and _"
        )),
    }
}

fn is_identifier(name: &str) -> bool {
    let mut symbols = name.chars();
    symbols.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && symbols.all(|symbol| symbol.is_alphanumeric() || "_-".contains(symbol))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::Path;

    use serde_json::json;

    use super::reading::FILE_LIMIT;
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
