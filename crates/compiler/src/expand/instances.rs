//! Which instances of a block there are: none, one, or one for each key of a `for_each`.

use super::for_each::IsEarly;
use super::meta_reader::MetaReader;
use crate::model::{Each, Group};
use language::diagnostic::Diagnostics;

/// The instances of a block.
pub struct Instances {
    pub group: Group,
    pub each: Vec<Option<Each>>,
}

impl Instances {
    /// The instances of a block, which is a `group` of which none is known yet.
    ///
    /// # Errors
    /// It asks for instances of others that are not known yet. Nothing is reported then.
    pub fn of(
        reader: &MetaReader,
        mut group: Group,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, IsEarly> {
        let mut found = Diagnostics::default();
        let enabled = reader.enabled(&mut found);
        group.enabled = enabled.unwrap_or(true);
        let mut each = vec![None];
        if let Some(node) = reader.meta.get("for_each") {
            let instances = reader.for_each(node, &mut found)?.unwrap_or_default();
            group.keys = Some(instances.iter().map(|each| each.key.clone()).collect());
            each = instances.into_iter().map(Some).collect();
        }
        if !group.enabled {
            each.clear();
        }
        group.is_undecided = enabled.is_none() || group.is_open();
        group.fault = found.first().cloned().map(Box::new);
        diagnostics.extend(found);
        Ok(Self { group, each })
    }
}
