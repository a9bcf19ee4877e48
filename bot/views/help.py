"""Help: what this person may do, from the table of commands."""

from bot.commands import Command
from bot.i18n import Words
from bot.views.escape import escape
from bot.views.topics import grouped
from surveys.roster import Roster

UNITS_SHOWN = 40


def help_text(commands: list[Command], words: Words) -> str:
    """List commands with what they do, in groups."""
    lines = [
        words("*Vorbild asks how well leaders treat their staff as internal customers.* Nobody sees who answered what.")
    ]
    for heading, group in grouped(commands):
        lines += ["", f"*{words.message(heading)}*", *(_line(command, words) for command in group)]
    return "\n".join([*lines, "", words("Open pulses are in my messages to you and in the Home tab.")])


def _line(command: Command, words: Words) -> str:
    wanted = [words.message(argument.shown) for argument in command.takes]
    wanted += [f"[{words.message(argument.shown)}]" for argument in command.optional]
    return f"• `/pulse {' '.join([command.verb, *wanted])}` – {words.message(command.does)}"


def roster_text(roster: Roster, words: Words) -> str:
    """Show units with their leaders, indented by level, and how many people each leader leads directly."""
    if not roster.units:
        return words(
            "The roster is empty. Import it with `/pulse roster import`, or with `vorbild roster import FILE` on the command line."
        )
    people = words.many("{count} person", "{count} people", len(roster.people))
    units = words.many("{count} unit", "{count} units", len(roster.units))
    lines = [words("*Roster:* {people}, {units}", people=people, units=units)]
    ordered = [unit for root in roster.roots() for unit in roster.beneath(root.id)]
    for unit in ordered[:UNITS_SHOWN]:
        indent = "    " * roster.depth(unit.id)
        leader = roster.people[unit.leader_id].name if unit.leader_id in roster.people else unit.leader_id
        reports = words.many("{count} direct report", "{count} direct reports", len(roster.members(unit.id)))
        lines.append(f"{indent}• {escape(unit.name)} – {escape(leader)} ({reports})")
    if len(ordered) > UNITS_SHOWN:
        lines.append(words("… and {count} more", count=words.number(len(ordered) - UNITS_SHOWN)))
    return "\n".join(lines)
