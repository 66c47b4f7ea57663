"""The pages: thin views on the store and the accounts, in French, readable without a script."""
