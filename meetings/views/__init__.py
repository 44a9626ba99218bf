"""Pages about meetings, by what people come for. Five moves: fetch, bind, act, say, go."""
