"""JupyterLab: a person's copies of the notebooks, errors in words, settings to try, and the plan to move."""
