use clap::{Args, ValueEnum};
use serde::Serialize;

use super::session::report_pending;
use super::storage::location;
use super::{Exit, Failure, Global};
use crate::report::terminal;
use compiler::compile;
use permissions::{Names, Policies, Policy, policies, split};

/// Print the IAM policies that the environment needs, one to plan and one to apply.
///
/// Made from what the specs say and from what their kinds call, without asking AWS. The policy to apply
/// covers plans and `destroy` too.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Print this policy alone, as IAM takes it.
    #[arg(long = "for", value_name = "COMMAND", value_enum)]
    purpose: Option<For>,
    /// Name objects by the environment's `name_prefix` where their names start with it, instead of each
    /// by itself. Covers objects that are new in the specs or have left them.
    #[arg(long)]
    by_prefix: bool,
    /// Print each policy as a list of managed policies, of at most 6,144 characters each. A policy of more
    /// than 10,240 characters is printed so in any case, as IAM takes it in no other form.
    #[arg(long)]
    split: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum For {
    Plan,
    Apply,
}

/// The characters of a managed policy, and those of all inline policies of a role together (IAM and STS
/// quotas; cannot be raised).
const MANAGED: usize = 6_144;
const INLINE: usize = 10_240;

/// The managed policies that a role takes (IAM quotas: the default, which AWS raises on request).
const ATTACHED: usize = 10;

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<Exit, Failure> {
    let stack = compile(&global.options()?)?;
    report_pending(&stack);
    let location = location(&stack.environment)?;
    let names = match arguments.by_prefix {
        true => Names::Prefix(stack.environment.prefix()),
        false => Names::Exact,
    };
    let policies = policies(&stack, &location, names)
        .map_err(|diagnostics| Failure::diagnostics(&stack.sources, diagnostics))?;
    let print = |verb| arguments.document(&policies, verb);
    let printed = match arguments.purpose {
        Some(verb) => serde_json::to_string_pretty(&print(verb)),
        None => {
            serde_json::to_string_pretty(&Both { plan: print(For::Plan), apply: print(For::Apply) })
        }
    };
    let printed = printed.map_err(|error| Failure::Usage(error.to_string()))?;
    terminal::println(printed);
    Ok(Exit::Success)
}

/// A policy as it is printed.
#[derive(Serialize)]
#[serde(untagged)]
enum Document<'a> {
    Whole(&'a Policy),
    Parts(Vec<Policy>),
}

#[derive(Serialize)]
struct Both<'a> {
    plan: Document<'a>,
    apply: Document<'a>,
}

impl Arguments {
    /// The policy for a command, as a list where IAM does not take it as one. Says so.
    fn document<'a>(&self, policies: &'a Policies, verb: For) -> Document<'a> {
        let (name, policy) = match verb {
            For::Plan => ("plan", &policies.plan),
            For::Apply => ("apply", &policies.apply),
        };
        let size = policy.size();
        if !self.split && size <= INLINE {
            if size > MANAGED {
                terminal::eprintln(format_args!(
                    "the policy to {name} has {size} characters: IAM takes {INLINE} in a role's own \
                     policies, but {MANAGED} in a managed policy\n`--split` makes several of it"
                ));
            }
            return Document::Whole(policy);
        }
        let parts = split(policy, MANAGED);
        let count = parts.len();
        if size > INLINE {
            terminal::eprintln(format_args!(
                "the policy to {name} has {size} characters, more than IAM takes in one policy, so it is \
                 printed as a list of {count} managed policies"
            ));
        }
        if count > ATTACHED {
            terminal::eprintln(format_args!(
                "a role takes {ATTACHED} managed policies unless AWS has raised that quota: `--by-prefix` \
                 makes fewer"
            ));
        }
        Document::Parts(parts)
    }
}
