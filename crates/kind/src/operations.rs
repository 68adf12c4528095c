//! What a kind calls, and what those calls need: the facts from which `diatonic permissions` makes
//! IAM policies.

/// Operations of one service that act on the same things.
///
/// In `on`, `{partition}`, `{region}` and `{account}` are those of the resource, `{field}` is a field of
/// its spec or a predicted output, and `*` is what only AWS knows.
#[derive(Debug, Clone, Copy)]
pub struct Operations {
    /// The service as the SDK names it, such as `DynamoDB`.
    pub service: &'static str,
    /// ARNs of what they act on, as AWS's service authorization reference writes them, such as
    /// `arn:{partition}:dynamodb:{region}:{account}:table/{name}`; `*` where AWS does not look at it.
    pub on: &'static [&'static str],
    /// What `find` and `read` call, by the SDK's names, such as `DescribeTable`.
    pub read: &'static [&'static str],
    /// What everything else calls besides.
    pub write: &'static [&'static str],
}

/// What a kind calls of one service, by the SDK's names. `cargo xtask generate` reads it from the kind's source.
#[derive(Debug, Clone, Copy)]
pub struct Calls {
    /// As in [`Operations::service`].
    pub service: &'static str,
    /// What `find`, `read` and `tags` call.
    pub read: &'static [&'static str],
    /// What everything else calls besides.
    pub write: &'static [&'static str],
    /// What [`list`](crate::Listed::list) calls. AWS's service authorization reference names no object for lists.
    pub list: &'static [&'static str],
}

/// What a kind's calls of one service act on: ARNs, written as in [`Operations::on`].
#[derive(Debug, Clone, Copy)]
pub struct Access {
    service: &'static str,
    on: &'static [&'static str],
    except: &'static [(&'static [&'static str], &'static [&'static str])],
    also_read: &'static [&'static str],
}

impl Access {
    /// The calls of a service act on these.
    pub const fn to(service: &'static str, on: &'static [&'static str]) -> Self {
        Self { service, on, except: &[], also_read: &[] }
    }

    /// Some operations act on something else: `(operations, what)`.
    pub const fn except(
        self,
        except: &'static [(&'static [&'static str], &'static [&'static str])],
    ) -> Self {
        Self { except, ..self }
    }

    /// What is read beside the kind's own calls: of the object that it lives in, say.
    pub const fn also_read(self, operations: &'static [&'static str]) -> Self {
        Self { also_read: operations, ..self }
    }
}

/// The operations of a kind, with what they act on.
pub(crate) fn operations(calls: &[Calls], access: &[Access]) -> Vec<Operations> {
    debug_assert!(fits(calls, access), "{access:?} is not for {calls:?}");
    let of = |access: &Access| {
        let calls = calls.iter().find(|calls| calls.service == access.service);
        let (read, write) = calls.map_or((&[][..], &[][..]), |calls| (calls.read, calls.write));
        let read: Vec<&str> = read.iter().chain(access.also_read).copied().collect();
        let excepted = access.except.iter().map(|(operations, on)| Operations {
            service: access.service,
            on,
            read: kept(&read, |operation| operations.contains(&operation)),
            write: kept(write, |operation| operations.contains(&operation)),
        });
        let is_usual =
            |operation: &str| !access.except.iter().any(|(of, _)| of.contains(&operation));
        let usual = Operations {
            service: access.service,
            on: access.on,
            read: kept(&read, is_usual),
            write: kept(write, is_usual),
        };
        excepted.chain([usual]).collect::<Vec<_>>()
    };
    access.iter().flat_map(of).collect()
}

/// The operations that list the objects of a kind. They are on everything, as they name none.
pub(crate) fn list_operations(calls: &[Calls]) -> Vec<Operations> {
    let listing = calls.iter().filter(|calls| !calls.list.is_empty());
    let on_all = |calls: &Calls| Operations {
        service: calls.service,
        on: &["*"],
        read: calls.list,
        write: &[],
    };
    listing.map(on_all).collect()
}

/// Whether each service that is called has its access, and each exception is one of an operation that is called: what
/// does not fit would be in no policy.
fn fits(calls: &[Calls], access: &[Access]) -> bool {
    let has_access = |calls: &Calls| access.iter().any(|one| one.service == calls.service);
    let is_called = |one: &Access| {
        let own = calls.iter().find(|calls| calls.service == one.service);
        let mut named = one.except.iter().flat_map(|(operations, _)| *operations);
        own.is_some_and(|own| named.all(|name| own.read.contains(name) || own.write.contains(name)))
    };
    let own = |calls: &&Calls| !(calls.read.is_empty() && calls.write.is_empty());
    calls.iter().filter(own).all(has_access) && access.iter().all(is_called)
}

/// Some of the operations, for as long as the program runs: kinds are made once.
fn kept(operations: &[&'static str], is_kept: impl Fn(&str) -> bool) -> &'static [&'static str] {
    let kept = operations.iter().copied().filter(|operation| is_kept(operation));
    Vec::leak(kept.collect())
}

/// Operations that a kind calls only for specs that use certain fields, so that nobody else is granted them.
///
/// Operations that bring an object back to what its spec omits do not belong here: a change made by
/// hand is undone although no field names it.
#[derive(Debug, Clone, Copy)]
pub struct OnlyWith {
    /// The fields, one of which the spec must use, written as in [`RequiredPermission::field`].
    pub fields: &'static [&'static str],
    /// Operations by the SDK's names, as in [`Operations`], and actions as in [`RequiredPermission::actions`].
    pub operations: &'static [&'static str],
}

impl OnlyWith {
    /// With these fields, these operations.
    pub const fn of(fields: &'static [&'static str], operations: &'static [&'static str]) -> Self {
        Self { fields, operations }
    }
}

