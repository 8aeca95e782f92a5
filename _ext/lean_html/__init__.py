"""Trims the style sheets and scripts of the theme to what a page uses."""
