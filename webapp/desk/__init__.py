"""The desks of the day: what they show, what their forms ask of the engine, what they keep beside the journal."""
