//! Parsing arguments, with help in the language of this run.

use std::ffi::OsString;
use std::io::IsTerminal as _;

use clap::builder::PossibleValue;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use super::dictionary::dutch;
use super::mistakes;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{Arguments, language, output};
use crate::domain::Language;

/// Words that clap writes by itself, English and Dutch.
const CLAP: [(&str, &str); 8] = [
    ("Print this message or the help of the given subcommand(s)", "Toon deze tekst, of de hulp bij een opdracht"),
    ("Print version", "Toon de versie"),
    ("Usage:", "Gebruik:"),
    ("Arguments:", "Argumenten:"),
    ("Options:", "Opties:"),
    ("Commands:", "Opdrachten:"),
    ("[OPTIONS]", "[OPTIES]"),
    ("<COMMAND>", "<OPDRACHT>"),
];

/// The arguments of the process. Where there are none to work with, the text that was asked for, or what is wrong with
/// them, is written, and the exit code comes back.
pub fn parse(given: Vec<OsString>) -> Result<Arguments, Result<Exit, Failure>> {
    let command = with_negative_numbers(Arguments::command());
    let is_dutch = language::current() == Language::Dutch;
    let mut command = if is_dutch { translated(command) } else { command };
    let parsed = command.try_get_matches_from_mut(given).and_then(|matches| Arguments::from_arg_matches(&matches));
    parsed.map_err(|error| if is_dutch { tell(&error) } else { error.exit() })
}

/// The command whose options take `-3` for a number: what is wrong with it then says the option, and not that there is
/// no argument `-3`.
fn with_negative_numbers(command: Command) -> Command {
    let is_option = |argument: &Arg| argument.get_action().takes_values() && !argument.is_positional();
    let lenient = |argument: Arg| if is_option(&argument) { argument.allow_negative_numbers(true) } else { argument };
    command.mut_args(lenient).mut_subcommands(with_negative_numbers)
}

/// Writes what clap has to say, in Dutch.
fn tell(error: &clap::Error) -> Result<Exit, Failure> {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let has_colours = match error.use_stderr() {
        true => output::colour_width().is_some(),
        false => std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty()) && std::io::stdout().is_terminal(),
    };
    let rendered = error.render();
    let text = if has_colours { rendered.ansi().to_string() } else { rendered.to_string() };
    let text = if is_help { in_dutch(&text) } else { mistakes::in_dutch(error).unwrap_or(text) };
    if error.use_stderr() {
        output::note(&text);
        return Ok(Exit::WrongInput);
    }
    output::print(&text).map(|()| Exit::Done)
}

/// Replaces the words that clap writes by itself.
pub fn in_dutch(text: &str) -> String {
    CLAP.iter().fold(text.to_owned(), |text, (english, dutch)| text.replace(english, dutch))
}

/// The command with Dutch texts; what has none keeps its English.
fn translated(command: Command) -> Command {
    let put = |text: Option<String>| text.map(|text| paragraphs(&text));
    let about = put(command.get_about().map(ToString::to_string));
    let long_about = put(command.get_long_about().map(ToString::to_string));
    let after = command.get_after_help().map(|text| lines(&text.to_string()));
    let after_long = command.get_after_long_help().map(|text| lines(&text.to_string()));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command.mut_args(argument).disable_help_flag(true).arg(help_option());
    command = about.map_or(command.clone(), |text| command.about(text));
    command = long_about.map_or(command.clone(), |text| command.long_about(text));
    command = after.map_or(command.clone(), |text| command.after_help(text));
    command = after_long.map_or(command.clone(), |text| command.after_long_help(text));
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, translated))
}

