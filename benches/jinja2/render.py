"""Jinja2's side of the comparison in ../src/rendering.rs, which starts this and talks to it in lines of JSON.

First line in: the data of the documents, as a list. First line out: Jinja2's and Python's versions, and
for each way of quoting the documents as it renders them. From then on, a line in is a way of quoting and a
number of seconds; for about that long all documents are rendered over and over, and the line out is how
long each of them took each time, in seconds.
"""

import gc
import json
import platform
import re
import sys
from pathlib import Path
from time import perf_counter

import jinja2

# The rules of templates/src/scalar.rs: what only an escape can carry, and what every YAML reader takes for
# the same string without quotes.
NONCHARACTERS = "".join(chr(plane | low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
NEEDS_ESCAPE = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    f"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff{NONCHARACTERS}]"
)
PLAIN = re.compile(
    r"(?!(?i:y|n|yes|no|on|off|true|false|null|[-+.]*(?:nan|inf|infinity))\Z)"  # a word that is no string
    r"(?![-+]?(?:[0-9._][0-9a-fA-F._,:+\- xXoOtTzZ]*)?\Z)"  # a number, a date or a time
    r"(?!---|\.\.\.)(?:-(?=[A-Za-z-])|[A-Za-z0-9/_+$(^.]|[^\x00-\x7f])"  # the first character
    r"(?:[^\[\]{}: ]|:(?! |\Z)| (?!#|\Z))*\Z"  # the others
)
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def scalar(value):
    """The value as one YAML scalar."""
    if not isinstance(value, str) or (PLAIN.match(value) and not NEEDS_ESCAPE.search(value)):
        return value
    if not NEEDS_ESCAPE.search(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(escape, value)) + '"'


def escape(char):
    if char in ESCAPES or not NEEDS_ESCAPE.match(char):
        return ESCAPES.get(char, char)
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def quoted(data):
    """The data, every string in it already a YAML scalar."""
    if isinstance(data, dict):
        return {scalar(key): quoted(value) for key, value in data.items()}
    if isinstance(data, list):
        return [quoted(value) for value in data]
    return scalar(data)


def template(**options):
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), keep_trailing_newline=True, **options
    )
    return environment.get_template("deployment.yaml.j2")


def one_pass(render, documents):
    """Renders every document once, and says how long each took."""
    times = []
    for document in documents:
        start = perf_counter()
        render(document)
        times.append(perf_counter() - start)
    return times


def main():
    documents = json.loads(sys.stdin.readline())
    ways = {
        # As askama does it: every interpolation goes through the escaper.
        "at_each_interpolation": (template(finalize=scalar).render, documents),
        # A present to Jinja2: nothing is escaped while it renders, so it is safe for no other data.
        "beforehand": (template().render, quoted(documents)),
    }
    answer = {
        "jinja2": jinja2.__version__,
        "python": platform.python_version(),
        "rendered": {way: [render(document) for document in data] for way, (render, data) in ways.items()},
    }
    print(json.dumps(answer), flush=True)
    # As `timeit` does it.
    gc.disable()
    for line in sys.stdin:
        way, seconds = json.loads(line)
        passes, end = [], perf_counter() + seconds
        while not passes or perf_counter() < end:
            passes.append(one_pass(*ways[way]))
        print(json.dumps(passes), flush=True)


if __name__ == "__main__":
    main()
