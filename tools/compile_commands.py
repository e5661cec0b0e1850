#!/usr/bin/env python3
"""Writes compile_commands.json, for clangd and clang-tidy, from `bazel aquery`.

tools/compile_commands.py [BAZEL OPTIONS] [-- TARGETS]
"""

import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# GCC's own flags, which clang does not know.
DROPPED = {
    "-fno-canonical-system-headers",
    "-Wunused-but-set-parameter",
    "-Wno-free-nonheap-object",
}
# Dependency files: nothing is to be written. The first takes an argument.
DEPENDENCY_FILE, DEPENDENCIES = "-MF", "-MD"


def bazel(*args):
    return subprocess.run(
        [os.path.join(ROOT, "bazelw"), *args],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def source_of(argv):
    """The file that a compile action compiles, None if it is not ours."""
    if "-c" not in argv:
        return None
    source = argv[argv.index("-c") + 1]
    if source.startswith(("external/", "bazel-out/")):
        return None
    return source


def adapted(argv, output_base):
    """The command line for clang, run in the workspace."""
    result = []
    arguments = iter(argv)
    for argument in arguments:
        if argument == DEPENDENCY_FILE:
            next(arguments)
        elif argument.startswith("external/"):
            result.append(os.path.join(output_base, argument))
        elif argument not in DROPPED and argument != DEPENDENCIES:
            result.append(argument)
    return result


def main(args):
    split = args.index("--") if "--" in args else len(args)
    options, targets = args[:split], args[split + 1 :] or ["//..."]
    output_base = bazel("info", "output_base").strip()
    query = 'mnemonic("CppCompile", %s)' % " + ".join(targets)
    actions = bazel("aquery", "--output=jsonproto", "--include_artifacts=false", *options, query)
    entries = {}
    for action in json.loads(actions).get("actions", []):
        argv = action["arguments"]
        source = source_of(argv)
        if source:
            entries.setdefault(
                source,
                {"directory": ROOT, "file": source, "arguments": adapted(argv, output_base)},
            )
    with open(os.path.join(ROOT, "compile_commands.json"), "w") as out:
        json.dump([entries[source] for source in sorted(entries)], out, indent=1)
    print("%d files" % len(entries))


if __name__ == "__main__":
    main(sys.argv[1:])
