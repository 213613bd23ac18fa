"""usage: runNotebook.py KERNELSPEC FILE.ipynb; runs a notebook with nbclient and prints each code cell's outputs as JSON."""

import json
import os
import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[2], as_version=4)
resources = {"metadata": {"path": os.path.dirname(sys.argv[2])}}
NotebookClient(notebook, kernel_name=sys.argv[1], timeout=120, allow_errors=True, resources=resources).execute()
print("RESULT " + json.dumps([cell.outputs for cell in notebook.cells]))
