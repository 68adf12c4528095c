//! Answers in XML as values.

use language::value::{Object, Value};
use roxmltree::{Document, Node};

/// The names of elements that are the elements of a list: those of EC2, of queries, and of CloudFront.
const ELEMENTS: [&str; 2] = ["item", "member"];

/// The content of the root of a document.
///
/// # Errors
/// It is not XML.
pub(super) fn content(text: &str) -> Result<Value, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    Ok(value_of(document.root_element()))
}

fn value_of(node: Node<'_, '_>) -> Value {
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    if children.is_empty() {
        return node.text().unwrap_or_default().into();
    }
    let is_list = |name: &str| children.iter().all(|child| child.tag_name().name() == name);
    // CloudFront's `Items` holds nothing but its elements, whatever they are called.
    let are_items = node.tag_name().name() == "Items" && is_list(children[0].tag_name().name());
    if are_items || ELEMENTS.iter().any(|name| is_list(name)) {
        return children.into_iter().map(value_of).collect::<Vec<_>>().into();
    }
    let mut object = Object::new();
    for child in children {
        let value = value_of(child);
        match object.get_mut(child.tag_name().name()) {
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = vec![first.take(), value].into(),
            None => drop(object.insert(child.tag_name().name().to_owned(), value)),
        }
    }
    object.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_are_maps_lists_and_texts() {
        let xml = "<?xml version=\"1.0\"?><R xmlns=\"http://x/\"><a>1</a><set><item><id>x</id></item></set>\
                   <empty/><b>1</b><b>2</b><Items><Alias>y</Alias></Items></R>";
        let expected = json!({
            "a": "1", "set": [{ "id": "x" }], "empty": "", "b": ["1", "2"], "Items": ["y"],
        });
        assert_eq!(content(xml), Ok(expected));
        assert!(content("{}").is_err());
    }
}
