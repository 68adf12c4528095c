//! Texts as templates: what others are known by becomes a reference, and all else stays what it is.

use super::known::{Known, KnownReferences, Output};
use super::secrets::words;
use super::text::{Piece, Text};
use compiler::environment::Environment;

/// What texts may refer to.
#[derive(Clone, Copy)]
pub(super) struct Templates<'a> {
    pub known: &'a Known,
    pub meant: KnownReferences<'a>,
    pub environment: &'a Environment,
}

/// What a text is for.
#[derive(Clone, Copy)]
pub(super) struct Purpose<'a> {
    pub usage: Use,
    /// The key at which it stands.
    pub key: &'a str,
}

/// What a text is, which decides what it may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// An object is known by it, so it must be known before anything exists. It may be called after
    /// another object, and is not that object.
    Identity,
    /// What stands at a key of its owner's, and means what its owner likes.
    Own,
    Value,
    /// It refers to nothing, such as the name of a file.
    Plain,
}

impl Templates<'_> {
    /// `text`, with references to those outputs that are allowed.
    pub fn written(
        &self,
        text: &str,
        purpose: Purpose<'_>,
        allow: &mut dyn FnMut(&Output) -> bool,
    ) -> Text {
        let mut written = Text::default();
        if purpose.usage == Use::Own
            && let Some(word) = self.environments_word(text, purpose.key)
        {
            written.push(word);
            return written;
        }
        if matches!(purpose.usage, Use::Own | Use::Value)
            && let Some(output) = self.known.proven(text, &purpose.key.to_lowercase(), self.meant)
            && allow(output)
        {
            written.push(Piece::Output(output.reference()));
            return written;
        }
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            if is_start(before)
                && let Some((length, piece)) = self.piece(text, rest, purpose, allow)
            {
                let (covered, after) = rest.split_at(length);
                written.push(piece);
                (before, rest) = (covered.chars().next_back(), after);
                continue;
            }
            let (literal, after) = rest.split_at(next.len_utf8());
            written.push_literal(literal);
            (before, rest) = (Some(next), after);
        }
        written
    }

    /// Whether a text is what something is called: an output, or a name behind the prefix.
    pub fn is_name(&self, text: &str) -> bool {
        let prefix = self.environment.prefix();
        self.known.has(text) || (!prefix.is_empty() && is_part(text, prefix))
    }

    /// What of the environment a text is as a whole, where its key speaks of that: a team may be called as a
    /// project is.
    fn environments_word(&self, text: &str, key: &str) -> Option<Piece> {
        const NAMES: &[&str] = &["env", "environment", "stage", "workspace"];
        let environment = self.environment;
        let meanings: [(&String, &str, &[&str]); 4] = [
            (&environment.region, "env.region", &["region"]),
            (&environment.account, "env.account", &["account"]),
            (&environment.name, "env.name", NAMES),
            (&environment.project, "env.project", &["project"]),
        ];
        let said = words(key);
        let is_spoken_of = |names: &[&str]| said.iter().any(|word| names.contains(&word.as_str()));
        let mut meanings = meanings.into_iter();
        let found = meanings.find(|(word, _, names)| *word == text && is_spoken_of(names));
        found.map(|(_, expression, _)| Piece::Expression(expression.to_owned()))
    }

    /// What `rest` begins with, and how much of it that is.
    fn piece(
        &self,
        text: &str,
        rest: &str,
        purpose: Purpose<'_>,
        allow: &mut dyn FnMut(&Output) -> bool,
    ) -> Option<(usize, Piece)> {
        if purpose.usage == Use::Plain {
            return None;
        }
        let before = text.strip_suffix(rest).unwrap_or_default();
        if purpose.usage != Use::Identity || !before.is_empty() {
            let context = format!("{} {before}", purpose.key).to_lowercase();
            let mut outputs = self.known.beginning(rest, &context, self.meant);
            let fitting = outputs.find(|(known, output)| {
                let is_meant = is_whole(rest, known) && !(is_prose(text) && is_plain(known));
                is_meant && allow(output)
            });
            if let Some((known, output)) = fitting {
                let mut reference = output.reference();
                if purpose.usage == Use::Identity {
                    reference.plain = Some(self.written(known, purpose, &mut |_| false));
                }
                return Some((known.len(), Piece::Output(reference)));
            }
            // A short word is one of an address, of which it is said what stands there.
            let may_be = purpose.usage != Use::Identity && !is_prose(text);
            let word = self.known.proven_word(rest, is_word, &context, self.meant);
            if let Some((word, output)) = word.filter(|_| may_be && text.contains(':'))
                && allow(output)
            {
                return Some((word.len(), Piece::Output(output.reference())));
            }
        }
        let environment = self.environment;
        let prefix = environment.prefix();
        let is_arn = text.contains("arn:");
        // A word of its owner's may be that of a prefix which is one word by chance.
        let is_telling = prefix.contains(|c: char| !c.is_alphanumeric());
        let is_meant = purpose.usage != Use::Own || is_telling;
        let has_prefix =
            is_arn || purpose.usage == Use::Identity || is_meant && text.starts_with(prefix);
        if has_prefix && !prefix.is_empty() && is_part(rest, prefix) {
            return Some((prefix.len(), Piece::Expression("env.name_prefix".to_owned())));
        }
        let segments = [(&environment.account, "env.account"), (&environment.region, "env.region")];
        let mut segments = segments.into_iter().filter(|_| is_arn);
        segments.find_map(|(segment, expression)| {
            let after = rest.strip_prefix(segment.as_str())?;
            let piece = Piece::Expression(expression.to_owned());
            after.starts_with(':').then_some((segment.len(), piece))
        })
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || "_-".contains(character)
}

