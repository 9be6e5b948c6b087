"""`python -m blockcheck`, and the console script."""

import sys


def main() -> None:
    """Run the command line of this process, and end the process."""
    from blockcheck.replay import replayed

    arguments = sys.argv[1:]
    status = replayed(arguments)
    if status is None:
        from blockcheck.cli import run  # click and what it takes, for those runs that need it

        run(arguments)
    sys.exit(status)


if __name__ == "__main__":
    main()
