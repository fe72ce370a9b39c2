"""What people and machines do: one function per act, one transaction each."""
