"""What clients are told: payloads, signatures, delivery."""