/// What AWS demands of a caller besides, because of what a field says: to pass on the role that it
/// names, or to use the key.
#[derive(Debug, Clone, Copy)]
pub struct RequiredPermission {
    /// The field, such as `kms_key` or `groups.*.role`, where `*` stands for every key or element.
    /// Nothing is demanded where it is absent or off. [`ALWAYS`](Self::ALWAYS) is every spec.
    pub field: &'static str,
    /// IAM actions: AWS accepts them itself, on the caller's behalf, so they are no operations of ours.
    pub actions: &'static [&'static str],
    pub on: Target,
    /// A condition key and the values of which it must have one, such as `iam:PassedToService`.
    pub condition: Option<(&'static str, &'static [&'static str])>,
    /// Whether reading demands it too.
    pub reading: bool,
}

/// What the actions of a demand are on.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// ARNs, written as in [`Operations::on`]. `{key}` is what stands for the last `*` of the field.
    These(&'static [&'static str]),
    /// What the field names by an ARN of this sort. Where the ARN is not known, everything of the sort;
    /// where it is of another sort, nothing.
    Named(&'static str),
    /// The KMS key that the field names. An alias, by which no policy can name a key, is any key.
    Key,
}

impl RequiredPermission {
    /// The field of a demand that every spec makes: the whole of it.
    pub const ALWAYS: &'static str = "";

    /// To hand the role that `field` names to one of these services.
    pub const fn pass_role(field: &'static str, services: &'static [&'static str]) -> Self {
        Self {
            field,
            actions: &["iam:PassRole"],
            on: Target::Named("arn:{partition}:iam::{account}:role/*"),
            condition: Some(("iam:PassedToService", services)),
            reading: false,
        }
    }

    /// To use the KMS key that `field` names.
    pub const fn key(field: &'static str, actions: &'static [&'static str]) -> Self {
        Self { field, actions, on: Target::Key, condition: None, reading: false }
    }

    /// To have AWS make the role that a service acts as by itself, where it does not exist yet.
    pub const fn service_role(field: &'static str, service: &'static [&'static str]) -> Self {
        Self {
            field,
            actions: &["iam:CreateServiceLinkedRole"],
            on: Target::These(&["arn:{partition}:iam::{account}:role/aws-service-role/*"]),
            condition: Some(("iam:AWSServiceName", service)),
            reading: false,
        }
    }

    /// Actions on what `field` names by an ARN of this sort.
    pub const fn named(
        field: &'static str,
        actions: &'static [&'static str],
        sort: &'static str,
    ) -> Self {
        Self { field, actions, on: Target::Named(sort), condition: None, reading: false }
    }

    /// Actions on these ARNs.
    pub const fn these(
        field: &'static str,
        actions: &'static [&'static str],
        on: &'static [&'static str],
    ) -> Self {
        Self { field, actions, on: Target::These(on), condition: None, reading: false }
    }

    /// The same, also to read.
    pub const fn to_read(self) -> Self {
        Self { reading: true, ..self }
    }
}
