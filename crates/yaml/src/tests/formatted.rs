//! The formatter on texts that are easily spoilt.

use crate::format;

fn formatted(text: &str) -> String {
    format(text).expect("it can be formatted")
}

#[test]
fn every_space_of_a_block_text_stays() {
    for tidy in [
        "a: |\n  x   \n  y\n", "a: |\n  x\n\n\n    \n  y\n", "a: |+\n  keep\n\n\nb: 1\n",
        "a: >-\n  one \n  two\n\n\n  three\nb:\n  - |\n    x\t\n", "a: |-\n  x \n# Of b.\nb: 1\n",
    ] {
        assert_eq!(formatted(tidy), tidy);
    }
    assert_eq!(
        formatted("a:\n    b: |\n        x  \n\n\n        y\n\n\n\n    c:   1\n"),
        "a:\n  b: |\n    x  \n\n\n    y\n\n  c: 1\n"
    );
}

#[test]
fn lines_end_as_they_did() {
    assert_eq!(formatted("a:   1\r\nb: |\r\n  x  \r\n"), "a: 1\r\nb: |\r\n  x  \r\n");
    assert_eq!(formatted("a:   1\nb: 2"), "a: 1\nb: 2\n");
}

#[test]
fn nothing_stays_nothing() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n"), "");
    assert_eq!(formatted("\u{feff}a:  1\n"), "a: 1\n");
}

#[test]
fn what_is_wrong_is_said_without_advice_to_programmers() {
    let refusal = |text: &str| format(text).expect_err("a fault").to_string();
    assert_eq!(
        refusal("a: 1\na: 2\n"),
        "this is not YAML: duplicate mapping key: a at line 2, column 1"
    );
    assert_eq!(
        refusal("a: 1\n---\nb: 2\n"),
        "this is not YAML: multiple YAML documents detected at line 3, column 1"
    );
}
