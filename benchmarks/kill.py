"""Kill commands at random moments and print what became of it: `python benchmarks/kill.py --help`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.killing import KINDS, Ground, plans


@click.command()
@click.option("--kills", default=30, show_default=True, help="How many.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other moments.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, default=KINDS, show_default=True)
def main(kills: int, seed: int, kinds: tuple[str, ...]) -> None:
    """Print one line a kill; exit code 1 if anything was lost."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Ground(Path(folder), kinds) as ground:
        for kind, (work, end) in ground.durations.items():
            print(f"{kind}: at work after {work:.2f} s, ended after {end:.2f} s")
        print(f"{'no.':>3}  {'killed':13} {'what':9} {'after s':>7} {'at work':7} {'done':>4} {'twice':>5}  afterwards")
        for number, plan in enumerate(plans(kills, seed=seed, kinds=kinds), 1):
            result = ground.kill(plan)
            who = "alone" if plan.is_alone else "all"
            print(
                f"{number:>3}  {plan.kind:13} {who:9} {result.seconds:7.2f} {'yes' if result.in_time else 'no':7}"
                f" {result.done:>4} {result.twice:>5}  {'; '.join(result.wrong) or 'as undisturbed'}",
                flush=True,
            )
            failed += bool(result.wrong)
    print(f"{kills - failed} of {kills} ended as if nothing had happened.")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
