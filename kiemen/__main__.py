"""``python -m kiemen``: the command line."""

from kiemen.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
