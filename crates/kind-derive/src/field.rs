//! A field of a spec: what stands beside it, and the attributes of serde and schemars that follow from it.

use darling::FromField;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, ExprRange, Ident, Member, Path, RangeLimits, Result, Type};

/// What stands in `#[field(…)]`.
#[derive(FromField)]
#[darling(attributes(field))]
struct Written {
    ident: Option<Ident>,
    ty: Type,
    #[darling(default)]
    required: bool,
    #[darling(default, with = expression)]
    default: Option<Expr>,
    #[darling(default)]
    omit_default: bool,
    #[darling(default, with = expression)]
    length: Option<Expr>,
    #[darling(default, with = expression)]
    range: Option<Expr>,
    #[darling(default, with = expression)]
    pattern: Option<Expr>,
    #[darling(default, with = expression)]
    entries: Option<Expr>,
    #[darling(default, with = expression)]
    one_of: Option<Expr>,
    #[darling(default, with = expression)]
    known: Option<Expr>,
    #[darling(default)]
    create_only: bool,
    #[darling(default)]
    value_only: bool,
    #[darling(default)]
    deferrable: bool,
    #[darling(default)]
    late: bool,
    #[darling(default)]
    append_only: bool,
    #[darling(default)]
    holds: bool,
    #[darling(default)]
    from_files: bool,
    #[darling(default)]
    grants: bool,
    #[darling(default, with = expression)]
    called_by: Option<Expr>,
    #[darling(default, with = expression)]
    uses: Option<Expr>,
    #[darling(default, with = expression)]
    policy: Option<Expr>,
    #[darling(default, with = expression)]
    aws: Option<Expr>,
    with: Option<Path>,
    #[darling(default, with = patched)]
    patch: Option<Patch>,
    #[darling(default)]
    patch_whole: bool,
    #[darling(default)]
    not_in_answer: bool,
    #[darling(default)]
    not_in_request: bool,
    #[darling(default)]
    not_in_update: bool,
}

/// An expression as it is written: darling takes the text of a literal for one.
fn expression(meta: &syn::Meta) -> darling::Result<Option<Expr>> {
    darling::util::parse_expr::preserve_str_literal(meta).map(Some)
}

/// How a field is changed: the method of the type of the patch, the path where it is not the SDK's name, and what the
/// method takes besides.
#[derive(Clone)]
pub(crate) struct Patch {
    pub method: Ident,
    pub path: Option<Expr>,
    pub others: Vec<Expr>,
}

/// Reads `patch`, `patch = "/path"`, `patch = method` or `patch = method("/path", …)`.
fn patched(meta: &syn::Meta) -> darling::Result<Option<Patch>> {
    let written = match meta {
        syn::Meta::Path(_) => None,
        _ => Some(darling::util::parse_expr::preserve_str_literal(meta)?),
    };
    let (method, mut arguments) = match written {
        Some(Expr::Call(call)) => (Some(*call.func), call.args.into_iter().collect()),
        Some(Expr::Path(method)) => (Some(Expr::Path(method)), Vec::new()),
        path => (None, path.into_iter().collect()),
    };
    let method = match method {
        Some(Expr::Path(method)) => method.path.get_ident().cloned(),
        Some(_) => None,
        None => Some(format_ident!("value")),
    };
    let message = "write `patch`, or with `=` a method, a path, or a method of a path";
    let method = method.ok_or_else(|| darling::Error::custom(message).with_span(meta))?;
    let others = arguments.split_off(arguments.len().min(1));
    Ok(Some(Patch { method, path: arguments.pop(), others }))
}

/// A field, as the conversions need it.
pub(crate) struct Field {
    pub name: Ident,
    pub ty: Type,
    pub is_required: bool,
    pub default: Option<Expr>,
    /// The member of the SDK's type in which it stands, if not in that type itself.
    pub inside: Option<Ident>,
    /// What the SDK calls it.
    pub aws: Ident,
    /// The module that converts it, if its type does not.
    pub with: Option<Path>,
    pub patch: Option<Patch>,
    /// Whether it is a struct that is patched as a whole.
    pub is_patched_whole: bool,
    pub is_answered: bool,
    pub is_sent: bool,
    pub is_updated: bool,
}

