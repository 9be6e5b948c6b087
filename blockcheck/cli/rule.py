"""`blockcheck rule`."""

from __future__ import annotations

import click

from blockcheck.cli.failure import Failure, mistakes_shown
from blockcheck.config import did_you_mean


@click.command("rule")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="All rules.")
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to print them.")
def command(code: str | None, every: bool, output_format: str) -> None:
    """Explain a rule, by its code or name: what it finds, why that is bad, what to write instead."""
    from blockcheck.catalogue import load_codes
    from blockcheck.catalogue.counts import libraries_by_rule
    from blockcheck.catalogue.origins import Origins
    from blockcheck.reporters import rules

    if (code is None) is not every:
        raise click.UsageError("name one rule, or ask for --all")
    with mistakes_shown():
        known = load_codes()
    found = [each for each in known if code is None or code.upper() == each.code or code.lower() == each.name]
    if not found:
        names = [name for each in known for name in (each.code, each.name)]
        raise Failure(f"there is no rule `{code}`", did_you_mean(code or "", names))
    if output_format == "json":
        click.echo(rules.as_json(found if code is None else found[0]), nl=False)
        return
    with mistakes_shown():
        libraries = libraries_by_rule(known, Origins().files)
    click.echo(rules.pages(found, libraries), nl=False)
