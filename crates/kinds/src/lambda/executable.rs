//! Whether Lambda can start what is packed as `bootstrap`. AWS accepts any file, and then every call fails.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use object::elf::{EM_AARCH64, EM_X86_64, FileHeader64};
use object::read::ReadCache;
use object::read::elf::FileHeader;
use object::{Endianness, ReadRef};

use crate::file_problem::Problem;

/// The processor and the C library that an executable is compiled for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Executable {
    Linux {
        /// As Lambda calls it, or nothing for one that Lambda does not have.
        architecture: Option<&'static str>,
        /// The oldest glibc that has all of what it calls. Nothing for one that is static.
        glibc: Option<Version>,
    },
    /// For macOS or Windows.
    Foreign,
}

/// A version of glibc, such as 2.34.
type Version = (u32, u32);

/// The glibc of each runtime without a language of its own: those of Amazon Linux 2023, 2 and 1.
const GLIBC: [(&str, Version); 3] =
    [("provided.al2023", (2, 34)), ("provided.al2", (2, 26)), ("provided", (2, 17))];

impl Executable {
    /// Looks into a file. Nothing for what is none, such as a script.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let mut start = [0; 4];
        let mut file = File::open(file).ok()?;
        file.read_exact(&mut start).ok()?;
        match &start {
            b"\x7fELF" => linux(&ReadCache::new(file)).ok(),
            // Mach-O of 64 bits, of several processors, and the header of DOS.
            [0xCF, 0xFA, 0xED, 0xFE] | [0xCA, 0xFE, 0xBA, 0xBE] | [b'M', b'Z', ..] => {
                Some(Self::Foreign)
            }
            _ => None,
        }
    }

    /// What keeps Lambda from starting it.
    pub(super) fn problem(&self, architecture: &str, runtime: &str) -> Option<Problem> {
        let Self::Linux { architecture: compiled_for, glibc } = self else {
            return Some(Problem::new(
                "`bootstrap` is not a program for Linux",
                "Lambda runs on Linux, so every call would fail", TARGET,
            ));
        };
        if *compiled_for != Some(architecture) {
            let compiled_for = compiled_for.unwrap_or("another processor");
            return Some(Problem::new(
                format!("`bootstrap` is compiled for {compiled_for}"),
                format!("the function runs on {architecture}, so every call would fail"),
                "correct `architecture`, or build for the other",
            ));
        }
        let (_, has) = GLIBC.iter().find(|(name, _)| *name == runtime)?;
        let needs = glibc.filter(|needs| needs > has)?;
        Some(Problem::new(
            format!("`bootstrap` needs glibc {}.{}", needs.0, needs.1),
            format!("`{runtime}` has {}.{}, so every call would fail", has.0, has.1),
            TARGET,
        ))
    }
}

const TARGET: &str = "build it for a target such as `x86_64-unknown-linux-musl`, which needs no \
                      library, or on the Linux of the runtime";

fn linux<'data>(file: impl ReadRef<'data>) -> object::read::Result<Executable> {
    let header = FileHeader64::<Endianness>::parse(file)?;
    let endian = header.endian()?;
    let architecture = match header.e_machine(endian) {
        EM_X86_64 => Some("x86_64"),
        EM_AARCH64 => Some("arm64"),
        _ => None,
    };
    let sections = header.sections(endian, file)?;
    let mut glibc = None;
    if let Some((mut libraries, strings)) = sections.gnu_verneed(endian, file)? {
        let strings = sections.strings(endian, file, strings)?;
        while let Some((_, mut versions)) = libraries.next()? {
            while let Some(version) = versions.next()? {
                glibc = glibc.max(version_of(version.name(endian, strings)?));
            }
        }
    }
    Ok(Executable::Linux { architecture, glibc })
}

/// The version in the name of a version of glibc's symbols: `GLIBC_2.34`, `GLIBC_2.2.5`.
fn version_of(name: &[u8]) -> Option<Version> {
    let mut numbers = std::str::from_utf8(name).ok()?.strip_prefix("GLIBC_")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_program_tells_what_it_needs() {
        let found = Executable::of(&std::env::current_exe().unwrap());
        if cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu")) {
            let Some(Executable::Linux { architecture, glibc: Some(glibc) }) = found else {
                panic!("{found:?}");
            };
            assert_eq!(architecture, Some("x86_64"));
            assert!(glibc > (2, 2), "{glibc:?}");
        }
    }

    #[test]
    fn what_lambda_cannot_start_is_told() {
        let linux = |architecture, glibc| Executable::Linux { architecture, glibc };
        let told = |executable: Executable, runtime| {
            executable.problem("x86_64", runtime).map(|problem| problem.message)
        };
        let x86 = Some("x86_64");
        assert_eq!(told(linux(x86, None), "provided.al2"), None);
        assert_eq!(told(linux(x86, Some((2, 34))), "provided.al2023"), None);
        assert_eq!(told(linux(x86, Some((2, 39))), "provided.al2099"), None);
        let newer = told(linux(x86, Some((2, 39))), "provided.al2023").unwrap();
        assert_eq!(newer, "`bootstrap` needs glibc 2.39");
        assert!(told(linux(x86, Some((2, 34))), "provided.al2").is_some());
        let other = told(linux(Some("arm64"), None), "provided.al2023").unwrap();
        assert_eq!(other, "`bootstrap` is compiled for arm64");
        assert!(told(linux(None, None), "provided.al2023").is_some());
        assert!(told(Executable::Foreign, "provided.al2023").is_some());
    }

    #[test]
    fn versions_of_symbols_are_read_as_numbers() {
        assert_eq!(version_of(b"GLIBC_2.2.5"), Some((2, 2)));
        assert!(version_of(b"GLIBC_2.9") < version_of(b"GLIBC_2.34"));
        assert_eq!(version_of(b"GCC_3.0"), None);
    }
}
