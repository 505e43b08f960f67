"""Files and frames to a Network, with a ledger of every row."""
