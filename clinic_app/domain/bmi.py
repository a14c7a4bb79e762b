"""体质指数: weight in kg over the square of the height in m, to one decimal, exactly.

Classes as used in China (WS/T 428-2013), judged on the rounded value.
"""

from decimal import Decimal
from enum import StrEnum

from clinic_app.domain.money import half_up


class BmiClass(StrEnum):
    LOW = "LOW"
    NORMAL = "NORMAL"
    OVERWEIGHT = "OVERWEIGHT"
    OBESE = "OBESE"


def bmi_tenths(weight_kg: Decimal, height_cm: Decimal) -> int:
    """BMI times ten, rounded half up: 60 kg and 165 cm give 220.

    Raises:
        ValueError: a height or weight that is not above zero; forms refuse it before.
    """
    if weight_kg <= 0 or height_cm <= 0:
        raise ValueError(f"bmi_tenths({weight_kg}, {height_cm})")
    weight, weight_parts = weight_kg.as_integer_ratio()
    height, height_parts = height_cm.as_integer_ratio()
    return half_up(weight * 100_000 * height_parts**2, height**2 * weight_parts)


def bmi_class(tenths: int) -> BmiClass:
    """偏瘦 under 18.5, 正常 to 23.9, 超重 to 27.9, 肥胖 from 28.0."""
    if tenths < 185:
        return BmiClass.LOW
    if tenths < 240:
        return BmiClass.NORMAL
    return BmiClass.OVERWEIGHT if tenths < 280 else BmiClass.OBESE
