//! Files that nobody ever sees half written, and reads that end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What a file is called while it is being written.
pub const UNFINISHED: &str = ".new";

/// How many links may lead from one to the next. Linux follows as many.
const MOST_LINKS: usize = 40;

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// As the process has it (the umask).
    Anybody,
    /// Its owner alone.
    Owner,
}

/// Puts bytes in the place of a file, or of nothing. A reader sees the old file or the new one. A link
/// stays, and what it leads to is replaced.
///
/// # Errors
/// A folder that cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_for(Readers::Anybody, path, bytes)
}

/// The same for a file that its owner alone may read, whoever could read the one that was there.
///
/// # Errors
/// A folder that cannot be written.
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_for(Readers::Owner, path, bytes)
}

fn replace_for(readers: Readers, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = linked(path)?;
    // A device or a pipe takes what is written to it, and stays.
    if fs::metadata(&path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return OpenOptions::new().write(true).open(&path)?.write_all(bytes);
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(UNFINISHED);
    let temporary = PathBuf::from(temporary);
    let mut file = match create_new(readers, &temporary) {
        // Whoever began it was killed. It is not written into, for others may have it open.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(&temporary)?;
            create_new(readers, &temporary)?
        }
        created => created?,
    };
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}

fn create_new(readers: Readers, path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    restrict(readers, &mut options);
    options.open(path)
}

#[cfg(unix)]
fn restrict(readers: Readers, options: &mut OpenOptions) {
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    }
}

#[cfg(not(unix))]
fn restrict(_: Readers, _: &mut OpenOptions) {}

/// Opens a file whose content does not matter, to be locked, and makes it where there is none.
///
/// # Errors
/// A folder that cannot be written, or something else in the file's place: opening a pipe might never end.
pub fn open_private(path: &Path) -> io::Result<File> {
    match check_regular(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        checked => checked?,
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    restrict(Readers::Owner, &mut options);
    options.open(path)
}

/// Makes a folder that its owner alone may enter, and those that it stands in, where they do not exist.
///
/// # Errors
/// A folder that cannot be written.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The same for a folder that holds nothing but our own files: nobody else may enter it, whoever could before.
///
/// # Errors
/// A folder that cannot be written, or is somebody else's.
pub fn own_private_folder(path: &Path) -> io::Result<()> {
    create_private_folder(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let is_open = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
        if is_open {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// The file that a path leads to, through links, whether or not it exists.
///
/// # Errors
/// Symbolic links that form a loop.
pub fn linked(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path),
        }
    }
    let message = format!("the symbolic links from {} form a loop", path.display());
    Err(io::Error::other(message))
}

/// Opens a file. Reading a device or a pipe might never end.
///
/// # Errors
/// There is none, or it is something else.
pub fn open_regular(path: &Path) -> io::Result<File> {
    check_regular(path)?;
    File::open(path)
}

fn check_regular(path: &Path) -> io::Result<()> {
    let there = fs::metadata(path)?;
    if there.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    if !there.is_file() {
        return Err(io::Error::other("it is a device or pipe"));
    }
    Ok(())
}

/// The bytes of a file that has no more than `most`.
///
/// # Errors
/// There is none, it is something else, or it has more.
pub fn read_up_to(most: u64, path: &Path) -> io::Result<Vec<u8>> {
    let file = open_regular(path)?;
    if file.metadata()?.len() > most {
        return Err(more_than(most));
    }
    read_to_end(most, file)
}

/// All that a source gives, which may be a pipe, if that is no more than `most` bytes.
///
/// # Errors
/// It cannot be read, or gives more.
pub fn read_to_end(most: u64, source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        return Ok(bytes);
    }
    Err(more_than(most))
}

fn more_than(most: u64) -> io::Error {
    let most = most.div_ceil(1 << 20);
    io::Error::other(format!("it has more than {most} MB"))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_private_file_is_its_owners_alone_whatever_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        replace_private(&path, b"1").unwrap();
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        replace_private(&path, b"2").unwrap();
        assert_eq!((mode(&path), fs::read(&path).unwrap()), (0o600, b"2".to_vec()));
        create_private_folder(&folder.path().join("a/b")).unwrap();
        assert_eq!(mode(&folder.path().join("a")), 0o700);
        assert_eq!(mode(&folder.path().join("a/b")), 0o700);
        let runs = folder.path().join("runs");
        fs::create_dir(&runs).unwrap();
        fs::set_permissions(&runs, fs::Permissions::from_mode(0o755)).unwrap();
        own_private_folder(&runs).unwrap();
        assert_eq!(mode(&runs), 0o700);
    }

    #[test]
    fn a_link_stays_and_what_it_leads_to_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        fs::create_dir(&real).unwrap();
        let (link, second) = (folder.path().join("link"), folder.path().join("second"));
        symlink("second", &link).unwrap();
        symlink("real/state.json", &second).unwrap();
        for content in ["made", "replaced"] {
            replace(&link, content.as_bytes()).unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(real.join("state.json")).unwrap(), content);
        }
        let looped = folder.path().join("looped");
        symlink("looped", &looped).unwrap();
        assert!(replace(&looped, b"").is_err());
    }

    #[test]
    fn what_a_killed_writer_left_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("other"));
        fs::write(&other, "somebody's").unwrap();
        symlink(&other, folder.path().join("a.new")).unwrap();
        replace(&path, b"ours").unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "somebody's");
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
    }

    #[test]
    fn a_device_is_written_to_and_not_replaced_and_never_read() {
        replace(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let refused = |path: &str| read_up_to(10, Path::new(path)).unwrap_err().to_string();
        assert_eq!(refused("/dev/zero"), "it is a device or pipe");
        assert_eq!(refused("/tmp"), "it is a folder");
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let refused = read_up_to(2 << 20, &path).unwrap_err().to_string();
        assert_eq!(refused, "it has more than 2 MB");
        fs::write(&path, "ab").unwrap();
        assert_eq!(read_up_to(2, &path).unwrap(), b"ab");
    }
}
