//! The ids of users: random UUIDs. One that followed from the address would let anybody who sees an
//! id in a log find out whose it is, and would give a deleted user's data to the next who registers
//! the address.

use shared::Error;

/// A new id: a UUID of version 4.
pub fn new() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Randomness(error.to_string()))?;
    Ok(format(bytes))
}

fn format(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_variant_are_those_of_a_random_uuid() {
        assert_eq!(format([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(format([255; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn no_two_are_alike() {
        assert_ne!(new().unwrap(), new().unwrap());
    }
}
