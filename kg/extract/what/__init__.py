"""What a figure measures: kind of statistic, indicator, industry, scope."""
