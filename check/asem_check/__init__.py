"""An independent second implementation of the model, written from docs/model.md alone, in plain Python.

It shares no line with the engine: agreement of both, day by day, says that the document determines the model.
"""
