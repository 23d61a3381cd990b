"""Many experts: what each scored, how far they agree, whether opinions still move, and who dissents."""
