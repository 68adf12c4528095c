//! The stable name of a resource: `dynamodb.table.users`, or `dynamodb.table.users["eu"]`; inside a component
//! `component.endpoint.courses/lambda.function.handler`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use language::expression::BY_ADDRESS;
use language::value::{Shared, in_quotes, out_of_quotes, unknown};

/// What the kind of a component starts with: `component.endpoint`.
pub const COMPONENT: &str = "component";

/// `<kind>.<name>`, with the key of its `for_each` instance where there is one, behind the components in which it
/// stands. It stands in everything that is known of a resource, so a clone costs nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Address(Shared<Steps>);

/// What an address is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Steps {
    /// The components in which it stands, from the outside in.
    pub within: Arc<[Part]>,
    pub kind: String,
    pub name: String,
    pub key: Option<String>,
}

/// One step of an address: a component in which others stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// `component.<component>`.
    pub kind: String,
    pub name: String,
    pub key: Option<String>,
}

impl Deref for Address {
    type Target = Steps;

    fn deref(&self) -> &Steps {
        &self.0
    }
}

impl DerefMut for Address {
    fn deref_mut(&mut self) -> &mut Steps {
        &mut self.0
    }
}

impl From<Steps> for Address {
    fn from(steps: Steps) -> Self {
        Self(steps.into())
    }
}

impl Address {
    /// The address of a block, or of its instance with this key.
    pub fn new(kind: &str, name: &str, key: Option<&str>) -> Self {
        Self::from(Steps {
            within: Arc::default(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            key: key.map(str::to_owned),
        })
    }

    /// The same inside components.
    pub fn inside(self, within: &Arc<[Part]>) -> Self {
        match Arc::ptr_eq(&self.within, within) || (self.within.is_empty() && within.is_empty()) {
            true => self,
            false => Steps { within: within.clone(), ..self.0.into_inner() }.into(),
        }
    }

    /// The same where it is seen from outside of these components.
    pub fn in_front(self, within: &[Part]) -> Self {
        match within.is_empty() {
            true => self,
            false => {
                let within = [within, &self.within].concat().into();
                Steps { within, ..self.0.into_inner() }.into()
            }
        }
    }

    /// Reads what people write: `kind.name` or `kind.name["key"]`, behind the components in which it stands, with a
    /// `/` after each. A kind has two parts; the type names of CloudFormation (`AWS::SNS::Topic.alerts`) have colons
    /// and one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut within = Vec::new();
        let mut rest = text;
        while let Some((part, behind)) = split(rest) {
            within.push(Part::parse(part).filter(Part::is_component)?);
            rest = behind;
        }
        let Part { kind, name, key } = Part::parse(rest)?;
        Some(Steps { within: within.into(), kind, name, key }.into())
    }

    /// The same as it is seen inside of its first component.
    pub fn without_first(&self) -> Self {
        let within = self.within.iter().skip(1).cloned().collect();
        Steps { within, ..Steps::clone(self) }.into()
    }

    /// The components that lead into this one.
    pub fn as_within(&self) -> Vec<Part> {
        self.within.iter().cloned().chain([self.last()]).collect()
    }

    /// Whether `other` names this resource, the block of which it is an instance, or a component in which it stands.
    pub fn is_selected_by(&self, other: &Address) -> bool {
        let depth = other.within.len();
        let starts_alike = depth <= self.within.len()
            && self.within.iter().zip(&*other.within).all(|(own, of)| own.is_selected_by(of));
        let next = match self.within.get(depth) {
            Some(part) => part.is_selected_by(&other.last()),
            None => self.last().is_selected_by(&other.last()),
        };
        starts_alike && next
    }

