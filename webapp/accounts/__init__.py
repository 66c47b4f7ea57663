"""Who may sign in, how, and what each may do where."""
