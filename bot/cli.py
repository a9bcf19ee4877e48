"""The command `vorbild`. Every mistake an operator can make is answered in one sentence."""

import asyncio
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console

from bot import logs
from bot.i18n import Words
from bot.settings import read_settings
from surveys.errors import ProblemsError, VorbildError, say
from surveys.texts import Locale

P = ParamSpec("P")
app = typer.Typer(
    name="vorbild",
    help="The internal-customer pulse for Slack. See it without a token: `vorbild demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
roster_app = typer.Typer(help="The roster: people, units and who leads whom.", no_args_is_help=True)
app.add_typer(roster_app, name="roster")
delivery_app = typer.Typer(help="Whether messages are sent to Slack.", no_args_is_help=True)
app.add_typer(delivery_app, name="delivery")
console = Console(highlight=False, markup=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

FAILURE = 1


def main() -> None:
    """Run the command line."""
    app()


def words() -> Words:
    """Speak the operator's language, as the terminal says it."""
    return Words(Locale.of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")))


def told_in_a_sentence(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what an operator can mend into a sentence and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ProblemsError as error:
            for problem in error.problems:
                column = f", {problem.column}" if problem.column else ""
                complaints.print(
                    f"{words()('Line {line}', line=problem.line)}{column}: {words().message(problem.message)}"
                )
            complaints.print(words().message(error.message))
            raise typer.Exit(FAILURE) from None
        except VorbildError as error:
            complaints.print(words().message(error.message))
            raise typer.Exit(FAILURE) from None

    return run


@app.command()
@told_in_a_sentence
def run(
    *,
    http: Annotated[
        bool, typer.Option("--http", help="Take Slack's requests over HTTP at VORBILD_LISTEN; needs a signing secret.")
    ] = False,
) -> None:
    """Run the bot, over Socket Mode unless told otherwise.

    Needs SLACK_BOT_TOKEN, SLACK_APP_TOKEN (with --http: SLACK_SIGNING_SECRET), VORBILD_SECRET and VORBILD_ADMINS in the
    environment or in `.env`. With VORBILD_LISTEN=127.0.0.1:3000 it also answers /healthz, /readyz and /metrics there.

    Examples: `vorbild run`, `VORBILD_LISTEN=0.0.0.0:3000 vorbild run --http`
    """
    from bot.running import run_bot

    logs.configure()
    settings = read_settings()
    asyncio.run(run_bot(settings, http=http))


@app.command()
@told_in_a_sentence
def migrate() -> None:
    """Bring the database's schema up to date; every start does that too.

    Example: `VORBILD_DATABASE_URL=postgresql://… vorbild migrate`
    """
    from storage import migrate as migrations
    from storage.database import Database

    changed = migrations.upgrade(Database(read_settings().database_url))
    console.print(
        words()("The schema is up to date now.") if changed else words()("The schema was up to date already.")
    )


@app.command()
@told_in_a_sentence
def manifest(
    *,
    link: Annotated[bool, typer.Option("--link", help="Print an address that begins the app with it.")] = False,
) -> None:
    """Print the Slack app manifest, to paste into "Create New App → From a manifest".

    Examples: `vorbild manifest`, `vorbild manifest --link`
    """
    from bot.manifest import creation_link, manifest_path

    console.print(creation_link() if link else manifest_path().read_text(encoding="utf-8").rstrip())


@app.command()
@told_in_a_sentence
def doctor(
    *,
    live: Annotated[bool, typer.Option("--live", help="Ask Slack for a websocket's address too.")] = False,
) -> None:
    """Check settings, files, database, key store and Slack, and say how to mend what is wrong. Changes nothing.

    The exit code is 0 if all is well, 1 if something should be looked at, 2 if the bot cannot work.

    Examples: `vorbild doctor`, `vorbild doctor --live`
    """
    from bot.clock import real_clock
    from bot.doctor import examine, exit_code

    logs.configure("CRITICAL")
    try:
        found = examine(read_settings(), real_clock(), live=live)
    except VorbildError as error:
        complaints.print(words().message(error.message))
        raise typer.Exit(2) from None
    for each in found:
        console.print(f"{words().message(each.state.told()):<9} {words().message(each.found)}")
        if each.remedy is not None:
            console.print(f"{'':<9} → {words().message(each.remedy)}")
    raise typer.Exit(exit_code(found))


@app.command()
@told_in_a_sentence
def backup(
    file: Annotated[Path, typer.Argument(help="File to write; one that is there is not written over.")],
) -> None:
    """Write a backup of the database, while the bot runs: one file, for SQLite and PostgreSQL alike.

    Never in it: the key store, and the sealed ballots of open waves.

    Example: `vorbild backup vorbild-$(date +%F).backup`
    """
    from bot.backup_cli import back_up

    back_up(read_settings(), file, console.print, words())


@app.command()
@told_in_a_sentence
def restore(file: Annotated[Path, typer.Argument(help="File that `vorbild backup` wrote.")]) -> None:
    """Put a backup into a new, empty database. Waves that were open then are void, and delivery stays stopped.

    Stop the bot first, and leave the key store where it is.

    Example: `VORBILD_DATABASE_URL=sqlite:///new.db vorbild restore vorbild-2026-11-25.backup`
    """
    from bot import backup_cli

    backup_cli.restore(read_settings(), file, console.print, words())


@delivery_app.command("show")
@told_in_a_sentence
def delivery_show() -> None:
    """Say whether messages are sent, and how many are owed.

    Example: `vorbild delivery show`
    """
    from bot.backup_cli import show_delivery

    show_delivery(read_settings(), console.print, words())


@delivery_app.command("stop")
@told_in_a_sentence
def delivery_stop() -> None:
    """Send nothing more, within two seconds; what is owed stays owed.

    Example: `vorbild delivery stop`
    """
    from bot.backup_cli import stop_delivery

    stop_delivery(read_settings(), console.print, words())


@delivery_app.command("resume")
@told_in_a_sentence
def delivery_resume() -> None:
    """Let messages be sent again, such as after a restore.

    Example: `vorbild delivery resume`
    """
    from bot.backup_cli import resume_delivery

    resume_delivery(read_settings(), console.print, words())


@roster_app.command("import")
@told_in_a_sentence
def roster_import(
    file: Annotated[Path, typer.Argument(help="CSV with slack_id or email, name, unit, manager, language, office.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Import; without it, only show what would change.")] = False,
) -> None:
    """Preview a roster, then import it.

    Examples: `vorbild roster import staff.csv`, then `vorbild roster import staff.csv --yes`
    """
    from bot.roster_cli import import_roster

    import_roster(read_settings(), _read(file), apply=yes, show=console.print, words=words())


@roster_app.command("show")
@told_in_a_sentence
def roster_show() -> None:
    """Show units, their leaders and how many people each leads.

    Example: `vorbild roster show`
    """
    from bot.roster_cli import show_roster

    show_roster(read_settings(), show=console.print, words=words())


@app.command()
@told_in_a_sentence
def void(
    survey: Annotated[str, typer.Argument(help="The name of the survey whose open wave is given up.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Give it up; without it, only say what would be lost.")] = False,
) -> None:
    """Give up an open wave whose key is lost: its ballots are destroyed uncounted, and the journal says so.

    Only for a key store that is gone for good, with which the bot does not start. While it runs, an admin writes
    `/pulse survey void NAME` in Slack.

    Examples: `vorbild void "Leadership pulse"`, then `vorbild void "Leadership pulse" --yes`
    """
    from bot.recovery import lost_wave

    wave = lost_wave(read_settings(), survey, give_up=yes)
    console.print(
        words()("Wave {number} of “{name}” is void now; the journal says so.", number=wave.number, name=survey)
        if yes
        else words()(
            "Wave {number} of “{name}” would be given up, its ballots destroyed uncounted. Add --yes to do that.",
            number=wave.number,
            name=survey,
        )
    )


@app.command()
@told_in_a_sentence
def erase(
    person: Annotated[str, typer.Argument(help="Slack id or e-mail address, of somebody who has left too.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without it, only list what names them.")] = False,
) -> None:
    """Erase a person: list everything that names them, then remove it, or keep it without their name.

    Ballots in open pulses are withdrawn first. Whoever leads a unit today, and the last admin, need a successor before.
    What was published names nobody and stays. A second call does nothing.

    Examples: `vorbild erase U0123ABCD`, then `vorbild erase U0123ABCD --yes`, or
    `vorbild erase jo.meier@example.com --yes`
    """
    from bot.erasure_cli import erase as erase_person

    erase_person(read_settings(), person, yes=yes, show=console.print, words=words())


@app.command("privacy-audit")
@told_in_a_sentence
def privacy_audit(
    truth: Annotated[
        Path | None,
        typer.Option(help="Who answered what, from `vorbild demo --truth`: measures whom the storage gives away."),
    ] = None,
    logs: Annotated[
        list[Path] | None, typer.Option(help="A log file, or a folder of them; may be given several times.")
    ] = None,
    backup: Annotated[
        list[Path] | None, typer.Option(help="A backup of the answers database; may be given several times.")
    ] = None,
) -> None:
    """Play the attackers on the real storage and on everything ever published, and print what they found out.

    Reads only, and needs no secret: VORBILD_DATABASE_URL and VORBILD_KEYS_URL say where to look. The exit code is 1 if
    an attack succeeded.

    Examples: `vorbild privacy-audit --logs /var/log/vorbild`, `vorbild privacy-audit --backup monday.db`,
    `VORBILD_DATABASE_URL=sqlite:///x.db VORBILD_KEYS_URL=sqlite:///x-keys.db vorbild privacy-audit --truth t.jsonl`
    """
    from bot.audit_cli import Places, audit_storage

    tables = Console(highlight=False)
    if not audit_storage(read_settings(), Places(truth, logs or [], backup or []), tables, words()):
        raise typer.Exit(FAILURE)


@app.command()
@told_in_a_sentence
def export(
    survey: Annotated[str, typer.Option(help="The survey's name.")],
    out: Annotated[Path, typer.Option(help="FILE.csv, FILE.xlsx (every published figure) or FILE.html (a report).")],
    unit: Annotated[str | None, typer.Option(help="Only this unit; in a table, those beneath it too.")] = None,
    language: Annotated[Locale | None, typer.Option(help="The file's language; yours by default.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write what a survey has published to a file: as a table, or as a report that prints well.

    Only published figures leave: what is too small to be shown is not in the file. German tables have semicolons and
    decimal commas, as German spreadsheets read them. Nobody but you can read the file.

    Examples: `vorbild export --survey Pulse --out pulse.xlsx`,
    `vorbild export --survey Puls --unit Logistik --language de --out logistik.html`
    """
    from bot.export_cli import Wanted, export_survey

    wanted = Wanted(survey, unit, out, force)
    export_survey(
        read_settings(), wanted, show=console.print, words=Words(language or words().locale), operator=words()
    )


@app.command()
@told_in_a_sentence
def journal(
    out: Annotated[Path, typer.Option(help="CSV file to write; one that is there is not written over.")],
) -> None:
    """Write who changed which setting, and when, to a file.

    Example: `vorbild journal --out journal.csv`
    """
    from bot.journal_cli import export_journal

    export_journal(read_settings(), out, show=console.print, words=words())


@app.command()
@told_in_a_sentence
def workspace(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8700,
    manifest: Annotated[Path | None, typer.Option(help="Slack app manifest; Vorbild's own by default.")] = None,
) -> None:
    """Start the local Slack workspace alone: Web API, Socket Mode and a page to be any person.

    Example: `vorbild workspace --port 8700`
    """
    from bot.demo.play import serve_workspace

    asyncio.run(serve_workspace(manifest, port, console.print, words()))


@app.command()
@told_in_a_sentence
def demo(  # noqa: PLR0913 (each is a flag of the command)
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1.")] = 8700,
    people: Annotated[int, typer.Option(min=60, max=5000, help="How many people the company has.")] = 160,
    waves: Annotated[int, typer.Option(min=1, max=40, help="How many four-week waves of history are played.")] = 8,
    seed: Annotated[int, typer.Option(help="Another seed is another company.")] = 7,
    database: Annotated[str | None, typer.Option(help="Database URL; a file in a new folder by default.")] = None,
    truth: Annotated[
        Path | None, typer.Option(help="The simulated employees write what they answered to this file.")
    ] = None,
    *,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    headless: Annotated[bool, typer.Option("--headless", help="Play, print each trend post as text, and end.")] = False,
) -> None:
    """See everything at work, without a token: a local workspace, the bot, and a company with a history.

    Examples: `vorbild demo`, `vorbild demo --headless --people 200 --waves 8 --seed 7 --truth t.jsonl`
    """
    from bot.demo.play import Options, play

    logs.configure("WARNING")
    options = Options(port, people, waves, seed, database, truth, browser=browser and not headless, headless=headless)
    try:
        asyncio.run(play(options, console, words()))
    except KeyboardInterrupt:
        console.print(words()("Ended. Everything is closed."))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise VorbildError(
            say("The file {path} cannot be read: {reason}.", path=file, reason=error.strerror)
        ) from error
