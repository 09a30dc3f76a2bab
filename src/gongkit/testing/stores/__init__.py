"""What every installation store must do, by what it is asked for."""
