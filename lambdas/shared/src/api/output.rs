//! What handlers answer, and the status that says so.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Failure, Model};
use crate::Error;

/// What a handler answers.
pub trait Output: Send + 'static {
    /// The HTTP status.
    const STATUS: u16;

    /// Whether the body is told once: no copy is kept for repeats of the call.
    const IS_SECRET: bool = false;

    /// What the body is like, if there is one.
    fn model() -> Option<Model>;

    /// The body.
    fn body(self) -> Result<Option<Value>, Failure>;
}

/// 200 with a body.
impl<T: Serialize + JsonSchema + Send + 'static> Output for T {
    const STATUS: u16 = 200;

    fn model() -> Option<Model> {
        Some(Model::of::<T>())
    }

    fn body(self) -> Result<Option<Value>, Failure> {
        written(&self)
    }
}

/// 201 with a body.
pub struct Created<T>(pub T);

impl<T: Serialize + JsonSchema + Send + 'static> Output for Created<T> {
    const STATUS: u16 = 201;

    fn model() -> Option<Model> {
        Some(Model::of::<T>())
    }

    fn body(self) -> Result<Option<Value>, Failure> {
        written(&self.0)
    }
}

/// 201 with a body that holds a secret. A call that is sent again is done again.
pub struct Once<T>(pub T);

impl<T: Serialize + JsonSchema + Send + 'static> Output for Once<T> {
    const STATUS: u16 = 201;
    const IS_SECRET: bool = true;

    fn model() -> Option<Model> {
        Some(Model::of::<T>())
    }

    fn body(self) -> Result<Option<Value>, Failure> {
        written(&self.0)
    }
}

/// 202 with a body: it goes on after the answer.
pub struct Started<T>(pub T);

impl<T: Serialize + JsonSchema + Send + 'static> Output for Started<T> {
    const STATUS: u16 = 202;

    fn model() -> Option<Model> {
        Some(Model::of::<T>())
    }

    fn body(self) -> Result<Option<Value>, Failure> {
        written(&self.0)
    }
}

/// 204.
pub struct Done;

impl Output for Done {
    const STATUS: u16 = 204;

    fn model() -> Option<Model> {
        None
    }

    fn body(self) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}

fn written(body: &impl Serialize) -> Result<Option<Value>, Failure> {
    let body = serde_json::to_value(body).map_err(|error| Error::Answer(error.to_string()))?;
    Ok(Some(body))
}
