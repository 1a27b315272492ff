"""How quick and how safe a save is while many meetings are written at once."""
