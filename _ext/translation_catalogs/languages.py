"""Codes of languages, and what Babel knows about each language."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale, UnknownLocaleError

from translation_catalogs.texts import TranslationError

SOURCE_LANGUAGE = "en"  # of the pages; catalogs contain all other languages


def language_code(typed: str) -> str:
    """Return the code of a language as folders of catalogs have it: "pt_BR" for "pt-br" or "PT_br".

    :raises TranslationError: if there is no such language
    """
    try:
        return str(Locale.parse(typed.strip().replace("-", "_"), sep="_"))
    except (UnknownLocaleError, ValueError, TypeError):
        text = f'"{typed}" is not the code of a language; write a code such as "es" or "pt_BR"'
        raise TranslationError(text) from None


def listed_code(typed: str, codes: Sequence[str]) -> str:
    """Return the code of a language that a site has.

    :param codes: of all languages of the site
    :raises TranslationError: if the site has no such language
    """
    code = language_code(typed)
    if code not in codes:
        raise TranslationError(
            f'this site has no language "{typed}"; it has {", ".join(codes)}.'
            f" To add one, type: make new-language LANGUAGE={typed}"
        )
    return code


def tag(code: str) -> str:
    """Return the code of a language as HTML and other files for machines have it, such as "pt-BR"."""
    return code.replace("_", "-")


def own_name(code: str) -> str:
    """Return the name of a language in the language itself, such as "Español"."""
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return name[0].upper() + name[1:]


def direction(code: str) -> str:
    """Return the direction of the script, "ltr" or "rtl"."""
    return str(Locale.parse(code).text_direction)
