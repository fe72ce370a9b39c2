"""What leaves the application: signed webhook deliveries, mail, and the guard of addresses."""
