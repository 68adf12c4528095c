//! Markdown as it is laid out for a terminal.

use diatonic::report::escape::plain;
use diatonic::report::page::rendered;
use insta::assert_snapshot;

fn shown(markdown: &str, columns: usize) -> String {
    plain(&rendered(markdown, columns))
}

#[test]
fn headings_paragraphs_and_lists() {
    let page = "# Title\n\nSome `code` and a [link](other.md#there), and [one more](https://example.com/x).\n\n\
                - first, which is long enough to be wrapped\n- second\n  - inner\n\n1. one\n2. two\n";
    assert_snapshot!(shown(page, 30), @"
    Title

    Some code and a link, and one
    more (https://example.com/x).

    - first, which is long enough
      to be wrapped
    - second
        - inner

    1. one
    2. two
    ");
}

#[test]
fn code_stays_as_it_is() {
    let page = "Before:\n\n```yaml\na: 1\n\nb:   [2, 3, 4, 5, 6, 7]\n```\n\nAfter.\n";
    assert_snapshot!(shown(page, 20), @"
    Before:

        a: 1

        b:   [2, 3, 4, 5, 6, 7]

    After.
    ");
}

#[test]
fn a_table_has_columns_where_they_fit_and_is_a_list_elsewhere() {
    let page = "| field | type | default | meaning |\n|---|---|---|---|\n\
                | `name` | text |  | What it is called, which can be said in many words. |\n\
                | `size` | number | `1` | How big. |\n";
    assert_snapshot!(shown(page, 100), @"
    field  type    default  meaning
    name   text             What it is called, which can be said in many words.
    size   number  1        How big.
    ");
    assert_snapshot!(shown(page, 40), @"
    name
        type: text
        What it is called, which can be said
        in many words.
    size
        type: number
        default: 1
        How big.
    ");
}

#[test]
fn no_line_of_words_is_wider_than_the_terminal() {
    let guide = include_str!("../../docs/specs.md");
    for columns in [40, 80, 100] {
        let page = shown(guide, columns);
        let mut is_code = false;
        let codes: Vec<&str> = guide
            .lines()
            .filter(|line| {
                is_code ^= line.starts_with("```");
                is_code
            })
            .collect();
        let is_word =
            |line: &str| line.trim_start().trim_start_matches("- ").split(' ').count() <= 2;
        let too_wide = page.lines().find(|line| {
            let is_wide = line.chars().count() > columns;
            is_wide && !is_word(line) && !codes.contains(&line.get(4..).unwrap_or(line))
        });
        assert_eq!(too_wide, None, "{columns}");
    }
}
