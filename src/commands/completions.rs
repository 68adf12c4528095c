use clap::{Args, ValueEnum};
use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Zsh};

use super::completing::VARIABLE;
use super::{Exit, Failure};
use crate::report::terminal;

/// Print what makes a shell complete verbs, options, environments, addresses, runs and outputs.
///
/// For bash, into ~/.bashrc: `source <(diatonic completions bash)`. For zsh, into ~/.zshrc, behind `compinit`:
/// `source <(diatonic completions zsh)`. For fish, into ~/.config/fish/config.fish: `diatonic completions fish | source`.
/// For PowerShell, into the file $PROFILE: `diatonic completions powershell | Out-String | Invoke-Expression`.
///
/// The shell asks the program itself, which reads the project's files, and neither asks AWS nor writes anything.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Shell {
    fn completer(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Zsh => &Zsh,
            Self::Fish => &Fish,
            Self::Powershell => &Powershell,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    const NAME: &str = "diatonic";
    let mut script = Vec::new();
    let written =
        arguments.shell.completer().write_registration(VARIABLE, NAME, NAME, NAME, &mut script);
    written.map_err(|error| Failure::Usage(error.to_string()))?;
    terminal::print_as_is(String::from_utf8_lossy(&script));
    Ok(Exit::Success)
}
