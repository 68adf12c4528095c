//! Who sees and who changes what.

use shared::Id;
use shared::api::{Call, Caller, Failure, Refusal, Role};
use shared::data::{Data, Key, Scoped};

use crate::model::{Course, CourseStatus};

/// Something that somebody of a tenant has made.
pub trait Authored {
    /// The tenant.
    fn organization_id(&self) -> &str;
    /// Who made it.
    fn author(&self) -> &str;
    /// Whether it is for its author and managers alone.
    fn is_draft(&self) -> bool;
}

impl Authored for Course {
    fn organization_id(&self) -> &str {
        &self.organization_id
    }

    fn author(&self) -> &str {
        &self.instructor_user_id
    }

    fn is_draft(&self) -> bool {
        self.status == CourseStatus::Draft
    }
}

/// Whether a caller may change something: the author may, and whoever manages the tenant.
pub fn may_change(caller: &Caller, thing: &impl Authored) -> bool {
    thing.organization_id() == caller.tenant.as_str()
        && (thing.author() == caller.user_id || caller.role >= Role::Admin)
}

/// Whether a caller may see something.
pub fn may_see(caller: &Caller, thing: &impl Authored) -> bool {
    !thing.is_draft() || may_change(caller, thing)
}

/// The thing, if the caller may see it.
pub fn seen<T: Authored>(caller: &Caller, thing: Option<T>) -> Result<T, Failure> {
    thing.filter(|thing| may_see(caller, thing)).ok_or(Refusal::NotFound.into())
}

/// The thing, if the caller may change it. Whoever may see it is told that this is not allowed.
pub fn own<T: Authored>(caller: &Caller, thing: Option<T>) -> Result<T, Failure> {
    let thing = seen(caller, thing)?;
    if may_change(caller, &thing) { Ok(thing) } else { Err(Refusal::Forbidden.into()) }
}

/// A course that the caller may see.
pub async fn seen_course(call: &Call<Data>, data: &Scoped<'_>, id: Id) -> Result<Course, Failure> {
    let course = data.get::<Course>(Key::of(data.key(id))).await?;
    seen(call.caller()?, course)
}

/// A course that the caller may change.
pub async fn own_course(call: &Call<Data>, data: &Scoped<'_>, id: Id) -> Result<Course, Failure> {
    let course = data.get::<Course>(Key::of(data.key(id))).await?;
    own(call.caller()?, course)
}
