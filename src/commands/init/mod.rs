//! A new project.

mod place;
mod question;
mod templates;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use self::place::{Place, place_of};
use self::question::Question;
use self::templates::{GITIGNORE, Template, Values};
use super::{Exit, Failure};
use crate::report::terminal;
use compiler::environment;
use terraform::shell::quoted;

/// Begin a project: an environment, and specs to start from.
///
/// Writes files and does nothing else; none that exists is changed. What no option says is asked at the terminal.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project's folder. It is made where there is none.
    #[arg(default_value = ".", value_hint = clap::ValueHint::DirPath)]
    folder: PathBuf,
    /// What the project begins with.
    #[arg(long, value_enum)]
    template: Option<Template>,
    /// The project's name, with which the names of its objects begin. Default: the folder's.
    #[arg(long)]
    name: Option<String>,
    /// The first environment. Default: `dev`.
    #[arg(long)]
    env: Option<String>,
    /// The AWS account of the environment, twelve digits.
    #[arg(long)]
    account: Option<String>,
    /// The AWS region of the environment. Default: that of AWS_REGION or AWS_DEFAULT_REGION, or `us-east-1`.
    #[arg(long)]
    region: Option<String>,
    /// What stands in for AWS, such as `http://127.0.0.1:4566`: an emulator.
    #[arg(long, value_name = "URL")]
    endpoint_url: Option<String>,
    /// The state of Terraform whose account and region the environment gets, with `--template terraform`. Default:
    /// `terraform.tfstate`.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    terraform_state: Option<PathBuf>,
}

/// Where Terraform keeps its state, unless it is told another place.
const TERRAFORM_STATE: &str = "terraform.tfstate";

/// The account of emulators, unless they are told another.
const OF_EMULATORS: &str = "000000000000";

const TEMPLATE: Question<'_> = Question {
    text: "template: empty, serverless-api or terraform",
    option: "--template",
    fault: template_fault,
    help: "`empty`, `serverless-api` or `terraform`",
};
const NAME: Question<'_> = Question {
    text: "name of the project",
    option: "--name",
    fault: name_fault,
    help: "such as `shop`",
};
const ENVIRONMENT: Question<'_> = Question {
    text: "first environment",
    option: "--env",
    fault: name_fault,
    help: "such as `dev`",
};
const ACCOUNT: Question<'_> = Question {
    text: "AWS account",
    option: "--account",
    fault: |text| {
        (!environment::takes("account", text))
            .then(|| "an account has twelve digits, such as `123456789012`".to_owned())
    },
    help: "`aws sts get-caller-identity` says it",
};
const REGION: Question<'_> = Question {
    text: "AWS region",
    option: "--region",
    fault: |text| {
        (!environment::takes("region", text))
            .then(|| "write a region, such as `us-east-2`".to_owned())
    },
    help: "such as `us-east-2`",
};

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { folder, .. } = arguments;
    check_endpoint(arguments.endpoint_url.as_deref())?;
    let template = match arguments.template {
        Some(template) => template,
        // An answer that is not a template is asked for again.
        None => Template::from_str(&TEMPLATE.answer(None, Some("empty".to_owned()))?, false)
            .unwrap_or(Template::Empty),
    };
    let values = values(arguments, template)?;
    let files = template.files(&values);
    check_new(folder, &files)?;
    for (path, text) in &files {
        write(folder, path, text)?;
    }
    terminal::print(next(arguments, template, &values));
    Ok(Exit::Success)
}

fn values(arguments: &Arguments, template: Template) -> Result<Values, Failure> {
    let (of_account, of_region) = match place(arguments, template)? {
        Some(place) => (Some(place.account), Some(place.region)),
        None => (None, None),
    };
    let named =
        ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|name| std::env::var(name).ok());
    let region = of_region.or(named).unwrap_or_else(|| "us-east-1".to_owned());
    let on_emulator = arguments.endpoint_url.is_some().then(|| OF_EMULATORS.to_owned());
    Ok(Values {
        project: NAME.answer(arguments.name.as_deref(), Some(name_of(&arguments.folder)))?,
        environment: ENVIRONMENT.answer(arguments.env.as_deref(), Some("dev".to_owned()))?,
        account: ACCOUNT.answer(arguments.account.as_deref(), of_account.or(on_emulator))?,
        region: REGION.answer(arguments.region.as_deref(), Some(region))?,
        endpoint_url: arguments.endpoint_url.clone(),
    })
}

