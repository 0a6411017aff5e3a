"""How a document leaves and what comes back: recipients, channels behind one seam, delivery, answers."""
