//! The paths that code holds.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::Item;
use syn::visit::{self, Visit};

/// Adds every path in an item, also those inside macros, whose code is tokens alone.
pub fn collect(item: &Item, paths: &mut BTreeSet<Vec<String>>) {
    Paths(paths).visit_item(item);
}

struct Paths<'paths>(&'paths mut BTreeSet<Vec<String>>);

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        collect_tokens(call.tokens.clone(), self.0);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            collect_tokens(list.tokens.clone(), self.0);
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_use_path(&mut self, _: &'ast syn::UsePath) {}
}

/// Names with `::` between them. A single name counts too: it may be one that is brought in.
fn collect_tokens(tokens: TokenStream, paths: &mut BTreeSet<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if colons != 2 {
                    paths.insert(std::mem::take(&mut path));
                }
                path.push(name.to_string());
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                paths.insert(std::mem::take(&mut path));
                colons = 0;
                collect_tokens(group.stream(), paths);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                paths.insert(std::mem::take(&mut path));
                colons = 0;
            }
        }
    }
    paths.insert(path);
}
