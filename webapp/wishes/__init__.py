"""An intern's wish list: what there is to wish for, how the list is changed, kept, taken away and brought back."""
