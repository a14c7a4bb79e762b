"""基金监控: indicators, abnormal records, and the records behind them."""
