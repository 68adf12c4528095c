//! Modules: what lessons teach.

use shared::api::{Call, Created, Done, Failure, Page, Refusal};
use shared::data::{Data, Key, Scoped, Written};

use crate::access::{Authored, may_see, own, seen};
use crate::courses::newest;
use crate::model::{
    Module, ModuleChange, ModuleMetrics, ModuleQuery, ModuleStatus, NewModule, StoredModule,
};

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

impl Authored for StoredModule {
    fn organization_id(&self) -> &str {
        self.module.organization_id()
    }

    fn author(&self) -> &str {
        self.module.author()
    }

    fn is_draft(&self) -> bool {
        self.module.is_draft()
    }
}

/// A module as callers see it: with addresses at which its files can be read for some minutes.
async fn shown(data: &Scoped<'_>, stored: StoredModule) -> Result<Module, Failure> {
    Ok(Module {
        content_url: data.url_if_any(stored.content_file.as_ref()).await?,
        thumbnail_url: data.url_if_any(stored.thumbnail_file.as_ref()).await?,
        ..stored.module
    })
}

pub async fn list(call: Call<Data>, query: ModuleQuery) -> Result<Page<Module>, Failure> {
    let (data, caller) = (call.data()?, call.caller()?);
    let listing = newest(&call, query.scope, query.limit, query.next)?;
    let is_meant = |stored: &StoredModule| {
        let module = &stored.module;
        may_see(caller, module)
            && query.status.is_none_or(|status| module.status == status)
            && query.content_type.is_none_or(|content_type| module.content_type == content_type)
            && query.difficulty.is_none_or(|difficulty| module.difficulty == Some(difficulty))
    };
    let page = data.list(&listing, is_meant).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for module in page.items {
        items.push(shown(&data, module).await?);
    }
    Ok(Page { items, next: page.next })
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
    let stored = StoredModule { module, content_file: None, thumbnail_file: None };
    data.write(vec![data.create(&stored)?]).await?;
    Ok(Created(stored.module))
}

async fn get(call: &Call<Data>, data: &Scoped<'_>) -> Result<Option<StoredModule>, Failure> {
    data.get(Key::of(data.key(call.id("module_id")?))).await
}

pub async fn show(call: Call<Data>) -> Result<Module, Failure> {
    let data = call.data()?;
    let module = seen(call.caller()?, get(&call, &data).await?)?;
    shown(&data, module).await
}

pub async fn change(call: Call<Data>, form: ModuleChange) -> Result<Module, Failure> {
    let data = call.data()?;
    let StoredModule { module, .. } = own(call.caller()?, get(&call, &data).await?)?;
    let key = Key::of(data.key(module.id));
    let write = data.change::<StoredModule>(key, &form)?.adding("version", 1);
    match data.write(vec![write]).await? {
        Written::Done => show(call.clone()).await,
        Written::Refused(_) => Err(Refusal::NotFound.into()),
    }
}

/// Deletes a module with its files. Lessons that teach it go on without it. The files go first: if anything fails after
/// that, the call can be made again.
pub async fn delete(call: Call<Data>) -> Result<Done, Failure> {
    let data = call.data()?;
    let stored = own(call.caller()?, get(&call, &data).await?)?;
    let mut writes = vec![data.delete::<StoredModule>(Key::of(data.key(stored.module.id)))];
    for file in stored.files() {
        data.delete_file(&file.key).await?;
    }
    writes.extend(data.forget_files(stored.files()).await?);
    match data.write(writes).await? {
        Written::Done => Ok(Done),
        Written::Refused(0) => Err(Refusal::NotFound.into()),
        // One of its files has been replaced at the same time.
        Written::Refused(_) => Err(Refusal::Busy.into()),
    }
}
