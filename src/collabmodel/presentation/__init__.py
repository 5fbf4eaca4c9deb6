"""What people see: the report."""
