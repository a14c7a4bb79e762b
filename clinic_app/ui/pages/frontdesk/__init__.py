"""挂号: the front desk."""
