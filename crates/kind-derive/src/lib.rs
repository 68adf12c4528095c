//! `#[spec]`: one attribute for a struct that users write and that is read from AWS.
//!
//! ```ignore
//! #[spec(sdk::CorsRule)]
//! pub struct CorsRule {
//!     /// Origins whose pages may call.
//!     #[field(required, length = 1..)]
//!     pub allowed_origins: BTreeSet<String>,
//!     /// Seconds for which a browser may keep the answer to a preflight request.
//!     #[field(range = 0.., aws = max_age)]
//!     pub max_age_seconds: Option<i32>,
//! }
//! ```
//!
//! It gives the struct its derives, refuses unknown fields, and turns the facts and limits of each field into
//! attributes of serde and schemars. With a type of the SDK it also implements `::aws::Field`, which converts
//! both ways. Attributes of serde and schemars on a field stay as they are, for what this has no word for.
//!
//! # On the struct
//!
//! | | |
//! |---|---|
//! | `#[spec]` | A struct without a counterpart in the SDK. |
//! | `#[spec(sdk::Type)]` | Its counterpart in the SDK. |
//! | `#[spec(sdk::Type, request = sdk::operation::Builder)]` | Also `fill`, which sets the fields in a request. |
//! | `#[spec(sdk::Type, update = sdk::operation::Builder)]` | Also `fill_update`, which sets the fields that an update may set. |
//! | `#[spec(sdk::Type, only_with = member)]` | AWS's object counts as none where the member says nothing. |
//! | `#[spec(patch = Type)]` | Also `patch_fields`, which gives the changes of the fields that differ: each is a call of a method of the type. |
//! | `#[inside(member = sdk::Type)]` | A member of the counterpart whose own members are fields here. It is left out where none of them is set. |
//! | `#[inside(member = sdk::Type, always)]` | The same, but it is sent empty where none of them is set. |
//!
//! # On a field
//!
//! | | |
//! |---|---|
//! | `required` | The spec must have it. All other fields have a default. |
//! | `default = <expression>` | What an absent field means, where that is not the type's default. |
//! | `omit_default` | Not written where it holds its default. |
//! | `length`, `range` `= <range>` | Limits, both ends included: `1..=512`, `1..`, `..=200`. |
//! | `pattern = <text>` | A regular expression. |
//! | `entries = <range>` | How many entries a map has. |
//! | `one_of = <list>` | The values that there are. |
//! | `known = <list>` | The words that there are today: another one is a warning. |
//! | `create_only`, `value_only`, `deferrable`, `late`, `append_only`, `holds`, `from_files`, `grants` | Facts for the engine. |
//! | `policy = <text>` | What of a policy the field holds: `identity`, `trust`, `resource`, `principal` or `action`. |
//! | `called_by = <text>` | The service that reaches by itself what the field names; or a value with one for each sort of ARN. |
//! | `uses = <text>` | What whoever acts with the nearest role does with what the field names: `send` or `read`. |
//! | `aws = name`, `aws = member.name` | What the SDK calls it, and in which member it stands. |
//! | `with = module` | The module that converts it, in the place of its type: `of(Option<Aws>) -> Result<Option<Self>>` and `to_aws(&Self) -> Result<Option<Aws>>`. |
//! | `patch`, `patch = method`, `patch = "/path"`, `patch = method("/path", …)` | How a change is patched: by which method, which is `value` unless another is named, and at which path, which is AWS's name unless it is written. What else stands there goes to the method, too. |
//! | `patch_whole` | A struct of which all is patched if anything differs: the patch has its `patch_fields`, or removes it. |
//! | `not_in_answer`, `not_in_request`, `not_in_update` | The answer, requests or the update alone do not have it. Updates do not have what is `create_only` either. |

mod conversion;
mod field;
mod inside;
mod item;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Makes a struct the spec of a kind, or a part of one.
#[proc_macro_attribute]
pub fn spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as item::Arguments);
    let item = parse_macro_input!(item as syn::ItemStruct);
    match item::expand(arguments, item) {
        Ok(tokens) => tokens.into(),
        Err(error) => error.into_compile_error().into(),
    }
}
