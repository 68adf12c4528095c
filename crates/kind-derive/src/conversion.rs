//! The conversions between a spec and the SDK's types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::field::{Field, Patch};
use crate::inside::Inside;

/// Implements `::aws::Field`.
pub(crate) fn field(
    name: &Ident,
    twin: &Path,
    only_with: Option<&Ident>,
    insides: &[Inside],
    fields: &[Field],
) -> TokenStream {
    let is_there =
        only_with.map(|member| quote!(let aws = aws.filter(|aws| ::aws::is_said(&aws.#member));));
    let opened = insides.iter().map(|inside| open(inside, fields));
    let members = fields.iter().map(of);
    let setters = setters(insides, fields, |field| field.is_answered);
    quote! {
        impl ::aws::Field for #name {
            type Aws = #twin;

            fn of(aws: ::core::option::Option<Self::Aws>) -> ::aws::Result<::core::option::Option<Self>> {
                #is_there
                let ::core::option::Option::Some(aws) = aws else {
                    return Ok(::core::option::Option::None);
                };
                #(#opened)*
                Ok(::core::option::Option::Some(Self { #(#members),* }))
            }

            fn to_aws(&self) -> ::aws::Result<::core::option::Option<Self::Aws>> {
                let builder = <#twin>::builder() #setters;
                Ok(::core::option::Option::Some(::aws::Built::built(builder.build())?))
            }
        }
    }
}

/// Implements `fill`, which sets the fields in a request that creates.
pub(crate) fn fill(
    name: &Ident,
    request: &Path,
    insides: &[Inside],
    fields: &[Field],
) -> TokenStream {
    let setters = setters(insides, fields, |field| field.is_sent);
    request_filler(name, &format_ident!("fill"), request, &setters)
}

/// Implements `fill_update`, which sets the fields in a request that updates.
pub(crate) fn fill_update(
    name: &Ident,
    request: &Path,
    insides: &[Inside],
    fields: &[Field],
) -> TokenStream {
    let setters = setters(insides, fields, |field| field.is_updated);
    request_filler(name, &format_ident!("fill_update"), request, &setters)
}

fn request_filler(
    name: &Ident,
    function: &Ident,
    request: &Path,
    setters: &TokenStream,
) -> TokenStream {
    quote! {
        impl #name {
            /// Sets the fields in a request.
            pub(crate) fn #function(&self, request: #request) -> ::aws::Result<#request> {
                Ok(request #setters)
            }
        }
    }
}

/// Implements `patch_fields`, which gives the changes of the fields that differ.
pub(crate) fn patch_fields(name: &Ident, patch: &Path, fields: &[Field]) -> TokenStream {
    let changes = fields.iter().filter_map(|field| {
        let (name, own_path) = (&field.name, field.path());
        let written = match &field.patch {
            Some(Patch { method, path, others }) => {
                let path = path.as_ref().map_or_else(|| quote!(#own_path), |path| quote!(#path));
                let wanted = write(field, &quote!(self));
                let before = write(field, &quote!(live));
                quote! {
                    let before = match live {
                        ::core::option::Option::Some(live) => #before,
                        ::core::option::Option::None => ::core::option::Option::None,
                    };
                    patch.#method(&::std::format!("{at}{}", #path), #wanted, before #(, #others)*);
                }
            }
            None if field.is_patched_whole => quote! {
                let at = ::std::format!("{at}{}", #own_path);
                match &self.#name {
                    ::core::option::Option::Some(whole) => {
                        patch.append(whole.patch_fields(::core::option::Option::None, &at)?);
                    }
                    ::core::option::Option::None => patch.remove(&at),
                }
            },
            None => return None,
        };
        Some(quote! {
            if live.is_none_or(|live| live.#name != self.#name) {
                #written
            }
        })
    });
    quote! {
        impl #name {
            /// The changes of the fields that differ from those of a live object, or of all where there is none. They
            /// stand below a path.
            pub(crate) fn patch_fields(
                &self,
                live: ::core::option::Option<&Self>,
                at: &str,
            ) -> ::aws::Result<#patch> {
                let mut patch = <#patch as ::core::default::Default>::default();
                #(#changes)*
                Ok(patch)
            }
        }
    }
}

/// The variable that holds what a field is on the other side.
fn variable(field: &Field) -> Ident {
    format_ident!("of_{}", field.name)
}

/// Takes what fields need out of a member.
fn open(inside: &Inside, fields: &[Field]) -> TokenStream {
    let (member, ty) = (&inside.member, &inside.ty);
    let fields: Vec<&Field> = fields
        .iter()
        .filter(|field| field.is_answered && field.inside.as_ref() == Some(member))
        .collect();
    let variables: Vec<Ident> = fields.iter().map(|field| variable(field)).collect();
    let members = fields.iter().map(|field| &field.aws);
    let nothing = fields.iter().map(|_| quote!(::core::option::Option::None));
    quote! {
        let (#(#variables,)*) = match ::core::option::Option::<#ty>::from(aws.#member) {
            ::core::option::Option::Some(inside) => {
                (#(::core::option::Option::from(inside.#members),)*)
            }
            ::core::option::Option::None => (#(#nothing,)*),
        };
    }
}

/// A field, as AWS says it.
fn of(field: &Field) -> TokenStream {
    let (name, ty, aws) = (&field.name, &field.ty, &field.aws);
    if !field.is_answered {
        let fallback = field.fallback();
        return quote!(#name: #fallback);
    }
    let said = match &field.inside {
        Some(_) => {
            let variable = variable(field);
            quote!(#variable)
        }
        None => quote!(::core::option::Option::from(aws.#aws)),
    };
    let member = aws.unraw().to_string();
    let read = match &field.with {
        Some(module) => quote!(#module::of(#said)?),
        None if field.is_required => {
            return quote!(#name: <#ty as ::aws::Field>::demanded(#said, #member)?);
        }
        None => quote!(<#ty as ::aws::Field>::of(#said)?),
    };
    if field.is_required {
        return quote!(#name: #read.ok_or_else(|| ::aws::AwsError::lacking(#member))?);
    }
    let fallback = field.fallback();
    quote! {
        #name: match #read {
            ::core::option::Option::Some(value) => value,
            ::core::option::Option::None => #fallback,
        }
    }
}

/// The calls that set fields in a builder.
fn setters(insides: &[Inside], fields: &[Field], is_set: impl Fn(&Field) -> bool) -> TokenStream {
    let mut setters = TokenStream::new();
    let set: Vec<&Field> = fields.iter().filter(|field| is_set(field)).collect();
    for field in set.iter().filter(|field| field.inside.is_none()) {
        let (written, setter) = (write(field, &quote!(self)), setter(&field.aws));
        setters.extend(quote!(.#setter(#written)));
    }
    for inside in insides {
        let (ty, setter) = (&inside.ty, setter(&inside.member));
        let members: Vec<&&Field> =
            set.iter().filter(|field| field.inside.as_ref() == Some(&inside.member)).collect();
        let variables: Vec<Ident> = members.iter().map(|field| variable(field)).collect();
        let written = members.iter().map(|field| write(field, &quote!(self)));
        let inner = members.iter().map(|field| self::setter(&field.aws));
        let is_said = match inside.always {
            true => quote!(true),
            false => quote!(false #(|| #variables.is_some())*),
        };
        setters.extend(quote! {
            .#setter({
                #(let #variables = #written;)*
                match #is_said {
                    true => {
                        let builder = <#ty>::builder() #(.#inner(#variables))*;
                        ::core::option::Option::Some(::aws::Built::built(builder.build())?)
                    }
                    false => ::core::option::Option::None,
                }
            })
        });
    }
    setters
}

/// What AWS is told of a field of an object.
fn write(field: &Field, object: &TokenStream) -> TokenStream {
    let name = &field.name;
    match &field.with {
        Some(module) => quote!(#module::to_aws(&#object.#name)?),
        None => quote!(::aws::Field::to_aws(&#object.#name)?),
    }
}

fn setter(member: &Ident) -> Ident {
    format_ident!("set_{}", member)
}
