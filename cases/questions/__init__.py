"""Questions about people and cases, each with one answer: a frozen dataclass."""
