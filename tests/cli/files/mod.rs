//! Files that are no specs: malformed YAML, unknown sections, names that stand twice.

mod names;
mod sections;
mod yaml;
