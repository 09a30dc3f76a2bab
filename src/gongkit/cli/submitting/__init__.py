"""What `gongkit submission` does: a packet made, written, compared; screenshots."""
