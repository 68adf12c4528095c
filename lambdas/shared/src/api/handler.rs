//! Handlers of all shapes, called alike.

use std::pin::Pin;
use std::sync::Arc;

use super::input::Input;
use super::{Call, Failure, Model, Output, Reply};

pub(super) type Work = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send>>;

/// A handler, whatever it takes.
pub(super) type Erased<B> = Arc<dyn Fn(Call<B>) -> Work + Send + Sync>;

/// An async function that takes a call, and what the caller has sent if it wants that. `Takes` and `Gives` tell its
/// shapes apart.
pub trait Handler<B, Takes, Gives>: Send + Sync + 'static {
    /// What the caller sends: the body, or the query of a method without one.
    fn takes() -> Option<Model>;

    /// What goes back.
    fn gives() -> (u16, Option<Model>);

    /// The handler as all are called.
    fn erased(self) -> Arc<dyn Fn(Call<B>) -> Work + Send + Sync>;
}

impl<B, F, Answer, Out> Handler<B, (), Out> for F
where
    B: Send + Sync + 'static,
    F: Fn(Call<B>) -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Result<Out, Failure>> + Send + 'static,
    Out: Output,
{
    fn takes() -> Option<Model> {
        None
    }

    fn gives() -> (u16, Option<Model>) {
        (Out::STATUS, Out::model())
    }

    fn erased(self) -> Erased<B> {
        Arc::new(move |call| {
            let answer = call.request().expect_nothing().map(|()| self(call.clone()));
            Box::pin(async move { reply(answer?.await?) })
        })
    }
}

impl<B, F, In, Answer, Out> Handler<B, (In,), Out> for F
where
    B: Send + Sync + 'static,
    F: Fn(Call<B>, In) -> Answer + Send + Sync + 'static,
    In: Input,
    Answer: Future<Output = Result<Out, Failure>> + Send + 'static,
    Out: Output,
{
    fn takes() -> Option<Model> {
        Some(Model::of::<In>())
    }

    fn gives() -> (u16, Option<Model>) {
        (Out::STATUS, Out::model())
    }

    fn erased(self) -> Erased<B> {
        Arc::new(move |call| {
            let answer = call.request().input::<In>().map(|input| self(call.clone(), input));
            Box::pin(async move { reply(answer?.await?) })
        })
    }
}

fn reply<O: Output>(output: O) -> Result<Reply, Failure> {
    Ok(Reply { status: O::STATUS, body: output.body()?, is_secret: O::IS_SECRET })
}
