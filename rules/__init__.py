"""What is allowed: pure Python that a domain expert would sign, standard library only."""
