"""viewflow's part: its rows follow the state, and a flow is drawn as a picture."""
