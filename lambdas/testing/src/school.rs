//! The people of an organization that teaches, and of another.

use crate::Person;

/// Who owns the organization.
pub fn owner() -> Person {
    Person::of("acme", "owner", "owner")
}

/// An instructor.
pub fn ada() -> Person {
    Person::of("acme", "ada", "instructor")
}

/// Another instructor.
pub fn grace() -> Person {
    Person::of("acme", "grace", "instructor")
}

/// A member who learns.
pub fn student() -> Person {
    Person::of("acme", "student", "member")
}

/// Who owns another organization.
pub fn rival() -> Person {
    Person::of("rival", "rita", "owner")
}
