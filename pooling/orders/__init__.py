"""What goes to one supplier, on screen and as a workbook."""
