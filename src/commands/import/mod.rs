//! Objects that exist: taken over, or written as specs.

mod arguments;
mod generate;
mod take_over;

use super::{Exit, Failure, Global};

pub use arguments::Arguments;

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    match arguments.generate {
        true => generate::run(global, arguments).await,
        false => take_over::run(global, arguments).await,
    }
}
