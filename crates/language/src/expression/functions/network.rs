//! Address ranges.
//!
//! Departures from Terraform: numbers below zero and addresses with leading zeros are refused, which
//! Terraform turns into some other range.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::arguments::{self, Outcome};
use super::function::{Function, Surroundings, examines};
use super::words::excerpt;
use crate::value::Value;

pub(super) fn functions() -> Vec<Function> {
    vec![
        examines(
            "cidrhost(range, number)",
            "An address of a range; a number below zero counts from its end.",
            2..=2,
            cidrhost,
        ),
        examines(
            "cidrnetmask(range)",
            "The mask of a range of IPv4 addresses.",
            1..=1,
            cidrnetmask,
        ),
        examines(
            "cidrsubnet(range, additional bits, number)",
            "One of the equal parts of an address range.",
            3..=3,
            cidrsubnet,
        ),
        examines(
            "cidrsubnets(range, additional bits, …)",
            "Parts of an address range, one behind the other.",
            1..=usize::MAX,
            cidrsubnets,
        ),
    ]
}

/// An address range.
#[derive(Clone, Copy)]
struct Range {
    /// How many bits an address has.
    size: u32,
    /// How many of them the range fixes.
    length: u32,
    /// The first address.
    start: u128,
}

impl Range {
    fn argument(arguments: &[Value]) -> Result<Self, String> {
        let range = arguments::text(arguments, 0, "the range")?;
        let (address, length) = parse(&range).ok_or_else(|| {
            format!(
                "{} is not an address range; write one such as \"10.0.0.0/16\" or \"fd00::/48\"",
                excerpt(&range)
            )
        })?;
        let (size, address) = match address {
            IpAddr::V4(address) => (32, u128::from(address.to_bits())),
            IpAddr::V6(address) => (128, address.to_bits()),
        };
        let range = Self { size, length, start: 0 };
        Ok(Self { start: address & !range.host_bits(), ..range })
    }

    /// How many bits are free.
    fn free(self) -> u32 {
        self.size - self.length
    }

    /// The bits that differ from address to address: as a number, the place of the last.
    fn host_bits(self) -> u128 {
        u128::MAX.checked_shr(128 - self.free()).unwrap_or_default()
    }

    fn last(self) -> u128 {
        self.start | self.host_bits()
    }

