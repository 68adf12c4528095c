//! Where AWS's console shows an object.

use aws::Place;

/// Where AWS's console shows objects of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Console {
    /// What follows on the console's host name. In braces stand `region`, `account`, `partition` and `dns_suffix` of the
    /// place, and of the object's id: `id`; `0`, `1` and so on, for what stands between the slashes in it; `last`, for
    /// what stands behind the last one; `rest`, for what stands behind the first one, or all where there is none; `bus`, for
    /// what stands before it, or `default`. `twice` and `dollars` are the id in the two other ways in which pages of the
    /// console quote one.
    Page(&'static str),
    /// There is no such page, for this reason: a sentence without a full stop.
    Nowhere(&'static str),
}

/// The hosts of the console, for each partition that has one that anybody can reach. Each region has a host of its own in
/// front of these (AWS Management Console, "Configuring the console's Region").
const HOSTS: [(&str, &str); 3] = [
    ("aws", "console.aws.amazon.com"),
    ("aws-cn", "console.amazonaws.cn"),
    ("aws-us-gov", "console.amazonaws-us-gov.com"),
];

impl Console {
    /// The address of the page of an object.
    ///
    /// # Errors
    /// Why there is none.
    pub fn url(self, id: &str, place: &Place) -> Result<String, String> {
        let page = match self {
            Self::Page(page) => page,
            Self::Nowhere(why) => return Err(why.to_owned()),
        };
        let host = HOSTS.iter().find(|(partition, _)| *partition == place.partition);
        let Some((_, host)) = host else {
            return Err(format!("the console of the partition `{}` is not known", place.partition));
        };
        let mut url = format!("https://{}.{host}/", place.region);
        let mut rest = page;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            url.push_str(before);
            url.push_str(&filled(name, id, place));
            rest = after;
        }
        Ok(url + rest)
    }
}

fn filled(name: &str, id: &str, place: &Place) -> String {
    match name {
        "region" => place.region.clone(),
        "account" => place.account.clone(),
        "partition" => place.partition.to_owned(),
        "dns_suffix" => place.dns_suffix().to_owned(),
        "last" => quoted(id.rsplit('/').next().unwrap_or(id)),
        "rest" => quoted(id.split_once('/').map_or(id, |(_, rest)| rest)),
        "bus" => quoted(id.split_once('/').map_or("default", |(bus, _)| bus)),
        "twice" => quoted(&quoted(id)),
        "dollars" => quoted(&quoted(id)).replace('%', "$"),
        position => match position.parse::<usize>() {
            Ok(position) => quoted(id.split('/').nth(position).unwrap_or_default()),
            Err(_) => quoted(id),
        },
    }
}

/// A text as a part of a URL. A colon may stand there as it is, and the console's own links have it so.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => {
                quoted.push(char::from(byte));
            }
            byte => quoted.push_str(&format!("%{byte:02X}")),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(page: &'static str, id: &str, region: &str) -> Result<String, String> {
        Console::Page(page).url(id, &Place::new("123456789012", region))
    }

    #[test]
    fn an_id_is_quoted_as_the_page_wants_it() {
        for (page, id, expected) in [
            ("f#/{id}", "a b/ü", "f#/a%20b%2F%C3%BC"),
            ("l#{dollars}", "/aws/lambda", "l#$252Faws$252Flambda"),
            ("p/{twice}/d", "/a", "p/%252Fa/d"),
            ("{0}:{1}:{2}", "x/y", "x:y:"),
            ("{bus}/{rest}", "orders/shipped", "orders/shipped"),
            ("{bus}/{rest}", "shipped", "default/shipped"),
            ("{last}?{account}", "arn:aws:acm:us-east-2:1:certificate/ab", "ab?123456789012"),
        ] {
            let expected = format!("https://us-east-2.console.aws.amazon.com/{expected}");
            assert_eq!(url(page, id, "us-east-2"), Ok(expected));
        }
    }

    #[test]
    fn each_partition_has_its_own_console() {
        let at = |region| url("x", "id", region);
        assert_eq!(at("cn-north-1").as_deref(), Ok("https://cn-north-1.console.amazonaws.cn/x"));
        let gov = "https://us-gov-west-1.console.amazonaws-us-gov.com/x";
        assert_eq!(at("us-gov-west-1").as_deref(), Ok(gov));
        assert!(at("us-iso-east-1").is_err());
        assert_eq!(
            Console::Nowhere("because").url("id", &Place::new("1", "us-east-2")),
            Err("because".to_owned())
        );
    }
}
