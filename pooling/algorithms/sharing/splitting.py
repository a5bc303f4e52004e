"""Largest remainder: money in cents, and one firm's share over its docks. The one home of both."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal

from pooling.algorithms.numbers import AMOUNT_PLACES
from pooling.algorithms.sharing.lines import hashed, quantity, whole

_EXACT = Context(prec=60)


def split_money(amount: Decimal, weights: Mapping[str, Decimal], seed: str = "") -> dict[str, Decimal]:
    """The amount in cents, in proportion to the weights, to the last cent; a credit note splits like a bill.

    Raises ValueError for an amount with part of a cent, or without any weight above zero."""
    cents = amount.scaleb(AMOUNT_PLACES, _EXACT)
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} has parts of a cent")
    parts = _largest_remainder(abs(int(cents)), _weights(weights), seed)
    return {key: Decimal(part if cents >= 0 else -part).scaleb(-AMOUNT_PLACES) for key, part in parts.items()}


def split_docks(
    share: Decimal, wishes: Mapping[str, Decimal], step: Decimal = Decimal(1), seed: str = ""
) -> dict[str, Decimal]:
    """A share over one firm's docks in proportion to what each wanted, in whole steps.

    What does not make a whole step goes to the dock that wanted most, so that the sum is the share."""
    steps, odd = divmod(whole(share), whole(step))
    weights = _weights(wishes)
    parts = {key: part * whole(step) for key, part in _largest_remainder(steps, weights, seed).items()}
    parts[min(weights, key=lambda key: (-weights[key], hashed(seed, key)))] += odd
    return {key: quantity(part) for key, part in parts.items()}


def _weights(weights: Mapping[str, Decimal]) -> dict[str, int]:
    found = {key: whole(weight) for key, weight in weights.items()}
    if not any(found.values()) or min(found.values()) < 0:
        raise ValueError("something must have a weight, and none below zero")
    return found


def _largest_remainder(total: int, weights: Mapping[str, int], seed: str) -> dict[str, int]:
    """Whole parts that add up; those cut most get one more, ties by hash, the answer in the order of the weights."""
    everything = sum(weights.values())
    parts = {key: total * weight // everything for key, weight in weights.items()}
    cut = sorted(weights, key=lambda key: (-(total * weights[key] % everything), hashed(seed, key)))
    for key in cut[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
