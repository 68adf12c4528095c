//! `for_each`, `enabled`, `lifecycle`, `depends_on`, `region`, `adopt`.

mod instances;
mod moves;
mod settings;
