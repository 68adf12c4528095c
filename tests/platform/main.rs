//! The platform's own specs, whole, with the real binary: every environment compiles, a run from
//! nothing to nothing on ministack and on moto, and what differs between environments really differs.

mod environments;
mod lifecycle;
mod project;
