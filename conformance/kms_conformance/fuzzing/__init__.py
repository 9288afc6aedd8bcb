"""The search without end: drafts sent by the executor, judged by the oracle, kept where their answers are new."""
