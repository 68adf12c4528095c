//! Members of the SDK's types whose own members are fields of the spec: the attribute `#[inside(…)]`.

use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, ItemStruct, Path, Result, Token};

use crate::field::Field;

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

/// Takes the `#[inside(…)]` attributes off a struct.
pub(crate) fn take(item: &mut ItemStruct) -> Result<Vec<Inside>> {
    let (insides, others) = std::mem::take(&mut item.attrs)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("inside"));
    item.attrs = others;
    let insides: Vec<syn::Attribute> = insides;
    insides.iter().map(syn::Attribute::parse_args).collect()
}

/// Checks that every member that fields stand in is named, and the other way round.
pub(crate) fn check(insides: &[Inside], fields: &[Field]) -> Result<()> {
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
