"""Figures of many units of a period on one sheet, typed by the office as they are told by telephone."""
