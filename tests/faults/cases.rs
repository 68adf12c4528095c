//! What can go wrong in a run, each with a name by which it can be repeated.

use std::fmt;
use std::str::FromStr;

/// A run of the three that a round consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Apply,
    Update,
    Destroy,
}

impl Phase {
    pub const ALL: [Self; 3] = [Self::Apply, Self::Update, Self::Destroy];
}

/// How a call can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The service answers with status 500.
    Failure,
    /// The service asks for fewer calls.
    Throttle,
    /// The connection ends before the service has heard of the call.
    DropBefore,
    /// The connection ends after the service has carried the call out.
    DropAfter,
    /// The service carries the call out, and its answer never comes.
    Timeout,
}

impl Fault {
    pub const ALL: [Self; 5] =
        [Self::Failure, Self::Throttle, Self::DropBefore, Self::DropAfter, Self::Timeout];
}

/// When a process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The call is on its way, and the service has not heard of it.
    Before,
    /// The service has carried the call out, and the process has not heard of it.
    After,
}

impl Moment {
    pub const ALL: [Self; 2] = [Self::Before, Self::After];
}

/// A call of a run: the how-manieth of its operation. Calls run side by side, so which object it is about
/// may differ from run to run, but not how many there are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Service and operation, such as `dynamodb CreateTable`.
    pub operation: String,
    /// Counted from 1.
    pub number: usize,
}

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    Fails(Fault, Occurrence),
    /// The process is killed at a call, counted from 1 over all operations.
    Dies(Moment, usize),
    /// The process is killed at a call of an operation.
    DiesAt(Moment, Occurrence),
}

impl Trouble {
    /// Whether it ends the process.
    pub fn is_a_death(&self) -> bool {
        matches!(self, Self::Dies(..) | Self::DiesAt(..))
    }
}

/// One thing that goes wrong in one run of a round.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    pub phase: Phase,
    pub trouble: Trouble,
}

/// The word of each value, both ways.
macro_rules! named {
    ($kind:ident: $($value:ident = $word:literal),*) => {
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$value => $word,)* })
            }
        }

        impl FromStr for $kind {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$value),)*
                    _ => Err(format!("`{text}` is none of {:?}", [$($word),*])),
                }
            }
        }
    };
}

named!(Phase: Apply = "apply", Update = "update", Destroy = "destroy");
named!(Fault: Failure = "failure", Throttle = "throttle", DropBefore = "drop-before",
    DropAfter = "drop-after", Timeout = "timeout");
named!(Moment: Before = "killed-before", After = "killed-after");

/// `<operation>#<number>`
impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.operation, self.number)
    }
}

/// `<phase>:<fault>:<operation>#<number>`, or `<phase>:<moment>:` and either a number or `<operation>#<number>`
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.phase)?;
        match &self.trouble {
            Trouble::Fails(fault, call) => write!(f, "{fault}:{call}"),
            Trouble::Dies(moment, call) => write!(f, "{moment}:{call}"),
            Trouble::DiesAt(moment, call) => write!(f, "{moment}:{call}"),
        }
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, ':');
        let mut part = || parts.next().ok_or(format!("`{text}` is not a case"));
        let (phase, how, call) = (part()?.parse()?, part()?, part()?);
        let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is not a number"));
        let occurrence = |text: &str| {
            let (operation, count) =
                text.rsplit_once('#').ok_or(format!("`{text}` names no call"))?;
            Ok::<_, String>(Occurrence { operation: operation.to_owned(), number: number(count)? })
        };
        let trouble = match (how.parse::<Moment>(), how.parse::<Fault>()) {
            (Ok(moment), _) if call.contains('#') => Trouble::DiesAt(moment, occurrence(call)?),
            (Ok(moment), _) => Trouble::Dies(moment, number(call)?),
            (_, fault) => Trouble::Fails(fault?, occurrence(call)?),
        };
        Ok(Self { phase, trouble })
    }
}

#[test]
fn a_case_is_found_again_by_its_name() {
    for name in [
        "apply:drop-after:cognito-idp CreateUserPool#1",
        "update:timeout:apigateway PUT restapis/*/resources/*/methods/*#12",
        "destroy:killed-before:117",
        "update:killed-after:lambda PUT functions/*/aliases/*#1",
    ] {
        let case: Case = name.parse().expect("a case");
        assert_eq!(case.to_string(), name);
    }
    for wrong in ["", "apply", "apply:failure", "apply:failure:x", "a:b:c", "apply:killed-after:x"]
    {
        assert!(wrong.parse::<Case>().is_err(), "{wrong}");
    }
}
