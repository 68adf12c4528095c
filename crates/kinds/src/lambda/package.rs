//! Zips for Lambda, the same bytes for the same content wherever and whenever they are made: AWS
//! tells us nothing of a package but the hash of its bytes, so a time stamp in it would be a change.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::executable::Executable;
use crate::file_problem::Problem;
use crate::folder::{self, File};
use crate::ignored::Ignored;
use kind::files::{Files, MOST_FILES, digest};
use workspace::files::{open_regular, read_up_to};

/// The file that Lambda starts on `provided` runtimes.
const BOOTSTRAP: &str = "bootstrap";

/// What CreateFunction takes in the request itself ("50 MB, zipped, for direct upload").
const MOST_ZIPPED: u64 = 50 * 1024 * 1024;

/// What Lambda unpacks, layers included ("250 MB unzipped").
const MOST_UNZIPPED: u64 = 250 * 1024 * 1024;

/// A zip and its hash as AWS writes it.
#[derive(Debug)]
pub(super) struct Package {
    bytes: Vec<u8>,
    sha256: String,
    files: Files,
    bootstrap: Option<Executable>,
}

impl Package {
    fn new(bytes: Vec<u8>, unzipped: u64) -> Result<Self, Problem> {
        check_zipped(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
        if unzipped > MOST_UNZIPPED {
            return Err(Problem::new(
                format!("the code is too big: {} unzipped", megabytes(unzipped)),
                format!("Lambda takes {}, layers included", megabytes(MOST_UNZIPPED)),
                "leave out what is not needed, or use a container image (10 GB)",
            ));
        }
        let sha256 = STANDARD.encode(Sha256::digest(&bytes));
        Ok(Self { bytes, sha256, files: Files::new(), bootstrap: None })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it was packed of. Nothing of what was packed already.
    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    /// What is packed as `bootstrap`, if that is an executable. Nothing of what was packed already.
    pub(super) fn bootstrap(&self) -> Option<&Executable> {
        self.bootstrap.as_ref()
    }

    /// Base64 of the SHA-256 of the zip: AWS's `CodeSha256`.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }
}

fn check_zipped(zipped: u64) -> Result<(), Problem> {
    if zipped <= MOST_ZIPPED {
        return Ok(());
    }
    Err(Problem::new(
        format!("the package is too big: {} zipped", megabytes(zipped)),
        format!("Lambda takes {} in a direct upload", megabytes(MOST_ZIPPED)),
        "put the zip into S3 and name it with `bucket`, `key` and `sha256`, or use an image",
    ))
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1024 * 1024))
}

/// What is wrong with a folder that is not there.
pub(super) fn missing_folder(folder: &Path) -> Option<Problem> {
    Problem::missing_folder(folder, "the code is packed from it")
}

/// What is wrong with a file that is not there.
pub(super) fn missing_file(file: &Path) -> Option<Problem> {
    Problem::missing_file(file, "the code comes from it")
}

/// Packs every file of a folder under its path in it, but for what patterns leave out.
pub(super) fn of_folder(folder: &Path, ignore: &[String]) -> Result<Package, Problem> {
    if let Some(problem) = missing_folder(folder) {
        return Err(problem);
    }
    let entries = folder::files(folder, &Ignored::usually_and(ignore)?)?;
    if entries.is_empty() {
        return Err(Problem::new(
            format!("`{}` has no file that is packed", folder.display()),
            "Lambda takes no package without a file",
            "build the code first",
        ));
    }
    pack(entries)
}

/// Packs one executable as the `bootstrap` of a `provided` runtime.
pub(super) fn of_executable(path: &Path) -> Result<Package, Problem> {
    pack(vec![File { name: BOOTSTRAP.to_owned(), path: path.to_owned() }])
}

/// Takes a zip as it is.
pub(super) fn of_zip(file: &Path) -> Result<Package, Problem> {
    if let Some(problem) = missing_file(file) {
        return Err(problem);
    }
    let size = fs::metadata(file).map(|metadata| metadata.len());
    check_zipped(size.map_err(|error| Problem::reading(file, &error))?)?;
    let bytes = read_up_to(MOST_ZIPPED, file).map_err(|error| Problem::reading(file, &error))?;
    let archive = ZipArchive::new(Cursor::new(&bytes)).map_err(|error| {
        Problem::new(format!("`{}` is not a zip", file.display()), error.to_string(), "")
    })?;
    // Archives that do not say how big they are when unpacked are left to AWS to judge.
    let unzipped = archive.decompressed_size().unwrap_or(0);
    Package::new(bytes, u64::try_from(unzipped).unwrap_or(u64::MAX))
}

