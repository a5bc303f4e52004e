"""Files that people hand over to be handed on: what each is, told by its content, and where it is kept."""
