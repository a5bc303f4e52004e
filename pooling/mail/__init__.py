"""The outbox: mails are rows of the same transaction as the change they tell of."""