/// Whether a name may start behind a character. Behind `$` and `%` it would not be read as one.
fn is_start(before: Option<char>) -> bool {
    before.is_none_or(|before| !is_word(before) && !"$%".contains(before))
}

/// Whether a name ends where a text goes on.
fn is_whole(rest: &str, name: &str) -> bool {
    let after = rest.get(name.len()..).unwrap_or_default();
    !after.starts_with(is_word)
}

/// The same for what names begin with.
fn is_part(rest: &str, prefix: &str) -> bool {
    let after = rest.strip_prefix(prefix);
    after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

/// Whether a text is made of words for people, among which a name may mean anything.
fn is_prose(text: &str) -> bool {
    let is_code = text.trim_start().starts_with(['{', '[']);
    text.contains(char::is_whitespace) && !is_code
}

/// Whether a name might be words for people: neither an ARN nor an address.
fn is_plain(name: &str) -> bool {
    !name.contains(':')
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use compiler::{Address, Options, compile_in_memory};

    const ENVIRONMENT: &str = "{ account: \"123456789012\", region: us-east-2, project: shop }";
    const USERS: &str = "arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-users";

    fn environment() -> Environment {
        let options = Options { environment: "dev".to_owned(), ..Options::default() };
        let stack = compile_in_memory(&options, ENVIRONMENT.as_bytes(), &[]);
        stack.map(|stack| stack.environment).unwrap()
    }

    fn known(environment: &Environment) -> Known {
        let mut known = Known::new(environment);
        let mut add = |name: &str, outputs: &[(&str, &str)]| {
            let outputs = outputs.iter();
            let outputs: BTreeMap<String, Option<String>> = outputs
                .map(|(name, text)| ((*name).to_owned(), Some((*text).to_owned())))
                .collect();
            known.add(&Address::new("dynamodb.table", name, None), &outputs, &|output| {
                output != "stream_label"
            });
        };
        add(
            "users",
            &[("arn", USERS), ("name", "shop-dev-users"), ("stream_label", "2026-01-01T00:00")],
        );
        add("logs", &[("name", "shop-dev-users-logs"), ("arn", "tables")]);
        add("twin", &[("name", "same-name-1")]);
        add("other", &[("name", "same-name-1")]);
        known
    }

    fn written(text: &str, usage: Use) -> String {
        keyed("", text, usage, &[])
    }

    fn keyed(key: &str, text: &str, usage: Use, proven: &[&str]) -> String {
        let purpose = Purpose { usage, key };
        let proven = proven.iter().filter_map(|text| Address::parse(text));
        let proven: BTreeSet<Address> = proven.collect();
        let environment = environment();
        let templates = Templates {
            known: &known(&environment),
            meant: KnownReferences { own: None, proven: &proven },
            environment: &environment,
        };
        // What AWS invents is not there before the table itself is.
        let written = templates.written(text, purpose, &mut |output| output.is_predicted);
        written.template()
    }

    #[test]
    fn what_others_are_known_by_becomes_a_reference() {
        for (text, template) in [
            (USERS, "${dynamodb.table.users.arn}"),
            (
                "arn:aws:dynamodb:us-east-2:123456789012:table/shop-dev-users/index/*",
                "${dynamodb.table.users.arn}/index/*",
            ),
            ("shop-dev-users", "${dynamodb.table.users.name}"),
            ("shop-dev-users-logs", "${dynamodb.table.logs.name}"),
            ("shop-dev-users-more", "${env.name_prefix}-users-more"),
            ("x-shop-dev-users", "x-shop-dev-users"),
            ("Holds shop-dev-users for a day", "Holds shop-dev-users for a day"),
            ("same-name-1", "same-name-1"),
            ("tables", "tables"),
            ("us-east-2", "us-east-2"),
            ("123456789012", "123456789012"),
            (
                "arn:aws:sqs:us-east-2:123456789012:shop-dev-failed",
                "arn:aws:sqs:${env.region}:${env.account}:${env.name_prefix}-failed",
            ),
            ("arn:aws:iam::123456789012:root", "arn:aws:iam::${env.account}:root"),
            ("arn:aws:s3:::other/${aws:username}/*", "arn:aws:s3:::other/$${aws:username}/*"),
            ("%{ for }", "%%{ for }"),
            ("2026-01-01T00:00", "2026-01-01T00:00"),
        ] {
            assert_eq!(written(text, Use::Value), template);
        }
    }

    #[test]
    fn what_an_object_is_known_by_is_called_after_others_and_is_none_of_them() {
        for (text, template) in [
            ("shop-dev-users", "${env.name_prefix}-users"),
            ("/aws/lambda/shop-dev-users", "/aws/lambda/${dynamodb.table.users.name}"),
            ("/aws/lambda/shop-dev-others", "/aws/lambda/${env.name_prefix}-others"),
            ("shop-developers", "shop-developers"),
        ] {
            assert_eq!(written(text, Use::Identity), template);
        }
    }

    #[test]
    fn what_its_owner_has_a_key_for_may_be_the_environments() {
        for (key, text, template) in [
            ("AWS_REGION", "us-east-2", "${env.region}"),
            ("accountId", "123456789012", "${env.account}"),
            ("STAGE", "dev", "${env.name}"),
            ("Environment", "dev", "${env.name}"),
            ("Project", "shop", "${env.project}"),
            ("Team", "shop", "shop"),
            ("Branch", "dev", "dev"),
            ("Anything", "shop-dev", "${env.name_prefix}"),
            ("Environment", "development", "development"),
            ("Region", "us-east-2, dev", "us-east-2, dev"),
            ("Anything", USERS, "${dynamodb.table.users.arn}"),
        ] {
            assert_eq!(keyed(key, text, Use::Own, &[]), template, "{key}");
        }
    }

    #[test]
    fn what_is_proven_is_no_coincidence() {
        let twin = ["dynamodb.table.twin"];
        for (key, text, proven, template) in [
            ("TABLE", "tables", &["dynamodb.table.logs"][..], "${dynamodb.table.logs.arn}"),
            ("TABLE", "tables", &[], "tables"),
            ("Team", "tables", &["dynamodb.table.logs"], "tables"),
            ("TABLE", "same-name-1", &twin, "${dynamodb.table.twin.name}"),
            ("OTHER", "same-name-1/index", &twin, "${dynamodb.table.twin.name}/index"),
            ("TABLE", "same-name-1", &[], "same-name-1"),
            ("ROLE", "same-name-1", &twin, "same-name-1"),
            (
                "Resource",
                "arn:aws:dynamodb:eu-west-1:123456789012:table/tables",
                &["dynamodb.table.logs"],
                "arn:aws:dynamodb:eu-west-1:${env.account}:table/${dynamodb.table.logs.arn}",
            ),
        ] {
            assert_eq!(keyed(key, text, Use::Own, proven), template, "{key}: {text}");
        }
    }

    /// What a template comes to in a spec.
    fn evaluated(template: &str) -> serde_json::Value {
        let users = serde_json::json!({
            "name": "shop-dev-users",
            "partition_key": { "name": "id", "type": "S" },
        });
        let spec = serde_json::json!({
            "dynamodb.table": { "users": users },
            "locals": { "text": template },
            "outputs": { "text": "${local.text}" },
        });
        let options = Options { environment: "dev".to_owned(), ..Options::default() };
        let spec = spec.to_string();
        let specs: &[(&str, &[u8])] = &[("specs/app.json", spec.as_bytes())];
        let stack = compile_in_memory(&options, ENVIRONMENT.as_bytes(), specs).unwrap();
        let outputs = stack.outputs(&stack.resources).unwrap();
        outputs["text"].clone().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_template_evaluates_to_the_text_that_it_was_made_from(
            pieces in prop::collection::vec(
                prop_oneof![
                    Just("$".to_owned()),
                    Just("%".to_owned()),
                    Just("{".to_owned()),
                    Just("}".to_owned()),
                    Just("\"".to_owned()),
                    Just(":".to_owned()),
                    Just("arn:".to_owned()),
                    Just("us-east-2:".to_owned()),
                    Just("123456789012:".to_owned()),
                    Just("shop-dev".to_owned()),
                    Just(USERS.to_owned()),
                    "[a-z~ \n\\\\é-]{0,3}",
                ],
                0..8,
            )
        ) {
            let text = pieces.concat();
            prop_assert_eq!(evaluated(&written(&text, Use::Value)), text);
        }
    }
}
