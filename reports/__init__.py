"""Questions and answers: protected figures, and nothing else, leave this app."""

import os

# Protection works on many small matrices: threads of the numeric library would wait for each other longer
# than they work, and take the processor from other requests. Read when numpy is first loaded, below here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
