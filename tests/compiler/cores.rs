//! What several cores do side by side comes out as what one does.

use std::fmt::Write as _;

use compiler::{Failure, Options, Stack, compile, compile_in_memory};
use diatonic::report;

use crate::{PROJECT, options};

/// Enough of them to be worth several threads, by number and by length.
const FILES: usize = 60;
const IN_EACH: usize = 40;

/// Files whose resources are named after each other, in chains of ten across the files, with this in one of them.
fn files(last: &str) -> Vec<(String, String)> {
    let file = |file: usize| {
        let mut text = "logs.log_group:\n".to_owned();
        for number in 0..IN_EACH {
            // The next of a chain stands in another file, before or behind this one.
            let (here, next) =
                (file * IN_EACH + number, ((file * 7 + 1) % FILES) * IN_EACH + number);
            let name = match number % 10 {
                0 => format!("/shop/{here}"),
                _ => format!("${{logs.log_group.g{}.name}}/{here}", next - 1),
            };
            let _ = writeln!(text, "  g{here}: {{ name: \"{name}\", tags: {{ team: people }} }}");
        }
        (format!("specs/f{file:02}.yaml"), text)
    };
    let mut files: Vec<_> = (0..FILES).map(file).collect();
    files[FILES / 2].1.push_str(last);
    files
}

/// What comes of files: of each resource its address and its id, or what is wrong.
fn told(outcome: Result<Stack, Failure>) -> Result<Vec<String>, String> {
    let told = |stack: Stack| {
        let resources = stack.resources.values();
        resources.map(|one| format!("{} {:?}", one.address, one.prediction)).collect()
    };
    outcome
        .map(told)
        .map_err(|failure| report::diagnostics::render(&failure.sources, failure.diagnostics))
}

fn one_by_one(files: &[(String, String)]) -> Result<Vec<String>, String> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    told(compile_in_memory(&options(&[]), PROJECT.as_bytes(), &files.collect::<Vec<_>>()))
}

fn side_by_side(files: &[(String, String)]) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write("environments/dev.yaml", PROJECT);
    files.iter().for_each(|(path, text)| write(path, text));
    told(compile(&Options { root: folder.path().to_owned(), ..options(&[]) }))
}

#[test]
fn files_are_read_side_by_side() {
    let files = files("");
    let (one, other) = (one_by_one(&files), side_by_side(&files));
    assert_eq!(one.as_ref().map(Vec::len), Ok(FILES * IN_EACH));
    assert_eq!(one, other);
}

#[test]
fn what_is_wrong_is_told_in_the_same_words() {
    for (last, said) in [
        ("  g3: { name: twice }\n", "duplicate name `g3`"),
        (
            "  lost: { name: \"${logs.log_group.nobody.name}\" }\n",
            "there is no `logs.log_group.nobody`",
        ),
        (
            "  a: { name: \"${logs.log_group.z.name}\" }\n  z: { name: \"${logs.log_group.a.name}\" }\n",
            "names are made of each other in a cycle",
        ),
        ("  open: { name: \"never closed }\n", "malformed YAML"),
    ] {
        let files = files(last);
        let told = side_by_side(&files).expect_err(last);
        assert!(told.contains(said), "{told}");
        assert_eq!(told, side_by_side(&files).expect_err(last));
        assert_eq!(told, one_by_one(&files).expect_err(last));
    }
}
