"""What the generated operations are sent by; `make clients` copies it beside them."""

from selfsame_client.transport import Transport


class BaseClient(Transport):
    """Sends what the methods of its subclass name."""