    /// Those of ordered things that this address [selects](Self::is_selected_by). It looks at no others but what stands in
    /// the same outermost component.
    pub fn select<'m, T>(
        &'m self,
        among: &'m BTreeMap<Self, T>,
    ) -> impl Iterator<Item = (&'m Self, &'m T)> {
        let from = match is_component(&self.kind) {
            false => self.clone(),
            true => {
                let within = [&*self.within, &[self.last()]].concat().into();
                Steps { within, kind: String::new(), name: String::new(), key: None }.into()
            }
        };
        let first = self.first();
        let near =
            among.range(from..).take_while(move |(one, _)| one.first().is_selected_by(&first));
        near.filter(|(one, _)| one.is_selected_by(self))
    }

    /// The outermost step.
    fn first(&self) -> Part {
        self.within.first().cloned().unwrap_or_else(|| self.last())
    }

    /// The address without the key of its instance.
    pub fn block(&self) -> Self {
        match self.key {
            None => self.clone(),
            Some(_) => Steps { key: None, ..Steps::clone(self) }.into(),
        }
    }

    /// The words that tell it from others, as names of objects and keys have them: the names of the components and
    /// its own, each with its key.
    pub fn words(&self) -> String {
        let words = |part: &Part| match &part.key {
            Some(key) => format!("{}-{key}", part.name),
            None => part.name.clone(),
        };
        let own = self.last();
        self.within.iter().chain([&own]).map(words).collect::<Vec<_>>().join("-")
    }

    /// What the object is called where its owner gives it no name.
    pub fn default_name(&self, prefix: &str) -> String {
        format!("{prefix}-{}", self.words())
    }

    /// An expression for one of its outputs, for whoever stands inside whatever component.
    pub fn expression(&self, output: &str) -> String {
        match self.within.is_empty() {
            true => format!("{self}.{output}"),
            false => format!("{BY_ADDRESS}[{}].{output}", in_quotes(&self.to_string())),
        }
    }

    /// The last step of it.
    fn last(&self) -> Part {
        Part { kind: self.kind.clone(), name: self.name.clone(), key: self.key.clone() }
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let (base, key) = match text.split_once('[') {
            Some((base, rest)) => (base, Some(out_of_quotes(rest.strip_suffix(']')?)?)),
            None => (text, None),
        };
        if base.chars().any(|character| character.is_control() || character == '/') {
            return None;
        }
        let (kind, name) = base.rsplit_once('.')?;
        let is_kind = kind.contains("::") || kind.split('.').count() == 2;
        let whole = is_kind && !name.is_empty() && kind.split('.').all(|part| !part.is_empty());
        whole.then(|| Self { kind: kind.to_owned(), name: name.to_owned(), key })
    }

    /// Whether it is a component.
    fn is_component(&self) -> bool {
        is_component(&self.kind)
    }

    /// Whether `other` names this, or the block of which it is an instance.
    fn is_selected_by(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.name == other.name
            && (other.key.is_none() || other.key == self.key)
    }
}

/// Whether a kind is that of a component: `component.endpoint`.
pub fn is_component(kind: &str) -> bool {
    kind.strip_prefix(COMPONENT).is_some_and(|rest| rest.starts_with('.'))
}

/// The first step of an address, where it is a component, and what stands behind it. A key in quotes may hold whatever
/// ends one.
fn split(text: &str) -> Option<(&str, &str)> {
    if !is_component(text) {
        return None;
    }
    let key = text.find('[').unwrap_or(text.len());
    if let Some(slash) = text[..key].find('/') {
        return Some((&text[..slash], &text[slash + 1..]));
    }
    let ends = text.match_indices("]/").map(|(end, _)| end);
    let is_whole = |end: &usize| serde_json::from_str::<String>(&text[key + 1..*end]).is_ok();
    let end = ends.filter(|end| *end > key).find(is_whole)?;
    Some((&text[..=end], &text[end + 2..]))
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => {
                let key = in_quotes(&unknown::display(key));
                write!(f, "{}.{}[{key}]", self.kind, self.name)
            }
            None => write!(f, "{}.{}", self.kind, self.name),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &*self.within {
            write!(f, "{part}/")?;
        }
        self.last().fmt(f)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| {
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!(
                "`{text}` is not an address: one reads `<kind>.<name>`, such as `dynamodb.table.users`"
            )
        })
    }
}

