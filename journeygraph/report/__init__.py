"""Reports as one HTML file each, with figures, for readers who have no database and have never seen the command."""
