//! What holds of every edit, and of the formatter.

use proptest::prelude::*;
use proptest::sample::Index;

use super::forms::{Author, map, value};
use crate::{Document, Fault, format};
use language::value::{Ordered, Segment, Value};

/// The paths of a value that have something in them, from the outside in.
fn paths(value: &Value) -> Vec<Vec<Segment>> {
    let mut found = vec![Vec::new()];
    let mut next = 0;
    while next < found.len() {
        let path = found[next].clone();
        let within = |segment: Segment| path.iter().cloned().chain([segment]).collect::<Vec<_>>();
        match at(value, &path) {
            Value::Object(object) => {
                found.extend(object.keys().map(|key| within(Segment::Key(key.clone()))))
            }
            Value::Array(list) => found.extend((0..list.len()).map(|i| within(Segment::Index(i)))),
            _ => {}
        }
        next += 1;
    }
    found
}

fn at<'a>(value: &'a Value, path: &[Segment]) -> &'a Value {
    path.iter().fold(value, |value, segment| match segment {
        Segment::Key(key) => &value[key],
        Segment::Index(index) => &value[index],
    })
}

fn at_mut<'a>(value: &'a mut Value, path: &[Segment]) -> &'a mut Value {
    path.iter().fold(value, |value, segment| match segment {
        Segment::Key(key) => &mut value[key],
        Segment::Index(index) => &mut value[*index],
    })
}

/// Every comment of the text that must not be lost.
fn comments(text: &str) -> Vec<String> {
    let tree = crate::tree::Tree::of(text).expect("YAML");
    tree.comments.iter().map(|range| text[range.clone()].trim_end().to_owned()).collect()
}

