//! To whom data belongs.

use std::fmt;

use super::Refusal;

/// An organization, or a person who belongs to none. It comes from the claims of the caller's token and from
/// nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(String);

impl Tenant {
    /// The tenant of what everybody may read.
    pub const PUBLIC: &str = "public";
    /// What the claim says of those who belong to no organization.
    pub const NONE: &str = "individual";
    /// What personal tenants begin with.
    const PERSONAL: &str = "u_";

    /// The tenant of a user whose claim names this organization, or none. Keys begin with a tenant and `:`, and a
    /// policy compares them by pattern, so neither that nor a sign of patterns is in one.
    /// Users are keys as well, so a user cannot be called like a tenant.
    pub fn of(user_id: &str, organization: Option<&str>) -> Result<Self, Refusal> {
        let organization = organization.filter(|organization| *organization != Self::NONE);
        if !Self::is_plain(user_id) || !organization.is_none_or(Self::is_plain) {
            return Err(Refusal::Unauthenticated);
        }
        Ok(Self(match organization {
            None => format!("{}{user_id}", Self::PERSONAL),
            Some(organization) => organization.to_owned(),
        }))
    }

    /// The tenant that a key of ours names, such as that of a file that has arrived. None if no tenant is called so. Never
    /// for what a caller has sent.
    pub fn of_key(text: &str) -> Option<Self> {
        let name = text.strip_prefix(Self::PERSONAL).unwrap_or(text);
        Self::is_plain(name).then(|| Self(text.to_owned()))
    }

    fn is_plain(text: &str) -> bool {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.@+".contains(c);
        (1..=128).contains(&text.len())
            && text.chars().all(is_plain)
            && text != Self::PUBLIC
            && !text.starts_with(Self::PERSONAL)
    }

    /// The text of keys and tags.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The organization, unless it is a person's own.
    pub fn organization(&self) -> Option<&str> {
        (!self.0.starts_with(Self::PERSONAL)).then_some(self.0.as_str())
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(organization: Option<&str>) -> Result<String, Refusal> {
        Tenant::of("user", organization).map(|tenant| tenant.to_string())
    }

    #[test]
    fn whoever_belongs_to_none_is_a_tenant_alone() {
        assert_eq!(tenant(None).unwrap(), "u_user");
        assert_eq!(tenant(Some("individual")).unwrap(), "u_user");
        assert_eq!(tenant(Some("acme")).unwrap(), "acme");
        assert_eq!(Tenant::of("user", None).unwrap().organization(), None);
        assert_eq!(Tenant::of("user", Some("acme")).unwrap().organization(), Some("acme"));
    }

    #[test]
    fn no_claim_reaches_the_catalogue_another_person_or_a_pattern() {
        for claim in ["public", "u_other", "a:b", "a*", "?", "", "a b", "${aws:username}"] {
            assert!(tenant(Some(claim)).is_err(), "{claim}");
        }
        for user in ["*", "a:b", "", "public", "u_other"] {
            assert!(Tenant::of(user, None).is_err(), "{user}");
            assert!(Tenant::of(user, Some("acme")).is_err(), "{user}");
        }
    }
}
