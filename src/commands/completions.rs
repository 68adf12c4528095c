use clap::{Args, ValueEnum};
use clap_complete::env::{EnvCompleter, Fish, Powershell, Zsh};

use super::completing::VARIABLE;
use super::{Exit, Failure};
use crate::report::terminal;

/// Print the completion script of a shell: commands, options, environments, addresses, runs and outputs.
///
/// For bash, into ~/.bashrc: `source <(diatonic completions bash)`. For zsh, into ~/.zshrc, behind `compinit`:
/// `source <(diatonic completions zsh)`. For fish, into ~/.config/fish/config.fish: `diatonic completions fish | source`.
/// For PowerShell, into the file $PROFILE: `diatonic completions powershell | Out-String | Invoke-Expression`.
///
/// The shell asks the program itself, which reads the project's files, and neither asks AWS nor writes anything. Of a state in
/// S3 it knows what a command has last read of it: that is kept in the user's cache folder (`~/.cache/diatonic`), and
/// is nothing but addresses and ids of runs.
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

/// What Bash is told. `clap_complete` has a script for it as well, whose words end at `:` and `=` as Bash's do, and which quotes
/// nothing: with that, no address of a type (`AWS::SNS::Topic.a`) or of an instance (`logs.log_group.a["b"]`) is completed.
const OF_BASH: &str = include_str!("completions.bash");

impl Shell {
    fn script(self) -> std::io::Result<Vec<u8>> {
        let completer: &dyn EnvCompleter = match self {
            Self::Bash => return Ok(OF_BASH.into()),
            Self::Zsh => &Zsh,
            Self::Fish => &Fish,
            Self::Powershell => &Powershell,
        };
        let mut script = Vec::new();
        completer.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?;
        Ok(script)
    }
}

/// What shells know the program by.
const NAME: &str = "diatonic";

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let script = arguments.shell.script().map_err(|error| Failure::Usage(error.to_string()))?;
    terminal::print_as_is(String::from_utf8_lossy(&script));
    Ok(Exit::Success)
}
