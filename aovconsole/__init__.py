"""aovconsole: the desk of a municipality's public-order-and-safety officers."""

__version__ = "0.1.0"
