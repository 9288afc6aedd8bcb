"""What keys do with data: they encrypt, sign, make data keys and share secrets."""
