//! A struct and its attribute.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Error, Fields, Ident, ItemStruct, Path, Result, Token};

use crate::conversion;
use crate::field::{self, Field};

/// What stands in `#[spec(…)]`.
pub(crate) struct Arguments {
    /// The SDK's type.
    pub twin: Option<Path>,
    /// The SDK's builder of a request.
    pub request: Option<Path>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut arguments = Self { twin: None, request: None };
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
                _ => return Err(Error::new(name.span(), "only `request` has a name here")),
            }
            let _: Option<Token![,]> = input.parse()?;
        }
        Ok(arguments)
    }
}

/// A member of the SDK's type whose own members are fields of the spec.
pub(crate) struct Inside {
    pub member: Ident,
    pub ty: Path,
    /// Whether it is sent although nothing in it is set.
    pub always: bool,
}

impl Parse for Inside {
    fn parse(input: ParseStream) -> Result<Self> {
        let member = input.parse()?;
        let _: Token![=] = input.parse()?;
        let ty = input.parse()?;
        let comma: Option<Token![,]> = input.parse()?;
        let always: Option<Ident> = match comma {
            Some(_) => input.parse()?,
            None => None,
        };
        match always {
            Some(word) if word != "always" => Err(Error::new(word.span(), "write `always`")),
            always => Ok(Self { member, ty, always: always.is_some() }),
        }
    }
}

/// The struct with its attributes, and what is implemented for it.
pub(crate) fn expand(arguments: Arguments, mut item: ItemStruct) -> Result<TokenStream> {
    let insides = insides(&mut item)?;
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
    check_insides(&insides, &read)?;
    let default = default(&name, &read);
    let twin = arguments.twin.as_ref();
    let conversions = twin.map(|twin| conversion::field(&name, twin, &insides, &read));
    let request = arguments.request.as_ref();
    let fill = request.map(|request| conversion::fill(&name, request, &insides, &read));
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
    })
}

/// Takes the `#[inside(…)]` attributes off a struct.
fn insides(item: &mut ItemStruct) -> Result<Vec<Inside>> {
    let (insides, others) = std::mem::take(&mut item.attrs)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("inside"));
    item.attrs = others;
    let insides: Vec<syn::Attribute> = insides;
    insides.iter().map(syn::Attribute::parse_args).collect()
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

/// The variable that holds what a field is on the other side.
pub(crate) fn variable(field: &Field) -> Ident {
    format_ident!("of_{}", field.name)
}

/// Checks that every member that fields stand in is named, and the other way round.
fn check_insides(insides: &[Inside], fields: &[Field]) -> Result<()> {
    for field in fields {
        let Some(inside) = &field.inside else {
            continue;
        };
        if !insides.iter().any(|one| one.member == *inside) {
            let message = format!("say its type on the struct: `#[inside({inside} = …)]`");
            return Err(Error::new(inside.span(), message));
        }
    }
    for inside in insides {
        let member = &inside.member;
        if !fields.iter().any(|field| field.inside.as_ref() == Some(member)) {
            let message = format!("no field stands in `{member}`");
            return Err(Error::new(member.span(), message));
        }
    }
    Ok(())
}