impl Field {
    /// What an absent field means.
    pub(crate) fn fallback(&self) -> TokenStream {
        match &self.default {
            Some(default) => quote!(#default),
            None => quote!(::core::default::Default::default()),
        }
    }

    /// Where a patch finds it: its name, as AWS's own API writes it.
    pub(crate) fn path(&self) -> String {
        let names = self.inside.iter().chain([&self.aws]);
        names.map(|name| format!("/{}", camel_case(&name.unraw().to_string()))).collect()
    }
}

fn camel_case(name: &str) -> String {
    let mut written = String::new();
    for (position, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(word.len().min(1));
        match position {
            0 => written.push_str(first),
            _ => written.push_str(&first.to_ascii_uppercase()),
        }
        written.push_str(rest);
    }
    written
}

/// Reads a field, and gives its other attributes those that follow.
///
/// # Errors
/// What cannot be read, and what contradicts itself.
pub(crate) fn read(owner: &Ident, field: &mut syn::Field) -> Result<(Field, TokenStream)> {
    let written = Written::from_field(field)?;
    let name =
        written.ident.clone().ok_or_else(|| Error::new(field.span(), "a spec has named fields"))?;
    if written.required && (written.default.is_some() || written.omit_default) {
        let message = "a required field has no default";
        return Err(Error::new(name.span(), message));
    }
    field.attrs.retain(|attribute| !attribute.path().is_ident("field"));
    field.attrs.extend(schema_attributes(&written)?);
    let (serde, helpers) = serde_attributes(owner, &name, &written);
    field.attrs.extend(serde);
    let (inside, aws) = counterpart(&name, written.aws.as_ref())?;
    let read = Field {
        name,
        ty: written.ty,
        is_required: written.required,
        default: written.default,
        inside,
        aws,
        with: written.with,
        patch: written.patch,
        is_patched_whole: written.patch_whole,
        is_answered: !written.not_in_answer,
        is_sent: !written.not_in_request,
        is_updated: !written.not_in_update && !written.create_only && !written.not_in_request,
    };
    Ok((read, helpers))
}

/// What the SDK calls a field: `name`, or `member.name`.
fn counterpart(name: &Ident, written: Option<&Expr>) -> Result<(Option<Ident>, Ident)> {
    let message = "write `name` or `member.name`, as the SDK has it";
    let Some(written) = written else {
        return Ok((None, name.clone()));
    };
    let ident = |expression: &Expr| match expression {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    match written {
        Expr::Path(_) => ident(written).map(|name| (None, name)),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => ident(&field.base).map(|base| (Some(base), name.clone())),
            Member::Unnamed(_) => None,
        },
        _ => None,
    }
    .ok_or_else(|| Error::new(written.span(), message))
}

fn serde_attributes(
    owner: &Ident,
    name: &Ident,
    written: &Written,
) -> (Vec<Attribute>, TokenStream) {
    if written.required {
        return (Vec::new(), TokenStream::new());
    }
    let ty = &written.ty;
    let mut helpers = TokenStream::new();
    let mut attributes = Vec::new();
    match &written.default {
        None => attributes.push(syn::parse_quote!(#[serde(default)])),
        Some(default) => {
            let function = format_ident!("default_of_{}", name);
            let path = format!("{owner}::{function}");
            attributes.push(syn::parse_quote!(#[serde(default = #path)]));
            helpers.extend(quote!(fn #function() -> #ty { #default }));
        }
    }
    if written.omit_default {
        let function = format_ident!("has_default_{}", name);
        let path = format!("{owner}::{function}");
        let fallback = match &written.default {
            Some(default) => quote!(#default),
            None => quote!(<#ty as ::core::default::Default>::default()),
        };
        attributes.push(syn::parse_quote!(#[serde(skip_serializing_if = #path)]));
        helpers.extend(quote! {
            #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
            fn #function(value: &#ty) -> bool { *value == #fallback }
        });
    }
    (attributes, helpers)
}

fn schema_attributes(written: &Written) -> Result<Vec<Attribute>> {
    let mut attributes = Vec::new();
    let mut limits = Vec::new();
    if let Some(length) = &written.length {
        let ends = ends(length, &quote!(min), &quote!(max))?;
        limits.push(quote!(length(#(#ends),*)));
    }
    if let Some(range) = &written.range {
        let ends = ends(range, &quote!(min), &quote!(max))?;
        limits.push(quote!(range(#(#ends),*)));
    }
    if let Some(pattern) = &written.pattern {
        limits.push(quote!(regex(pattern = #pattern)));
    }
    if !limits.is_empty() {
        attributes.push(syn::parse_quote!(#[schemars(#(#limits),*)]));
    }
    let extensions = extensions(written)?;
    if !extensions.is_empty() {
        attributes.push(syn::parse_quote!(#[schemars(extend(#(#extensions),*))]));
    }
    Ok(attributes)
}

/// The keywords of its schema that schemars has no word for.
fn extensions(written: &Written) -> Result<Vec<TokenStream>> {
    let mut extensions = Vec::new();
    for (is_so, keyword) in [
        (written.create_only, "x-create-only"),
        (written.value_only, "x-value-only"),
        (written.deferrable, "x-deferrable"),
        (written.late, "x-late"),
        (written.append_only, "x-append-only"),
        (written.holds, "x-holds"),
        (written.from_files, "x-from-files"),
        (written.grants, "x-grants"),
    ] {
        if is_so {
            extensions.push(quote!(#keyword = true));
        }
    }
    if let Some(service) = &written.called_by {
        extensions.push(quote!("x-called-by" = #service));
    }
    if let Some(use_) = &written.uses {
        extensions.push(quote!("x-uses" = #use_));
    }
    if let Some(part) = &written.policy {
        extensions.push(quote!("x-policy" = #part));
    }
    if let Some(entries) = &written.entries {
        extensions.extend(ends(entries, &quote!("minProperties"), &quote!("maxProperties"))?);
    }
    if let Some(values) = &written.one_of {
        extensions.push(quote!("enum" = #values));
    }
    if let Some(words) = &written.known {
        extensions.push(quote!("anyOf" = ::language::schema::known_words(&#words)));
    }
    Ok(extensions)
}

/// The ends of a range, both included, by their keywords.
fn ends(range: &Expr, min: &TokenStream, max: &TokenStream) -> Result<Vec<TokenStream>> {
    let message = "write a range with its last value, such as `1..=64`, `1..` or `..=64`";
    let Expr::Range(ExprRange { start, end, limits, .. }) = range else {
        return Err(Error::new(range.span(), message));
    };
    if end.is_some() && matches!(limits, RangeLimits::HalfOpen(_)) {
        return Err(Error::new(range.span(), message));
    }
    let start = start.iter().map(|start| quote!(#min = #start));
    let end = end.iter().map(|end| quote!(#max = #end));
    Ok(start.chain(end).collect())
}
