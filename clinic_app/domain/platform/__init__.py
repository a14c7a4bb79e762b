"""医保平台: the national platform's messages, amounts and identities.  Pure; who talks is `services.platform`.

Source: 定点医药机构接口 as public client code shows it; docs/platform.md.
"""
