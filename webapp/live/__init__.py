"""The choice day as phones and screens follow it, while it goes on."""