impl std::str::FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    /// Keys, and more often than by chance those that look like the end of one.
    fn key() -> impl Strategy<Value = String> {
        let any = any::<String>().prop_filter("reserved", |key| !key.contains(unknown::RESERVED));
        prop_oneof![any, "[a\"\\]/\\\\.\\[]{0,8}"]
    }

    proptest! {
        #[test]
        fn any_key_stands_in_one_line_and_is_read_again(
            key in key(), outer in option::of(key()), inner in option::of(key()), depth in 0usize..3,
        ) {
            let uses = [("component.one", outer), ("component.two", inner)];
            let part = |(kind, key): (&str, Option<String>)| {
                Part { kind: kind.to_owned(), name: "use".to_owned(), key }
            };
            let within: Vec<Part> = uses.into_iter().take(depth).map(part).collect();
            let address = Address::new("fake.thing", "a", Some(&key)).inside(&within.into());
            let text = address.to_string();
            prop_assert!(!text.contains(['\n', '\r', '\u{1b}']), "{text:?}");
            prop_assert_eq!(Address::parse(&text), Some(address));
        }
    }

    #[test]
    fn a_quote_in_a_key_may_be_written_as_it_is() {
        for (text, key) in [
            (r#"fake.thing.a["x"y"]"#, r#"x"y"#),
            (r#"fake.thing.a["x\"y"]"#, r#"x"y"#),
            (r#"fake.thing.a["x\d"]"#, r"x\d"),
        ] {
            let address = Address::new("fake.thing", "a", Some(key));
            assert_eq!(Address::parse(text), Some(address), "{text}");
        }
    }

    #[test]
    fn a_component_selects_what_stands_in_it() {
        let address = |text| Address::parse(text).expect(text);
        let one = address(r#"component.e.a["x"]/component.f.b/fake.thing.c["k"]"#);
        for selects in [
            "component.e.a", r#"component.e.a["x"]"#, "component.e.a/component.f.b",
            "component.e.a/component.f.b/fake.thing.c",
            r#"component.e.a["x"]/component.f.b/fake.thing.c["k"]"#,
        ] {
            assert!(one.is_selected_by(&address(selects)), "{selects}");
        }
        for selects_not in [
            r#"component.e.a["y"]"#,
            "component.f.b",
            "fake.thing.c",
            "component.e.a/fake.thing.c",
            r#"component.e.a/component.f.b/fake.thing.c["l"]"#,
            r#"component.e.a/component.f.b/fake.thing.c["k"]/fake.thing.d"#,
        ] {
            let other = Address::parse(selects_not);
            assert!(!other.is_some_and(|other| one.is_selected_by(&other)), "{selects_not}");
        }
    }

    fn few() -> impl Strategy<Value = Address> {
        let key = || option::of(prop_oneof![Just("k".to_owned()), Just("l".to_owned())]);
        let part = (prop_oneof![Just("component.e"), Just("component.f")], "[ab]", key());
        let part = part.prop_map(|(kind, name, key)| Part { kind: kind.to_owned(), name, key });
        let last =
            (prop_oneof![Just("component.e"), Just("fake.a"), Just("fake.thing")], "[ab]", key());
        (proptest::collection::vec(part, 0..3), last).prop_map(|(within, (kind, name, key))| {
            Address::new(kind, &name, key.as_deref()).inside(&within.into())
        })
    }

    proptest! {
        #[test]
        fn what_is_selected_is_found_without_a_look_at_everything(
            among in proptest::collection::btree_map(few(), Just(()), 0..60), by in few(),
        ) {
            // No resource is a component.
            let among: BTreeMap<Address, ()> =
                among.into_iter().filter(|(one, ())| !is_component(&one.kind)).collect();
            let all: Vec<_> = among.keys().filter(|one| one.is_selected_by(&by)).collect();
            let found: Vec<_> = by.select(&among).map(|(one, ())| one).collect();
            prop_assert_eq!(found, all);
        }
    }

    #[test]
    fn a_name_ends_no_line() {
        let refused = Address::try_from("fake.thing.a\nDone.".to_owned()).unwrap_err();
        assert!(refused.starts_with("`fake.thing.a Done.` is not an address"), "{refused}");
    }
}
