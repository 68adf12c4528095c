//! Random changes of valid and of nasty specs: whatever comes out must end in a stack or in errors, never
//! in a crash. The fuzz target in `fuzz/` runs the same code.

use std::path::Path;
use std::time::{Duration, Instant};

#[path = "../../fuzz/fuzz_targets/entry.rs"]
mod entry;

/// What takes the place of a part of a spec.
const PIECES: &[&str] = &[
    "", "\n", "\t", "  ", ": ", "- ", "#", "'", "\"", "\\", "[", "]", "{", "}", "${", "%{", "}",
    "$", "~", "&a ", "*a", "|", ">-", "---\n", "null", "true", "0", "-1", "1e99", "é", "\u{e000}",
    "\u{1f980}", "${env.", "each.key", "for_each: ", "local.a", "[*]", "...", " ? ", "for x in ",
    "%{ endif }", "try(",
];

#[test]
fn the_corpus_does_no_harm() {
    for (_, seed) in seeds() {
        entry::compile(&seed);
    }
}

#[test]
fn changed_specs_do_no_harm() {
    let seeds = seeds();
    let deadline = Instant::now() + Duration::from_secs(3);
    let mut random = Random(0x5eed);
    let mut rounds = 0_u32;
    while Instant::now() < deadline || rounds < 100 {
        let (name, seed) = &seeds[random.below(seeds.len())];
        let mut bytes = seed.clone();
        for _ in 0..=random.below(4) {
            mutate(&mut bytes, &mut random);
        }
        let outcome = std::panic::catch_unwind(|| entry::compile(&bytes));
        let text = String::from_utf8_lossy(&bytes);
        assert!(outcome.is_ok(), "{name}, round {rounds}:\n{text}");
        rounds += 1;
    }
}

/// Every committed spec: those that are nasty, and those that are valid.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    for folder in ["tests/cli/corpus", "docs/examples", "specs", "environments"] {
        let entries = walkdir::WalkDir::new(root.join(folder)).into_iter().flatten();
        for file in entries.filter(|entry| entry.file_type().is_file()) {
            let bytes = std::fs::read(file.path()).expect("a readable spec");
            seeds.push((file.path().display().to_string(), bytes));
        }
    }
    seeds.sort();
    seeds
}

/// Cuts something out, doubles it, or puts something else in its place.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(bytes.len() + 1);
    let end = (start + random.below(12)).min(bytes.len());
    let piece = match random.below(4) {
        0 => bytes[start..end].repeat(2),
        1 => vec![u8::try_from(random.below(256)).unwrap_or_default()],
        _ => PIECES[random.below(PIECES.len())].as_bytes().to_vec(),
    };
    bytes.splice(start..end, piece);
}

/// Xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or_default()
    }
}
