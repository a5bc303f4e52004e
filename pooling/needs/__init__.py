"""What members enter, and who has answered."""
