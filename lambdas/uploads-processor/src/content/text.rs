//! Text in UTF-8.

use super::wrong::Wrong;

/// Text that goes by.
#[derive(Default)]
pub struct Utf8 {
    /// The beginning of a character whose end is in the next piece: three bytes at most.
    rest: Vec<u8>,
}

impl Utf8 {
    /// The next piece.
    pub fn feed(&mut self, mut piece: &[u8]) -> Result<(), Wrong> {
        if piece.contains(&0) {
            return Err(Self::wrong());
        }
        while !self.rest.is_empty()
            && let Some((byte, after)) = piece.split_first()
        {
            self.rest.push(*byte);
            piece = after;
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Err(Self::wrong()),
            }
        }
        if let Err(error) = std::str::from_utf8(piece) {
            if error.error_len().is_some() {
                return Err(Self::wrong());
            }
            self.rest.extend(piece.iter().skip(error.valid_up_to()));
        }
        Ok(())
    }

    /// The end.
    pub fn finish(self) -> Result<(), Wrong> {
        if self.rest.is_empty() { Ok(()) } else { Err(Self::wrong()) }
    }

    fn wrong() -> Wrong {
        Wrong::new("it is not text in UTF-8")
    }
}