/// The lines before and behind a node are the same bytes.
fn assert_untouched(before: &str, after: &str, node: &crate::Node) {
    let first = before[..node.range.start.min(node.lead)].matches('\n').count();
    let end = node.range.start + before[node.range.clone()].trim_end().len();
    let last = before[..end.max(node.lead)].matches('\n').count();
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split('\n').collect(), after.split('\n').collect());
    assert_eq!(old[..first], new[..first], "the lines before");
    let behind = old.len() - last - 1;
    assert!(new.len() >= behind, "lines are lost:\n{before}\n---\n{after}");
    assert_eq!(old[old.len() - behind..], new[new.len() - behind..], "the lines behind");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn a_text_is_read_as_it_was_meant(value in map(), choices in prop::collection::vec(any::<u8>(), 40)) {
        let text = Author::new(&choices).document(&value);
        let document = Document::parse(&text);
        prop_assert_eq!(document.map(|document| document.value().clone()), Ok(value), "{}", text);
    }

    #[test]
    fn setting_changes_one_value_and_no_comment(
        before in map(),
        choices in prop::collection::vec(any::<u8>(), 40),
        place in any::<Index>(),
        new in value(),
    ) {
        let text = Author::new(&choices).document(&before);
        let mut document = Document::parse(&text).expect("YAML");
        let paths = paths(&before);
        let path = &paths[1 + place.index(paths.len() - 1)];
        let node = document.root().at(path).expect("a node").clone();
        let outcome = document.set(path, &Ordered::from(new.clone()));
        let mut expected = before;
        *at_mut(&mut expected, path) = new;
        match outcome {
            Ok(()) => {
                prop_assert_eq!(document.value(), &expected);
                prop_assert_eq!(comments(document.text()), comments(&text));
                assert_untouched(&text, document.text(), &node);
            }
            Err(fault) => {
                prop_assert_eq!(fault, Fault::Comments, "{:?}\n{}", path, text);
                prop_assert!(text[node.lead..node.range.end].contains('#'));
                prop_assert_eq!(document.text(), text);
            }
        }
    }

    #[test]
    fn a_new_key_comes_last_and_changes_nothing_else(
        before in map(),
        choices in prop::collection::vec(any::<u8>(), 40),
        place in any::<Index>(),
        key in "[e-h]{1,3}",
        new in value(),
    ) {
        let text = Author::new(&choices).document(&before);
        let mut document = Document::parse(&text).expect("YAML");
        let maps: Vec<_> = paths(&before).into_iter().filter(|path| at(&before, path).is_object()).collect();
        let path = &maps[place.index(maps.len())];
        let node = document.root().at(path).expect("a node").clone();
        let inner: Vec<Segment> = path.iter().cloned().chain([Segment::Key(key.clone())]).collect();
        prop_assert_eq!(document.set(&inner, &Ordered::from(new.clone())), Ok(()), "{:?}\n{}", path, text);
        let mut expected = before;
        at_mut(&mut expected, path).as_object_mut().expect("a map").insert(key, new);
        prop_assert_eq!(document.value(), &expected);
        prop_assert_eq!(comments(document.text()), comments(&text));
        assert_untouched(&text, document.text(), &node);
    }

    #[test]
    fn an_element_comes_where_it_should(
        before in map(),
        choices in prop::collection::vec(any::<u8>(), 40),
        list in prop::collection::vec(value(), 0..4),
        index in any::<Index>(),
        new in value(),
    ) {
        let mut before = before;
        before["list"] = list.clone().into();
        let text = Author::new(&choices).document(&before);
        let mut document = Document::parse(&text).expect("YAML");
        let path = [Segment::Key("list".to_owned())];
        let node = document.root().at(&path).expect("a node").clone();
        let index = index.index(list.len() + 1);
        prop_assert_eq!(document.insert(&path, index, &Ordered::from(new.clone())), Ok(()), "{}", text);
        let mut expected = before;
        expected["list"].as_array_mut().expect("a list").insert(index, new);
        prop_assert_eq!(document.value(), &expected);
        prop_assert_eq!(comments(document.text()), comments(&text));
        assert_untouched(&text, document.text(), &node);
    }

    #[test]
    fn removing_leaves_everything_else(
        before in map(),
        choices in prop::collection::vec(any::<u8>(), 40),
        place in any::<Index>(),
    ) {
        let text = Author::new(&choices).document(&before);
        let mut document = Document::parse(&text).expect("YAML");
        let paths = paths(&before);
        let path = &paths[1 + place.index(paths.len() - 1)];
        let (last, around) = path.split_last().expect("not the root");
        let node = document.root().at(around).expect("a node").clone();
        let outcome = document.remove(path);
        let mut expected = before;
        match (at_mut(&mut expected, around), last) {
            (Value::Object(object), Segment::Key(key)) => drop(object.remove(key)),
            (Value::Array(list), Segment::Index(index)) => drop(list.remove(*index)),
            _ => unreachable!("a path of the value"),
        }
        prop_assert_eq!(outcome, Ok(()), "{:?}\n{}", path, text);
        prop_assert_eq!(document.value(), &expected);
        let left = comments(document.text());
        let all = comments(&text);
        prop_assert!(left.iter().all(|comment| all.contains(comment)));
        assert_untouched(&text, document.text(), &node);
    }

    #[test]
    fn formatting_keeps_the_meaning_and_the_comments(
        value in map(),
        choices in prop::collection::vec(any::<u8>(), 40),
    ) {
        let text = Author::new(&choices).document(&value);
        // What the formatter cannot do it leaves, and says so; it may not be the rule.
        let Ok(formatted) = format(&text) else {
            return Err(TestCaseError::reject("left as it is"));
        };
        prop_assert_eq!(crate::value(&formatted), Ok(value));
        prop_assert_eq!(comments(&formatted), comments(&text));
        prop_assert_eq!(format(&formatted), Ok(formatted.clone()));
    }
}

#[test]
fn an_empty_map_grows() {
    let mut document = Document::parse("{}").expect("YAML");
    let path = [Segment::Key("a".to_owned())];
    document.set(&path, &Ordered::Scalar(1.into())).expect("a place");
    assert_eq!(document.text(), "{ a: 1 }");
    assert_eq!(document.value()["a"], 1);
}