    fn address(self, bits: u128) -> IpAddr {
        match u32::try_from(bits) {
            Ok(bits) if self.size == 32 => IpAddr::V4(Ipv4Addr::from_bits(bits)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address(self.start), self.length)
    }
}

fn cidrhost(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let range = Range::argument(arguments)?;
    let number = arguments::whole(arguments, 1, "the number of the host")?;
    let most = range.host_bits();
    let place = match number {
        0.. => number.unsigned_abs(),
        // The last is -1.
        _ => most.wrapping_sub(number.unsigned_abs() - 1),
    };
    if place > most || number < 0 && number.unsigned_abs() - 1 > most {
        return Err(format!(
            "{range} has hosts 0 to {most}, but host {number} was asked for; use a smaller number or a larger range"
        ));
    }
    Ok(range.address(range.start | place).to_string().into())
}

fn cidrnetmask(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let range = Range::argument(arguments)?;
    if range.size != 32 {
        return Err(format!("{range} has IPv6 addresses, which have no mask; write the length"));
    }
    let mask = u128::from(u32::MAX) & !range.host_bits();
    Ok(range.address(mask).to_string().into())
}

/// Divides a range into 2^bits equal ranges and picks one.
fn cidrsubnet(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let range = Range::argument(arguments)?;
    let bits = natural(arguments, 1, "the count of additional bits")?;
    let number = natural(arguments, 2, "the number of the subnet")?;
    let free = range.free();
    let Some((bits, rest)) =
        u32::try_from(bits).ok().and_then(|bits| Some((bits, free.checked_sub(bits)?)))
    else {
        return Err(format!(
            "{range} can be divided by at most {free} bits, but {bits} were given; use fewer bits or a larger range"
        ));
    };
    // A shift by all 128 bits leaves nothing, which is what `unwrap_or_default` says here.
    if number.checked_shr(bits).unwrap_or_default() != 0 {
        return Err(format!(
            "{bits} additional bits make subnets 0 to {}, but subnet {number} was asked for; use more bits or a smaller number",
            u128::MAX.checked_shr(128 - bits).unwrap_or_default()
        ));
    }
    let start = range.start | number.checked_shl(rest).unwrap_or_default();
    Ok(Range { start, length: range.size - rest, ..range }.to_string().into())
}

/// The most bits by which `cidrsubnets` divides a range, as in Terraform.
const MOST_BITS: u128 = 32;

/// Each part starts at the first place of its size behind the part before it.
fn cidrsubnets(arguments: &[Value], _: &dyn Surroundings) -> Outcome {
    let range = Range::argument(arguments)?;
    let mut parts = Vec::new();
    // The first address that is free; none is behind the last.
    let mut next = Some(range.start);
    for position in 1..arguments.len() {
        let bits = natural(arguments, position, "the count of additional bits")?;
        let most = u128::from(range.free()).min(MOST_BITS);
        let bits = u32::try_from(bits).ok().filter(|bits| (1..=most).contains(&u128::from(*bits)));
        let length = range.length + bits.ok_or_else(|| {
            format!("each count of additional bits of {range} must be from 1 to {most}; use others, or a larger range")
        })?;
        let part = Range { length, ..range };
        let start =
            next.and_then(|next| Some(next.checked_add(part.host_bits())? & !part.host_bits()));
        let part = start.map(|start| Range { start, ..part });
        let part = part.filter(|part| part.last() <= range.last()).ok_or_else(|| {
            format!("{range} has no room for a part of /{length} behind the parts before it; use smaller parts or a larger range")
        })?;
        next = part.last().checked_add(1);
        parts.push(part.to_string().into());
    }
    Ok(Value::Array(parts))
}

fn natural(arguments: &[Value], position: usize, what: &str) -> Result<u128, String> {
    let whole = arguments::whole(arguments, position, what)?;
    u128::try_from(whole).map_err(|_| format!("{what} must be 0 or more, but it is {whole}"))
}

/// An address and how many of its bits the range fixes.
fn parse(range: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = range.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let size = if address.is_ipv4() { 32 } else { 128 };
    let digits = length.chars().all(|symbol| symbol.is_ascii_digit());
    let length = length.parse().ok().filter(|length| digits && *length <= size)?;
    Some((address, length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::expression::functions::testing::{call, expect, expect_errors};

    #[test]
    fn ranges_are_divided() {
        expect([
            ("cidrsubnet", json!(["10.20.0.0/16", 8, 3]), json!("10.20.3.0/24")),
            ("cidrsubnet", json!(["192.168.7.9/24", "2", "3"]), json!("192.168.7.192/26")),
            ("cidrsubnet", json!(["10.1.2.0/24", 8, 255]), json!("10.1.2.255/32")),
            ("cidrsubnet", json!(["10.1.2.0/24", 0, 0]), json!("10.1.2.0/24")),
            ("cidrsubnet", json!(["0.0.0.0/0", 32, u32::MAX]), json!("255.255.255.255/32")),
            ("cidrsubnet", json!(["fd00:ab::/32", 32, 10]), json!("fd00:ab:0:a::/64")),
            ("cidrsubnet", json!(["::/0", 0, 0]), json!("::/0")),
            ("cidrsubnet", json!(["::/0", 128, u64::MAX]), json!("::ffff:ffff:ffff:ffff/128")),
        ]);
        expect_errors([
            ("cidrsubnet", json!(["10.1.2.0/24", 9, 0]), "at most 8 bits, but 9"),
            ("cidrsubnet", json!(["10.1.2.0/24", u64::MAX, 0]), "at most 8 bits"),
            ("cidrsubnet", json!(["10.1.2.0/24", 4, 16]), "subnets 0 to 15, but subnet 16"),
            ("cidrsubnet", json!(["10.1.2.0/24", 0, 1]), "subnets 0 to 0"),
            ("cidrsubnet", json!(["10.1.2.0/24", -1, 0]), "0 or more"),
            ("cidrsubnet", json!(["10.1.2.0/24", 1, -1]), "0 or more"),
            ("cidrsubnet", json!(["10.1.2.0/24", 1.5, 0]), "a whole number"),
            ("cidrsubnet", json!(["10.1.2.0", 1, 0]), "not an address range"),
            ("cidrsubnet", json!(["10.1.2.0/33", 1, 0]), "not an address range"),
            ("cidrsubnet", json!(["10.1.2.0/+8", 1, 0]), "not an address range"),
            ("cidrsubnet", json!(["10.1.2.0/", 1, 0]), "not an address range"),
        ]);
    }

    proptest! {
        #[test]
        fn neighbours_differ_and_stay_inside(address: u32, length in 0..32_u32, number: u32) {
            let range = format!("{}/{length}", Ipv4Addr::from_bits(address));
            let bits = 32 - length;
            let number = if bits == 32 { number } else { number % (1 << bits) };
            let subnet = call("cidrsubnet", json!([range, bits, number])).unwrap();
            let (picked, _) = parse(subnet.as_str().unwrap()).unwrap();
            let IpAddr::V4(picked) = picked else { panic!("{picked}") };
            let mask = u32::MAX.checked_shr(length).unwrap_or_default();
            prop_assert_eq!(picked.to_bits() & mask, number);
            prop_assert_eq!(picked.to_bits() & !mask, address & !mask);
        }
    }
}
