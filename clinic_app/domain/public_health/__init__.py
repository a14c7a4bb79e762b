"""基本公共卫生服务: what follows from a service, and what is due when (docs/public_health.md).

Every rule is a pure function of numbers, flags and days; thresholds are data with the day they hold from.
Source: 国家基本公共卫生服务规范（第三版）.
"""
