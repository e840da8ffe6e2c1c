"""Numbers that somebody may have, drawn from what the countries' plans allow."""

from collections.abc import Iterator
from random import Random

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

OF_PEOPLE = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)


def random_numbers(region: str, random: Random) -> Iterator[PhoneNumber]:
    """Draw different valid numbers of a country without end, half of them mobile ones."""
    code = phonenumbers.country_code_for_region(region)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    kinds = (metadata.fixed_line, metadata.mobile)
    drawn = set[str]()
    while True:
        kind = random.choice(kinds)
        assert kind is not None
        assert kind.example_number is not None
        general = metadata.general_desc
        assert general is not None
        lengths = [
            each for each in kind.possible_length or general.possible_length if each > 7
        ]
        example = kind.example_number
        keep = random.choice((1, 2, 3))
        length = random.choice([*lengths, len(example)])
        digits = "".join(random.choice("0123456789") for _ in range(length - keep))
        number = phonenumbers.parse(f"+{code}{example[:keep]}{digits}")
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if (
            text not in drawn
            and phonenumbers.is_valid_number_for_region(number, region)
            and phonenumbers.number_type(number) in OF_PEOPLE
        ):
            drawn.add(text)
            yield number
