"""`python -m tenderwatch`, the same as the `tenderwatch` command."""

from tenderwatch.cli.main import run

if __name__ == "__main__":
    run()
