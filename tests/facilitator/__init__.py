"""The facilitators' side: what they raise, what they sign, what they read."""
