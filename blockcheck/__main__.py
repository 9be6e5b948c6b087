"""`python -m blockcheck`, and the console script."""

from blockcheck.cli import main

if __name__ == "__main__":
    main()
