"""The facilitators' side: tonight's sessions and the page a room is held from."""
