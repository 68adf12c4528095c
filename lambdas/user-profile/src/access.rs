//! Who may reach which profile.

use std::collections::BTreeSet;

use shared::api::Caller;
use shared::items::Profile;

/// Whether the profile is the caller's own.
pub fn is_own(caller: &Caller, user_id: &str) -> bool {
    caller.user_id == user_id
}

/// Whether the caller is an administrator at all.
pub fn is_administrator(caller: &Caller, administrator_groups: &BTreeSet<String>) -> bool {
    caller.tenant.organization().is_some() && !caller.groups.is_disjoint(administrator_groups)
}

/// Whether an administrator's organization is the profile's.
pub fn is_of_own_organization(administrator: &Caller, profile: &Profile) -> bool {
    profile.organization_id != Profile::NO_ORGANIZATION
        && administrator.tenant.organization() == Some(&profile.organization_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::api::{Role, Tenant};

    fn caller(organization_id: Option<&str>, groups: &[&str]) -> Caller {
        Caller {
            user_id: "caller".to_owned(),
            tenant: Tenant::of("caller", organization_id).unwrap(),
            role: Role::Member,
            groups: groups.iter().map(|&group| group.to_owned()).collect(),
            is_staff: false,
        }
    }

    fn profile(organization_id: &str) -> Profile {
        Profile { organization_id: organization_id.to_owned(), ..Profile::default() }
    }

    #[test]
    fn one_group_of_several_is_enough() {
        let administrators = ["Administrators".to_owned()].into();
        let is = |caller| is_administrator(&caller, &administrators);
        assert!(is(caller(Some("acme"), &["Administrators"])));
        assert!(is(caller(Some("acme"), &["OrgUsers", "Administrators"])));
        assert!(!is(caller(Some("acme"), &["OrgUsers"])));
        assert!(!is(caller(Some("acme"), &[])));
        assert!(!is(caller(None, &["Administrators"])));
        assert!(!is_administrator(&caller(Some("acme"), &["OrgUsers"]), &BTreeSet::new()));
    }

    #[test]
    fn an_administrator_reaches_one_organization() {
        let reaches = |own, other| is_of_own_organization(&caller(own, &[]), &profile(other));
        assert!(reaches(Some("acme"), "acme"));
        assert!(!reaches(Some("acme"), "other"));
        assert!(!reaches(Some("acme"), ""));
        assert!(!reaches(None, "acme"));
    }

    #[test]
    fn individuals_are_no_organization() {
        let individual = caller(Some("individual"), &[]);
        assert!(!is_of_own_organization(&individual, &profile("individual")));
        assert!(!is_of_own_organization(&individual, &Profile::default()));
    }
}
