"""Who somebody is by an address or a number, and erasing what is kept about them."""
