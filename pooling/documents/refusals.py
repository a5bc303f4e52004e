"""Why a file is not taken, in words that say how to mend it."""

from __future__ import annotations

from pooling.algorithms.errors import N_, Refusal

EMPTY = N_("This file is empty.")
TOO_LARGE = N_(
    "“%(name)s” weighs more than %(limit)s MB, so it was not kept. Send a smaller photo, or split the document."
)
OTHER_KIND = N_("“%(name)s” is not taken: only PDF, PNG, JPEG and .xlsx files are.")
PACKED = N_("“%(name)s” is a packed file: unpack it and attach what is in it, as PDF, PNG, JPEG or .xlsx.")
OFFICE = N_("“%(name)s” is an Office document: save it as PDF (a table as .xlsx) and attach that.")
OLD_EXCEL = N_("“%(name)s” is a workbook of another kind: save it in Excel as .xlsx, or as PDF, and attach that.")
APPLE = N_("“%(name)s” is a photo in Apple’s HEIC format: take or save it as JPEG and attach that.")
PICTURE = N_("“%(name)s” is a picture of a kind that not everybody can open: save it as PNG or JPEG and attach that.")
DRAWING = N_("“%(name)s” is a drawing of a CAD program: print it to PDF and attach that.")
WRONG_NAME = N_(
    "“%(name)s” is not what its name says: it holds %(kind)s. Save it under its proper name and attach that."
)
TWO_FACES = N_(
    "“%(name)s” holds two kinds of file in one, and was not kept. Save it again with the program it comes from."
)
DAMAGED = N_("“%(name)s” is damaged or incomplete. Open it, save it again, and attach that.")
TOO_MANY_PIXELS = N_("“%(name)s” has too many pixels to be opened safely: save it at half the size and attach that.")
ENCRYPTED = N_(
    "“%(name)s” is a protected PDF, so it cannot be checked. Print it to a new PDF without protection and attach that."
)
ACTIVE = N_("“%(name)s” is a PDF that runs something when it is opened. Print it to a new PDF and attach that.")
HOLDS_FILES = N_(
    "“%(name)s” is a PDF with other files inside. Print it to a new PDF, and attach the others by themselves."
)
ODD = N_("“%(name)s” is a PDF built in a way that cannot be checked. Print it to a new PDF and attach that.")


class UnfitFile(Refusal):
    """The file is not taken; nothing of it was kept. `name` is filled in by whoever knows it."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__("unfit_file", message, **{"name": "", **values})

    def called(self, name: str) -> UnfitFile:
        """The same, of a file of that name."""
        return UnfitFile(self.message, **{**self.values, "name": name})
