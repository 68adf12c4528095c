//! Modules: what lessons teach.

use shared::api::{Call, Created, Done, Failure, Page, Refusal};
use shared::data::{Data, Key, Listing, Scoped, Written};

use crate::access::{Authored, may_see, own, seen};
use crate::courses::partition;
use crate::model::{Module, ModuleChange, ModuleMetrics, ModuleQuery, ModuleStatus, NewModule};
use crate::tables::BY_UPDATE;

impl Authored for Module {
    fn organization_id(&self) -> &str {
        &self.organization_id
    }

    fn author(&self) -> &str {
        &self.created_by
    }

    fn is_draft(&self) -> bool {
        matches!(self.status, ModuleStatus::Draft | ModuleStatus::Review)
    }
}

pub async fn list(call: Call<Data>, query: ModuleQuery) -> Result<Page<Module>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let listing = Listing {
        index: Some(&BY_UPDATE),
        partition: partition(query.scope, &call)?,
        prefix: None,
        is_descending: true,
        limit: query.limit.items(),
        next: query.next,
    };
    let is_meant = |module: &Module| {
        may_see(caller, module)
            && query.status.is_none_or(|status| module.status == status)
            && query.content_type.is_none_or(|content_type| module.content_type == content_type)
            && query.difficulty.is_none_or(|difficulty| module.difficulty == Some(difficulty))
    };
    data.list(&listing, is_meant).await
}

pub async fn create(call: Call<Data>, form: NewModule) -> Result<Created<Module>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let now = call.invocation().timestamp();
    let module = Module {
        id: call.new_id()?,
        organization_id: caller.tenant.to_string(),
        created_by: caller.user_id.clone(),
        title: form.title,
        description: form.description,
        content_type: form.content_type,
        difficulty: form.difficulty,
        estimated_duration: form.estimated_duration,
        prerequisites: form.prerequisites,
        learning_objectives: form.learning_objectives,
        tags: form.tags,
        status: ModuleStatus::Draft,
        content_url: None,
        thumbnail_url: None,
        version: 1,
        metrics: ModuleMetrics::default(),
        created_at: now.clone(),
        updated_at: now,
    };
    data.write(vec![data.create(&module)?]).await?;
    Ok(Created(module))
}

async fn get(call: &Call<Data>, data: &Scoped<'_>) -> Result<Option<Module>, Failure> {
    data.get(Key::of(data.key(call.id("module_id")?))).await
}

pub async fn show(call: Call<Data>) -> Result<Module, Failure> {
    seen(call.caller()?, get(&call, &call.data()?).await?)
}

pub async fn change(call: Call<Data>, form: ModuleChange) -> Result<Module, Failure> {
    let data = call.data()?;
    let module = own(call.caller()?, get(&call, &data).await?)?;
    let key = Key::of(data.key(module.id));
    let write = data.change::<Module>(key, &form)?.adding("version", 1);
    match data.write(vec![write]).await? {
        Written::Done => show(call.clone()).await,
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}

/// Deletes a module. Lessons that teach it go on without it.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let data = call.data()?;
    let module = own(call.caller()?, get(&call, &data).await?)?;
    match data.write(vec![data.delete::<Module>(Key::of(data.key(module.id)))]).await? {
        Written::Done => Ok(Done),
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}