/// Where what Terraform owns is, as far as its state says so.
fn place(arguments: &Arguments, template: Template) -> Result<Option<Place>, Failure> {
    match (template, &arguments.terraform_state) {
        (Template::Terraform, None) => Ok(place_of(Path::new(TERRAFORM_STATE))),
        (Template::Terraform, Some(file)) => match place_of(file) {
            Some(place) => Ok(Some(place)),
            None => Err(Failure::Usage(format!(
                "`--terraform-state {}` is not a Terraform state that contains AWS objects",
                file.display()
            ))),
        },
        (_, None) => Ok(None),
        (_, Some(_)) => {
            Err(Failure::Usage("`--terraform-state` goes with `--template terraform`".to_owned()))
        }
    }
}

/// What a folder is called, as far as a project can be called so.
fn name_of(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = name.unwrap_or_default().chars().map(plain).collect();
    match name.trim_matches('-') {
        "" => "app".to_owned(),
        name => name.to_owned(),
    }
}

fn template_fault(text: &str) -> Option<String> {
    let templates = Template::value_variants().iter().filter_map(Template::to_possible_value);
    let names: Vec<String> = templates.map(|template| template.get_name().to_owned()).collect();
    (!names.iter().any(|name| name == text)).then(|| format!("write one of {}", names.join(", ")))
}

/// Names of projects and environments stand in physical names.
fn name_fault(text: &str) -> Option<String> {
    (!environment::takes("project", text)).then(|| {
        "write letters, digits, `-` and `_`, with a letter or digit at both ends".to_owned()
    })
}

fn check_endpoint(url: Option<&str>) -> Result<(), Failure> {
    match url.filter(|url| environment::endpoint_fault(url).is_some()) {
        None => Ok(()),
        Some(url) => Err(Failure::Usage(format!(
            "`--endpoint-url {url}`: write a URL such as `http://127.0.0.1:4566`"
        ))),
    }
}

/// Refuses a folder that has some of the files already: a project is begun once.
fn check_new(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let there =
        files.iter().map(|(path, _)| folder.join(path)).filter(|path| !path.ends_with(GITIGNORE));
    let there: Vec<String> =
        there.filter(|path| path.exists()).map(|path| format!("  {}", path.display())).collect();
    if there.is_empty() {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "nothing was written, as these files exist already:\n{}\nname another folder, as in `diatonic init shop`",
        there.join("\n")
    )))
}

/// Writes a file that does not exist. One that says what version control ignores may exist, and stays.
fn write(folder: &Path, path: &Path, text: &str) -> Result<(), Failure> {
    let path = folder.join(path);
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let made = made.and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path));
    match made.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => {
            terminal::println(format_args!("wrote {}", path.display()));
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.ends_with(GITIGNORE) => {
            Ok(())
        }
        Err(error) => Err(Failure::Usage(format!("cannot write {}: {error}", path.display()))),
    }
}

/// What to do next.
fn next(arguments: &Arguments, template: Template, values: &Values) -> String {
    let mut steps = Vec::new();
    if arguments.folder != Path::new(".") {
        steps.push(format!("cd {}", word(&arguments.folder)));
    }
    if template == Template::Terraform {
        let state = arguments.terraform_state.clone().unwrap_or_else(|| TERRAFORM_STATE.into());
        // The user is in another folder by then.
        let state = std::path::absolute(&state).unwrap_or(state);
        let import = format!("diatonic import-legacy --state {}", word(&state));
        steps.push(format!("{import} --write specs/legacy"));
        steps.push("diatonic validate".to_owned());
        // What exists is taken over as it is before anything plans to make it.
        steps.push(format!("{import} --adopt"));
        steps.push("diatonic plan".to_owned());
    } else {
        steps.extend(["validate", "plan", "apply"].map(|verb| format!("diatonic {verb}")));
    }
    let credentials = match values.endpoint_url {
        Some(_) => "the emulator takes any credentials of its account".to_owned(),
        None => format!("all but `validate` need credentials of account {}", values.account),
    };
    format!("\nNext ({credentials}):\n    {}\n", steps.join("\n    "))
}

/// A path as a word of the shell's.
fn word(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(is_plain) { text.into_owned() } else { quoted(&text) }
}
