#!/usr/bin/python3
"""Merges what gcov wrote (JSON) and LCOV files into one LCOV file.

Stands in for Bazel's @remote_coverage_tools; understands their command lines.
"""

import collections
import glob
import gzip
import json
import os
import re
import sys


class Report:
    """Hits by line and by function, of the files that pass the filters."""

    def __init__(self, filters):
        self._filters = filters
        self.lines = collections.defaultdict(lambda: collections.defaultdict(int))
        self.functions = collections.defaultdict(dict)  # name -> [line, hits]

    def _wants(self, path):
        if path.startswith("/") or "external/" in path:
            return False
        return not any(f.fullmatch(path) for f in self._filters)

    def _add_function(self, path, name, line, hits):
        self.functions[path].setdefault(name, [line, 0])[1] += hits

    def add_gcov(self, path):
        for entry in json.load(gzip.open(path))["files"]:
            name = entry["file"]
            if not self._wants(name):
                continue
            for line in entry["lines"]:
                self.lines[name][line["line_number"]] += line["count"]
            for f in entry["functions"]:
                self._add_function(name, f["name"], f["start_line"], f["execution_count"])

    def add_lcov(self, path):
        name = None
        for text in open(path, errors="replace"):
            key, _, value = text.rstrip().partition(":")
            if key == "SF":
                name = value if self._wants(value) else None
            elif name and key == "DA":
                number, hits = value.split(",")[:2]
                self.lines[name][int(number)] += int(hits)
            elif name and key == "FN":
                number, function = value.split(",", 1)
                self._add_function(name, function, int(number), 0)
            elif name and key == "FNDA":
                hits, function = value.split(",", 1)
                self._add_function(name, function, 0, int(hits))

    def write(self, path):
        with open(path, "w") as out:
            for name in sorted(self.lines):
                functions = sorted(self.functions[name].items())
                out.write("SF:%s\n" % name)
                out.writelines("FN:%d,%s\n" % (line, f) for f, (line, _) in functions)
                out.writelines("FNDA:%d,%s\n" % (hits, f) for f, (_, hits) in functions)
                hits = sorted(self.lines[name].items())
                out.writelines("DA:%d,%d\n" % h for h in hits)
                hit = sum(1 for h in hits if h[1])
                out.write("LF:%d\nLH:%d\nend_of_record\n" % (len(hits), hit))


def main(argv):
    options, filters = {}, []
    for arg in argv:
        key, _, value = arg.partition("=")
        if key == "--filter_sources":
            filters.append(re.compile(value))
        else:
            options[key] = value
    output = os.path.abspath(options["--output_file"])
    report = Report(filters)
    folder = options.get("--coverage_dir")
    if folder:
        for path in sorted(glob.glob(folder + "/**/*.gcov.json.gz", recursive=True)):
            report.add_gcov(path)
        for path in sorted(glob.glob(folder + "/**/*.dat", recursive=True)):
            if os.path.abspath(path) != output:
                report.add_lcov(path)
    if options.get("--reports_file"):
        for path in open(options["--reports_file"]).read().split():
            if os.path.exists(path):
                report.add_lcov(path)
    report.write(output)


if __name__ == "__main__":
    main(sys.argv[1:])