fn pack(entries: Vec<File>) -> Result<Package, Problem> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let (mut unzipped, mut files) = (0, Files::new());
    let bootstrap = entries.iter().find(|file| file.name == BOOTSTRAP);
    let bootstrap = bootstrap.and_then(|file| Executable::of(&file.path));
    for File { name, path } in entries {
        let problem = |error: &dyn std::fmt::Display| Problem::reading(&path, &error.to_string());
        let file = open_regular(&path).map_err(|error| problem(&error))?;
        let metadata = file.metadata().map_err(|error| problem(&error))?;
        if unzipped + metadata.len() > MOST_UNZIPPED {
            // Too big in any case: no need to pack the rest to say so.
            return Package::new(Vec::new(), unzipped + metadata.len());
        }
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default())
            .unix_permissions(if is_executable(&name, &metadata) { 0o755 } else { 0o644 });
        zip.start_file(name.as_str(), options).map_err(|error| problem(&error))?;
        // Somebody may still be writing to it.
        let mut file = file.take(MOST_UNZIPPED + 1 - unzipped);
        let (length, digest) = add(&mut file, &mut zip).map_err(|error| problem(&error))?;
        unzipped += length;
        files.insert(name, digest);
    }
    let written = zip.finish().and_then(|mut cursor| {
        cursor.flush()?;
        Ok(cursor.into_inner())
    });
    let bytes = written
        .map_err(|error| Problem::new("the code cannot be packed", error.to_string(), ""))?;
    if files.len() > MOST_FILES {
        files.clear();
    }
    Ok(Package { files, bootstrap, ..Package::new(bytes, unzipped)? })
}

/// Copies a file, and tells how long it is and its digest.
fn add(file: &mut impl Read, zip: &mut impl Write) -> std::io::Result<(u64, String)> {
    let (mut hash, mut length, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let count = file.read(&mut buffer)?;
        let part = buffer.get(..count).unwrap_or_default();
        if part.is_empty() {
            return Ok((length, digest(hash)));
        }
        hash.update(part);
        zip.write_all(part)?;
        length += part.len() as u64;
    }
}

/// Two modes are enough, so that the umask of whoever checked the code out does not matter.
fn is_executable(name: &str, metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    let marked = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let marked = false;
    marked || name == BOOTSTRAP
}

/// Runs what reads and packs files where it holds up no other task.
pub(super) async fn in_background(
    pack: impl FnOnce() -> Result<Package, Problem> + Send + 'static,
) -> Result<Package, Problem> {
    tokio::task::spawn_blocking(pack).await.unwrap_or_else(|error| {
        Err(Problem::new("the code cannot be packed", error.to_string(), ""))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn folder_of(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files.iter().rev() {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_same_content_is_the_same_package(
            files in prop::collection::btree_map("([a-c]/)?[a-z]{1,6}[.]txt", prop::collection::vec(any::<u8>(), 0..64), 1..6)
        ) {
            let (one, other) = (folder_of(&files), folder_of(&files));
            let package = of_folder(one.path(), &[]).unwrap();
            let again = of_folder(other.path(), &[]).unwrap();
            prop_assert_eq!(package.bytes(), again.bytes());

            let mut archive = ZipArchive::new(Cursor::new(package.bytes())).unwrap();
            let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
            prop_assert_eq!(names, files.keys().cloned().collect::<Vec<_>>());
            for (name, content) in &files {
                let mut unpacked = Vec::new();
                archive.by_name(name).unwrap().read_to_end(&mut unpacked).unwrap();
                prop_assert_eq!(&unpacked, content);
            }
        }
    }

    #[test]
    fn bootstrap_can_always_be_started() {
        let files = [("bootstrap".to_owned(), b"#!/bin/sh".to_vec()), ("notes".to_owned(), vec![])];
        let folder = folder_of(&files.into());
        let package = of_folder(folder.path(), &[]).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(package.bytes())).unwrap();
        let mut mode = |name: &str| archive.by_name(name).unwrap().unix_mode().unwrap() & 0o777;
        assert_eq!((mode("bootstrap"), mode("notes")), (0o755, 0o644));
    }

    #[test]
    fn the_hash_is_the_one_that_aws_reports() {
        let package = Package::new(b"zip".to_vec(), 3).unwrap();
        assert_eq!(package.sha256(), "SnD+mqZDbgLC3qNA+9HjUuTvLYzmylKtJdS5VHH8i/I=");
    }

    #[test]
    fn what_lambda_would_refuse_is_refused_here() {
        let problem = Package::new(Vec::new(), MOST_UNZIPPED + 1).unwrap_err();
        assert_eq!(problem.message, "the code is too big: 251 MB unzipped");
        let problem = Package::new(vec![0; 50 * 1024 * 1024 + 1], 0).unwrap_err();
        assert_eq!(problem.message, "the package is too big: 51 MB zipped");
    }

    #[test]
    fn a_file_that_is_no_zip_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code.zip");
        assert!(of_zip(&path).unwrap_err().message.starts_with("there is no file"));
        fs::write(&path, "text").unwrap();
        assert!(of_zip(&path).unwrap_err().message.ends_with("is not a zip"));
        assert!(of_folder(folder.path().join("nowhere").as_path(), &[]).is_err());
    }

    #[test]
    fn a_zip_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code.zip");
        fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let problem = of_zip(&path).unwrap_err();
        assert!(problem.message.starts_with("the package is too big"), "{problem:?}");
    }
}
