//! Keys as DynamoDB wants them: the schema of each key apart from the types of all attributes.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, KeySchemaElement, KeyType as Role, Projection as SdkProjection,
    ProjectionType,
};

use super::types::{GlobalIndex, Key, KeyType, Keys, Projection, Table};
use crate::prelude::*;

impl Table {
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.partition_key).chain(&self.sort_key)
    }

    /// The indexes that are changed at most in place, by name, as they are wanted and as they are.
    pub fn kept_indexes<'a>(
        &'a self,
        live: &'a Self,
    ) -> impl Iterator<Item = (&'a String, &'a GlobalIndex, &'a GlobalIndex)> {
        self.global_secondary_indexes.iter().filter_map(|(name, index)| {
            let live = live.global_secondary_indexes.get(name)?;
            index.has_shape_of(live).then_some((name, index, live))
        })
    }

    /// Whether an index of the live table stays, and is at most changed in place.
    pub fn keeps_index(&self, name: &str, live: &Self) -> bool {
        self.kept_indexes(live).any(|(kept, ..)| kept == name)
    }

    /// The key attributes of the table and all its indexes.
    pub fn all_keys(&self) -> impl Iterator<Item = &Key> {
        let local = self.local_secondary_indexes.values().map(|index| &index.sort_key);
        let global = self.global_secondary_indexes.values().flat_map(GlobalIndex::keys);
        self.keys().chain(local).chain(global)
    }
}

impl GlobalIndex {
    pub fn key_schema(&self) -> Result<Vec<KeySchemaElement>> {
        schema(self.partition_key.as_slice(), self.sort_keys())
    }
}

pub fn schema(partition: &[Key], sort: &[Key]) -> Result<Vec<KeySchemaElement>> {
    let partition = partition.iter().map(|key| (key, Role::Hash));
    let keys = partition.chain(sort.iter().map(|key| (key, Role::Range)));
    keys.map(|(Key { name, .. }, role)| {
        Ok(KeySchemaElement::builder().attribute_name(name).key_type(role).build()?)
    })
    .collect()
}

/// The type of each attribute, once, in the order of their names.
pub fn definitions<'a>(keys: impl Iterator<Item = &'a Key>) -> Result<Vec<AttributeDefinition>> {
    let types: BTreeMap<&str, KeyType> = keys.map(|key| (key.name.as_str(), key.kind)).collect();
    let definitions = types.into_iter().map(|(name, kind)| {
        let definition = AttributeDefinition::builder().attribute_name(name);
        Ok(definition.attribute_type(kind.into()).build()?)
    });
    definitions.collect()
}

/// The types of attributes as DynamoDB lists them.
pub struct Definitions<'a>(BTreeMap<&'a str, KeyType>);

impl<'a> Definitions<'a> {
    pub fn new(definitions: &'a [AttributeDefinition]) -> Self {
        let types = definitions.iter().map(|definition| {
            (definition.attribute_name(), KeyType::of(definition.attribute_type()))
        });
        Self(types.collect())
    }

    /// The parts of a key schema: partition keys, then sort keys.
    pub fn keys(&self, schema: &[KeySchemaElement]) -> Result<(Vec<Key>, Vec<Key>)> {
        let (mut partition, mut sort) = (Vec::new(), Vec::new());
        for element in schema {
            let name = element.attribute_name();
            let Some(kind) = self.0.get(name) else {
                return Err(AwsError::new(format!("DynamoDB does not tell the type of `{name}`")));
            };
            let key = Key { name: name.to_owned(), kind: *kind };
            match element.key_type() {
                Role::Hash => partition.push(key),
                _ => sort.push(key),
            }
        }
        Ok((partition, sort))
    }
}

impl Keys {
    /// One key alone, several as a list, none as nothing.
    pub fn from_list(mut keys: Vec<Key>) -> Option<Self> {
        match keys.len() {
            0 | 1 => keys.pop().map(Self::One),
            _ => Some(Self::Several(keys)),
        }
    }
}

impl From<&Projection> for SdkProjection {
    fn from(projection: &Projection) -> Self {
        let builder = Self::builder();
        match projection {
            Projection::All => builder.projection_type(ProjectionType::All),
            Projection::KeysOnly => builder.projection_type(ProjectionType::KeysOnly),
            Projection::Include(attributes) => builder
                .projection_type(ProjectionType::Include)
                .set_non_key_attributes(Some(attributes.iter().cloned().collect())),
        }
        .build()
    }
}

impl From<Option<&SdkProjection>> for Projection {
    fn from(projection: Option<&SdkProjection>) -> Self {
        match projection.and_then(SdkProjection::projection_type) {
            Some(ProjectionType::KeysOnly) => Self::KeysOnly,
            Some(ProjectionType::Include) => {
                let attributes = projection.map(SdkProjection::non_key_attributes);
                Self::Include(BTreeSet::from_iter(attributes.unwrap_or_default().iter().cloned()))
            }
            _ => Self::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use language::value::Auto;

    fn kind() -> impl Strategy<Value = KeyType> {
        prop_oneof![Just(KeyType::S), Just(KeyType::N), Just(KeyType::B)]
    }

    /// Up to eight keys of different names.
    fn keys() -> impl Strategy<Value = Vec<Key>> {
        prop::collection::btree_map("[a-z]{1,3}", kind(), 1..=8).prop_map(|keys| {
            let keys = keys.into_iter();
            keys.map(|(name, kind)| Key { name, kind }).collect()
        })
    }

    fn projection() -> impl Strategy<Value = Projection> {
        prop_oneof![
            Just(Projection::All),
            Just(Projection::KeysOnly),
            prop::collection::btree_set("[a-z]{1,3}", 1..4).prop_map(Projection::Include),
        ]
    }

    proptest! {
        #[test]
        fn keys_read_as_they_were_sent(keys in keys(), sorting in 0usize..=4) {
            let split = keys.len() - sorting.min(keys.len() - 1);
            let (partition, sort) = keys.split_at(split);
            let index = GlobalIndex {
                partition_key: Keys::from_list(partition.to_vec()).unwrap(),
                sort_key: Keys::from_list(sort.to_vec()),
                projection: Projection::All,
                capacity: None,
                maximum_throughput: None,
                warm_throughput: Auto::default(),
                contributor_insights: None,
            };
            let definitions = definitions(index.keys()).unwrap();
            let read = Definitions::new(&definitions);
            let (partition, sort) = read.keys(&index.key_schema().unwrap()).unwrap();
            prop_assert_eq!(Keys::from_list(partition), Some(index.partition_key));
            prop_assert_eq!(Keys::from_list(sort), index.sort_key);
        }

        #[test]
        fn projections_read_as_they_were_sent(projection in projection()) {
            let sent = SdkProjection::from(&projection);
            prop_assert_eq!(Projection::from(Some(&sent)), projection);
        }
    }

    #[test]
    fn an_attribute_of_several_keys_is_defined_once() {
        let id = Key { name: "id".into(), kind: KeyType::S };
        let at = Key { name: "at".into(), kind: KeyType::N };
        let definitions = definitions([&id, &at, &id].into_iter()).unwrap();
        let names: Vec<_> = definitions.iter().map(|it| it.attribute_name()).collect();
        assert_eq!(names, ["at", "id"]);
    }
}
