"""Nhắc việc: what a kind of report reminds of, whom and when, what somebody asks for by themselves, and the ledger."""
