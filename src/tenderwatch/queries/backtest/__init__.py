"""How often tender windows have come true: each finished procurement predicted from those of other buyers."""

from tenderwatch.queries.backtest.predict import backtest, shipped_backtest
from tenderwatch.queries.backtest.result import Backtest, Figure, Group, Outcome, Rate, Span

__all__ = ["Backtest", "Figure", "Group", "Outcome", "Rate", "Span", "backtest", "shipped_backtest"]
