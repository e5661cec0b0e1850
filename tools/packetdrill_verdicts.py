#!/usr/bin/env python3
"""Runs packetdrill scripts twice, and compares the verdicts: by packetdrill itself, which drives the simulated host
through //drill:packetdrill_so, and by `orderly drill --lenient`.

    ./bazelw build //drill:packetdrill_so //cli:orderly
    tools/packetdrill_verdicts.py --packetdrill=BINARY [--ip_version=ipv6] [--mtu=1520] FILE|FOLDER...

Prints every script of which the two say something else, and `N of M the same`. Exit code 1 if any do. What
`orderly drill` skips is not counted.

packetdrill's sysctl commands would change this machine: run it in a network namespace of its own (unshare -n). The
commands of a script find an `ss` that tells of the simulated host. No privileges are needed otherwise.
"""

import argparse
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

# The word after `state`, as in `ss -Htan state time-wait | wc -l`: the lines of the library's file that begin so.
_SS = """#!/bin/sh
for word; do state=$word; done
grep "^$state " "$ORDERLY_STATES"
exit 0
"""

_SECONDS = 60

# States in %{ }%, as nplab's packetdrill calls them, in google's words.
_STATES = {
    "TCPI_CLOSED": "TCP_CLOSE",
    "TCPI_LISTEN": "TCP_LISTEN",
    "TCPI_SYN_SENT": "TCP_SYN_SENT",
    "TCPI_SYN_RECEIVED": "TCP_SYN_RECV",
    "TCPI_ESTABLISHED": "TCP_ESTABLISHED",
    "TCPI_CLOSE_WAIT": "TCP_CLOSE_WAIT",
    "TCPI_FIN_WAIT_1": "TCP_FIN_WAIT1",
    "TCPI_CLOSING": "TCP_CLOSING",
    "TCPI_LAST_ACK": "TCP_LAST_ACK",
    "TCPI_FIN_WAIT_2": "TCP_FIN_WAIT2",
    "TCPI_TIME_WAIT": "TCP_TIME_WAIT",
}


def _scripts(operands):
    for operand in map(pathlib.Path, operands):
        if operand.is_dir():
            yield from sorted(operand.rglob("*.pkt"))
        else:
            yield operand


def _plain(text):
    """A script of nplab's dialect in google's, with the same lines: without '#' comments, without #ifdef (no name is
    defined), states by their other names, without the one code of time_exceeded."""
    text = text.replace(" ttl_exceeded_in_transit", "")
    text = re.sub(r"\bTCPI_\w+", lambda word: _STATES.get(word[0], word[0]), text)
    lines = []
    taken = []  # of every #ifdef that is open
    for line in text.split("\n"):
        word = line.split()[0] if line.split() else ""
        if word == "#ifdef":
            taken.append(False)
        elif word == "#ifndef":
            taken.append(True)
        elif word == "#else" and taken:
            taken[-1] = not taken[-1]
        elif word == "#endif" and taken:
            taken.pop()
        elif not word.startswith("#") and all(taken):
            lines.append(line)
            continue
        lines.append("")
    return "\n".join(lines)


def _original(args, folder, script, options):
    """(passed, what it said)."""
    states = folder / "states"
    states.write_text("")
    plain = folder / "plain.pkt"
    plain.write_text(_plain(script.read_text(errors="surrogateescape")), errors="surrogateescape")
    environment = dict(os.environ)
    environment["PATH"] = f"{folder}:{environment['PATH']}"
    environment["ORDERLY_STATES"] = str(states)
    environment["LD_PRELOAD"] = str(args.library)
    flags = [f"states={states}", f"script={script}"] + [o.lstrip("-") for o in options]
    command = [
        args.packetdrill,
        *options,
        f"--so_filename={args.library}",
        "--so_flags=" + ",".join(flags),
        str(plain),
    ]
    try:
        run = subprocess.run(
            command,
            cwd=script.parent,  # scripts name others relative to their own folder
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, f"no end after {_SECONDS} s"
    return run.returncode == 0, run.stdout.decode(errors="replace").strip()


def _ours(args, script, options):
    """(passed, what it said); passed is None: skipped."""
    run = subprocess.run(
        [args.orderly, "drill", "--lenient", *options, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = run.stdout.decode(errors="replace").strip()
    if text.startswith("SKIP"):
        return None, text
    return run.returncode == 0, text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packetdrill", required=True, help="the original's binary")
    parser.add_argument("--orderly", default="bazel-bin/cli/orderly")
    parser.add_argument("--library", default="bazel-bin/drill/libpacketdrill_so.so")
    parser.add_argument("--ip_version", default="ipv4", choices=["ipv4", "ipv6", "ipv4-mapped-ipv6"])
    parser.add_argument("--mtu")
    parser.add_argument("scripts", nargs="+")
    args = parser.parse_args()
    args.packetdrill = pathlib.Path(args.packetdrill).resolve()
    args.orderly = pathlib.Path(args.orderly).resolve()
    args.library = pathlib.Path(args.library).resolve()
    options = [f"--ip_version={args.ip_version}"] + ([f"--mtu={args.mtu}"] if args.mtu else [])
    same = all_of_them = skipped = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shim = folder / "ss"
        shim.write_text(_SS)
        shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
        for script in _scripts(args.scripts):
            script = script.resolve()
            ours, ours_text = _ours(args, script, options)
            if ours is None:
                skipped += 1
                continue
            theirs, theirs_text = _original(args, folder, script, options)
            all_of_them += 1
            if ours == theirs:
                same += 1
                continue
            print(f"{script}\n  packetdrill: {'PASS' if theirs else 'FAIL'} {theirs_text}\n  orderly: {ours_text}")
    print(f"{same} of {all_of_them} the same ({skipped} skipped)")
    return 0 if same == all_of_them else 1


if __name__ == "__main__":
    sys.exit(main())
