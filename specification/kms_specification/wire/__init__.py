"""AWS JSON 1.1 on the wire: the forms that a request can have, what may be answered to each, who can read an error."""
