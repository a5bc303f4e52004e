"""The one base of every refusal: a stable code, an English message id, and the values that fill it."""


class Word(str):
    """A message id: whoever shows it, or a refusal that holds it among its values, translates it."""

    __slots__ = ()


def N_(message: str) -> Word:  # noqa: N802 (gettext's customary name, which the extractor looks for)
    """Mark a message id for extraction; it is translated where it is shown."""
    return Word(message)


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """Something was understood and declined.

    `message` is an English message id with %(name)s places, `values` fills them, `code` never changes.
    """

    def __init__(self, code: str, message: str, /, **values: object) -> None:
        super().__init__(code, message, values)
        self.code = code
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values
