//! A struct and its attribute.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Fields, Ident, ItemStruct, Path, Result, Token};

use crate::field::{self, Field};
use crate::{conversion, inside};

/// What stands in `#[spec(…)]`.
#[derive(Default)]
pub(crate) struct Arguments {
    /// The SDK's type.
    pub twin: Option<Path>,
    /// The SDK's builder of the request that creates.
    pub request: Option<Path>,
    /// That of the request that updates.
    pub update: Option<Path>,
    /// The type of the changes of an object that is patched.
    pub patch: Option<Path>,
    /// The member without which there is no object.
    pub only_with: Option<Ident>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut arguments = Self::default();
        let is_named = |input: ParseStream| input.peek(Ident) && input.peek2(Token![=]);
        if !input.is_empty() && !is_named(input) {
            arguments.twin = Some(input.parse()?);
            let _: Option<Token![,]> = input.parse()?;
        }
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            let _: Token![=] = input.parse()?;
            match name.to_string().as_str() {
                "request" => arguments.request = Some(input.parse()?),
                "update" => arguments.update = Some(input.parse()?),
                "patch" => arguments.patch = Some(input.parse()?),
                "only_with" => arguments.only_with = Some(input.parse()?),
                _ => {
                    let message = "write `request`, `update`, `patch` or `only_with`";
                    return Err(Error::new(name.span(), message));
                }
            }
            let _: Option<Token![,]> = input.parse()?;
        }
        Ok(arguments)
    }
}

/// The struct with its attributes, and what is implemented for it.
pub(crate) fn expand(arguments: Arguments, mut item: ItemStruct) -> Result<TokenStream> {
    let insides = inside::take(&mut item)?;
    let name = item.ident.clone();
    let Fields::Named(fields) = &mut item.fields else {
        return Err(Error::new(name.span(), "a spec has named fields"));
    };
    let mut read = Vec::new();
    let mut helpers = TokenStream::new();
    for field in &mut fields.named {
        let (field, functions) = field::read(&name, field)?;
        read.push(field);
        helpers.extend(functions);
    }
    inside::check(&insides, &read)?;
    let default = default(&name, &read);
    let twin = arguments.twin.as_ref();
    let only_with = arguments.only_with.as_ref();
    let conversions = twin.map(|twin| conversion::field(&name, twin, only_with, &insides, &read));
    let request = arguments.request.as_ref();
    let fill = request.map(|request| conversion::fill(&name, request, &insides, &read));
    let update = arguments.update.as_ref();
    let fill_update =
        update.map(|request| conversion::fill_update(&name, request, &insides, &read));
    let patch = arguments.patch.as_ref();
    let patch_fields = patch.map(|patch| conversion::patch_fields(&name, patch, &read));
    let helpers = match helpers.is_empty() {
        true => TokenStream::new(),
        false => quote!(impl #name { #helpers }),
    };
    Ok(quote! {
        #[derive(
            Debug, Clone, PartialEq,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        #[serde(deny_unknown_fields)]
        #item
        #helpers
        #default
        #conversions
        #fill
        #fill_update
        #patch_fields
    })
}

/// A spec that need not say anything has a default.
fn default(name: &Ident, fields: &[Field]) -> TokenStream {
    if fields.iter().any(|field| field.is_required) {
        return TokenStream::new();
    }
    let values = fields.iter().map(|field| {
        let (name, value) = (&field.name, field.fallback());
        quote!(#name: #value)
    });
    quote! {
        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#values),* }
            }
        }
    }
}
