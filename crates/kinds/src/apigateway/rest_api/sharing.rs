//! An API that several stacks have something in, as each of them sees it.

use super::ownership_record::OwnershipRecord;
use super::snapshot::Snapshot;
use super::spec::{RestApi, RoutesOfOthers};
use crate::prelude::*;

impl Snapshot {
    /// The ownership records of all who have added something.
    pub(super) fn ownership_records(&self) -> Result<Vec<OwnershipRecord>> {
        OwnershipRecord::all(&self.models)
    }

    /// The API without what others have added. Their paths are there still, without methods.
    pub(super) fn without(&self, ownership_records: &[OwnershipRecord]) -> Self {
        let is_ours =
            |path: &str, verb: &str| !ownership_records.iter().any(|it| it.has_route(path, verb));
        let added = |names: fn(&OwnershipRecord) -> &BTreeSet<String>, name: Option<&str>| {
            let name = name.unwrap_or_default();
            ownership_records.iter().any(|ownership_record| names(ownership_record).contains(name))
        };
        let mut own = self.with_methods(is_ours);
        own.models.retain(|model| {
            let name = model.name();
            !OwnershipRecord::is_model(name.unwrap_or_default()) && !added(|it| &it.models, name)
        });
        own.authorizers.retain(|it| !added(|it| &it.authorizers, it.name()));
        own.validators.retain(|it| !added(|it| &it.request_validators, it.name()));
        own
    }

    /// What an ownership record names of the API, and what its routes may refer to: authorizers and validators of
    /// others, by their ids. All paths are there, of others without methods.
    pub(super) fn only(&self, ownership_record: &OwnershipRecord) -> Self {
        let mut only = self.with_methods(|path, verb| ownership_record.has_route(path, verb));
        only.models
            .retain(|model| ownership_record.models.contains(model.name().unwrap_or_default()));
        for authorizer in &mut only.authorizers {
            if !ownership_record.authorizers.contains(authorizer.name().unwrap_or_default()) {
                authorizer.name.clone_from(&authorizer.id);
            }
        }
        for validator in &mut only.validators {
            if !ownership_record.request_validators.contains(validator.name().unwrap_or_default()) {
                validator.name.clone_from(&validator.id);
            }
        }
        only
    }

    fn with_methods(&self, is_ours: impl Fn(&str, &str) -> bool) -> Self {
        let mut own = self.clone();
        for resource in &mut own.resources {
            let path = resource.path.clone().unwrap_or_default();
            if let Some(methods) = &mut resource.resource_methods {
                methods.retain(|verb, _| is_ours(&path, verb));
            }
        }
        own
    }
}

impl RestApi {
    /// A live API as its owner's spec sees it: without what others have added where they are kept. What cannot be read
    /// of that is there, and so a difference.
    pub(super) fn without_others(self, desired: RoutesOfOthers) -> Self {
        if desired != RoutesOfOthers::Keep {
            return self;
        }
        let models = self.models.iter().filter(|(name, _)| OwnershipRecord::is_model(name));
        let ownership_records =
            models.map(|(_, model)| OwnershipRecord::in_schema(model.schema.as_value()));
        let Ok(ownership_records) = ownership_records.collect::<Result<Vec<OwnershipRecord>, _>>()
        else {
            return self;
        };
        let mut own = self.unfolded();
        own.routes_of_others = desired;
        own.models.retain(|name, _| !OwnershipRecord::is_model(name));
        for ownership_record in &ownership_records {
            own.models.retain(|name, _| !ownership_record.models.contains(name));
            own.authorizers.retain(|name, _| !ownership_record.authorizers.contains(name));
            own.request_validators
                .retain(|name, _| !ownership_record.request_validators.contains(name));
            for (path, methods) in &mut own.routes {
                methods.retain(|verb, _| !ownership_record.has_route(path, verb));
            }
        }
        let added: BTreeSet<String> =
            ownership_records.iter().flat_map(OwnershipRecord::needed_paths).collect();
        own.routes.retain(|path, methods| !methods.is_empty() || !added.contains(path));
        own.canonical()
    }
}
