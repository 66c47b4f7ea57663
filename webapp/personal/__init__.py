"""Personal data: how long it is kept, all that is held on somebody, and erasure that leaves the journal whole."""