/// An argument with its values and its usual value told in Dutch; clap's own words for these are hidden.
fn argument(argument: Arg) -> Arg {
    let Some(help) = argument.get_help().map(|text| paragraphs(&text.to_string())) else { return argument };
    let long_help = argument.get_long_help().map_or_else(|| help.clone(), |text| paragraphs(&text.to_string()));
    let takes_values = argument.get_action().takes_values();
    let values: Vec<PossibleValue> = argument.get_possible_values().into_iter().filter(|_| takes_values).collect();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    let usual: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let usual =
        if usual.is_empty() || !takes_values { None } else { Some(format!("[standaard: {}]", usual.join(" "))) };

    let listed = (!names.is_empty()).then(|| format!("[mogelijke waarden: {}]", names.join(", ")));
    let short = [Some(help), usual.clone(), listed.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let described: Vec<String> = values
        .iter()
        .filter_map(|value| Some(format!("- {}: {}", value.get_name(), sentence(&value.get_help()?.to_string()))))
        .collect();
    let listed = match described.as_slice() {
        [] => listed,
        described => Some(format!("Mogelijke waarden:\n{}", described.join("\n"))),
    };
    let long = [Some(long_help), listed, usual].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    argument.help(short).long_help(long).hide_possible_values(true).hide_default_value(true)
}

/// The option for help, which clap would add in English.
fn help_option() -> Arg {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    help.help("Toon de hulp (meer met --help)").long_help("Toon de hulp (korter met -h)")
}

/// A text of paragraphs in Dutch.
fn paragraphs(text: &str) -> String {
    text.split("\n\n").map(sentence).collect::<Vec<_>>().join("\n\n")
}

/// A text of lines in Dutch, in which examples stay as they are.
fn lines(text: &str) -> String {
    text.lines().map(sentence).collect::<Vec<_>>().join("\n")
}

fn sentence(english: &str) -> String {
    let (text, stop) = english.strip_suffix('.').map_or((english, ""), |text| (text, "."));
    dutch(text).map_or_else(|| english.to_owned(), |text| format!("{text}{stop}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::dictionary::TEXTS;
    use super::*;

    /// Every text of a command and those under it, without full stops; examples are no texts.
    fn texts(command: &Command, found: &mut BTreeSet<String>) {
        let own = [command.get_about(), command.get_long_about()].into_iter().flatten().map(ToString::to_string);
        let mut paragraphs: Vec<String> = own.collect();
        for argument in command.get_arguments().filter(|it| !["help", "version"].contains(&it.get_id().as_str())) {
            let help = [argument.get_help(), argument.get_long_help()].into_iter().flatten();
            paragraphs.extend(help.map(ToString::to_string));
            let values = argument.get_possible_values();
            found.extend(values.iter().filter_map(|value| value.get_help().map(ToString::to_string)));
        }
        let after = [command.get_after_help(), command.get_after_long_help()].into_iter().flatten();
        let after: Vec<String> =
            after.flat_map(|text| text.to_string().lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let parts = paragraphs.iter().flat_map(|text| text.split("\n\n")).chain(after.iter().map(String::as_str));
        let parts = parts.filter(|part| !part.trim().is_empty() && !part.starts_with("  reisagenda"));
        found.extend(parts.map(|part| part.strip_suffix('.').unwrap_or(part).to_owned()));
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            texts(sub, found);
        }
    }

    #[test]
    fn every_text_of_the_help_has_dutch_and_no_dutch_is_left_over() {
        let mut english = BTreeSet::new();
        texts(&Arguments::command(), &mut english);
        let missing: Vec<&String> = english.iter().filter(|text| dutch(text).is_none()).collect();
        assert!(missing.is_empty(), "add to `cli/help/dictionary`: {missing:#?}");
        let unused: Vec<&str> = TEXTS.iter().map(|(text, _)| *text).filter(|text| !english.contains(*text)).collect();
        assert!(unused.is_empty(), "no command says any more: {unused:#?}");
        assert_eq!(english.len(), TEXTS.len(), "a text is there twice");
    }

    #[test]
    fn the_help_of_every_command_is_dutch_all_over() {
        let mut command = translated(Arguments::command());
        command.build();
        let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        for name in names.iter().filter(|name| *name != "help") {
            let sub = command.find_subcommand_mut(name).expect("a command");
            for text in [sub.render_help().to_string(), sub.render_long_help().to_string()] {
                let text = in_dutch(&text);
                for english in [" the ", " The ", "Usage", "Options", "values:", "default:", "Print "] {
                    assert!(!text.contains(english), "`{english}` in the help of `{name}`:\n{text}");
                }
            }
        }
    }
}
