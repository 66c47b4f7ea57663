"""Proxies: finding a co-intern, what a campaign allows, the signed document, who tells whom."""
