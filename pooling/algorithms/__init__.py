"""Pure rules of the trade: dataclasses and Decimal in and out, nothing read and nothing written."""
