//! What was found in AWS.

use std::collections::BTreeMap;

use super::hosts::Host;
use super::owner::Owner;
use aws::AwsError;
use compiler::Address;
use kind::LiveObject;

/// An object that exists.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedObject {
    pub id: String,
    pub region: String,
    pub live: LiveObject,
    pub owner: Owner,
}

/// What was found at an address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The object that the state names, or that has the spec's name where the state names none.
    pub current: Option<ObservedObject>,
    /// The object that the spec's name leads to, where the state names another: a replacement that was
    /// interrupted.
    pub successor: Option<ObservedObject>,
    /// What the state says was replaced and is still to be deleted, where it exists and is neither of these.
    pub replaced: Vec<ObservedObject>,
    /// What creations with an unknown outcome have made in addition to these.
    pub duplicates: Vec<ObservedObject>,
    /// Objects that cannot be told apart: one of these belongs here, or the one of the state.
    pub ambiguous: Vec<ObservedObject>,
    /// What the resource is to live in and the stack that has it, where that is another one.
    pub host: Option<(Host, String)>,
}

impl Found {
    /// Everything that was found.
    pub fn all(&self) -> impl Iterator<Item = &ObservedObject> {
        let present = self.current.iter().chain(&self.successor);
        let left = self.replaced.iter().chain(&self.duplicates);
        present.chain(left).chain(&self.ambiguous)
    }
}

/// Kind, region and id: what makes an object one and the same.
pub type ObjectKey = (String, String, String);

/// Objects that have been read a moment ago, and need not be read again.
pub type CachedReads = BTreeMap<ObjectKey, LiveObject>;

/// Everything that was found.
pub type Observation = BTreeMap<Address, Found>;

/// A read that failed. Nothing may be concluded from it, so a plan needs every read to succeed.
#[derive(Debug, Clone)]
pub struct ReadError {
    pub address: Address,
    pub error: AwsError,
}
